"""The house style of documents: two colours and a logo, each checked before it is used."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET  # nosec B405 # what declares a document type is refused before

#: Bytes of a logo, pixels of a side, and how much longer one side may be than the other.
LOGO_BYTES, LOGO_SIDE, LOGO_SHAPE = 1_000_000, 4000, 20
#: Bytes that the pixels of a PNG may take.
PIXEL_BYTES = 8 * (LOGO_SIDE + 1) * LOGO_SIDE
#: What text needs on white (WCAG 2.2, 1.4.3).
CONTRAST = 4.5
MAIN, ACCENT = "#0b5394", "#b34a00"
#: How much of a colour is left in its light kind.
LIGHT = 0.35

_SVG = "{http://www.w3.org/2000/svg}"
_MAY_FETCH = frozenset({"script", "foreignObject", "iframe", "image", "feImage", "set", "animate"})
#: Elements of a drawing within each other: what draws it goes into each.
LOGO_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that can be drawn: `kind` png, jpeg or svg; sizes in pixels."""

    kind: str
    content: bytes = field(repr=False)
    width: float
    height: float

    @property
    def uri(self) -> str:
        """The picture as an address that holds it."""
        mime = "image/svg+xml" if self.kind == "svg" else f"image/{self.kind}"
        return f"data:{mime};base64,{base64.b64encode(self.content).decode()}"

    @property
    def svg(self) -> str:
        """The picture as SVG; one of pixels inside it."""
        if self.kind == "svg":
            return self.content.decode("utf-8-sig")
        size = f'width="{self.width:g}" height="{self.height:g}"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image href="{self.uri}" {size}/></svg>'


@dataclass(frozen=True, slots=True)
class Colours:
    """Of headings and bars, and of what stands out; as #rrggbb, dark enough to be read on white."""

    main: str = MAIN
    accent: str = ACCENT

    def __str__(self) -> str:
        return f"{self.main},{self.accent}"


@dataclass(frozen=True, slots=True)
class House:
    """What documents look like."""

    colours: Colours = Colours()
    logo: Logo | None = None

    def as_data(self, logo_alt: str) -> Mapping[str, Any]:
        """For templates: colours with their light kinds, the logo as SVG and its name for who hears it."""
        return {
            "main": self.colours.main,
            "main_light": light(self.colours.main),
            "accent": self.colours.accent,
            "accent_light": light(self.colours.accent),
            "logo": self.logo and self.logo.svg,
            "logo_alt": logo_alt,
        }


PLAIN = House()


# --- colours


def read_colours(text: str) -> Colours:
    """Two colours with a comma between them. Raises ValueError, which says what is wrong."""
    found = [part.strip().lower() for part in text.split(",")]
    wrong = next((part for part in found if not re.fullmatch(r"#[0-9a-f]{6}", part)), None)
    if wrong is not None or len(found) != 2:
        raise ValueError("write two colours as #rrggbb with a comma, like #0b5394,#b34a00")
    for colour in found:
        if contrast(colour) < CONTRAST:
            told = f"{contrast(colour):.1f} to 1, and text needs {CONTRAST:g}"
            raise ValueError(f"{colour} is too light to be read on white ({told}): take a darker one")
    return Colours(*found)


def contrast(colour: str) -> float:
    """With white, as WCAG 2.2 counts it: 1 to 21."""
    red, green, blue = (_linear(share / 255) for share in _shares(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def light(colour: str) -> str:
    """The same colour with much white."""
    return "#" + "".join(f"{round(255 - (255 - share) * LIGHT):02x}" for share in _shares(colour))


def _shares(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


# --- the logo


def read_logo(path: Path) -> Logo:
    """The picture in a file. Raises ValueError, which says what is wrong and quotes nothing of it."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LOGO_BYTES + 1)
    except OSError as error:
        raise ValueError(f"the file cannot be read ({error.strerror})") from None
    if len(content) > LOGO_BYTES:
        raise ValueError(f"the file is larger than {LOGO_BYTES // 1_000_000} MB: take a smaller picture")
    return checked_logo(content)


def checked_logo(content: bytes) -> Logo:
    """The same for the bytes; what they are decides, not what a file is called."""
    found = next((read for begins, read in _READERS.items() if content.startswith(begins)), _svg)(content)
    long, short = max(found.width, found.height), min(found.width, found.height)
    if not (short > 0 and long <= LOGO_SIDE):
        raise ValueError(f"the picture has a side of 0 or of more than {LOGO_SIDE} pixels")
    if long > short * LOGO_SHAPE:
        raise ValueError(f"the picture is more than {LOGO_SHAPE} times as long as it is wide")
    return found


def _png(content: bytes) -> Logo:
    chunks = list(_chunks(content))
    names = [name for name, _ in chunks]
    whole = bool(names) and names[0] == b"IHDR" and names[-1] == b"IEND"
    if not whole or not _unpacks(b"".join(body for name, body in chunks if name == b"IDAT")):
        raise ValueError("the PNG is damaged: save it anew")
    width, height = struct.unpack_from(">LL", chunks[0][1])
    return Logo("png", content, width, height)


def _unpacks(packed: bytes) -> bool:
    """Whether there are pixels, without keeping what may be many."""
    unpacking, count = zlib.decompressobj(), 0
    try:
        while packed and not unpacking.eof:
            count += len(unpacking.decompress(packed, 1 << 16))
            packed = unpacking.unconsumed_tail
    except zlib.error:
        return False
    return unpacking.eof and 0 < count <= PIXEL_BYTES


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and bytes of every part that is whole, up to the first that is not."""
    at = 8
    while at + 12 <= len(content):
        length = struct.unpack_from(">L", content, at)[0]
        body, end = content[at + 4 : at + 8 + length], at + 8 + length
        if content[end : end + 4] != struct.pack(">L", zlib.crc32(body)):
            return
        yield body[:4], body[4:]
        at = end + 4


def _jpeg(content: bytes) -> Logo:
    """Sizes stand in the frame's header, which comes before the picture itself."""
    at = 2
    while content[at : at + 1] == b"\xff" and at + 9 <= len(content):
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", content, at + 5)
            if b"\xff\xd9" in content[-64:]:
                return Logo("jpeg", content, width, height)
            break
        at += 2 + length
    raise ValueError("the JPEG is damaged: save it anew")


#: First bytes -> what reads the rest.
_READERS: dict[bytes, Callable[[bytes], Logo]] = {b"\x89PNG\r\n\x1a\n": _png, b"\xff\xd8\xff": _jpeg}


def _svg(content: bytes) -> Logo:
    """A drawing that runs nothing and fetches nothing."""
    wrong_kind = ValueError("the file is no PNG, JPEG or SVG picture")
    try:
        text = content.decode("utf-8-sig")
        if "<svg" not in text:
            raise wrong_kind
        if "<!DOCTYPE" in text or "<!ENTITY" in text or re.search(r"<\?(?!xml )", text):
            raise ValueError("the SVG declares a document type or a style sheet: save it as plain SVG")
        root = ET.fromstring(text)  # noqa: S314 # nosec B314 # no document type, so no entities
    except (UnicodeDecodeError, ET.ParseError):
        raise wrong_kind from None
    if root.tag != f"{_SVG}svg":
        raise wrong_kind
    _check_depth(root)
    for element in root.iter():
        _harmless(element)
    return Logo("svg", content, *_size(root))


def _check_depth(root: ET.Element) -> None:
    layer = [root]
    for _ in range(LOGO_DEPTH):
        layer = [child for element in layer for child in element]
    if layer:
        raise ValueError(f"the SVG has more than {LOGO_DEPTH} elements within each other: save it simpler")


def _harmless(element: ET.Element) -> None:
    name = element.tag.rpartition("}")[2]
    if name in _MAY_FETCH:
        raise ValueError(f"the SVG holds <{name}>, which may run or fetch something: take it out")
    for attribute, value in element.attrib.items():
        plain = attribute.rpartition("}")[2].lower()
        if plain.startswith("on"):
            raise ValueError("the SVG holds a script: take it out")
        if plain in ("href", "src", "base") and not value.strip().startswith("#"):
            raise ValueError("the SVG points to something outside itself: take that out")
        _points_inside(value)
    if name == "style":
        _points_inside(element.text or "")


def _points_inside(style: str) -> None:
    if "\\" in style or "@import" in style or re.search(r"url\(\s*['\"]?\s*(?!#)[^\s'\"#]", style):
        raise ValueError("the SVG points to something outside itself: take that out")


def _size(root: ET.Element) -> tuple[float, float]:
    """Width and height, from themselves or from the box that is shown."""
    given = [re.fullmatch(r"([0-9.]+)(px|pt|mm)?", root.get(side, "")) for side in ("width", "height")]
    shown = re.findall(r"-?[0-9.]+(?:[eE]-?\d+)?", root.get("viewBox", ""))
    try:
        if given[0] and given[1]:
            return float(given[0][1]), float(given[1][1])
        return float(shown[2]), float(shown[3])
    except (IndexError, ValueError):
        raise ValueError("the SVG does not tell its size: give it a width and a height") from None
