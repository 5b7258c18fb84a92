"""A list sent in chat: it is shown before anything is made, and one press invites everybody on it, once."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.wording import message_of
from bot.jobs import Jobs
from bot.lists.table import MOST_BYTES
from bot.ports import Attachment, NotFetched, SentThing
from storage import Change, Outgoing
from tests.authority.world import BOT, CONSULTANT, World, buttons, opened, said
from tests.consultant.sheets import ADA, BEN, HEADER, csv_of, xlsx_of

LIST = xlsx_of((HEADER, ADA, BEN))


class Wire:
    """What people sent, by its reference."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.trouble: list[NotFetched] = []

    async def fetch(self, ref: str) -> AsyncGenerator[bytes, None]:
        """In two pieces."""
        if self.trouble:
            raise self.trouble.pop()
        body = self.files[ref]
        yield body[:10]
        yield body[10:]


@pytest.fixture
async def wire() -> Wire:
    """Nothing was sent yet."""
    return Wire()


@pytest.fixture
async def world(tmp_path: Path, wire: Wire) -> AsyncIterator[World]:
    """A round where files are taken."""
    async with opened(tmp_path / "peiler.sqlite", files_in_telegram="yes") as found:
        found.desk.fetchers[BOT] = wire
        await found.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [found.rounds["first"]] = await found.storage.assessments("main")
        yield found


async def last(world: World) -> str:
    """What the consultant read last."""
    return said((await world.rows(CONSULTANT))[-1])


async def sends(world: World, wire: Wire, data: bytes, *, work: bool = True, size: int | None = None) -> None:
    """The consultant asks to send a list, and sends it."""
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "list:"))
    wire.files["ref"] = data
    await world.does(CONSULTANT, SentThing("document", name="lijst.xlsx", ref="ref", size=size))
    if work:
        await Jobs(world.desk).fetches.once()


async def confirms(world: World, choice: str = "yes") -> str | None:
    """The button below what was read."""
    press = await world.button(CONSULTANT, "listed:")
    return await world.taps(CONSULTANT, press.rpartition(":")[0] + f":{choice}")


async def made(world: World) -> list[str]:
    """The names on the invites."""
    found = await world.storage.invites("main", world.rounds["first"].id)
    return sorted(invite.name for invite in found if invite.name)


async def test_a_list_is_shown_before_anything_is_made_and_one_press_invites_everybody(
    world: World, wire: Wire
) -> None:
    await sends(world, wire, LIST)
    shown = await last(world)
    assert "2 uitnodigingen" in shown
    assert "Ben Öztürk · webredacteur · Communicatie · O · en" in shown
    assert "het werkblad" in shown
    assert await made(world) == []
    assert await confirms(world) is None
    assert await made(world) == ["Ada de Vries", "Ben Öztürk"]
    assert (await last(world)).startswith("Dear Ben Öztürk,")
    assert await confirms(world) == "Over deze lijst is al beslist."
    assert len(await made(world)) == 2
    assert "Öztürk" not in str(world.dump()["job"]), "of the list nothing is kept beside the invites"


async def test_every_wrong_row_is_named_and_nothing_can_be_confirmed(world: World, wire: Wire) -> None:
    wrong = csv_of((HEADER, ADA, ("Ben", "", "", "Q", ""), ("=x()", "", "", "S", ""))).encode()
    await sends(world, wire, wrong)
    shown = await last(world)
    assert "Rij 3: De pijler “Q” ken ik niet" in shown
    assert "Rij 4: In A4 staat een formule" in shown
    assert "listed:" not in shown
    wire.files["mended"] = LIST
    await world.does(CONSULTANT, SentThing("document", ref="mended"))
    await Jobs(world.desk).fetches.once()
    assert "2 uitnodigingen" in await last(world), "the mended list needs no new question"


async def test_of_very_many_problems_the_first_are_shown(world: World, wire: Wire) -> None:
    await sends(world, wire, csv_of((HEADER, *(("x", "", "", "Q", "") for _ in range(100)))).encode())
    assert "En nog 80." in await last(world)


async def test_one_person_for_two_pillars_gets_one_message_with_both_links(world: World, wire: Wire) -> None:
    await sends(world, wire, b"naam;pijler\nAda;S\nBen;S\nada;O\n")
    await confirms(world)
    texts = [said(row) for row in await world.rows(CONSULTANT) if "Beste" in said(row)]
    assert sorted(len(re.findall("start=", text)) for text in texts) == [1, 2]


async def test_many_invitations_come_as_one_file_that_is_on_no_disk(world: World, wire: Wire) -> None:
    rows = [("naam", "pijler"), *((f"Naam {n}", "S") for n in range(30))]
    await sends(world, wire, csv_of(rows).encode())
    await confirms(world)
    row = (await world.rows(CONSULTANT))[-1]
    assert isinstance(row, Outgoing)
    message = message_of(row)
    assert isinstance(message.document, Attachment)
    text = message.document.body.decode("utf-8-sig")
    assert len(re.findall(r"start=[\w-]+", text)) == 30
    assert "Beste Naam 29," in text
    assert "30 berichten" in message.html
    assert not [path for path in world.path.parent.rglob("*") if path.suffix == ".txt"]


async def test_more_people_than_a_chat_can_hold_are_refused(world: World, wire: Wire) -> None:
    rows = [("naam", "pijler"), *((f"Naam {n}", "S") for n in range(201))]
    await sends(world, wire, csv_of(rows).encode())
    assert "hoogstens 200 mensen" in await last(world)


async def test_no_forgets_the_list(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    await confirms(world, "no")
    assert await made(world) == []
    assert "Öztürk" not in str(world.dump()["job"])


async def test_who_was_invited_while_the_list_lay_there_is_named_and_nothing_is_made(
    world: World, wire: Wire
) -> None:
    await sends(world, wire, LIST)
    await world.types(CONSULTANT, "/invite S Ada de Vries")
    await confirms(world)
    assert "Ada de Vries is voor pijler S al uitgenodigd" in await last(world)
    assert await made(world) == ["Ada de Vries"]


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice"])
async def test_what_is_no_file_is_no_list_and_the_list_is_still_waited_for(
    world: World, wire: Wire, kind: str
) -> None:
    await world.types(CONSULTANT, "/invite")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "list:"))
    await world.does(CONSULTANT, SentThing(kind, ref="ref"))
    assert "Dat is geen lijst" in await last(world)
    wire.files["ref"] = LIST
    await world.does(CONSULTANT, SentThing("document", ref="ref"))
    await Jobs(world.desk).fetches.once()
    assert "2 uitnodigingen" in await last(world)


async def test_a_file_that_is_too_large_is_refused_before_it_is_fetched_and_after(
    world: World, wire: Wire
) -> None:
    await sends(world, wire, b"", work=False, size=MOST_BYTES + 1)
    assert "groter dan" in await last(world)
    await sends(world, wire, b"x" * (MOST_BYTES + 1))
    assert "groter dan" in await last(world)


async def test_a_file_that_never_comes_is_told(world: World, wire: Wire) -> None:
    wire.trouble = [NotFetched("gone", again=False)]
    await sends(world, wire, LIST)
    assert "kon niet worden opgehaald" in await last(world)
    wire.trouble = [NotFetched("slow") for _ in range(30)]
    await sends(world, wire, LIST)
    for _ in range(30):
        world.now = world.now.replace(year=world.now.year + 1)
        await Jobs(world.desk).fetches.once()
    assert (await last(world)).count("kon niet worden opgehaald") == 1
    assert not await world.storage.pending_jobs("main", "fetch:")


async def test_where_no_files_are_taken_the_button_is_not_there_and_a_press_says_why(office: World) -> None:
    await office.types(CONSULTANT, "/new Gemeente Zilvermeer")
    await office.types(CONSULTANT, "/invite")
    [one] = await office.storage.assessments("main")
    assert "list:" not in await last(office)
    await office.taps(CONSULTANT, f"list:{one.id}")
    assert "neem ik geen bestanden aan" in await last(office)


async def test_nobody_reads_a_list_after_the_right_to_invite_is_gone(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST, work=False)
    closed = replace(world.rounds["first"], state="closed")
    await world.storage.save(Change(writes=(closed,)))
    before = len(await world.rows(CONSULTANT))
    await Jobs(world.desk).fetches.once()
    assert len(await world.rows(CONSULTANT)) == before
    assert all(len(data.encode()) <= 64 for row in await world.rows(CONSULTANT) for data in buttons(row))
