"""The small HTML of messages, made safe for a page whatever it holds."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

ALLOWED = frozenset({"b", "i", "u", "s", "code", "pre", "blockquote"})
SCHEMES = ("https://", "http://", "mailto:", "tel:")


def rich(html: str) -> Markup:
    """The message's HTML with only the tags every channel knows, each closed; anything else as text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return Markup(reader.result())  # noqa: S704 # nosec B704 # escaped text, known tags


def plain(html: str) -> str:
    """The words of a message alone, on one line."""
    return " ".join(Markup(html).striptags().split())  # noqa: S704 # nosec B704 # tags are taken off


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag == "a" and address.lower().startswith(SCHEMES):
            self._parts.append(f'<a href="{escape(address)}" rel="noreferrer noopener">')
        elif tag in ALLOWED:
            self._parts.append(f"<{tag}>")
        else:
            self._parts.append(escape(self.get_starttag_text() or ""))
            return
        self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._parts.append(escape(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            self._parts.append(escape(f"</{tag}>"))
            return
        while self._open:
            closed = self._open.pop()
            self._parts.append(f"</{closed}>")
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        self._parts.append(escape(data))

    def handle_comment(self, data: str) -> None:
        self._parts.append(escape(f"<!--{data}-->"))

    def handle_decl(self, decl: str) -> None:
        self._parts.append(escape(f"<!{decl}>"))

    def handle_pi(self, data: str) -> None:
        self._parts.append(escape(f"<?{data}>"))

    def result(self) -> str:
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))
