"""What one owner says changes nothing of what another is asked or shown."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from storage import Change
from tests.authority.world import CONSULTANT, World, begins, copied, opened

SECRET = "Wij-publiceren-zonder-toezicht"


async def answers_everything(world: World, chat: str, levels: str, words: str) -> None:
    """Walks to the end, a level after the other over and over, and always the same words."""
    for step in range(80):
        row = [one for one in await world.rows(chat) if one.kind == "card"][-1]
        data = [press for line in row.payload["buttons"] for _, press in line]
        options = [one for one in data if one.startswith("a:")]
        wanted = levels[step % len(levels)]
        if any(one.startswith("submit:") for one in data):
            await world.taps(chat, next(one for one in data if one.startswith("submit:")))
            return
        if options:
            await world.taps(chat, next((o for o in options if o.endswith(wanted)), options[0]))
        elif any(one.startswith("confirm:") for one in data):
            await world.taps(chat, next(one for one in data if one.startswith("confirm:")))
        else:
            await world.types(chat, words)
    raise AssertionError("eighty steps and no end")


async def transcript(model: Path, folder: Path, first: str) -> str:
    """What the second owner of a pillar reads from beginning to end, after the first answered so."""
    async with opened(copied(model, folder)) as world:
        for chat, name in (("21", "Eerste"), ("22", "Tweede")):
            await world.types(CONSULTANT, f"/invite O {name}")
            await world.types(chat, f"/start {await world.token(CONSULTANT)}")
            # Which way the anchors run is drawn by lot; that is no secret of the other.
            interview = next(
                i
                for i in await world.storage.interviews("main", world.rounds["first"].id)
                if i.state == "opened"
            )
            await set_ascending(world, interview.id)
            await begins(world, chat)
            await answers_everything(
                world, chat, first if chat == "21" else "312", SECRET if chat == "21" else "Ja"
            )
        await world.works()
        return re.sub(r"\b[a-z2-7]{10}\b", "ID", await world.reads("22"))


async def set_ascending(world: World, interview: str) -> None:
    walk = await world.storage.walk("main", interview)
    assert walk is not None
    changed = replace(walk.interview, progress={**walk.interview.progress, "descending": False})
    await world.storage.save(Change(writes=(changed,)))


@pytest.mark.parametrize("levels", ["4", "04", "1"])
async def test_an_owner_reads_the_same_whatever_the_other_owner_of_the_pillar_said(
    model: Path, tmp_path: Path, levels: str
) -> None:
    reference = await transcript(model, tmp_path / "reference", "0")
    other = await transcript(model, tmp_path / "other", levels)
    assert SECRET not in reference + other
    assert other == reference
