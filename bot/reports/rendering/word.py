"""A document of blocks as a Word document: real headings, lists and tables, charts as pictures."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.document import Document as Word
from docx.shared import Mm
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
    set_up,
    stay_whole,
)
from bot.reports.typesetting import PRESS
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
        for annex in self.document.annexes:
            add_break(self.word)
            self._section(annex, 1)
        return self.word

    def _first_page(self) -> None:
        document = self.document
        self._said(document.title, "Title")
        self._said(document.subtitle, "Subtitle")
        self._said(document.stamp).runs[0].bold = True
        if document.mark:
            self._said(document.mark).runs[0].bold = True
        for name, value in document.head:
            line = self._said(f"{name}: ")
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
        self._said(label(block, self.say), "Intense Quote").paragraph_format.keep_with_next = True
        for line in block.lines:
            self._said(line.text, "Quote")

    def _table(self, block: Table) -> None:
        caption = self._said(block.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.word.add_table(rows=0, cols=len(block.header), style="Table Grid")
        table.autofit = False
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
        title = self._said(block.title)
        title.runs[0].bold = True
        title.paragraph_format.keep_with_next = True
        data = chart_data(block, self.document.language, self.house, self.texts)
        [drawn] = PRESS.typeset("chart.typ", data, as_="png", ppi=PIXELS_PER_INCH)
        shown = self.word.add_paragraph()
        shown.paragraph_format.keep_with_next = True
        picture = shown.add_run().add_picture(io.BytesIO(drawn), width=WIDTH)
        picture._inline.docPr.set("descr", fit_for_xml(block.alt))
        self._said(block.caption, "Caption")
