"""A document of blocks as one web page that needs nothing else: styles and pictures are inside it."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.house import PLAIN, House
from bot.reports.blocks import Chart, Document
from bot.reports.glyphs import INSTEAD
from bot.reports.rendering.layout import chart_data, label, saying
from bot.reports.typesetting import PRESS
from bot.texts import Texts

HERE = Path(__file__).parent
#: What no page may hold: it shows nothing, or turns the direction of what follows.
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def to_html(document: Document, out: Path, house: House = PLAIN, texts: Texts | None = None) -> Path:
    """Writes the page and returns its path; the same document gives the same bytes. Raises NotTypeset."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page_of(document, house, texts), encoding="utf-8")
    return out


def page_of(document: Document, house: House = PLAIN, texts: Texts | None = None) -> str:
    """The page itself."""
    page = _template().render(
        document=document,
        house=house,
        light=house.as_data("")["main_light"],
        sections=(*document.sections, *document.annexes),
        say=saying(document.language, texts),
        numbers={key: number for number, key in enumerate(document.receipts, 1)},
        stamp=_css_string(" · ".join(filter(None, (document.stamp, document.mark)))),
        picture=lambda chart: _picture(chart, document.language, house, texts),
        label=label,
    )
    # A line that ends after a minus would make a loss a gain.
    return _UNFIT.sub(INSTEAD, page).replace("−€", "−\u2060€")


def _picture(chart: Chart, language: str, house: House, texts: Texts | None) -> str:
    """The chart as an address that holds it: vectors, sharp on every screen."""
    [drawn] = PRESS.typeset("chart.typ", chart_data(chart, language, house, texts), as_="svg")
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn).decode()}"


def _css_string(text: str) -> str:
    """As CSS writes it, so that nothing in it ends the string, the rule or the style."""
    return '"' + "".join(c if c.isalnum() or c in " .,:-" else f"\\{ord(c):06x} " for c in text) + '"'


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Which block is which.
    environment.filters["kind"] = lambda block: type(block).__name__
    return environment.get_template("page.html")
