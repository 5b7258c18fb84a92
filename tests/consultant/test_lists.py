"""A list of people is read as it was meant, or refused with every wrong row named."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists import Listed, Reading, read_list
from bot.lists.table import MOST_BYTES, MOST_ROWS, cell_name, cleaned
from tests.consultant.sheets import ADA, BEN, HEADER, PILLARS, csv_of, saved, with_part, xlsx_of

TWO = (HEADER, ADA, BEN)
READ = (
    Listed(2, "Ada de Vries", "adviseur", "Bestuur", "S", "nl"),
    Listed(3, "Ben Öztürk", "webredacteur", "Communicatie", "O", "en"),
)


def read(data: bytes | str, pillar: str = "") -> Reading:
    """A list read with the three pillars of these tests."""
    return read_list(data if isinstance(data, bytes) else data.encode(), PILLARS, pillar)


def problems(data: bytes | str, pillar: str = "") -> list[tuple[str, int | None]]:
    """What is wrong, and in which row."""
    return [(one.name, one.row) for one in read(data, pillar).problems]


def notes(reading: Reading) -> dict[str, dict[str, object]]:
    """What was understood."""
    return {note.name: dict(note.facts) for note in reading.notes}


# --- as it was meant


@pytest.mark.parametrize(("separator", "called"), [(";", "semicolon"), (",", "comma"), ("\t", "tab")])
@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_text_file_reads_the_same_in_every_encoding_and_with_every_separator(
    separator: str, called: str, encoding: str, named: str
) -> None:
    reading = read(csv_of(TWO, separator).encode(encoding))
    assert reading.people == READ
    assert reading.problems == ()
    assert notes(reading)["read_text"] == {"encoding": named, "separator": called}


def test_a_workbook_reads_like_the_text_file_and_says_which_sheet() -> None:
    reading = read(xlsx_of(TWO))
    assert (reading.people, reading.problems) == (READ, ())
    assert notes(reading) == {"read_sheet": {"sheet": "Sheet", "others": 0}}


def test_where_the_encoding_is_a_guess_a_word_is_shown_to_check_it() -> None:
    assert notes(read(csv_of(TWO).encode("cp1252")))["check_letters"] == {"word": "Ben Öztürk"}
    assert "check_letters" not in notes(read(csv_of((HEADER, ADA)).encode("cp1252")))


def test_headers_may_stand_in_any_order_case_and_language_below_a_title() -> None:
    title, header = "Lijst voor de vragenronde;;\n\n", "LANGUAGE;pillar;  Full  Name;Job-title\n"
    text = f"{title}{header}English;strategy and MANAGEMENT;Ada;clerk\n"
    assert read(text).people == (Listed(4, "Ada", "clerk", "", "S", "en"),)


@pytest.mark.parametrize(
    "words",
    ["S", "s", "Strategie & Bedrijfsvoering", "strategie en bedrijfsvoering"[:9], "Strategy and Management"],
)
def test_a_pillar_may_be_named_by_its_letter_or_any_of_its_names(words: str) -> None:
    assert [one.pillar for one in read(csv_of((HEADER, ("Ada", "", "", words, "")))).people] == ["S"]


def test_empty_rows_and_cells_that_say_nothing_are_passed_over() -> None:
    reading = read(csv_of((HEADER, ("",) * 5, ("Ada", "-", "n.v.t.", "S", "–"), ("", " ", "", "", ""))))
    assert reading.people == (Listed(3, "Ada", "", "", "S", None),)
    assert reading.problems == ()


def test_without_a_column_for_the_pillar_the_one_that_is_given_holds_for_all() -> None:
    assert [one.pillar for one in read("naam\nAda\nBen\n", "O").people] == ["O", "O"]
    assert problems("naam\nAda\n") == [("no_pillar_column", 1)]


def test_one_person_for_several_pillars_has_a_row_for_each() -> None:
    people = read("naam;pijler\nAda;S\nAda;O\n").people
    assert [(one.name, one.pillar) for one in people] == [("Ada", "S"), ("Ada", "O")]
    assert problems("naam;pijler\nAda;S, O\n") == [("several_pillars", 2)]


def test_columns_that_are_not_used_are_named_and_their_cells_do_not_matter() -> None:
    reading = read("naam;telefoon;pijler;team;afdeling\nAda;+31 6 12;S;t;Bestuur\n")
    assert [one.department for one in reading.people] == ["Bestuur"]
    assert notes(reading)["unused"] == {"columns": ["telefoon", "team"]}


def test_what_excel_says_of_the_separator_is_believed() -> None:
    assert [one.name for one in read("sep=;\nnaam, voluit;naam;pijler\nx, y, z;Ada;S\n").people] == ["Ada"]


def test_what_cannot_be_seen_in_a_name_is_taken_out() -> None:
    assert cleaned("A\u202eda\x00\n de\u200b  Vries") == "Ada de Vries"


def test_numbers_and_dates_in_a_workbook_read_as_they_are_shown() -> None:
    rows = (("naam", "functie", "pijler"), (1984.0, dt.date(2026, 12, 3), "S"), (True, 1.5, "O"))
    people = read(xlsx_of(rows)).people
    assert [(one.name, one.function) for one in people] == [("1984", "2026-12-03"), ("True", "1.5")]


def test_of_several_sheets_the_first_that_is_shown_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Deelnemers")
    for row in TWO:
        sheet.append(row)
    book.create_sheet("Rest")
    reading = read(saved(book))
    assert (reading.people, notes(reading)["read_sheet"]) == (READ, {"sheet": "Deelnemers", "others": 1})


# --- refused


def test_every_wrong_row_is_named_at_once() -> None:
    rows = (
        HEADER,
        ADA,
        ("Ben", "", "", "Q", ""),
        ("", "", "Bestuur", "S", ""),
        ("=cmd()", "", "", "S", ""),
        ("Cas", "", "", "", "Frans"),
        ("D" * 121, "", "", "S", ""),
        ("ada de VRIES", "", "", "strategie", ""),
    )
    expected = [
        ("unknown_pillar", 3),
        ("nobody", 4),
        ("formula", 5),
        ("no_pillar", 6),
        ("unknown_language", 6),
        ("too_long", 7),
        ("twice", 8),
    ]
    assert problems(csv_of(rows)) == expected
    assert problems(xlsx_of(rows)) == expected


def test_a_formula_is_named_by_its_cell() -> None:
    [problem] = read(xlsx_of((HEADER, ("Ada", "=A2", "", "S", "")))).problems
    assert (problem.name, problem.facts["cell"]) == ("formula", "B2")
    assert [cell_name(1, column) for column in (0, 25, 26, 701, 702)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


def test_people_without_a_name_are_told_apart_by_function_and_department() -> None:
    text = "functie;afdeling;pijler\narchivaris;A;S\narchivaris;B;S\narchivaris;A;S\n"
    assert problems(text) == [("twice", 4)]


def test_merged_cells_over_several_rows_are_refused_and_beside_each_other_they_are_not() -> None:
    rows = (HEADER, ADA, BEN)
    assert problems(xlsx_of(rows, ["C2:C3"])) == [("merged", 2)]
    assert problems(xlsx_of((("Lijst",), *rows), ["A1:E1"])) == []


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n", "empty"),
        (b";;;\n;;\n", "empty"),
        (b"a;b\n1;2\n", "no_header"),
        (b"pijler\nS\n", "no_header"),
        (b"naam;naam;pijler\nA;B;S\n", "column_twice"),
        (b'naam;pijler\n"Ada;S\n', "quotes"),
        (b"naam\n\x81", "unreadable"),
        (b"\xff\xfen\x00", "no_header"),
        (b"\xff\xfea", "unreadable"),
        (b"\xd0\xcf\x11\xe0old", "old_excel"),
        (b"PK\x03\x04broken", "damaged"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (b"naam;pijler\n", "no_rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(data: bytes, name: str) -> None:
    assert [one.name for one in read(data).problems] == [name]


def test_a_list_of_too_many_people_is_refused_whole() -> None:
    rows = [("naam", "pijler"), *((f"Naam {n}", "S") for n in range(MOST_ROWS))]
    assert problems(csv_of(rows)) == [("too_many_rows", None)]
    assert problems(xlsx_of(rows)) == [("too_many_rows", None)]
    assert len(read(csv_of(rows[:-1])).people) == MOST_ROWS - 1


def test_a_small_workbook_that_unpacks_into_a_huge_one_is_not_unpacked() -> None:
    assert problems(with_part(xlsx_of(TWO), "xl/worksheets/sheet2.xml", b" " * 31_000_000)) == [
        ("unpacks_too_large", None)
    ]
    many = xlsx_of(TWO)
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    endless = (
        sheet % b'<row r="999999999999"><c r="A999999999999" t="inlineStr"><is><t>Ada</t></is></c></row>'
    )
    assert problems(with_part(many, "xl/worksheets/sheet1.xml", endless)) == [("too_many_rows", None)]


def test_a_workbook_that_expands_itself_or_has_nothing_to_show_is_refused() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert problems(with_part(xlsx_of(TWO), "xl/worksheets/sheet1.xml", bomb))[0][0] in ("damaged", "empty")
    with zipfile.ZipFile(BytesIO(WORKBOOK)) as packed:
        book = packed.read("xl/workbook.xml").replace(b'"visible"', b'"hidden"')
    assert problems(with_part(WORKBOOK, "xl/workbook.xml", book)) == [("no_sheet", None)]
    word = with_part(b"PK\x05\x06" + b"\0" * 18, "word/document.xml", b"<w/>")
    assert problems(word) == [("not_excel", None)]


# --- laws

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
NAME = st.builds("Naam {}".format, CELL)
PERSON = st.tuples(NAME, NAME, NAME, st.sampled_from(["S", "o", "Besturing en beheersing"]), st.just("nl"))


@given(people=st.lists(PERSON, min_size=1, max_size=8), sign=st.sampled_from(";,\t"), wide=st.booleans())
def test_what_was_written_is_what_is_read_whatever_names_hold(
    people: list[tuple[str, ...]], sign: str, wide: bool
) -> None:
    numbered = [(f"{n} {person[0]}", *person[1:]) for n, person in enumerate(people)]
    reading = read(csv_of((HEADER, *numbered), sign).encode("utf-16" if wide else "utf-8"))
    assert reading.problems == ()
    assert [(one.name, one.function, one.department) for one in reading.people] == [p[:3] for p in numbered]


@given(rows=st.lists(st.tuples(CELL | st.just(""), CELL | st.just(""), st.sampled_from(["S", "Z", ""]))))
def test_a_row_is_either_a_person_or_named_as_wrong(rows: list[tuple[str, str, str]]) -> None:
    written = [("naam", "functie", "pijler"), *rows]
    reading = read(csv_of(written))
    named = {one.row for one in reading.problems}
    for number, row in enumerate(rows, 2):
        meant = any(cleaned(cell) for cell in row)
        assert (number in named or number in {one.row for one in reading.people}) == meant
    assert all(one.name not in ("", None) or one.function for one in reading.people)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"naam;pijler\n"):
        reading = read(start + data)
        assert reading.problems or reading.people


@given(st.integers(0, 5000), st.integers(0, 255))
def test_no_damage_to_a_workbook_breaks_the_reader(place: int, byte: int) -> None:
    data = bytearray(WORKBOOK)
    data[place % len(data)] = byte
    reading = read(bytes(data))
    assert reading.problems or reading.people


WORKBOOK = xlsx_of(TWO)
