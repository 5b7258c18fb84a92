"""A filled-in list of actions in chat: shown first, taken by one press, never over what somebody changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.consultant.copies import write_copy
from bot.ports import SentThing
from storage.port import Change
from storage.records import Amendment
from tests.authority.world import BOT, CONSULTANT, World, opened
from tests.consultant.sheets import csv_of
from tests.consultant.test_running import Wire, last, works

LIST = csv_of((("Id", "Eigenaar", "Kosten in euro"), ("S-finish", "Anna", ""), ("X", "Piet", ""))).encode()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
async def world(tmp_path: Path, wire: Wire) -> AsyncIterator[World]:
    """A round where files are taken; nobody answered, so every pillar has one thing to do."""
    async with opened(tmp_path / "peiler.sqlite", files_in_telegram="yes") as found:
        found.desk.fetchers[BOT] = wire
        await found.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [found.rounds["first"]] = await found.storage.assessments("main")
        yield found


async def sends(world: World, wire: Wire, body: bytes | None) -> None:
    wire.body = body
    await world.taps(CONSULTANT, f"plan:{world.rounds['first'].id}")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "sheet:"))
    await world.does(CONSULTANT, SentThing("document", ref="file", size=len(body or b"")))
    await works(world)


async def kept(world: World) -> list[tuple[str, int, dict[str, object]]]:
    found = await world.storage.amendments("main", world.rounds["first"].id)
    return [(one.subject, one.number, dict(one.body)) for one in found]


async def test_a_list_in_chat_is_shown_and_changes_the_plan_by_one_press(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    shown = await last(world)
    assert "S-finish: eigenaar Anna" in shown
    assert "Rij 3" in shown
    assert await kept(world) == []
    data = await world.button(CONSULTANT, "sheeted:")
    yes = data.replace(":no", ":yes")
    assert await world.taps(CONSULTANT, yes) is None
    assert "1 actie is gewijzigd" in await last(world)
    assert await world.taps(CONSULTANT, yes) is not None, "a press works once"
    assert await kept(world) == [("S-finish", 1, {"owner": "Anna"})]
    await sends(world, wire, LIST)
    assert "Er verandert niets" in await last(world)
    assert len(await kept(world)) == 1


async def test_a_list_that_is_not_wanted_after_all_changes_nothing(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    data = (await world.button(CONSULTANT, "sheeted:")).replace(":yes", ":no")
    await world.taps(CONSULTANT, data)
    assert await kept(world) == []
    assert await world.taps(CONSULTANT, data.replace(":no", ":yes")) is not None


async def test_what_somebody_changed_after_it_was_shown_is_not_overwritten(world: World, wire: Wire) -> None:
    await sends(world, wire, LIST)
    data = (await world.button(CONSULTANT, "sheeted:")).replace(":no", ":yes")
    body = {"owner": "Joris"}
    other = Amendment("main", world.rounds["first"].id, "action", "S-finish", 1, body, "c2", world.now)
    await world.storage.save(Change(writes=(other,)))
    await world.taps(CONSULTANT, data)
    assert "Iemand anders heeft intussen" in await last(world)
    assert await kept(world) == [("S-finish", 1, body)]


async def test_the_workbook_of_a_round_can_be_sent_as_it_is_and_long_lists_come_as_a_file(
    world: World, wire: Wire, tmp_path: Path
) -> None:
    await write_copy(world.desk, world.rounds["first"].id, tmp_path / "copy", ("nl",), leaves=False)
    await sends(world, wire, (tmp_path / "copy" / "workbook.nl.xlsx").read_bytes())
    assert "Alles wat in de lijst staat, staat er al" in await last(world)
    rows = [("Id", "Eigenaar"), *((f"X{n}", "?!") for n in range(40))]
    await sends(world, wire, csv_of(rows).encode())
    file = next(row for row in await world.rows(CONSULTANT) if row.method == "document")
    assert len(str(file.payload["file"]).splitlines()) == 41
    assert "En nog 30" in await world.reads(CONSULTANT)


@pytest.mark.parametrize("body", [None, b"", b"\x00\x01", b"PK\x03\x04nothing"])
async def test_a_file_that_cannot_be_read_says_so_and_changes_nothing(
    world: World, wire: Wire, body: bytes | None
) -> None:
    await sends(world, wire, body)
    assert await kept(world) == []
    assert "sheeted:" not in str(await world.rows(CONSULTANT))


async def test_an_own_action_in_a_list_sent_in_chat_is_there_after_one_press(
    world: World, wire: Wire
) -> None:
    head = ("Id", "Pijler", "Actie", "Van niveau", "Naar niveau", "Onderdelen", "Omvang")
    row = ("", "S", "Praat <b>elke</b> maand", "0", "1", "S1", "M")
    await sends(world, wire, csv_of((head, row)).encode())
    assert "eigen actie erbij: Praat &lt;b&gt;elke&lt;/b&gt; maand" in await last(world)
    await world.taps(CONSULTANT, (await world.button(CONSULTANT, "sheeted:")).replace(":no", ":yes"))
    [(subject, number, body)] = await kept(world)
    assert (subject[:4], number, list(body)) == ("own-", 1, ["own"])
    await sends(world, wire, csv_of((head, row)).encode())
    assert "Alles wat in de lijst staat, staat er al" in await last(world)
