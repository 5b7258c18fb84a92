"""How long the workbook of a large round takes: five hundred people who answer everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.figure import Figure
from bot.app.plug import SHIPPED
from bot.interview.script import Script
from bot.library import load_folder
from bot.reports.advice import Advice
from bot.reports.basis import Basis, Respondent
from bot.reports.documents import Material
from bot.reports.facts import facts
from bot.reports.workbook.making import workbook
from bot.texts import shipped
from scoring import parse_model
from storage.records import Assessment

PEOPLE, ROUNDS = 500, 3
EVIDENCE = [{"kind": "text", "text": "Jaarplan 2027, blz. 4"}]
MADE = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def measure() -> Iterator[Figure]:
    """One workbook, the program and its texts loaded before; the best of a few."""
    material = _material()
    with TemporaryDirectory() as folder:
        took = [_once(material, Path(folder) / "workbook.xlsx") for _ in range(ROUNDS + 1)][1:]
    name = f"workbook of {len(material.answers):,} answers"
    yield Figure(name, min(took), "s", "at most", 2)


def _once(material: Material, out: Path) -> float:
    began = perf_counter()
    workbook(material, "nl", out)
    return perf_counter() - began


def _material() -> Material:
    model = parse_model((SHIPPED / "model.yaml").read_text("utf-8"))
    script = load_folder(SHIPPED).script("maturity").script
    round_ = Assessment(
        "t", "a", "Gemeente Groot", "c", "social_media", "s", "m", "nl", "open", False, MADE, None
    )
    people = [Respondent(f"i{n}", "S", "owner", "adviseur", "Communicatie") for n in range(PEOPLE)]
    answers = [_answer(script, person, item, n) for person in people for n, item in enumerate(model.items)]
    advice = Advice(basis=Basis(model, script, people, scripts=[script]))
    found = facts(model, script, round_, [], [], MADE)
    return Material("a", found, answers, shipped(), False, advice)


def _answer(script: Script, person: Respondent, item: str, number: int) -> Mapping[str, Any]:
    level = number % 5
    return {
        "assessment": "a", "interview": person.interview, "pillar": item[0], "question": item, "revision": 1,
        "option": str(level), "value": level, "text": f"Zo doen wij dat, zei {person.interview}.",
        "reason": None, "best": None, "weakest": None, "evidence": EVIDENCE if level > 2 else [],
        "author": person.interview, "at": "2026-11-20T09:00:00Z", "script_version": script.version,
        "dormant": False,
    }  # fmt: skip
