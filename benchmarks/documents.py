"""How fast documents are set, beside WeasyPrint with matplotlib making the same text, charts and pages.

Both are warm, imports are not counted, and every document differs from the one before, so that nothing is
simply remembered.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter
from typing import TypeVar

from benchmarks.figure import Figure
from benchmarks.large_round import large_round
from bot.reports.blocks import Chart, Document, Line, Listed, Paragraph, Section, Table
from bot.reports.documents import Material
from bot.reports.memo import Memo
from bot.reports.memo_page import memo_page
from bot.reports.rendering.pdf import to_pdf
from bot.reports.report.document import report_of
from bot.reports.report.pictures import bars
from bot.reports.report.source import source_of
from bot.reports.typesetting import PRESS

T = TypeVar("T")
ROUNDS, REPORTS = 7, 10


def measure() -> Iterator[Figure]:
    """Medians of rounds in which both make the same memo, one after the other."""
    with TemporaryDirectory(prefix="peiler-bench-") as name:
        out = Path(name)
        yield from _memos(out)
        yield from _reports(out)
    PRESS.close()


def _memos(out: Path) -> Iterator[Figure]:
    """The program's own memo, on its own template, and the peer's of the same text and two charts."""
    ours = _times(_memo, lambda memo: memo_page(memo, out / "memo.pdf"))
    charts = sum(section.bars for section in _memo(0).sections)
    yield Figure(f"memo of {charts} charts as PDF, warm", median(ours), "s")
    try:
        from benchmarks.weasy import to_pdf_by_peer
    except (ImportError, OSError) as error:
        print(f"PEER NOT AVAILABLE: WeasyPrint with matplotlib ({error})", file=sys.stderr)
        return
    theirs = _times(_peers_memo, lambda memo: to_pdf_by_peer(memo, out / "peer.pdf"))
    yield Figure("WeasyPrint with matplotlib: the same", median(theirs), "s")
    yield Figure("the second beside the first", median(theirs) / median(ours), "times", bar=5)
    pages = [_pages(out / name) for name in ("memo.pdf", "peer.pdf")]
    yield Figure("pages of the first", pages[0], "pages")
    yield Figure("pages of the second", pages[1], "pages")


def _reports(out: Path) -> Iterator[Figure]:
    made = [report_of(large_round(0), "nl")]

    def make(material: Material) -> None:
        made[0] = report_of(material, "nl")
        to_pdf(made[0], out / "report.pdf")

    with Peak() as peak:
        taken = _times(large_round, make, rounds=REPORTS)
    yield Figure("full report: from facts to PDF", median(taken), "s", "at most", 2)
    yield Figure("pages of that report", _pages(out / "report.pdf"), "pages", bar=25)
    yield Figure("charts in that report", _charts((*made[0].sections, *made[0].annexes)), "charts", bar=8)
    name = f"memory of the process that sets {REPORTS} of them, at most"
    yield Figure(name, peak.megabytes, "MB", "at most", 300)


def _charts(sections: Iterable[Section]) -> int:
    return sum(
        sum(isinstance(block, Chart) for block in section.blocks) + _charts(section.parts)
        for section in sections
    )


def _times(of: Callable[[int], T], make: Callable[[T], object], rounds: int = ROUNDS) -> list[float]:
    """What it is made of is there before; the first one warms up."""
    taken = []
    for number in range(rounds + 1):
        given = of(number)
        began = perf_counter()
        make(given)
        taken.append(perf_counter() - began)
    return taken[1:]


def _memo(number: int) -> Memo:
    """The memo of a large round; its bars stand below the first two headings, so that it has two charts."""
    made = large_round(number).memo("nl")
    first, second, *others = made.sections
    shown = (replace(first, bars=True), replace(second, bars=True))
    return replace(made, sections=(*shown, *(replace(one, bars=False) for one in others)))


def _peers_memo(number: int) -> Document:
    """The same, as the peer reads documents."""
    made, source = _memo(number), source_of(large_round(number), "nl")
    sections = []
    for place, one in enumerate(made.sections):
        blocks = [Paragraph(tuple(Line(line) for line in one.lines))] if one.lines else []
        items = (*one.items, *(item for _, more in one.more for item in more))
        listed = [Listed(tuple(Line(item) for item in items))] if items else []
        tables = [Table(one.title, one.table[0], one.table[1:])] if one.table else []
        charts = [bars(source)] if one.bars else []
        sections.append(Section(f"s{place}", one.title, (*blocks, *listed, *tables, *charts)))
    return Document("nl", made.title, made.subtitle, made.stamp, None, made.head, tuple(sections))


def _pages(path: Path) -> int:
    """What the tree of pages says that there are."""
    content = path.read_bytes()
    trees = re.findall(rb"<<[^<>]*/Type\s*/Pages\b[^<>]*>>", content)
    counts = [int(count) for tree in trees for count in re.findall(rb"/Count (\d+)", tree)]
    return max([len(re.findall(rb"/Type\s*/Page\b", content)), *counts])


class Peak(Thread):
    """The most memory, in MB, that the process that sets had while this ran; another may take its place."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes, self._over = 0.0, Event()

    def __enter__(self) -> Peak:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()

    def run(self) -> None:
        while not self._over.wait(0.01):
            with suppress(OSError, StopIteration):
                status = Path(f"/proc/{PRESS.pid}/status").read_text(encoding="ascii")
                line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
                self.megabytes = max(self.megabytes, int(line.split()[1]) / 1000)
