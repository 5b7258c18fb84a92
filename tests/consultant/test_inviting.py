"""What a consultant gets to forward: a text in the client's name, a link, and a picture of it."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.qr import qr_picture
from bot.delivery.wording import message_of
from bot.jobs import Jobs
from bot.privacy.retention import RETENTION, ensure_retention
from storage import Change, Invite, Outgoing
from tests.authority.world import CONSULTANT, World, begins, said


async def invited(world: World, words: str) -> list[Outgoing]:
    """What `/invite` brings."""
    before = {row.id for row in await world.rows(CONSULTANT)}
    await world.types(CONSULTANT, f"/invite {words}")
    return [row for row in await world.rows(CONSULTANT) if row.id not in before]


async def invites(world: World) -> list[Invite]:
    """Every invite of the round."""
    return await world.storage.invites("main", world.rounds["first"].id)


def link_in(text: str) -> str:
    """The token of the link in a text."""
    [token] = re.findall(r"start=([\w-]+)", text)
    return str(token)


async def test_an_invitation_is_ready_to_forward_in_the_name_of_the_client(world: World) -> None:
    changed = replace(world.rounds["first"], settings={"client": "A. de Wit, secretaris", "phone": "030 12"})
    await world.storage.save(Change(writes=(changed,)))
    note, picture, text = await invited(world, "S Ada de Vries")
    assert "klaar om door te sturen" in said(note)
    assert said(text).startswith("Beste Ada de Vries,")
    assert "Bel Persoon 900: 030 12." in said(text)
    assert said(text).rstrip().endswith("A. de Wit, secretaris\nGemeente Zilvermeer")
    assert "browser" not in said(text) + said(note) + said(picture)
    assert picture.payload["qr"].endswith(link_in(said(text)))


async def test_the_picture_shows_the_link_and_is_in_no_file(world: World) -> None:
    _, row, _ = await invited(world, "S Ada")
    message = message_of(row)
    assert isinstance(message.photo, bytes)
    assert message.photo == qr_picture(row.payload["qr"])
    assert not list(world.path.parent.glob("files/**/*"))
    width, height = struct.unpack(">II", message.photo[16:24])
    assert width == height >= 400
    assert "Ada" in message.html


@given(st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=64))
def test_a_link_of_any_length_that_telegram_allows_can_be_drawn(token: str) -> None:
    assert qr_picture(f"https://t.me/bot?start={token}").startswith(b"\x89PNG")


async def test_function_and_department_may_stand_behind_the_name(world: World) -> None:
    await invited(world, "S Ada  de Vries, adviseur, Bestuur, team 2")
    await invited(world, "O , archivaris")
    await invited(world, "B")
    found = [(i.name, i.function, i.department) for i in await invites(world)]
    assert sorted(found, key=str) == sorted(
        [("Ada de Vries", "adviseur", "Bestuur, team 2"), (None, "archivaris", None), (None, None, None)],
        key=str,
    )


async def test_a_colleague_is_invited_by_a_button_and_answers_beside_the_owner(world: World) -> None:
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "colleague:"))
    press = await world.button(CONSULTANT, "colleague:")
    await world.taps(CONSULTANT, press)
    assert await world.taps(CONSULTANT, press) is not None, "one button makes one link"
    [invite] = await invites(world)
    assert invite.role == "colleague"


# --- who did not begin


async def renewed(world: World) -> tuple[list[Outgoing], str | None]:
    """The newest button for a new link is pressed: what it brings, and the toast."""
    await world.types(CONSULTANT, "/assessments")
    await world.taps(CONSULTANT, f"invites:{world.rounds['first'].id}")
    before = {row.id for row in await world.rows(CONSULTANT)}
    toast = await world.taps(CONSULTANT, await world.button(CONSULTANT, "renew:"))
    return [row for row in await world.rows(CONSULTANT) if row.id not in before], toast


async def test_who_did_not_begin_gets_a_clean_text_with_a_new_link_and_the_old_one_dies(world: World) -> None:
    old = link_in(said((await invited(world, "S Ada, adviseur, Bestuur"))[-1]))
    [note, picture, text], _ = await renewed(world)
    new = link_in(said(text))
    assert "De oude link werkt niet meer" in said(note)
    assert "kreeg u een uitnodiging" in said(text)
    assert picture.payload["qr"].endswith(new)
    by_state = {invite.state: invite for invite in await invites(world)}
    assert (by_state["open"].name, by_state["open"].function, by_state["open"].department) == (
        "Ada",
        "adviseur",
        "Bestuur",
    )
    assert by_state["replaced"].name is None
    assert "werkt niet" in (await world.types("200", f"/start {old}"))[0]
    assert not await world.types("200", f"/start {new}") or await world.button("200", "consent:")


async def test_who_had_opened_the_old_link_cannot_take_part_by_it_any_more(world: World) -> None:
    await world.types("200", f"/start {link_in(said((await invited(world, 'S Ada'))[-1]))}")
    press = await world.button("200", "consent:")
    [*_, text], _ = await renewed(world)
    assert "werkt niet" in str(await world.taps("200", press))
    await world.types("200", f"/start {link_in(said(text))}")
    await begins(world, "200")
    assert [i.state for i in await invites(world)].count("bound") == 1


async def test_an_expired_invitation_can_be_renewed_and_a_used_one_cannot(world: World) -> None:
    await invited(world, "S Ada")
    [one] = await invites(world)
    world.now += timedelta(days=15)
    [*_, text], _ = await renewed(world)
    press = f"renew:{one.assessment}:{one.id}"
    assert await world.taps(CONSULTANT, press) == "Deze uitnodiging is al gebruikt of ingetrokken."
    await world.types("200", f"/start {link_in(said(text))}")
    await begins(world, "200")
    used = next(i for i in await invites(world) if i.state == "bound")
    assert await world.taps(CONSULTANT, f"renew:{used.assessment}:{used.id}") is not None
    assert len(await invites(world)) == 2


async def test_an_invitation_says_the_last_day_that_counts(world: World) -> None:
    soon = replace(world.rounds["first"], deadline=world.now + timedelta(days=3))
    await world.storage.save(Change(writes=(soon,)))
    *_, text = await invited(world, "S Ada")
    assert "vóór donderdag 26 november 2026" in said(text)


@pytest.mark.parametrize("more", ["", "nobody"])
async def test_a_press_about_an_invitation_that_is_not_there_is_refused(world: World, more: str) -> None:
    assert await world.taps(CONSULTANT, f"renew:{world.rounds['first'].id}:{more}") is not None


async def test_of_a_link_that_nobody_used_no_function_or_department_stays(world: World) -> None:
    await invited(world, "S , de archivaris, Bestuur")
    job = await world.storage.pending_job("main", RETENTION)
    assert job is None
    await ensure_retention(world.desk)
    world.now += timedelta(days=14 + 31)
    await Jobs(world.desk).once()
    [invite] = await invites(world)
    assert (invite.name, invite.function, invite.department) == (None, None, None)
