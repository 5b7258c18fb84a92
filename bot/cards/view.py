"""A card as data: what it says and what can be pressed; the same for every channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

#: A button: (label, data).
Press = tuple[str, str]
#: Telegram shows at most 8 buttons in a row; more than 5 short ones are hard to hit.
PER_ROW = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its letter ("" for a plain button), what it says (HTML), its data."""

    letter: str
    html: str
    data: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """What a person is shown now. Every text is HTML of the small set that all channels know."""

    kind: str
    ask: str | None
    title: str
    body: str = ""
    hint: str = ""
    progress: str = ""
    share: float | None = None
    options: tuple[Choice, ...] = ()
    numbers: tuple[Press, ...] = ()
    specials: tuple[Press, ...] = ()
    actions: tuple[Press, ...] = ()
    navigation: tuple[Press, ...] = ()
    expects: str | None = None

    def payload(self) -> dict[str, Any]:
        """The card as JSON: flat for a chat (`html`, `buttons`), in parts for a page (`view`)."""
        return {"html": self.html(), "buttons": self.rows(), "ask": self.ask, "view": self._view()}

    def html(self) -> str:
        """The whole card as one text."""
        parts = [f"<i>{self.progress}</i>" if self.progress else "", f"<b>{self.title}</b>", self.body]
        lettered = [f"<b>{choice.letter}</b>  {choice.html}" for choice in self.options if choice.letter]
        blocks = ["\n".join(part for part in parts[:2] if part), parts[2], "\n\n".join(lettered), self.hint]
        return "\n\n".join(block for block in blocks if block)

    def rows(self) -> list[list[Press]]:
        """The buttons in rows: letters in one row, plain options one a row, then the rest."""
        letters = [(choice.letter, choice.data) for choice in self.options if choice.letter]
        plain = [[(_label(choice), choice.data)] for choice in self.options if not choice.letter]
        rows = [letters] if letters else []
        rows += _short(plain)
        rows += [list(self.numbers[i : i + PER_ROW]) for i in range(0, len(self.numbers), PER_ROW)]
        rows += _by_width(self.specials) + [[press] for press in self.actions] + _by_width(self.navigation)
        return rows

    def presses(self) -> list[Press]:
        """Every button with the words that stand for it, for people who type them."""
        return [*self.numbers, *self.specials, *self.actions, *self.navigation]

    def _view(self) -> dict[str, Any]:
        options = [
            {"letter": c.letter, "html": c.html, "data": c.data, "chosen": c.chosen} for c in self.options
        ]
        parts = ("ask", "kind", "progress", "share", "title", "body", "hint", "expects")
        lists = ("numbers", "specials", "actions", "navigation")
        return (
            {name: getattr(self, name) for name in parts}
            | {name: [list(press) for press in getattr(self, name)] for name in lists}
            | {"options": options}
        )


def _label(choice: Choice) -> str:
    mark = "☑ " if choice.chosen else ""
    return mark + plain(choice.html)


def _short(plain: list[list[Press]]) -> list[list[Press]]:
    """Two or three short options (yes, no) share a row."""
    if 1 < len(plain) <= 3 and all(len(row[0][0]) <= 10 for row in plain):
        return [[row[0] for row in plain]]
    return plain


def _by_width(presses: Sequence[Press], width: int = 40) -> list[list[Press]]:
    """Buttons side by side as long as their labels stay readable on a phone."""
    rows: list[list[Press]] = []
    for press in presses:
        if rows and len(rows[-1]) < 3 and sum(len(label) for label, _ in rows[-1]) + len(press[0]) <= width:
            rows[-1].append(press)
        else:
            rows.append([press])
    return rows


def plain(html: str) -> str:
    """HTML of a card as bare words."""
    return str(Markup(html).striptags())  # noqa: S704 # nosec B704 # only to take the markup out


def lined(html: str) -> str:
    """HTML of a message as text that keeps its lines."""
    return "\n".join(plain(line) for line in html.splitlines())


def trimmed(text: str, length: int) -> Markup:
    """Typed text, cut for showing (never for keeping), escaped."""
    text = " ".join(text.split())
    return escape(text if len(text) <= length else text[: length - 1].rstrip() + "…")
