"""The house style: what may be set, and what is refused with a reason."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.doctor import _drawn
from bot.config import Settings, WrongSettings, load_settings
from bot.house import LOGO_BYTES, PLAIN, House, checked_logo, contrast, light, read_colours, read_logo
from bot.reports.memo_page import memo_page
from bot.reports.typesetting import PRESS
from tests.reports.memo_cases import case

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10">{}</svg>'
#: One grey pixel, as another program wrote it.
JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    "0302020302020303030304030304050805050404050a070706080c0a0c0c0b0a0b0b0d0e12100d0e110e0b0b1016101113141515"
    "150c0f171816141812141514ffc0000b080001000101011100ffc4001f000001050101010101010000000000000000010203040506"
    "0708090a0bffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1"
    "c11552d1f02433627282090a161718191a25262728292a3435363738393a434445464748494a535455565758595a63646566676869"
    "6a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9ca"
    "d2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fd53a28affd9"
)


def png(width: int = 8, height: int = 4, pixels: bytes | None = None) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x20\x60\xa0" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels or rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("content", [png(), JPEG, SVG.format('<path d="M0 0h9v9z"/>').encode()])
def test_a_logo_of_each_kind_is_read_and_drawn_whatever_its_file_is_called(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "logo.xyz"
    file.write_bytes(content)
    settings = load_settings(_env_file=None, logo=file, colours="#5B2A86, #7a3b00")
    house = settings.house.as_data("Logo")
    [drawn] = PRESS.typeset("logo.typ", {"house": house}, as_="png", ppi=72)
    [empty] = PRESS.typeset("logo.typ", {"house": PLAIN.as_data("")}, as_="png", ppi=72)
    assert len(drawn) > len(empty)
    assert (house["main"], house["accent"]) == ("#5b2a86", "#7a3b00")
    assert "content" not in repr(settings)


REFUSED = {
    "larger than 1 MB": b"\x89PNG\r\n\x1a\n" + bytes(LOGO_BYTES),
    "no PNG, JPEG or SVG": b"GIF89a\x01\x00\x01\x00",
    "PNG is damaged": png()[:-20],
    "PNG is damaged ": png(pixels=b"\0 are not packed"),
    "JPEG is damaged": JPEG[:120],
    "side of 0 or": png(5000, 1),
    "times as long": png(500, 1),
    "no PNG, JPEG or SVG ": b"<svg xmlns='http://www.w3.org/2000/svg'><g></svg>",
    "no PNG, JPEG or SVG  ": b"<html><svg/></html>",
    "does not tell its size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "declares a document type": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("").encode(),
    "declares a document type ": b'<?xml-stylesheet href="x.css"?>' + SVG.format("").encode(),
    "<script>": SVG.format("<script>alert(1)</script>").encode(),
    "<foreignObject>": SVG.format("<foreignObject/>").encode(),
    "<image>": SVG.format('<image href="/etc/passwd"/>').encode(),
    "holds a script": SVG.format('<g onload="x()"/>').encode(),
    "outside itself": SVG.format('<use href="http://x.example/a.svg#b"/>').encode(),
    "outside itself ": SVG.format('<g style="fill:url(http://x.example)"/>').encode(),
    "outside itself   ": SVG.format(r"<style>g{fill:u\72l(http://x.example)}</style>").encode(),
    "100 elements within": SVG.format("<g>" * 5000 + "</g>" * 5000).encode(),
    "outside itself  ": SVG.format('<style>@import "x.css";</style>').encode(),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_a_logo_that_is_wrong_is_refused_with_the_reason(reason: str, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(REFUSED[reason])
    with pytest.raises(WrongSettings) as caught:
        load_settings(_env_file=None, logo=file)
    [problem] = caught.value.problems
    assert problem.startswith("PEILER_LOGO: ")
    assert reason.strip() in problem
    assert caught.value.rest is not None


def test_a_logo_that_is_not_there_is_told_of_and_not_ignored(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_logo(tmp_path / "nowhere.png")
    with pytest.raises(ValueError, match="cannot be read"):
        read_logo(tmp_path)


def test_an_svg_may_point_to_what_is_in_itself() -> None:
    drawn = SVG.format('<g id="a"/><use href="#a"/><g style="fill:url(#a)"/>').encode()
    assert checked_logo(b"\xef\xbb\xbf" + drawn).svg.startswith("<svg")
    assert checked_logo(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"/>').width == 30


@pytest.mark.parametrize(
    "given", ["#0b5394", "blue,red", "#fff,#000", "#0b5394,#b34a00,#000000", "#0b53zz,#000000"]
)
def test_colours_that_are_none_or_too_many_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match="two colours"):
        read_colours(given)


def test_a_colour_that_cannot_be_read_on_white_is_refused_with_its_contrast() -> None:
    with pytest.raises(WrongSettings, match=r"#ffcc00 is too light to be read on white \(1\.5 to 1"):
        load_settings(_env_file=None, colours="#0b5394,#ffcc00")
    assert round(contrast("#000000")) == 21
    assert contrast("#ffffff") == pytest.approx(1)
    assert light("#000000") == "#a6a6a6"


def test_colours_come_from_the_environment_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEILER_COLOURS", "#112233,#552200")
    assert str(Settings(_env_file=None).house.colours) == "#112233,#552200"


def test_the_doctor_tells_whether_the_logo_can_be_drawn() -> None:
    good = checked_logo(png())
    broken = replace(checked_logo(SVG.format("").encode()), content=b"<svg")
    assert _drawn(good, House(logo=good)).verdict == "ok"
    assert _drawn(broken, House(logo=broken)).verdict == "ILL"


def test_a_memo_in_house_style_fits_its_page_and_differs_from_a_plain_one(tmp_path: Path) -> None:
    house = load_settings(_env_file=None, colours="#5b2a86,#7a3b00").house
    plain, own = (
        memo_page(case("half_answered", "nl"), tmp_path / f"{n}.pdf", h) for n, h in enumerate((PLAIN, house))
    )
    assert plain.read_bytes() != own.read_bytes()
