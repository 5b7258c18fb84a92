"""A document of blocks as a Word document: real headings, lists and tables, charts as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.shared import Length, Mm
from docx.text.paragraph import Paragraph as WordParagraph

from bot.house import PLAIN, House
from bot.reports.blocks import Block, Chart, Document, Listed, Notice, Paragraph, Section, Table
from bot.reports.glyphs import fit_for_xml
from bot.reports.rendering.layout import chart_data, label, saying, shares
from bot.reports.rendering.word_parts import (
    add_break,
    add_contents,
    fill_cell,
    new_numbering,
    number_with,
    set_close,
    set_up,
    stay_whole,
)
from bot.reports.typesetting import PRESS
from bot.reports.word_picture import describe, logo_pixels
from bot.texts import Texts

#: Sharp enough in print; and the text's width on A4.
PIXELS_PER_INCH, WIDTH = 150, Mm(170)
#: Word's own styles of headings go no deeper here.
DEEPEST = 4


def to_word(document: Document, out: Path, house: House = PLAIN, texts: Texts | None = None) -> Path:
    """Writes the document and returns its path; the same document gives the same parts. Raises NotTypeset."""
    made = _Writing(document, house, texts).written()
    out.parent.mkdir(parents=True, exist_ok=True)
    made.save(str(out))
    return out


class _Writing:
    """One document under way."""

    def __init__(self, document: Document, house: House, texts: Texts | None) -> None:
        self.document, self.house, self.texts = document, house, texts
        self.say = saying(document.language, texts)
        self.word: Word = docx.Document()

    def written(self) -> Word:
        set_up(self.word, self.document, self.house)
        self._first_page()
        for section in self.document.sections:
            self._section(section, 1)
        last = len(self.document.annexes) - 1
        for place, annex in enumerate(self.document.annexes):
            # As in the PDF: the first, and the last, which may be for few, stand on pages of their own.
            if place in (0, last):
                add_break(self.word)
            self._section(annex, 1)
        return self.word

    def _first_page(self) -> None:
        document = self.document
        if self.house.logo is not None:
            self._picture(*logo_pixels(self.house), self.say("pages.logo"))
        self._said(document.title, "Title")
        self._said(document.subtitle, "Subtitle")
        for stamp in filter(None, (document.stamp, document.mark)):
            self._said(stamp, "Stamp")
        for name, value in document.head:
            line = self._said(f"{name}: ", "Head")
            line.add_run(fit_for_xml(value)).bold = True
        self._said(self.say("pages.contents"), "TOC Heading")
        add_contents(self.word, [*document.sections, *document.annexes])
        add_break(self.word)

    def _section(self, section: Section, level: int) -> None:
        self.word.add_heading(fit_for_xml(section.title), min(level, DEEPEST))
        for block in section.blocks:
            self._block(block)
        for part in section.parts:
            self._section(part, level + 1)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph(lines):
                self._said(" ".join(line.text for line in lines))
            case Listed():
                self._listed(block)
            case Table():
                self._table(block)
            case Chart():
                self._chart(block)
            case Notice():
                self._notice(block)

    def _said(self, text: str, style: str | None = None) -> WordParagraph:
        return self.word.add_paragraph(fit_for_xml(text), style)

    def _listed(self, block: Listed) -> None:
        number = new_numbering(self.word) if block.numbered else None
        for line in block.items:
            said = self._said(line.text, "List Number" if block.numbered else "List Bullet")
            if number is not None:
                number_with(said, number)

    def _notice(self, block: Notice) -> None:
        self._said(label(block, self.say), "Intense Quote")
        for line in block.lines:
            self._said(line.text, "Quote")

    def _table(self, block: Table) -> None:
        self._said(block.caption, "Caption")
        table = self.word.add_table(rows=0, cols=len(block.header), style="Table Grid")
        table.autofit = False
        set_close(table)
        widths = [round(WIDTH * share) for share in shares(block)]
        # Not every program looks at the cells.
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for number, row in enumerate((block.header, *block.rows)):
            made = table.add_row()
            stay_whole(made, header=number == 0)
            for place, (cell, text) in enumerate(zip(made.cells, row, strict=True)):
                cell.width = widths[place]
                fill_cell(cell, fit_for_xml(text), head=number == 0, right=place in block.numbers)
        self._said("")

    def _chart(self, block: Chart) -> None:
        self._said(block.title, "Caption")
        data = chart_data(block, self.document.language, self.house, self.texts)
        [drawn] = PRESS.typeset("chart.typ", data, as_="png", ppi=PIXELS_PER_INCH)
        self._picture(drawn, WIDTH, block.alt).paragraph_format.keep_with_next = True
        self._said(block.caption, "Note")

    def _picture(self, drawn: bytes, width: Length, alt: str) -> WordParagraph:
        shown = self.word.add_paragraph()
        describe(shown.add_run().add_picture(io.BytesIO(drawn), width=width)._inline, alt)
        return shown
