"""A list of actions that comes back: what it changes and leaves alone, and every row that cannot be taken."""

from __future__ import annotations

import asyncio
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.consultant.inviting import InviteError
from bot.consultant.plan_rows import take_back
from bot.lists.actions import FIELDS, HEADERS, Sent, SentActions, read_actions
from bot.lists.header import plain_words
from bot.reports.advice import ActionEdit
from bot.reports.amended import body_of
from bot.reports.sent_back import changes_of, stand_of
from bot.texts import LANGUAGES, shipped
from storage.records import Amendment
from tests.authority.world import NINE, World
from tests.consultant.sheets import csv_of, xlsx_of
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

KNOWN = ("A1", "A2", "A3")
RUNNING = {"i1": "Buurtapp", "i2": "Webcare", "i3": "Webcare"}
HEAD = ("Id", "Eigenaar", "Start", "Klaar", "Kosten in euro", "Bouwt voort op", "Vervalt")


def read(*rows: tuple[str, ...], head: tuple[str, ...] = HEAD, language: str = "nl") -> SentActions:
    return read_actions(csv_of((head, *rows)).encode(), language, KNOWN, RUNNING)


def told(found: SentActions) -> list[tuple[int | None, str]]:
    return [(one.row, one.name) for one in found.refused]


def amendment(number: int, edit: ActionEdit, action: str = "A1") -> Amendment:
    return Amendment("main", "r1", "action", action, number, body_of(edit), "c", NINE)


def test_what_people_write_beside_an_action_is_understood() -> None:
    found = read(
        ("A1", "mevr. Jansen", "1 december 2026", "feb 2027", "eenmalig € 1.250,50", "1. Buurtapp", "")
    )
    assert told(found) == []
    assert found.rows[0].fields == {
        "owner": "mevr. Jansen",
        "start": dt.date(2026, 12, 1),
        "until": dt.date(2027, 2, 28),
        "cost": Decimal("1250.50"),
        "builds_on": "i1",
        "dropped": False,
    }


@pytest.mark.parametrize("word", ["Buurtapp", "buurtapp", "1", "nr 1", "i1", "1. Buurt…"])
def test_an_initiative_is_known_by_name_number_or_id(word: str) -> None:
    assert read(("A1", "", "", "", "", word)).rows[0].fields["builds_on"] == "i1"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("", "Piet"), "no_action"),
        (("B9", "Piet"), "unknown_action"),
        (("A1", "x" * 121), "cell_long"),
        (("A1", "=1+1"), "formula"),
        (("A1", "", "31-02-2027"), "date_unclear"),
        (("A1", "", "", "", "5k per maand"), "cost_unclear"),
        (("A1", "", "", "", "100 tot 200"), "cost_unclear"),
        (("A1", "", "", "", "-5"), "cost_unclear"),
        (("A1", "", "", "", "3 uur"), "cost_unclear"),
        (("A1", "", "", "", "999 miljoen"), "cost_large"),
        (("A1", "", "", "", "", "Winkel"), "unknown_initiative"),
        (("A1", "", "", "", "", "9"), "unknown_initiative"),
        (("A1", "", "", "", "", "1. Webcare"), "unknown_initiative"),
        (("A1", "", "", "", "", "Webcare"), "initiative_unclear"),
        (("A1", "", "", "", "", "", "misschien"), "dropped_unclear"),
    ],
)
def test_a_row_that_cannot_be_taken_has_its_reason_and_the_others_are_read(
    cells: tuple[str, ...], reason: str
) -> None:
    found = read(cells, ("A2", "Anna"))
    assert told(found) == [(2, reason)]
    assert [row.id for row in found.rows] == ["A2"]


def test_an_action_that_stands_there_twice_is_named_the_second_time() -> None:
    assert told(read(("A1", "Piet"), ("A1", "Anna"))) == [(3, "action_twice")]


def test_moved_and_unknown_columns_and_a_title_above_them_do_no_harm() -> None:
    rows = (("Acties van dit jaar",), ("Wie", "Opmerking", "ID"), ("Anna", "eerst bellen", "A2"))
    found = read_actions(csv_of(rows).encode(), "nl", KNOWN, RUNNING)
    assert [(row.id, dict(row.fields)) for row in found.rows] == [("A2", {"owner": "Anna"})]
    assert "unused" in {note.name for note in found.notes}


@pytest.mark.parametrize(("head", "reason"), [(("Eigenaar",), "no_header"), (("Id", "Actie"), "no_fields")])
def test_a_file_that_is_no_list_of_actions_is_refused_as_a_whole(head: tuple[str, ...], reason: str) -> None:
    found = read(("A1", "x"), head=head)
    assert found.broken is not None
    assert found.broken.name == reason


def test_a_list_far_too_long_is_refused_as_a_whole() -> None:
    found = read(*[(f"A{n}", "x") for n in range(50_000)])
    assert found.broken is not None
    assert found.broken.name == "too_many_rows"


def test_merged_cells_and_formulas_of_a_workbook_are_named_and_dates_are_read() -> None:
    rows = (HEAD, ("A1", "Piet", dt.date(2027, 1, 5)), ("A2", "=1+1"), ("A3", "Anna"), ("", ""))
    found = read_actions(xlsx_of(rows, ["B4:B5"]), "nl", KNOWN, RUNNING)
    assert told(found) == [(3, "formula"), (4, "merged")]
    assert found.rows[0].fields["start"] == dt.date(2027, 1, 5)


def test_the_heads_of_the_workbook_are_those_that_are_looked_for() -> None:
    for language in LANGUAGES:
        for name in HEADERS:
            head = str(shipped().say(f"workbook.head.{name}", language))
            assert plain_words(head) in HEADERS[name], (language, name)


# --- beside what is kept


def changes(rows: SentActions, *kept: Amendment) -> tuple[dict[str, ActionEdit], list[str]]:
    changed, refused = changes_of(rows.rows, kept, "r1")
    return {one.action: one.edit for one in changed}, [one.name for one in refused]


def test_what_is_as_it_was_makes_no_change_and_an_emptied_cell_takes_back() -> None:
    kept = amendment(1, ActionEdit(owner="Piet", cost=Decimal(500)))
    assert changes(read(("A1", "Piet", "", "", "500")), kept) == ({}, [])
    assert changes(read(("A1", "Piet")), kept) == ({"A1": ActionEdit(owner="Piet")}, [])
    assert changes(read(("A1", "Piet"), head=("Id", "Eigenaar")), kept) == ({}, [])


def test_an_old_list_undoes_nothing_that_was_changed_since() -> None:
    first, second = ActionEdit(owner="Piet"), ActionEdit(owner="Anna", less="de krant")
    kept = [amendment(1, first), amendment(2, second)]
    head = ("Id", "Stand", "Eigenaar", "Wat gaat er minder", "Dekking")
    same = read(("A1", stand_of("r1", 1), "Piet", "", ""), head=head)
    assert changes(same, *kept) == ({}, [])
    other_field = read(("A1", stand_of("r1", 1), "Piet", "", "budget"), head=head)
    assert changes(other_field, *kept)[0] == {"A1": ActionEdit(owner="Anna", less="de krant", cover="budget")}
    same_field = read(("A1", stand_of("r1", 1), "Joris", "", ""), head=head)
    assert changes(same_field, *kept) == ({}, ["action_conflict"])
    agreed = read(("A1", stand_of("r1", 1), "Anna", "", ""), head=head)
    assert changes(agreed, *kept) == ({}, [])


@pytest.mark.parametrize(
    ("stand", "reason"),
    [("r2#0", "other_round"), ("r1#9", "stand_unclear"), ("r1#x", "stand_unclear"), ("5", "stand_unclear")],
)
def test_a_row_of_another_round_or_with_another_mark_is_refused(stand: str, reason: str) -> None:
    rows = read(("A1", stand, "Piet"), head=("Id", "Stand", "Eigenaar"))
    assert changes(rows) == ({}, [reason])


def test_an_end_before_the_start_is_asked_about_also_when_only_one_is_in_the_list() -> None:
    kept = amendment(1, ActionEdit(start=dt.date(2027, 5, 1)))
    assert changes(read(("A1", "1-4-2027"), head=("Id", "Klaar")), kept) == ({}, ["dates_contradict"])


edits = st.builds(
    ActionEdit,
    owner=st.text(max_size=20),
    start=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)),
    until=st.none() | st.dates(dt.date(2027, 1, 1), dt.date(2028, 1, 1)),
    cost=st.none() | st.decimals(0, 9_999, places=2),
    dropped=st.booleans(),
)


@settings(max_examples=50)
@given(edits, edits, st.sets(st.sampled_from(FIELDS)))
def test_what_was_taken_once_is_never_taken_again(
    old: ActionEdit, new: ActionEdit, columns: set[str]
) -> None:
    kept = [amendment(1, old)]
    row = Sent(2, "A1", stand_of("r1", 1), {name: getattr(new, name) for name in columns})
    changed, refused = changes_of([row], kept, "r1")
    assert not refused
    kept += [amendment(one.number, one.edit) for one in changed]
    assert changes_of([row], kept, "r1") == ([], [])


# --- in a round


def rows_of(*rows: tuple[Any, ...]) -> bytes:
    return csv_of((("Id", "Owner"), *rows)).encode()


async def test_a_list_is_shown_first_and_then_taken_once(world: World) -> None:
    data = rows_of(("S-finish", "Anna"), ("X", "Piet"))
    shown = await take_back(world.desk, None, data, "operator", "en", shown=None)
    assert shown.changes == ("S-finish: owner Anna",)
    assert [line.split(":")[0] for line in shown.refused] == ["Row 3"]
    round_ = world.rounds["first"]
    assert await world.storage.amendments("main", round_.id) == []
    await take_back(world.desk, round_.id, data, "operator", "en", shown=shown.changes)
    [kept] = await world.storage.amendments("main", round_.id)
    assert (kept.kind, kept.subject, kept.number, kept.body) == ("action", "S-finish", 1, {"owner": "Anna"})
    assert [line.what for line in await world.storage.audit("main", round_.id, 1)] == ["actions_taken"]
    assert (await take_back(world.desk, None, data, "operator", "en", shown=None)).changes == ()


async def test_who_agreed_to_something_else_than_it_would_be_now_is_told(world: World) -> None:
    data = rows_of(("S-finish", "Anna"))
    with pytest.raises(InviteError, match="somebody else"):
        await take_back(world.desk, None, data, "operator", "en", shown=("S-finish: owner Piet",))
    assert await world.storage.amendments("main", world.rounds["first"].id) == []


async def test_the_command_prints_the_plan_and_takes_a_list_after_one_yes(tmp_path: Path) -> None:
    file = tmp_path / "acties.csv"
    await asyncio.to_thread(file.write_bytes, rows_of(("S-finish", "Anna"), ("X", "Piet")))
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.invites("S")
        shown = await peiler.run("roadmap", "--lang", "en")
        assert (shown.code, "S-finish" in shown.out) == (0, True), shown.err
        refused = await peiler.run("roadmap", "--list", str(file))
        assert refused.code == 1, "nobody is there to say yes"
        taken = await peiler.run("roadmap", "--list", str(file), "--yes", "--lang", "en")
        assert (taken.code, taken.out) == (0, "actions changed: 1\n"), taken.err
        assert "Row 3:" in taken.err
        again = await peiler.run("roadmap", "--list", str(file), "--yes")
        assert (again.code, "nothing to take" in again.err) == (1, True)
