"""Every document about an assessment that is written to a folder, in one table."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.reports.answer_table import answer_table
from bot.reports.charts import chart
from bot.reports.data import data_of
from bot.reports.facts import Facts
from bot.reports.summary import summary
from bot.texts import Texts

#: Our own markup; what people typed is escaped at this point.
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Material:
    """What documents are made of; `answers` as in the export. In a copy that `leaves` the consultant there
    are none, and the facts hold only what may leave.
    """

    assessment: str
    facts: Facts
    answers: Sequence[Mapping[str, Any]]
    texts: Texts
    leaves: bool


@dataclass(frozen=True, slots=True)
class Document:
    """`name`: the file's, with {lang} where each language has its own; `leaves`: may be given to others."""

    name: str
    make: Callable[[Material, str, Path], object]
    leaves: bool = True

    def names(self, languages: Sequence[str]) -> dict[str, str]:
        """File name -> language."""
        return {self.name.format(lang=language): language for language in languages}


def _summary(material: Material, language: str, out: Path) -> None:
    said = "\n\n".join(summary(material.facts, language, material.texts, leaves=material.leaves))
    out.write_text(html.unescape(_TAG.sub("", said)) + "\n", encoding="utf-8")


def _radar(material: Material, language: str, out: Path) -> None:
    chart(material.facts, language, out, material.texts)


def _data(material: Material, _: str, out: Path) -> None:
    copy = {"copy": "distribution" if material.leaves else "full"}
    data = copy | data_of(material.facts, material.assessment)
    out.write_text(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding="utf-8")


def _answers(material: Material, _: str, out: Path) -> None:
    out.write_text(answer_table(material.answers), encoding="utf-8", newline="")


DOCUMENTS = (
    Document("summary.{lang}.txt", _summary),
    Document("radar.{lang}.png", _radar),
    Document("data.json", _data),
    Document("answers.csv", _answers, leaves=False),
)
