"""What a long document is made of before it is a page: sections of plain blocks, for PDF, HTML and Word.

All words are in one language and are plain text, never markup. Whoever writes a document out knows these
blocks and nothing of what they are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

#: A key of `Document.receipts`; () for a sentence without a figure.
Receipts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence or entry; `receipts` say what its figures rest on."""

    text: str
    receipts: Receipts = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Entries below each other."""

    items: tuple[Line, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are as wide as `header`; the first column names a row; `numbers` are columns set to the right.
    `receipts` are those of a row, by its place.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    receipts: Mapping[int, Receipts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture that the template `kind` draws from `data`. `title` is what it shows, in a sentence, `alt`
    the same with every figure for who hears it, `caption` how many people and of which day.
    """

    kind: str
    title: str
    alt: str
    caption: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something set apart. `kind`: opinion (the consultant's own), warning, note."""

    kind: Literal["opinion", "warning", "note"]
    title: str
    lines: tuple[Line, ...]


Block = Paragraph | Listed | Table | Chart | Notice


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; `id` is unique in a document, in letters, digits and hyphens."""

    id: str
    title: str
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a figure rests on: (what, value) pairs, such as items, evidence, respondents and formula."""

    title: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `stamp`: draft or adopted, with version and date, on every page; `mark`: nothing of
    it is real. `receipts` are there in the consultant's copy alone.
    """

    language: str
    title: str
    subtitle: str
    stamp: str
    mark: str | None
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...] = ()
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
