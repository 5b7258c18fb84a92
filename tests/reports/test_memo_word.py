"""The memo as a Word document: the same text as the PDF, and a consultant's own template, checked first."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.memo_word import SHIPPED, check_template, filled
from bot.reports.word_template import SIZE, WrongTemplate
from tests.reports.memo_cases import CASES, as_text, case
from tests.reports.test_memo import HOSTILE, words_of_many

DEEP = "{% for a in head %}" * 4 + "x" + "{% endfor %}" * 4
ROOT = Path(__file__).parent.parent.parent


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(named: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in named.items():
            into.writestr(name, content)
    return out.getvalue()


def own(*paragraphs: str) -> bytes:
    """A template of somebody's own with these paragraphs."""
    document, out = Document(), io.BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    document: Any = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", CASES)
def test_the_word_document_says_what_the_page_says(name: str, language: str) -> None:
    made = case(name, language)
    text = text_of(filled(made, SHIPPED.read_bytes()))
    for line in as_text(made).partition(made.alt)[0].splitlines():
        if not line.startswith("|") and ": " not in line:
            assert line.removeprefix("- ") in text
    for section in made.sections:
        assert all(cell in text for row in section.table for cell in row)
    assert not re.search(r"\{[{%]|[%}]\}", text)


def test_the_bars_are_a_picture_that_says_what_it_shows() -> None:
    made = case("half_answered", "nl")
    document = parts(filled(made, SHIPPED.read_bytes()))
    assert [name for name in document if name.startswith("word/media/")] == ["word/media/image1.png"]
    assert f'descr="{made.alt}"'.replace("&", "&amp;") in document["word/document.xml"].decode()
    assert b'w:lang w:val="nl-NL"' in document["word/styles.xml"]


def test_the_same_memo_gives_the_same_parts_once_unpacked() -> None:
    made = case("balanced_and_low", "en")
    first, second = (parts(filled(made, SHIPPED.read_bytes())) for _ in range(2))
    assert first == second


def test_the_shipped_template_is_what_its_maker_makes(tmp_path: Path) -> None:
    out = tmp_path / "memo.docx"
    subprocess.run([sys.executable, str(ROOT / "docs" / "word" / "make.py"), str(out)], check=True)
    assert parts(out.read_bytes()) == parts(SHIPPED.read_bytes())


def test_a_template_of_ones_own_is_filled_in() -> None:
    template = own(
        "Van ons bureau",
        "{{ title }} ({{ stamp }})",
        "{%p for s in sections %}",
        "{{ s.title }}",
        "{%p endfor %}",
    )
    check_template(template, case("half_answered", "nl"))
    text = text_of(filled(case("half_answered", "nl"), template))
    assert text.startswith("Van ons bureau\nMemo aan het bestuur van Gemeente Voorbeeld (CONCEPT")
    assert "11. Vervolg en verantwoording" in text


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("{{ titel }}", "no field titel .there are: bars, foot, head"),
        ("{{ sections.wat }}", "no field wat"),
        ("{% for s in sections %}{{ s.kop }}{% endfor %}", "no field kop"),
        ("{{ title.upper() }}", "and no more: call"),
        ("{{ title|upper }}", "and no more: filter"),
        ("{{ ''.__class__ }}", "and no more: getattr"),
        ("{{ 'x' * 1000000000 }}", "and no more: mul"),
        ("{{ range(9) }}", "and no more: call"),
        ("{% include 'x' %}", "and no more: include"),
        ("{% set a = 1 %}", "and no more: assign"),
        (DEEP, "at most 3 loops"),
        ("{{ title", "cannot be read"),
        ("{{ title }} {% for s in sections %}{{ s.title }}{% endfor %}", "the field stamp is missing"),
        ("{{ title }} {{ stamp }}", "the field sections is missing"),
        ("no field at all", "the field stamp is missing"),
        ("{% for s in sections %}", "cannot be read"),
    ],
)
def test_what_is_wrong_in_a_template_is_named_and_code_is_refused(field: str, told: str) -> None:
    with pytest.raises(WrongTemplate, match=told):
        check_template(own("Goed", field), case("half_answered", "nl"))


def test_code_is_refused_in_headers_and_properties_too() -> None:
    document, out = Document(), io.BytesIO()
    document.sections[0].header.paragraphs[0].text = "{{ title.upper() }}"
    document.save(out)
    with pytest.raises(WrongTemplate, match="call"):
        check_template(out.getvalue(), case("half_answered", "nl"))
    document, out = Document(), io.BytesIO()
    document.core_properties.subject = "{{ title.upper() }}"
    document.save(out)
    with pytest.raises(WrongTemplate, match="call"):
        check_template(out.getvalue(), case("half_answered", "nl"))


def with_part(name: str, content: bytes) -> bytes:
    return packed(parts(own("Dag")) | {name: content})


def changed(name: str, old: bytes, new: bytes) -> bytes:
    found = parts(own("Dag"))
    assert old in found[name]
    return packed(found | {name: found[name].replace(old, new, 1)})


EXTERNAL = (
    b'<Relationship Id="rId99" Type="http://x/attachedTemplate" Target="http://x" TargetMode="External"/>'
)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"Dag", "not a Word document"),
    "another zip": (lambda: packed({"a.txt": b"x"}), "not a Word document"),
    "too large": (lambda: b"x" * (SIZE + 1), "larger than 10 MB"),
    "a bomb": (lambda: with_part("word/x.bin", b"\0" * (41 * 1024**2)), "too much"),
    "a long part": (lambda: with_part("word/x.xml", b" " * (3 * 1024**2)), "x.xml is too large"),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), "vbaProject"),
    "entities": (lambda: with_part("word/x.xml", b"<!DOCTYPE x>"), "declares entities"),
    "a field that runs": (lambda: changed("word/document.xml", b"Dag", b"DDEAUTO c:\\x"), "holds code"),
    "from elsewhere": (
        lambda: changed("word/_rels/document.xml.rels", b"</Relationships>", EXTERNAL + b"</Relationships>"),
        "from elsewhere",
    ),
    "half a file": (lambda: own("Dag")[:9000], "not a Word document"),
    "broken": (lambda: changed("word/document.xml", b"<w:body>", b"<w:bo"), "not a Word document"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_fit_template_is_refused_with_the_reason(kind: str) -> None:
    make, told = REFUSED[kind]
    with pytest.raises(WrongTemplate, match=told):
        check_template(make(), case("half_answered", "nl"))


@settings(max_examples=12, deadline=None)
@given(HOSTILE | st.just("{{ title }}{% for %}") | st.just("{_{ title }_}"))
def test_nothing_that_people_type_becomes_a_field_or_markup(typed: str) -> None:
    content = filled(words_of_many(typed), SHIPPED.read_bytes())
    assert "11. Vervolg" in text_of(content)
