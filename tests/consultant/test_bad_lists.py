"""Lists of initiatives as they come: every row that cannot be taken is named, by the command and in chat, the
rest waits for one yes, and nothing is taken twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.lists.initiatives import MOST_TAKEN
from bot.ports import SentThing
from storage import Initiative
from tests.authority.world import BOT, CONSULTANT, OTHER_CONSULTANT, World, co_consultant_of, opened, said
from tests.consultant.sheets import csv_of, xlsx_of
from tests.consultant.test_running import Wire, last, sends, wire, works
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

__all__ = ["wire"]
HEADER = ("Naam", "Kanaal", "Soort", "Sinds", "Tot", "Hoofddoel", "Uren per week", "Kosten per jaar")
GOOD = ("Buurtapp", "WhatsApp", "luisteren", "2024", "", "Dienstverlening", "8", "ca. 5k")


def row(name: str, **cells: str) -> tuple[str, ...]:
    """A row like the good one, with other cells."""
    fields = ("name", "channel", "objective", "since", "until", "goal", "hours", "euros")
    return tuple({**dict(zip(fields, GOOD, strict=True)), "name": name, **cells}[field] for field in fields)


def rows_of(count: int, columns: int = 8) -> list[tuple[str, ...]]:
    return [HEADER[:columns], *(row(f"Initiatief {n}")[:columns] for n in range(count))]


@dataclass(frozen=True)
class Case:
    """A list, which rows are named with which words, and what is taken."""

    data: bytes
    named: tuple[tuple[int, str], ...]
    taken: tuple[str, ...]


CASES = {
    "missing columns": Case(
        csv_of((("Naam",), ("Buurtapp",), ("",), ("Loket",))).encode(), (), ("Buurtapp", "Loket")
    ),
    "another language": Case(
        csv_of(
            (("Initiativ", "Kanal", "Ziel"), ("Chat", "Web", "talking"), ("Zoo", "Web", "zuhören"))
        ).encode(),
        ((3, "“zuhören” is onbekend"),),
        ("Chat",),
    ),
    "merged cells": Case(
        xlsx_of((HEADER, GOOD, row("Loket"), row("Los")), ("C2:C3",)),
        ((2, "samengevoegd"), (3, "samengevoegd")),
        ("Los",),
    ),
    "duplicates": Case(
        csv_of((HEADER, GOOD, row("BUURTAPP ", euros="9000"), row("Loket"))).encode(),
        ((3, "staat ook in rij 2"),),
        ("Buurtapp", "Loket"),
    ),
    "amounts": Case(
        csv_of(
            (
                HEADER,
                GOOD,
                row("Precies", euros="€ 1.250,50"),
                row("Onbekend", euros="n/a"),
                row("Veel", euros="best veel"),
                row("Min", euros="-5"),
            )
        ).encode(),
        ((5, "best veel"), (6, "-5")),
        ("Buurtapp", "Precies", "Onbekend"),
    ),
    "contradictory dates": Case(
        csv_of(
            (HEADER, row("Eerder", since="mei 2024", until="2019"), row("Nooit", since="31-02-2024"), GOOD)
        ).encode(),
        ((2, "2019"), (3, "31-02-2024")),
        ("Buurtapp",),
    ),
    "unknown objective": Case(
        csv_of((HEADER, row("Winkel", objective="verkopen"), row("Winst", goal="winst"), GOOD)).encode(),
        (
            (2, "“verkopen” is onbekend"),
            (3, "“winst” is onbekend"),
        ),
        ("Buurtapp",),
    ),
}
each_case = pytest.mark.parametrize("name", CASES)


@pytest.fixture
async def world(tmp_path: Path, wire: Wire) -> AsyncIterator[World]:
    """A round where files are taken."""
    async with opened(tmp_path / "peiler.sqlite", files_in_telegram="yes") as found:
        found.desk.fetchers[BOT] = wire
        await found.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [found.rounds["first"]] = await found.storage.assessments("main")
        yield found


async def kept(world: World) -> list[Initiative]:
    return await world.storage.initiatives("main", world.rounds["first"].id)


async def names(world: World) -> tuple[str, ...]:
    return tuple(sorted(one.body["name"] for one in await kept(world)))


@each_case
async def test_in_chat_every_row_that_cannot_be_taken_is_named_and_the_rest_waits_for_one_yes(
    world: World, wire: Wire, name: str
) -> None:
    case = CASES[name]
    await sends(world, wire, case.data)
    shown = await last(world)
    for number, reason in case.named:
        assert any(f"Rij {number}" in line and reason in line for line in shown.splitlines()), shown
    assert await kept(world) == []
    pressed = await world.button(CONSULTANT, "rowed:")
    assert await world.taps(CONSULTANT, pressed) is None
    assert await world.taps(CONSULTANT, pressed) is not None
    assert await names(world) == tuple(sorted(case.taken))
    await sends(world, wire, case.data)
    assert "Er is niets overgenomen" in await last(world)
    assert await names(world) == tuple(sorted(case.taken))


ONE_OF_EACH = (
    HEADER,
    GOOD,
    row("BUURTAPP ", euros="9000"),
    row("Precies", euros="€ 1.250,50"),
    row("Onbekend", euros="n/a"),
    row("Veel", euros="best veel"),
    row("Eerder", since="mei 2024", until="2019"),
    row("Winkel", objective="verkopen"),
    row(""),
)
NAMED = {
    3: "is in row 2 too",
    6: "best veel",
    7: "2019",
    8: "“verkopen” is unknown",
    9: "no name",
}


async def test_the_command_names_every_row_that_it_cannot_take_and_takes_the_rest_once(
    tmp_path: Path,
) -> None:
    text, book = tmp_path / "lijst.csv", tmp_path / "lijst.xlsx"
    await asyncio.to_thread(text.write_bytes, csv_of(ONE_OF_EACH).encode())
    await asyncio.to_thread(book.write_bytes, CASES["merged cells"].data)
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.invites("S")
        first = await peiler.run("initiatives", "--list", str(text), "--yes")
        assert (first.code, first.out) == (0, "initiatives taken: 3\n"), first.err
        for number, reason in NAMED.items():
            assert any(f"Row {number}: " in line and reason in line for line in first.err.splitlines()), (
                first.err
            )
        assert "no row can be taken" in (await peiler.run("initiatives", "--list", str(text), "--yes")).err
        second = await peiler.run("initiatives", "--list", str(book), "--yes")
        assert (second.code, second.out) == (0, "initiatives taken: 1\n"), second.err
        for number in (2, 3):
            assert any(f"Row {number}: " in line and "merged" in line for line in second.err.splitlines())


async def test_a_list_that_waits_survives_a_restart_and_is_taken_once(tmp_path: Path, wire: Wire) -> None:
    path = tmp_path / "peiler.sqlite"
    async with opened(path, files_in_telegram="yes") as before:
        before.desk.fetchers[BOT] = wire
        await before.types(CONSULTANT, "/new Gemeente Zilvermeer")
        [before.rounds["first"]] = await before.storage.assessments("main")
        await sends(before, wire, CASES["amounts"].data)
        pressed = await before.button(CONSULTANT, "rowed:")
    async with opened(path, files_in_telegram="yes") as after:
        assert await after.taps(CONSULTANT, pressed) is None
        assert await names(after) == ("Buurtapp", "Onbekend", "Precies")
    async with opened(path, files_in_telegram="yes") as later:
        assert await later.taps(CONSULTANT, pressed) is not None
        assert len(await kept(later)) == 3


async def test_amounts_are_kept_as_they_were_meant_and_how_they_were_read_is_told(
    world: World, wire: Wire
) -> None:
    await sends(world, wire, CASES["amounts"].data)
    assert "ca. 5k" in await last(world)
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "rowed:"))
    euros = {one.body["name"]: one.body.get("euros") for one in await kept(world)}
    assert euros == {"Buurtapp": "5000.00", "Precies": "1250.50", "Onbekend": None}


async def test_two_who_confirm_the_same_list_take_it_once_and_undo_nothing(world: World, wire: Wire) -> None:
    await co_consultant_of(world, CONSULTANT, OTHER_CONSULTANT)
    await sends(world, wire, CASES["duplicates"].data)
    mine = await world.button(CONSULTANT, "rowed:")
    await world.taps(OTHER_CONSULTANT, f"rows:{world.rounds['first'].id}")
    await world.does(OTHER_CONSULTANT, SentThing("document", ref="file", size=100))
    await works(world)
    theirs = await world.button(OTHER_CONSULTANT, "rowed:")
    await world.taps(CONSULTANT, mine)
    [one, *_] = await kept(world)
    await world.taps(CONSULTANT, f"initiative:{one.assessment}:{one.id}:value:2:talking")
    await world.taps(OTHER_CONSULTANT, theirs)
    assert "2 waren er intussen al" in said((await world.rows(OTHER_CONSULTANT))[-1])
    assert len(await kept(world)) == 2
    changed = next(two for two in await kept(world) if two.id == one.id)
    assert changed.body["objective"] == "talking"


# --- fifty thousand rows


async def test_fifty_thousand_rows_in_chat_are_answered_clearly_and_nothing_is_taken(
    world: World, wire: Wire
) -> None:
    await sends(world, wire, csv_of(rows_of(50_000)).encode())
    told = await last(world)
    assert "Er is niets overgenomen" in told
    assert "Maak kleinere lijsten" in told
    assert f"Rij {MOST_TAKEN + 2}: Vanaf deze rij wordt niets overgenomen" in told
    assert await kept(world) == []


async def test_a_workbook_of_fifty_thousand_rows_is_read_as_far_as_it_goes(world: World, wire: Wire) -> None:
    await sends(world, wire, xlsx_of(rows_of(50_000, columns=1)))
    assert f"Rij {MOST_TAKEN + 2}: Vanaf deze rij wordt niets overgenomen" in await last(world)
    assert await kept(world) == []
