"""A document as plain text, to read and to compare with."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.blocks import Block, Chart, Document, Line, Listed, Notice, Paragraph, Section, Table


def as_text(made: Document) -> str:
    """Everything a document says, line by line; receipts only by their titles."""
    lines = [made.title, made.subtitle, made.stamp, *(f"{name}: {value}" for name, value in made.head)]
    for section in (*made.sections, *made.annexes):
        lines += _section(section, 1)
    for key, receipt in made.receipts.items():
        lines += ["", f"[{key}] {receipt.title}", *(f"  {name}: {value}" for name, value in receipt.entries)]
    return "\n".join(lines)


def _section(section: Section, depth: int) -> Iterator[str]:
    yield from ("", f"{'#' * depth} {section.title}")
    for block in section.blocks:
        yield from _block(block)
    for part in section.parts:
        yield from _section(part, depth + 1)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(lines):
            yield " ".join(map(_line, lines))
        case Listed(items):
            yield from (f"- {_line(item)}" for item in items)
        case Table():
            yield f"| {block.caption}"
            yield from (f"| {' | '.join(row)}" for row in (block.header, *block.rows))
        case Chart():
            yield f"({block.kind}) {block.alt} [{block.caption}]"
        case Notice():
            yield f"! {block.title}"
            yield from (f"! {_line(line)}" for line in block.lines)


def _line(line: Line) -> str:
    return f"{line.text} [{' '.join(line.receipts)}]" if line.receipts else line.text
