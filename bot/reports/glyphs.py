"""Which characters the shipped fonts can draw: accessible PDFs may hold no others."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
#: In the place of a character that no font has.
INSTEAD = "□"


def drawable(data: Any) -> Any:
    """The same JSON data, with texts of characters that every shipped font has."""
    if isinstance(data, str):
        return "".join(letter if ord(letter) in _known() else INSTEAD for letter in data)
    if isinstance(data, dict):
        return {name: drawable(value) for name, value in data.items()}
    return [drawable(value) for value in data] if isinstance(data, list | tuple) else data


def undrawable(data: Any) -> list[str]:
    """The characters in JSON data that some shipped font lacks, each once, in order."""
    return sorted({letter for text in _texts(data) for letter in text if ord(letter) not in _known()})


def fit_for_xml(data: Any) -> Any:
    """The same JSON data with a visible mark for what no XML may hold."""
    if isinstance(data, str):
        return "".join(letter if _is_xml(ord(letter)) else INSTEAD for letter in data)
    if isinstance(data, dict):
        return {name: fit_for_xml(value) for name, value in data.items()}
    return [fit_for_xml(value) for value in data] if isinstance(data, list) else data


def _is_xml(letter: int) -> bool:
    return 0x20 <= letter <= 0xD7FF or 0xE000 <= letter <= 0xFFFD or letter >= 0x10000


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _texts(inner)


@cache
def _known() -> frozenset[int]:
    fonts = [_characters(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*fonts) | {0x0A}


def _characters(font: bytes) -> frozenset[int]:
    """What a TrueType font maps to a glyph, from its `cmap` table (formats 4 and 12)."""
    tables = (
        struct.unpack_from(">4sLLL", font, 12 + 16 * i) for i in range(struct.unpack_from(">H", font, 4)[0])
    )
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    maps = {start + struct.unpack_from(">HHL", font, start + 4 + 8 * i)[2] for i in range(count)}
    found: set[int] = set()
    for at in maps:
        found |= _READERS.get(struct.unpack_from(">H", font, at)[0], _nothing)(font, at)
    return frozenset(found)


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: ranges, of which some characters may still map to glyph 0, none."""
    double = struct.unpack_from(">H", font, at + 6)[0]
    ends, starts = at + 14, at + 16 + double
    found: set[int] = set()
    for i in range(0, double, 2):
        first, last = (
            struct.unpack_from(">H", font, starts + i)[0],
            struct.unpack_from(">H", font, ends + i)[0],
        )
        delta = struct.unpack_from(">H", font, starts + double + i)[0]
        place = starts + 2 * double + i
        offset = struct.unpack_from(">H", font, place)[0]
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = (
                letter
                if not offset
                else struct.unpack_from(">H", font, place + offset + 2 * (letter - first))[0]
            )
            if (offset == 0 and (glyph + delta) & 0xFFFF) or (offset and glyph):
                found.add(letter)
    return found


def _groups(font: bytes, at: int) -> set[int]:
    """Format 12: ranges beyond the first 65,536 characters too."""
    count = struct.unpack_from(">L", font, at + 12)[0]
    ranges = (struct.unpack_from(">LLL", font, at + 16 + 12 * i) for i in range(count))
    return {letter for first, last, _ in ranges for letter in range(first, last + 1)}


def _nothing(_font: bytes, _at: int) -> set[int]:
    return set()


_READERS = {4: _segments, 12: _groups}
