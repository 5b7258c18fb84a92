"""Long documents written out: whole, accessible, the same every time, whatever was typed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.house import PLAIN, House, checked_logo, read_colours
from bot.reports.blocks import Document, Line, Paragraph, Section, Table
from bot.reports.documents import _department_pages
from bot.reports.memo_word import memo_word
from bot.reports.process import HERE
from bot.reports.rendering.html import page_of, to_html
from bot.reports.rendering.layout import as_data, chart_data, shares
from bot.reports.rendering.pdf import to_pdf
from bot.reports.rendering.word import to_word
from bot.reports.typesetting import PRESS
from tests.reports.memo_cases import case
from tests.reports.sample import DATA, blocks, chart, document

HOSTILE = (
    '#import "/etc/passwd" #panic() = x *y* _z_ `q` $x^2$ <label> @ref // \\ [ ] { }',
    "<script>alert(1)</script> <b>x</b> &amp; \"' ]]> --> </style>",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "=1+2 +3 -4 @SUM(A1) |cmd",
    "\x00\x01\x1f\x7f\u202e\ufffe\U0010ffff",
    "名字 😀 مرحبا שלום नमस्ते",
    "x" * 10_000,
    "a " * 400,
)
WRITERS: dict[str, Callable[..., Path]] = {"pdf": to_pdf, "html": to_html, "docx": to_word}


class Seen(HTMLParser):
    """The tags and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_document_gives_the_same_bytes_every_time(ending: str, tmp_path: Path) -> None:
    made = [WRITERS[ending](document(receipts=True), tmp_path / f"{n}.{ending}") for n in range(2)]
    first, second = (parts_of(one) if ending == "docx" else one.read_bytes() for one in made)
    assert first == second


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("ending", WRITERS)
def test_whatever_is_typed_stays_text_and_breaks_no_document(ending: str, typed: str, tmp_path: Path) -> None:
    out = WRITERS[ending](document(typed, receipts=True, mark="x"), tmp_path / f"x.{ending}")
    if ending == "pdf":
        assert b"pdfuaid" in out.read_bytes()
    elif ending == "docx":
        assert docx.Document(str(out)).paragraphs
    else:
        seen = Seen(out.read_text("utf-8"))
        assert not {tag for tag, _ in seen.tags} & {"script", "b", "label"}
        assert not any(name.startswith("on") for _, attributes in seen.tags for name in attributes)


def test_every_kind_of_chart_is_drawn_alone_and_within_a_document(tmp_path: Path) -> None:
    kinds = re.findall(r"^  (\w+): chart_", (HERE / "typst" / "charts.typ").read_text("utf-8"), re.MULTILINE)
    assert set(kinds) == set(DATA)
    for kind in kinds:
        [drawn] = PRESS.typeset("chart.typ", chart_data(chart(kind), "nl", PLAIN), as_="svg")
        assert drawn.startswith(b"<svg")
    assert pages(to_pdf(document(), tmp_path / "x.pdf").read_bytes()) > 4


def empty(kind: str) -> dict[str, Any]:
    """The data of a chart that has nothing to show."""
    found = DATA[kind]("")
    emptied = {"rows", "groups", "legend", "names", "axes", "now", "target", "provisional"} & set(found)
    return found | {name: [] for name in emptied}


@pytest.mark.parametrize("kind", DATA)
def test_a_chart_of_nothing_at_all_is_still_a_picture(kind: str) -> None:
    data = {"language": "nl", "chart": {"kind": kind, "data": empty(kind)}, "said": {}}
    said = chart_data(chart(kind), "nl", PLAIN)["said"]
    made = data | {"said": said, "house": PLAIN.as_data("")}
    assert PRESS.typeset("chart.typ", made, as_="png", ppi=72)[0].startswith(b"\x89PNG")


def test_characters_that_no_font_has_are_marked_and_listed() -> None:
    told = as_data(document("Gemeente 名😀"), PLAIN)["undrawn"]
    assert "U+540D" in told
    assert "U+1F600" in told
    assert as_data(document("Gemeente Ωμέγα Жизнь"), PLAIN)["undrawn"] is None


def test_a_short_document_has_no_list_of_contents() -> None:
    made = as_data(Document("nl", "Plan", "", "CONCEPT", None, (), document().sections[:1]), PLAIN)
    assert not made["contents"]


def test_a_page_links_each_figure_to_what_it_rests_on_in_the_consultants_copy_alone() -> None:
    whole = Seen(page_of(document(receipts=True)))
    places = {attributes.get("id") for _, attributes in whole.tags}
    links = [one["href"] for tag, one in whole.tags if tag == "a" and one.get("class") == "why"]
    assert links
    assert {link[1:] for link in links} <= places
    assert "som / aantal" in whole.words
    assert not [one for tag, one in Seen(page_of(document())).tags if one.get("class") == "why"]


def test_no_line_of_a_page_ends_between_a_minus_and_its_amount() -> None:
    told = Section("a", "A", (Paragraph((Line("Net −€16,250 a year."),)),))
    assert "−\u2060€16,250" in page_of(replace(document(), sections=(told,)))


def test_a_page_fetches_nothing_and_runs_nothing() -> None:
    page = page_of(document(mark="Voorbeeld"))
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page
    assert all(one["src"].startswith("data:") for tag, one in Seen(page).tags if tag == "img")


def test_word_says_the_same_words_as_the_page(tmp_path: Path) -> None:
    word = docx.Document(str(to_word(document(), tmp_path / "x.docx")))
    found = {paragraph.text for paragraph in word.paragraphs}
    found |= {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    for block in blocks():
        for line in getattr(block, "lines", getattr(block, "items", ())):
            assert any(line.text in text for text in found)
    assert {"2. Per pijler", "Alle vragen", "S39"} <= found


def test_word_has_headings_lists_headers_alt_texts_language_and_stamp(tmp_path: Path) -> None:
    path = to_word(document(mark="Voorbeeld"), tmp_path / "x.docx")
    word, xml = docx.Document(str(path)), parts_of(path)
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "List Bullet", "List Number", "Caption"} <= styles
    text = xml["word/document.xml"].decode()
    assert text.count("<w:tblHeader/>") == len(word.tables)
    assert text.count("descr=") == len(DATA)
    assert 'w:val="nl-NL"' in xml["word/styles.xml"].decode()
    assert "CONCEPT" in word.sections[0].header.paragraphs[0].text
    assert "NUMPAGES" in xml["word/footer1.xml"].decode()


def test_numbered_lists_of_word_each_begin_at_one(tmp_path: Path) -> None:
    path = to_word(document(), tmp_path / "x.docx")
    assert b"startOverride" in parts_of(path)["word/numbering.xml"]


def test_columns_get_room_by_what_they_hold_and_none_gets_too_little() -> None:
    table = document().annexes[0].blocks[0]
    assert isinstance(table, Table)
    narrow, wide, last = shares(table)
    assert wide > 3 * narrow
    assert last > 0.05


def test_a_house_gives_its_colours_and_logo_to_pages(tmp_path: Path) -> None:
    logo = checked_logo(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><path d="M0 0h9v9z"/></svg>'
    )
    house = House(read_colours("#5b2a86,#7a3b00"), logo)
    assert "--main: #5b2a86" in page_of(document(), house)
    assert logo.uri in page_of(document(), house)
    plain, own = (to_pdf(document(), tmp_path / f"{n}.pdf", one) for n, one in enumerate((PLAIN, house)))
    assert plain.read_bytes() != own.read_bytes()


def test_a_logo_stands_in_the_word_documents_too_and_says_what_it_is(tmp_path: Path) -> None:
    logo = checked_logo(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><path d="M0 0h9v9z"/></svg>'
    )
    report = parts_of(to_word(document(), tmp_path / "x.docx", House(logo=logo)))["word/document.xml"]
    memo = parts_of(memo_word(case("half_answered", "nl"), tmp_path / "m.docx", house=House(logo=logo)))
    for text in (report.decode(), memo["word/document.xml"].decode()):
        assert text.count('descr="Logo van de organisatie"') == 1
    assert len([name for name in memo if name.startswith("word/media/")]) == 2


def test_each_department_has_a_file_of_its_own_whatever_it_is_called() -> None:
    names = (
        "Burgerzaken",
        "burger zaken",
        "../../etc/passwd",
        "{lang}",
        "部門",
        "Zórg & Welzijn",
        "x" * 300,
        "部",
    )
    files = [one.name for one in _department_pages(names)]
    assert len(set(files)) == len(names)
    assert files[0] == "department.burgerzaken.{lang}.pdf"
    assert files[5] == "department.zorg-welzijn.{lang}.pdf"
    assert all(re.fullmatch(r"department\.[a-z0-9-]{1,44}\.\{lang\}\.pdf", file) for file in files)
