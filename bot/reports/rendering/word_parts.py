"""What Word needs around the text: language, stamp and page numbers, contents, numbering, cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.house import House
from bot.reports.blocks import Document, Section
from bot.reports.glyphs import fit_for_xml

LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}
#: Characters that a property of the file may have.
PROPERTY = 255
FONT = "Calibri"
INK, QUIET = RGBColor(0x1B, 0x25, 0x30), RGBColor(0x4F, 0x5B, 0x67)
HEADED = ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "TOC Heading")

TYPED = ("Normal", *HEADED)


def set_up(word: Word, document: Document, house: House) -> None:
    """Language, title, size of the page, the stamp above and the number below every page."""
    word.core_properties.title = fit_for_xml(document.title)[:PROPERTY]
    word.core_properties.author = "Peiler"
    word.core_properties.comments = ""
    _speak(word, LANGUAGES.get(document.language, document.language))
    _letters(word)
    _styles(word, house)
    for name in HEADED:
        word.styles[name].font.color.rgb = RGBColor.from_string(house.colours.main[1:].upper())
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(20)
    above, below = page.header.paragraphs[0], page.footer.paragraphs[0]
    above.text = fit_for_xml(" · ".join(filter(None, (document.stamp, document.mark))))
    above.alignment = below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _field(below, "PAGE", "1")
    below.add_run(" / ")
    _field(below, "NUMPAGES", "1")


def add_contents(word: Word, sections: Sequence[Section]) -> None:
    """A list of contents that Word can bring up to date; until then it holds the titles."""
    titles = list(_titles(sections, 0))
    first = word.add_paragraph()
    _mark(first, "begin")
    _instruct(first, 'TOC \\o "1-2" \\h \\z \\u')
    _mark(first, "separate")
    for place, (title, depth) in enumerate(titles):
        line = first if place == 0 else word.add_paragraph()
        line.paragraph_format.left_indent = Mm(6 * depth)
        line.paragraph_format.space_after = Pt(2)
        line.add_run(fit_for_xml(title))
    _mark(line if titles else first, "end")


def add_break(word: Word) -> None:
    """What follows stands on a new page."""
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def new_numbering(word: Word) -> int:
    """The number of a numbering that begins at 1, in the style of numbered lists."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element
    old = style.pPr.numPr.numId.val
    [kind] = numbering.xpath(f"./w:num[@w:numId='{old}']/w:abstractNumId/@w:val")
    made = numbering.add_num(int(kind))
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def number_with(paragraph: Paragraph, number: int) -> None:
    """The paragraph counts in that numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number


def stay_whole(row: _Row, *, header: bool) -> None:
    """A row never breaks over pages; that of the names comes back on each."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def set_close(table: Table) -> None:
    """Little room beside the text of cells, so that words fit their columns."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def fill_cell(cell: _Cell, text: str, *, head: bool, right: bool) -> None:
    """Small letters, close together; names on a ground of their own."""
    said = cell.paragraphs[0]
    said.paragraph_format.space_after = Pt(0)
    run = said.add_run(text)
    run.font.size, run.bold = Pt(9), head
    if right:
        said.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        ground = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", "E8EEF4")):
            ground.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(ground)


def _titles(sections: Sequence[Section], depth: int) -> Iterator[tuple[str, int]]:
    for section in sections:
        yield section.title, depth
        if depth == 0:
            yield from _titles(section.parts, 1)


def _letters(word: Word) -> None:
    """One sans-serif type for everything, small enough for tables."""
    word.styles["Normal"].font.size = Pt(10.5)
    for style in word.styles:
        for fonts in style.element.xpath("./w:rPr/w:rFonts") if style.name in TYPED else ():
            fonts.attrib.clear()
        if style.name in TYPED:
            style.font.name = FONT


def _styles(word: Word, house: House) -> None:
    """What is quiet, what stands out, and what is set apart by a line beside it, in the house's colours."""
    main, accent = (
        RGBColor.from_string(colour[1:].upper()) for colour in (house.colours.main, house.colours.accent)
    )
    for name in ("Stamp", "Head", "Note"):
        word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = word.styles["Normal"]
    for name, size, colour, bold in (
        ("Subtitle", 12, QUIET, False),
        ("Stamp", 10.5, accent, True),
        ("Head", 10.5, INK, False),
        ("Caption", 10, INK, True),
        ("Note", 9, QUIET, False),
        ("Intense Quote", 10.5, main, True),
        ("Quote", 10.5, INK, False),
    ):
        letters = word.styles[name].font
        letters.size, letters.color.rgb, letters.bold, letters.italic = Pt(size), colour, bold, False
    for name, after in (("Head", 2), ("Caption", 3), ("Intense Quote", 3), ("Quote", 3)):
        word.styles[name].paragraph_format.space_after = Pt(after)
    for name in ("Caption", "Intense Quote"):
        word.styles[name].paragraph_format.keep_with_next = True
    _unlined(word, "Title")
    for name in ("Intense Quote", "Quote"):
        _unlined(word, name)
        _line_beside(word.styles[name], house.colours.main[1:].upper())


def _unlined(word: Word, name: str) -> None:
    for border in word.styles[name].element.xpath(".//w:pBdr"):
        border.getparent().remove(border)


def _line_beside(style: Any, colour: str) -> None:
    """A line left of the text, which steps in from it on both sides alike."""
    style.paragraph_format.left_indent, style.paragraph_format.right_indent = Mm(4), Mm(0)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _speak(word: Word, language: str) -> None:
    for found in word.styles.element.xpath("//w:rPrDefault//w:lang"):
        found.set(qn("w:val"), language)


def _field(paragraph: Paragraph, name: str, shown: str) -> None:
    _mark(paragraph, "begin")
    _instruct(paragraph, name)
    _mark(paragraph, "separate")
    paragraph.add_run(shown)
    _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    _append(paragraph, "w:fldChar").set(qn("w:fldCharType"), kind)


def _instruct(paragraph: Paragraph, text: str) -> None:
    _append(paragraph, "w:instrText").text = f" {text} "


def _append(paragraph: Paragraph, tag: str) -> Any:
    made = OxmlElement(tag)
    paragraph.add_run()._r.append(made)
    return made
