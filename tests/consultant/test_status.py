"""Where a round stands: who runs it sees it at a glance, and can do something about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.commands import status_of
from bot.authority import Role
from storage.port import Change
from tests.authority.world import CHATS, CONSULTANT, World, begins, opened, said
from tests.consultant.answering import answers_all

OWNER = CHATS[Role.OWNER]
CO_CONSULTANT = CHATS[Role.CO_CONSULTANT]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """One round in which Ada has been invited for S and B is waiting."""
    async with opened(tmp_path / "peiler.sqlite") as world:
        await world.types(CONSULTANT, "/new Gemeente Zuid")
        await world.types(CONSULTANT, "/invite S Ada")
        await world.types(OWNER, f"/start {await world.token(CONSULTANT)}")
        yield world


async def last(world: World, chat: str = CONSULTANT) -> str:
    return said((await world.rows(chat))[-1])


async def opens_page_of(world: World, name: str) -> str:
    """The consultant asks for the status and chooses a person."""
    [status] = await world.types(CONSULTANT, "/status")
    data = status.split(f"{name}|")[1].split("]")[0]
    await world.taps(CONSULTANT, data)
    return await last(world)


async def test_the_status_tells_opened_from_not_begun_from_busy_from_only_sending_is_left(
    world: World,
) -> None:
    assert "Ada: link geopend, nog niet begonnen" in "".join(await world.types(CONSULTANT, "/status"))
    await world.taps(OWNER, await world.button(OWNER, "consent:"))
    assert "Ada: doet mee, nog niet begonnen" in "".join(await world.types(CONSULTANT, "/status"))
    await world.taps(OWNER, await world.button(OWNER, "begin:"))
    await world.taps(OWNER, (await world.button(OWNER, "a:"))[:-1] + "1")
    assert "Ada: bezig, 1 van ongeveer 1" in "".join(await world.types(CONSULTANT, "/status"))
    await answers_all(world, OWNER, hands_in=False)
    assert "Ada: alle vragen klaar, nog niet verstuurd" in "".join(await world.types(CONSULTANT, "/status"))
    await answers_all(world, OWNER)
    assert "Ada: verstuurd op 23 november 2026" in "".join(await world.types(CONSULTANT, "/status"))


async def test_somebody_who_cannot_be_reached_is_shown_as_such_while_busy(world: World) -> None:
    await begins(world, OWNER)
    person = await world.storage.person_at("main", "telegram", OWNER)
    assert person is not None
    await world.storage.save(Change(writes=(replace(person, unreachable_since=world.now),)))
    assert "Ada: onbereikbaar in Telegram" in "".join(await world.types(CONSULTANT, "/status"))


async def test_the_version_for_the_client_has_counts_and_neither_names_nor_pillars(world: World) -> None:
    await begins(world, OWNER)
    await world.types(CONSULTANT, "/invite B Boris")
    [status] = await world.types(CONSULTANT, "/status")
    await world.taps(CONSULTANT, status.split("Voor de opdrachtgever|")[1].split("]")[0])
    text = await last(world)
    assert "2 uitnodigingen, 1 begonnen, 0 verstuurd" in text
    assert "Ada" not in text
    assert "Boris" not in text
    assert "Strategie" not in text


async def test_the_status_comes_as_a_picture_to_who_asked_for_it(world: World) -> None:
    [status] = await world.types(CONSULTANT, "/status")
    toast = await world.taps(CONSULTANT, status.split("Als plaatje|")[1].split("]")[0])
    assert toast == "Het plaatje komt eraan."
    await world.works()
    photo = (await world.rows(CONSULTANT))[-1]
    assert photo.method == "photo"
    assert photo.file_ref is not None
    assert is_png(photo.file_ref)


async def test_who_handed_in_can_be_let_in_again_and_hands_in_once_more(world: World) -> None:
    await begins(world, OWNER)
    await answers_all(world, OWNER)
    page = await opens_page_of(world, "Ada")
    assert "Verstuurd" in page
    await world.taps(CONSULTANT, page.split("Opnieuw openen|")[1].split("]")[0])
    await world.taps(CONSULTANT, (await world.button(CONSULTANT, "again:")))
    assert "weer geopend" in await world.reads(OWNER)
    assert "Ada: alle vragen klaar, nog niet verstuurd" in "".join(await world.types(CONSULTANT, "/status"))
    await world.taps(OWNER, await world.button(OWNER, "submit:"))
    assert "Ada: verstuurd" in "".join(await world.types(CONSULTANT, "/status"))


async def test_opening_again_what_was_not_handed_in_changes_nothing(world: World) -> None:
    await begins(world, OWNER)
    interview = (await world.storage.interviews("main", (await rounds(world))[0]))[0]
    before = world.dump(without=CONSULTANT)
    toast = await world.taps(CONSULTANT, f"again:{interview.assessment}:{interview.id}:yes")
    assert toast == "Dit gesprek is niet verstuurd. Vraag de stand opnieuw op."
    assert world.dump(without=CONSULTANT) == before


async def test_somebody_else_is_asked_by_one_new_link_and_what_was_answered_stays(world: World) -> None:
    await begins(world, OWNER)
    await world.taps(OWNER, (await world.button(OWNER, "a:"))[:-1] + "1")
    page = await opens_page_of(world, "Ada")
    await world.taps(CONSULTANT, page.split("Iemand anders vragen|")[1].split("]")[0])
    sure = await world.button(CONSULTANT, "reassign:")
    await world.taps(CONSULTANT, sure)
    await world.taps(CONSULTANT, sure)
    invites = await world.storage.invites("main", (await rounds(world))[0])
    assert [invite.pillar for invite in invites] == ["S", "S"]
    assert "Ada krijgt geen herinneringen meer" in await world.reads(CONSULTANT)
    assert "Ada: bezig, 1 van" in "".join(await world.types(CONSULTANT, "/status"))


async def test_the_command_line_tells_the_same_and_to_a_client_only_counts(
    world: World,
) -> None:
    settings = world.desk.settings.model_copy(update={"database": f"sqlite:///{world.path}"})
    told = await status_of(settings, "Gemeente Zuid", "", client=False)
    assert "○ Ada: link geopend, nog niet begonnen" in told.splitlines()
    counts = await status_of(settings, "Gemeente Zuid", "en", client=True)
    assert "1 invitation, 0 begun, 0 sent in" in counts
    assert "Ada" not in counts


def is_png(path: str) -> bool:
    return Path(path).read_bytes().startswith(b"\x89PNG")


async def rounds(world: World) -> list[str]:
    return [one.id for one in await world.storage.assessments("main")]
