"""Long texts: HTML in pieces that Telegram takes, each valid by itself, cut where a reader would pause."""

from __future__ import annotations

import html
from dataclasses import dataclass
from html.parser import HTMLParser

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def units(text: str) -> int:
    """Length as Telegram counts it: characters outside the basic plane are two."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    opening: str
    name: str


class _Reader(HTMLParser):
    """Text and spans; what is left open is closed at the end, what was never opened is passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.open: list[tuple[str, str, int]] = []
        self.spans: list[_Span] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self.length += len(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, self.get_starttag_text() or f"<{tag}>", self.length))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _, _ in self.open):
            return
        while self.open:
            name, opening, start = self.open.pop()
            self.spans.append(_Span(start, self.length, opening, name))
            if name == tag:
                return

    def finish(self, source: str) -> tuple[str, list[_Span]]:
        self.feed(source)
        self.close()
        while self.open:
            self.handle_endtag(self.open[-1][0])
        # Spans close inside out, so the outer of two that begin together is the later one.
        ordered = sorted(enumerate(self.spans), key=lambda at: (at[1].start, -at[0]))
        return "".join(self.parts), [span for _, span in ordered]


def plain(source: str) -> str:
    """The text without its markup."""
    return _Reader().finish(source)[0]


def split(source: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The same HTML in as few pieces as its paragraphs allow."""
    text, spans = _Reader().finish(source)
    if units(text) <= limit:
        return [source]
    return [_render(text, spans, start, end) for start, end in _ranges(text, limit)]


def _ranges(text: str, limit: int) -> list[tuple[int, int]]:
    found, start = [], 0
    while start < len(text):
        end = _end(text, start, limit)
        piece = text[start:end]
        kept = len(piece.rstrip())
        if kept:
            found.append((start, start + kept))
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    return found


def _end(text: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends: the last pause within the limit, the best kind first."""
    end = _reach(text, start, limit)
    if end == len(text):
        return end
    for pause in ("\n\n", "\n", ". ", " "):
        at = text.rfind(pause, start + 1, end)
        # A pause in the first quarter would leave crumbs.
        if at > start + (end - start) // 4:
            return at + len(pause)
    return end


def _reach(text: str, start: int, limit: int) -> int:
    end, left = start, limit
    while end < len(text) and (cost := units(text[end])) <= left:
        end, left = end + 1, left - cost
    return end


def _render(text: str, spans: list[_Span], start: int, end: int) -> str:
    out: list[str] = []
    nested: list[tuple[int, str]] = []
    at = start
    for span in (span for span in spans if span.start < end and span.end > start):
        begin = max(span.start, start)
        at = _closed(text, out, nested, at, begin)
        out.append(html.escape(text[at:begin], quote=False))
        out.append(span.opening)
        nested.append((min(span.end, end), span.name))
        at = begin
    at = _closed(text, out, nested, at, end)
    out.append(html.escape(text[at:end], quote=False))
    return "".join(out)


def _closed(text: str, out: list[str], nested: list[tuple[int, str]], at: int, until: int) -> int:
    """Writes the ends of all spans that end at or before `until`; returns how far the text is written."""
    while nested and nested[-1][0] <= until:
        stop, name = nested.pop()
        out.append(html.escape(text[at:stop], quote=False))
        out.append(f"</{name}>")
        at = stop
    return at
