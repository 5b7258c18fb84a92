"""A list of initiatives: a row that cannot be taken has its reason, and nothing is taken twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.goals import own_goals
from bot.library import load_folder
from bot.lists.initiatives import MOST_TAKEN, Rows, mark_of, read_initiatives
from tests.consultant.sheets import csv_of, xlsx_of

LIBRARY = load_folder(Path(__file__).parents[2] / "interview_scripts" / "social_media")
SCRIPT = LIBRARY.script("initiative").script
HEADER = (
    "Naam",
    "Kanaal",
    "Soort",
    "Eigenaar",
    "Afdeling",
    "Stand",
    "Sinds",
    "Tot",
    "Hoofddoel",
    "Uren per week",
    "Kosten per jaar",
)
WEBCARE = (
    "Webcare",
    "WhatsApp",
    "Ondersteunen",
    "teamleider",
    "KCC",
    "loopt",
    "mei 2024",
    "",
    "Dienstverlening",
    "10-20",
    "ca. 5k",
)
PAGE = (
    "Pagina",
    "Facebook",
    "praten",
    "",
    "Communicatie",
    "proef",
    "2025",
    "",
    "beleid en participatie",
    "n.v.t.",
    "€ 1.250,50",
)


def read(*rows: tuple[Any, ...], language: str = "nl", known: tuple[str, ...] = ()) -> Rows:
    return read_initiatives(csv_of(rows).encode(), SCRIPT, language, known)


def told(found: Rows) -> list[tuple[int | None, str]]:
    return [(one.row, one.name) for one in (*found.refused, *found.again)]


def row(**cells: str) -> tuple[str, ...]:
    """A right row, with other cells."""
    columns = (
        "name",
        "channel",
        "objective",
        "owner",
        "department",
        "status",
        "since",
        "until",
        "main_goal",
        "hours",
        "euros",
    )
    return tuple(cells.get(column, value) for column, value in zip(columns, WEBCARE, strict=True))


def test_what_people_write_in_a_list_becomes_an_initiative() -> None:
    found = read(HEADER, WEBCARE, PAGE)
    assert told(found) == []
    first, second = (one.body for one in found.taken)
    assert first == {
        "name": "Webcare", "channel": "WhatsApp", "objective": "supporting", "owner": "teamleider",
        "department": "KCC", "status": "running", "since": "2024-05", "main_goal": "service",
        "hours": "15.00", "euros": "5000.00",
    }  # fmt: skip
    assert (second["euros"], second["since"], second["status"]) == ("1250.50", "2025", "pilot")
    assert "hours" not in second
    assert {note.name for note in found.notes} >= {"amount_read", "read_text"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"name": ""}, "no_name"),
        ({"name": "x" * 121}, "cell_long"),
        ({"objective": "verkopen"}, "unknown_option"),
        ({"status": "misschien"}, "unknown_option"),
        ({"main_goal": "winst"}, "unknown_option"),
        ({"hours": "veel"}, "amount_unclear"),
        ({"euros": "-5"}, "amount_unclear"),
        ({"since": "31-02-2024"}, "date_unclear"),
        ({"until": "2019"}, "dates_contradict"),
        ({"channel": "=SUM(A1)"}, "formula"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named_with_its_reason_and_the_others_are_taken(
    cells: dict[str, str], reason: str
) -> None:
    found = read(HEADER, row(**cells), PAGE)
    assert told(found) == [(2, reason)]
    assert [one.body["name"] for one in found.taken] == ["Pagina"]


def test_every_reason_of_a_row_is_named() -> None:
    found = read(HEADER, row(name="", objective="?!", hours="veel"))
    assert sorted(name for _, name in told(found)) == ["amount_unclear", "no_name", "unknown_option"]


def test_an_account_with_an_at_sign_is_no_formula() -> None:
    assert read(HEADER, row(channel="@gemeente")).taken[0].body["channel"] == "@gemeente"


def test_the_same_initiative_twice_is_taken_once_and_what_is_there_not_again() -> None:
    found = read(HEADER, WEBCARE, row(euros="9000", name="WEBCARE "), PAGE)
    assert told(found) == [(3, "row_again")]
    marks = tuple(one.mark for one in found.taken)
    again = read(HEADER, WEBCARE, PAGE, known=marks)
    assert (again.taken, [name for _, name in told(again)]) == ((), ["row_again", "row_again"])
    assert mark_of({"name": "Webcare", "department": "KCC", "channel": "WhatsApp"}) in marks


def test_only_a_name_is_needed_and_what_is_lacking_is_told() -> None:
    found = read(("initiative",), ("Webcare",), language="en")
    assert [one.body for one in found.taken] == [{"name": "Webcare"}]
    assert "lacking" in {note.name for note in found.notes}


@pytest.mark.parametrize(("header", "reason"), [(("Kanaal", "Soort"), "no_header"), (("Naam",), "no_rows")])
def test_a_list_without_names_is_refused_as_a_whole(header: tuple[str, ...], reason: str) -> None:
    found = read(header)
    assert found.broken is not None
    assert found.broken.name == reason


def test_a_list_in_another_language_is_read_as_far_as_its_words_are_known() -> None:
    found = read(
        ("Initiativ", "Abteilung", "Ziel"), ("Hilfe im Chat", "Presse", "supporting"), ("X", "Y", "zuhören")
    )
    assert [one.body["objective"] for one in found.taken] == ["supporting"]
    assert told(found) == [(3, "unknown_option")]


def test_several_goals_stand_in_one_cell_and_own_goals_are_known_by_their_words() -> None:
    goals = own_goals(["Snelle dienst", "Meer vertrouwen"])
    own = LIBRARY.with_choices("initiative", {"goals": goals}).script
    data = csv_of(
        (("Naam", "Doelen"), ("A", "snelle dienst, Meer Vertrouwen"), ("B", "Dienstverlening"))
    ).encode()
    found = read_initiatives(data, own, "nl")
    assert found.taken[0].body["other_goals"] == [goal.id for goal in goals]
    assert told(found) == [(3, "unknown_option")]


def test_merged_cells_refuse_the_rows_they_span_and_no_others() -> None:
    found = read_initiatives(xlsx_of((HEADER, WEBCARE, PAGE, row(name="Los")), ("C2:C3",)), SCRIPT, "nl")
    assert {one.row for one in found.refused} == {2, 3}
    assert {one.name for one in found.refused} == {"merged"}
    assert [one.body["name"] for one in found.taken] == ["Los"]


def test_of_fifty_thousand_rows_the_first_are_taken_and_the_rest_is_named() -> None:
    rows = [HEADER[:3], *((f"Initiatief {n}", "Web", "praten") for n in range(50_000))]
    rows[6_000] = ("Fout", "Web", "verkopen")
    found = read_initiatives(csv_of(rows).encode(), SCRIPT, "nl")
    assert len(found.taken) == MOST_TAKEN
    assert told(found) == [(MOST_TAKEN + 2, "rows_beyond")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=11), max_size=6), st.sampled_from(["nl", "en"]))
def test_whatever_stands_in_a_list_every_row_is_taken_or_named(rows: list[list[str]], language: str) -> None:
    found = read_initiatives(csv_of([HEADER, *rows]).encode(errors="ignore"), SCRIPT, language)
    taken, named = {one.row for one in found.taken}, {number for number, _ in told(found)}
    assert not taken & named
    assert found.broken is None or not taken


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert isinstance(read_initiatives(data, SCRIPT, "nl"), Rows)
