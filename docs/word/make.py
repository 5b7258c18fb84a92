"""Makes the Word template of the memo that is shipped; the same file every time."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

TARGET = Path(__file__).parent.parent.parent / "bot" / "reports" / "word" / "memo.docx"
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
BLUE, ORANGE, QUIET = RGBColor(0x0B, 0x53, 0x94), RGBColor(0xB3, 0x4A, 0x00), RGBColor(0x4F, 0x5B, 0x67)
FONT = "Calibri"


def make(target: Path) -> None:
    """Writes the template."""
    document = Document()
    _page(document)
    _styles(document)
    _body(document)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text, footer.style = "{{ stamp }}", document.styles["Foot"]
    known = document.core_properties
    known.title, known.comments = "Memo", ""
    known.author = known.last_modified_by = "Peiler"
    known.created = known.modified = MADE
    document.save(str(target))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin, section.footer_distance = Mm(13), Mm(14), Mm(7)


def _styles(document: Any) -> None:
    styles = document.styles
    _look(styles["Normal"], 9, after=1.5)
    _look(styles["Title"], 16, BLUE, bold=True, after=1)
    _unlined(styles["Title"])
    _look(styles["Subtitle"], 9, QUIET, after=1)
    _look(styles["Heading 1"], 10.5, BLUE, bold=True, before=4.5, after=1)
    _look(styles["Heading 2"], 9, bold=True, before=1.5, after=0.5)
    for name in ("List Bullet", "List Number"):
        _look(styles[name], 9, after=0.5)
    for name, size, colour in (("Stamp", 9, ORANGE), ("Foot", 7.5, QUIET), ("Mark", 9, ORANGE)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _look(style, size, colour, bold=name != "Foot", after=2)
    for name, bold in (("Cell", False), ("Cell header", True)):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _look(style, 9, bold=bold, after=0)


def _look(
    style: Any,
    size: float,
    colour: RGBColor | None = None,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    style.font.color.rgb = colour or RGBColor(0x1B, 0x25, 0x30)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0


def _unlined(style: Any) -> None:
    for border in style.element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _body(document: Any) -> None:
    def say(text: str, style: str = "Normal") -> None:
        document.add_paragraph(text, style=style)

    _if(say, "mark", lambda: say("{{ mark }}", "Mark"))
    _if(say, "logo", lambda: say("{{ logo }}"))
    say("{{ title }}", "Title")
    say("{{ subtitle }}", "Subtitle")
    say("{{ stamp }}", "Stamp")
    _rows(document, "line in head", ("{{ line.name }}", "{{ line.value }}"), (38, 132))
    say("{%p for section in sections %}")
    say("{{ section.title }}", "Heading 1")
    _if(say, "section.text", lambda: say("{{ section.text }}"))
    _if(say, "section.bars", lambda: say("{{ picture }}"))
    _each(say, "item in section.numbered", "{{ item }}", "List Number")
    _each(say, "item in section.bullets", "{{ item }}", "List Bullet")
    say("{%p for part in section.parts %}")
    say("{{ part.title }}", "Heading 2")
    _each(say, "item in part.lines", "{{ item }}", "List Bullet")
    say("{%p endfor %}")
    _if(say, "section.rows", lambda: _choices(document))
    say("{%p endfor %}")
    say("{{ foot }}", "Foot")


def _if(say: Any, condition: str, then: Any) -> None:
    say(f"{{%p if {condition} %}}")
    then()
    say("{%p endif %}")


def _each(say: Any, loop: str, text: str, style: str) -> None:
    say(f"{{%p for {loop} %}}")
    say(text, style)
    say("{%p endfor %}")


def _choices(document: Any) -> None:
    names = ("first", "second", "third")
    header = tuple(f"{{{{ section.header.{name} }}}}" for name in names)
    row = tuple(f"{{{{ row.{name} }}}}" for name in names)
    _rows(document, "row in section.rows", row, (42, 42, 86), header)


def _rows(
    document: Any, loop: str, cells: tuple[str, ...], widths: tuple[int, ...], header: tuple[str, ...] = ()
) -> None:
    """A table with a row for each of a list, and a header that is repeated on the next page."""
    table = document.add_table(rows=0, cols=len(cells), style="Table Grid" if header else None)
    table.autofit = False
    # Not every program looks at the cells.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if header:
        _row(table, header, widths, "Cell header")
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for texts in ((f"{{%tr for {loop} %}}",), cells, ("{%tr endfor %}",)):
        _row(table, texts, widths, "Cell")


def _row(table: Any, texts: tuple[str, ...], widths: tuple[int, ...], style: str) -> None:
    row = table.add_row()
    for place, width in enumerate(widths):
        cell = row.cells[place]
        cell.width = Mm(width)
        cell.paragraphs[0].style = style
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.LEFT
        cell.paragraphs[0].text = texts[place] if place < len(texts) else ""


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
