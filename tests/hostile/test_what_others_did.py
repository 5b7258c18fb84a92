"""Hostile text in all that is told of initiatives and of other organisations is shown as it is."""

from __future__ import annotations

import itertools

import pytest

from storage import Change, Initiative
from tests.authority.world import CONSULTANT, World
from tests.consultant.conftest import office, world
from tests.hostile.documents import messages, pages, sound_html
from tests.hostile.words import HOSTILE
from tests.practices.listing import adds, opens, organisations
from tests.practices.telling import TOLD, takes_part, tells

__all__ = ["office", "world"]
THERE = "777"
#: What somebody types about an initiative, and the figures with which it can be reckoned.
TYPED = ("name", "channel", "owner", "department", "effect", "learned", "learned_where", "figures_from")
LONG = ("proud_listening", "proud_listening_result", "step_what", "step_result", "failed", "again")
FIGURES = {
    "contacts": 40_000, "share_low": 5.0, "share_mid": 10.0, "share_high": 15.0, "old_cost": 5.0,
    "new_cost": 1.5, "extra": 1_500, "fte": 0.2, "fte_cost": 70_000.0, "licences": 4_000.0,
    "one_off": 6_000.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "language"),
    list(zip(HOSTILE.values(), itertools.cycle(["nl", "en"]), strict=False)),
    ids=HOSTILE,
)
async def test_hostile_initiatives_examples_and_organisations_are_shown_as_they_are(
    world: World, words: str, language: str
) -> None:
    words = words.encode(errors="ignore").decode().replace("\0", "")
    await world.types(CONSULTANT, f"/language {language}")
    await another_tells(world, words)
    for text in ("/practices", f"/practices {words[:200]}", "/initiatives"):
        await world.types(CONSULTANT, text)
    await looks_at_practices(world)
    await looks_at_initiatives(world, words)
    await adds(world, " ".join(words[:100].split()))
    for organisation in await organisations(world):
        await opens(world, organisation)
    await world.works()
    await messages(world, words)
    await pages(world, words)
    for row in await world.rows(THERE):
        for html in (*row.echo, str(row.payload.get("html", ""))):
            sound_html(html)


async def another_tells(world: World, words: str) -> None:
    """Somebody of another organisation, in these words wherever words are taken."""
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "refer:"))
    await takes_part(world, THERE, await world.token(CONSULTANT))
    typed = dict.fromkeys(LONG, words[:1000])
    told = {**TOLD, **typed, "org_name": words[:120], "step_who": words[:200]}
    await tells(world, THERE, {**told, "may_share": ("levels", "initiatives", "steps", "lessons")})


async def looks_at_practices(world: World) -> None:
    """Narrowed in every way."""
    for kind in ("p", "l", "r", "s"):
        head = (await world.button(CONSULTANT, "practices:")).split(":")[:3]
        await world.taps(CONSULTANT, ":".join([*head, kind]))


async def looks_at_initiatives(world: World, words: str) -> None:
    """One in these words, alone, reckoned with, and in the matrix; twice, for two departments do the same."""
    round_ = world.rounds["first"]
    body = dict.fromkeys(TYPED, words[:120]) | {
        "objective": "talking",
        "main_goal": "service",
        "status": "pilot",
    }
    made = [
        Initiative(
            "main", f"one{n}", round_.id, None, "list", {**body, **FIGURES, "department": f"{n}{words[:50]}"},
            "open", round_.owner, world.now, None,
        )
        for n in range(2)
    ]  # fmt: skip
    await world.storage.save(Change(writes=tuple(made)))
    await world.types(CONSULTANT, "/initiatives")
    for more in ("", ":sum", ":no"):
        await world.taps(CONSULTANT, f"initiative:{round_.id}:one0{more}")
    await world.types(CONSULTANT, words[:500])
    await world.taps(CONSULTANT, f"matrix:{round_.id}")
    await world.works()
