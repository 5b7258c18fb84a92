"""A long document with every block and every kind of chart, as small as it can be."""

from __future__ import annotations

from typing import Any

from bot.reports.blocks import (
    Block,
    Chart,
    Document,
    Line,
    Listed,
    Notice,
    Paragraph,
    Receipt,
    Section,
    Table,
)

LEVELS = ["Ad hoc", "Experiment", "Afdeling", "Organisatie", "Keten"]
PILLARS = ["Strategie", "Organisatie", "Besturing en beheersing", "Informatie en techniek", "Mensen"]
TOPICS = ["Doelen en doelgroepen", "Rollen en mandaat", "Sturing op cijfers", "Toegang", "Opleiding"]


def _bars(name: str) -> dict[str, Any]:
    shown = [(0.45, 0.3, 0.75, False), (0.5, 0.5, 0.75, False), (0.3, 0.1, 0.75, True), (None, 0, 0.5, False)]
    rows = [
        {
            "name": name or pillar,
            "words": "tussen Experiment en Afdeling" if claimed else "nog niet bekend",
            "basis": "n = 2",
            "claimed": claimed,
            "confirmed": confirmed,
            "target": target,
            "weak": weak,
            "provisional": weak,
        }
        for pillar, (claimed, confirmed, target, weak) in zip(PILLARS, shown, strict=False)
    ]
    legend = ["confirmed", "claimed", "provisional", "target"]
    return {"levels": LEVELS, "rows": rows, "legend": [[sign, sign] for sign in legend]}


def _radar(name: str) -> dict[str, Any]:
    return {
        "axes": [name or pillar for pillar in PILLARS],
        "levels": LEVELS,
        "now": [0.45, 0.5, 0.3, None, 0.6],
        "target": [0.75, 0.75, 0.75, 0.5, None],
        "provisional": [False, False, True, False, False],
    }


def _heat(name: str) -> dict[str, Any]:
    shown = [
        (0, "evidence"),
        (1.5, "reviewed"),
        (4, None),
        (None, None),
        (3, "evidence"),
        (2, None),
        (1, None),
    ]
    rows = [
        {
            "id": f"S{number}",
            "topic": name or TOPICS[number % 5],
            "value": value,
            "words": "te weinig antwoorden" if value is None else LEVELS[int(value + 0.5)],
            "mark": mark,
        }
        for number, (value, mark) in enumerate(shown, 1)
    ]
    return {"columns": LEVELS, "groups": [{"name": name or pillar, "rows": rows} for pillar in PILLARS]}


def _spread(name: str) -> dict[str, Any]:
    dots = [[0, 1, 1, 3], [2], [], [0, 4, 4, 4, 4, 4, 4, 4], [1, 2, 3]]
    rows = [{"id": f"S{n}", "topic": name or TOPICS[n], "dots": found} for n, found in enumerate(dots)]
    return {"levels": LEVELS, "rows": rows}


def _matrix(name: str) -> dict[str, Any]:
    statuses = ["idea", "pilot", "running", "stopped", "unknown"]
    cells = [[{"number": n + 1, "size": n / 4, "status": status}] for n, status in enumerate(statuses)]
    crowded = [{"number": n, "size": 0.5, "status": "running"} for n in range(6, 12)]
    rows = [
        {"name": name or one, "cells": [*cells, [], crowded]} for one in ("Luisteren", "Praten", "Helpen")
    ]
    return {
        "columns": [name or f"Doel {n}" for n in range(7)],
        "rows": rows,
        "names": [[n, name or f"Initiatief {n}"] for n in range(1, 12)],
        "legend": [[status, status] for status in statuses],
    }


def _gap(name: str) -> dict[str, Any]:
    rows = [
        {"name": name or pillar, "own": 0.4, "low": 0.2, "median": 0.5, "high": 0.8, "n": 7}
        for pillar in PILLARS
    ]
    return {"levels": LEVELS, "rows": rows}


def _gantt(name: str) -> dict[str, Any]:
    rows = [
        {
            "pillar": "B",
            "text": name or "Leg in één lijst vast wie welk account beheert en wie het overneemt.",
            "owner": name or "Teamleider communicatie",
            "from": number,
            "to": number + 2,
            "wave": ["Nu", "Eerste 90 dagen", "Jaar"][number // 3],
            "marks": ["vereist"] if number == 0 else [],
        }
        for number in range(8)
    ]
    return {"months": 12, "start": "2026-11", "rows": rows}


def _payback(name: str) -> dict[str, Any]:
    shown = [(5000, 18000, 42000, 4), (-9000, -6250, 1000, None), (0, 0, 0, None)]
    rows = [
        {
            "name": name or f"Geval {n}",
            "low": low,
            "mid": mid,
            "high": high,
            "payback": months,
            "words": "4 mnd",
        }
        for n, (low, mid, high, months) in enumerate(shown)
    ]
    return {"rows": rows}


def _strip(name: str) -> dict[str, Any]:
    cells = [{"words": "Afdeling", "value": 2}, {"words": "nog niet bekend", "value": None}]
    cells += [{"words": LEVELS[n], "value": n} for n in (0, 3, 4)]
    columns = [name or one for one in ("Communicatie", "Klantcontact", "Burgerzaken", "Beheer", "Sociaal")]
    return {"columns": columns, "rows": [{"name": name or pillar, "cells": cells} for pillar in PILLARS]}


def _waves(name: str) -> dict[str, Any]:
    rows = [{"name": name or pillar, "values": [1, 1, 1.5, 2.5 + n % 2]} for n, pillar in enumerate(PILLARS)]
    return {"levels": LEVELS, "rows": rows}


DATA = {
    "bars": _bars,
    "radar": _radar,
    "heat": _heat,
    "spread": _spread,
    "matrix": _matrix,
    "gap": _gap,
    "gantt": _gantt,
    "payback": _payback,
    "strip": _strip,
    "waves": _waves,
}


def chart(kind: str, words: str = "") -> Chart:
    """One chart; `words` in the place of every name in it."""
    return Chart(
        kind,
        words or f"Wat de figuur {kind} laat zien, in een zin",
        words or f"Figuur {kind}: alle cijfers.",
        words or "n = 12, 23 november 2026.",
        DATA[kind](words),
    )


def blocks(words: str = "") -> tuple[Block, ...]:
    """Every block but charts."""
    said = words or "De helft van de vragen kreeg binnen een dag antwoord."
    line, bare = Line(said, ("one",)), Line(said)
    rows = tuple((words or f"S{n}", said, f"{n},5") for n in range(1, 40))
    return (
        Paragraph((line, bare)),
        Listed((line, bare)),
        Listed((bare, line), numbered=True),
        Table(
            words or "Alle vragen", ("Vraag", words or "Wat er is gezegd", "Score"), rows, (2,), {0: ("two",)}
        ),
        Notice("opinion", words or "Begin klein", (line,)),
        Notice("warning", "", (bare, bare)),
        Notice("note", words, (bare,)),
    )


def document(
    words: str = "", language: str = "nl", *, receipts: bool = False, mark: str | None = None
) -> Document:
    """A whole document; `words` in the place of everything that can be typed."""
    told = {
        "one": Receipt(
            words or "Gemiddelde van S1", (("vragen", words or "S1, S2"), ("formule", "som / aantal"))
        ),
        "two": Receipt("Score van S1", (("antwoorden", "2"),)),
    }
    charts = tuple(
        Section(f"chart-{kind}", words or f"Figuur {kind}", (chart(kind, words),)) for kind in DATA
    )
    return Document(
        language=language,
        title=words or "Rapport social media van Gemeente Voorbeeld",
        subtitle=words or "Nulmeting 2026",
        stamp="CONCEPT · versie 20261123-1530 · 23 november 2026",
        mark=mark,
        head=(("Aan", words or "Directie"), ("Datum", "23 november 2026")),
        sections=(
            Section("start", words or "1. Samenvatting", blocks(words)),
            Section("pillars", "2. Per pijler", (Paragraph((Line("Vijf pijlers."),)),), charts),
            Section("end", "3. Vervolg", (Paragraph((Line(words or "Over een half jaar opnieuw."),)),)),
        ),
        annexes=(Section("annex-a", "Bijlage A. Vragen", blocks(words)[3:4]),),
        receipts=told if receipts else {},
    )
