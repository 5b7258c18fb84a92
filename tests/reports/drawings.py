"""What another process is asked to draw in tests: it takes only functions that it can look up."""

from __future__ import annotations

from pathlib import Path
from time import sleep

from bot.house import PLAIN
from bot.reports.typesetting import PRESS


def says(words: str, out: Path) -> None:
    """As it should be."""
    print("and this gets in nobody's way")  # noqa: T201
    out.write_text(words, encoding="utf-8")


def fails(words: str, _: Path) -> None:
    raise ValueError(words)


def never_ends(out: Path) -> None:
    out.with_suffix(".begun").touch()
    while True:
        sleep(0.01)


def eats_memory(_: Path) -> None:
    eaten = []
    while True:
        eaten.append(bytes(1 << 24))


def fills_the_disk(out: Path) -> None:
    out.write_bytes(bytes(1 << 22))


def sets(words: str, out: Path) -> None:
    """With Typst; says in which process."""
    PRESS.typeset("logo.typ", {"house": PLAIN.as_data(words)}, as_="png", ppi=72)
    out.write_text(str(PRESS.pid), encoding="utf-8")


def remembers(out: Path, kept: list[bytes] = []) -> None:  # noqa: B006 # that it is kept is the point
    """As what is warm does."""
    kept.append(b"x" * (200 * 1024**2))
    out.touch()
