"""The same document by WeasyPrint, with charts by matplotlib: what an ordinary program would use."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from weasyprint import HTML

from bot.reports.blocks import Block, Chart, Document, Listed, Paragraph, Table

mpl.rcParams["svg.fonttype"] = "path"
STYLE = (
    "@page { size: A4; margin: 12mm 18mm 12mm; @bottom-right { content: counter(page) } }"
    "body { font: 7pt/1.15 sans-serif; margin: 0 } img { width: 100% }"
    "table { width: 100%; border-collapse: collapse }"
    "th, td { text-align: left; border-bottom: .5pt solid #ccc; padding: 1.5pt }"
    "h1, h2 { color: #0b5394; margin: 3pt 0 1pt } p, ul { margin: 1pt 0 }"
)


def to_pdf_by_peer(document: Document, out: Path) -> None:
    """Writes the PDF, tagged as ours is."""
    head = "".join(f"<p>{escape(name)}: <b>{escape(value)}</b></p>" for name, value in document.head)
    body = "".join(
        f"<h2>{escape(section.title)}</h2>{''.join(map(_block, section.blocks))}"
        for section in document.sections
    )
    title = f"<title>{escape(document.title)}</title>"
    page = (
        f'<html lang="{document.language}"><head>{title}<style>{STYLE}</style></head>'
        f"<body><h1>{escape(document.title)}</h1><p>{escape(document.stamp)}</p>{head}{body}</body></html>"
    )
    HTML(string=page).write_pdf(out, pdf_variant="pdf/ua-1", uncompressed_pdf=True)


def _block(block: Block) -> str:
    match block:
        case Paragraph(lines):
            return f"<p>{escape(' '.join(line.text for line in lines))}</p>"
        case Listed(items):
            return f"<ul>{''.join(f'<li>{escape(line.text)}</li>' for line in items)}</ul>"
        case Table():
            rows = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in block.rows)
            return f"<table><tr>{''.join(f'<th>{escape(c)}</th>' for c in block.header)}</tr>{rows}</table>"
        case Chart():
            drawn = base64.b64encode(_KINDS[block.kind](block.data)).decode()
            picture = f'<img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{drawn}">'
            return f"<p><b>{escape(block.title)}</b></p>{picture}<p>{escape(block.caption)}</p>"
        case _:
            return ""


def _bars(data: Mapping[str, Any]) -> bytes:
    figure = Figure(figsize=(6.7, 1.6))
    axes = figure.subplots()
    rows = list(reversed(data["rows"]))
    names = [row["name"] for row in rows]
    axes.barh(names, [row["claimed"] or 0 for row in rows], color="#aac3d9", edgecolor="#0b5394")
    axes.barh(names, [row["confirmed"] for row in rows], color="#0b5394")
    aims = [(row["target"], row["name"]) for row in rows if row["target"] is not None]
    axes.scatter([aim for aim, _ in aims], [name for _, name in aims], marker="v", color="black", zorder=3)
    top = len(data["levels"]) - 1
    axes.set_xticks([n / top for n in range(top + 1)], data["levels"])
    return _svg(figure)


def _svg(figure: Figure) -> bytes:
    written = io.BytesIO()
    figure.savefig(written, format="svg")
    return written.getvalue()


_KINDS: dict[str, Callable[[Mapping[str, Any]], bytes]] = {"bars": _bars}
