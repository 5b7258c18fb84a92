"""The memo as a Word document: what a template shows of it, the shipped one or a consultant's own."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import TemplateError
from lxml.etree import LxmlError

from bot.cards import plain
from bot.house import PLAIN, House
from bot.reports.glyphs import drawable, fit_for_xml
from bot.reports.memo import Bar, Memo, Section, as_data
from bot.reports.typesetting import PRESS
from bot.reports.word_picture import PIXELS_PER_INCH, describe, logo_pixels
from bot.reports.word_template import Fields, WrongTemplate, check_file, told
from bot.texts import Texts, shipped

SHIPPED = Path(__file__).parent / "word" / "memo.docx"
WIDTH = Mm(170)
#: Fields of a template; `picture` are the bars, `logo` is empty where there is none.
KNOWN = frozenset(
    {"title", "subtitle", "stamp", "mark", "head", "sections", "bars", "foot", "picture", "logo"}
)
#: Without these a document would look like a memo and not be one.
NEEDED = {
    "stamp": "it says whether the memo is a draft",
    "sections": "they are what the memo says",
}
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


def memo_word(
    made: Memo,
    out: Path,
    template: bytes | None = None,
    house: House = PLAIN,
    texts: Texts | None = None,
) -> Path:
    """Writes the document and returns its path. Raises WrongTemplate for a template that cannot be used."""
    content = filled(made, SHIPPED.read_bytes() if template is None else template, house, texts)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return out


def check_template(template: bytes, made: Memo) -> None:
    """That a template can be used, by filling it in once. Raises WrongTemplate."""
    check_file(template)
    filled(made, template)


def filled(made: Memo, template: bytes, house: House = PLAIN, texts: Texts | None = None) -> bytes:
    """The template with the memo in it."""
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render_init()
        fields = _fields(made) | {"picture": _picture(document, made, house), "logo": ""}
        if house.logo is not None:
            fields["logo"] = _logo(document, house)
        found = Fields(KNOWN)
        document.render(fields, found, autoescape=True)
        _described(document, made, plain((texts or shipped()).say("pages.logo", made.language)))
        written = io.BytesIO()
        document.save(written)
    except TemplateError as error:
        raise told(error) from None
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, AttributeError):
        raise WrongTemplate("it is not a Word document that can be read (.docx)") from None
    for name, why in NEEDED.items():
        if name not in found.named:
            raise WrongTemplate(f"the field {name} is missing: {why}")
    return written.getvalue()


def _fields(made: Memo) -> dict[str, Any]:
    """What a template can show, every text fit for XML."""
    found: dict[str, Any] = fit_for_xml(
        {
            "title": made.title,
            "subtitle": made.subtitle,
            "stamp": made.stamp,
            "mark": made.mark or "",
            "head": [{"name": name, "value": value} for name, value in made.head],
            "sections": [_section(section, made) for section in made.sections],
            "bars": [_bar(bar) for bar in made.bars],
            "foot": made.foot,
        }
    )
    return found


def _section(section: Section, made: Memo) -> dict[str, Any]:
    rows = [dict(zip(("first", "second", "third"), row, strict=True)) for row in section.table]
    return {
        "title": section.title,
        "text": " ".join(section.lines),
        "numbered": list(section.items) if section.numbered else [],
        "bullets": [] if section.numbered else list(section.items),
        "parts": [{"title": title, "lines": list(lines)} for title, lines in section.more],
        "header": rows[0] if rows else None,
        "rows": rows[1:],
        "bars": [_bar(bar) for bar in made.bars] if section.bars else [],
    }


def _bar(bar: Bar) -> dict[str, str]:
    return {"name": bar.name, "level": bar.words, "basis": bar.basis}


def _picture(document: DocxTemplate, made: Memo, house: House) -> InlineImage:
    data = drawable(as_data(made)) | {"house": replace(house, logo=None).as_data("")}
    [drawn] = PRESS.typeset("memo_bars.typ", data, as_="png", ppi=PIXELS_PER_INCH)
    return InlineImage(document, io.BytesIO(drawn), width=WIDTH)


def _logo(document: DocxTemplate, house: House) -> InlineImage:
    drawn, width = logo_pixels(house)
    return InlineImage(document, io.BytesIO(drawn), width=width)


def _described(document: DocxTemplate, made: Memo, logo: str) -> None:
    """What a reader hears: the language, the title, and what each picture shows."""
    document.core_properties.title = fit_for_xml(made.title)[:255]
    language = LANGUAGES.get(made.language, made.language)
    for found in document.styles.element.xpath("//w:rPrDefault//w:lang"):
        found.set(_W + "val", language)
    for shown in document.element.body.xpath("//wp:inline[wp:docPr[not(@descr)]]"):
        # The bars are as wide as the text, the logo never is.
        describe(shown, made.alt if shown.extent.cx == WIDTH else logo)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
