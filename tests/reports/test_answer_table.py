"""The table of answers: one row each, over all versions of a script, with what was asked then."""

from __future__ import annotations

import csv
import io
from typing import Any

from bot.interview.script import Script
from bot.reports.answer_table import COLUMNS, answer_table
from bot.reports.codebook import codebook
from tests.reports.rounds import script


def version(number: str, asked: str) -> Script:
    """The example script with another text for S1."""
    data = script().model_dump(mode="json", exclude_defaults=True)
    data["version"] = number
    data["sections"][0]["questions"][0]["text"] = {"nl": asked, "en": f"{asked} (en)"}
    return Script.model_validate(data)


def answer(interview: str, number: str, **more: Any) -> dict[str, Any]:
    return {
        "assessment": "a1", "interview": interview, "pillar": "S", "question": "S1", "revision": 1,
        "option": "2", "value": 2, "text": None, "reason": None, "best": None, "weakest": None,
        "evidence": [], "author": "p", "at": "2026-11-20T09:00:00Z", "script_version": number,
        "dormant": False, **more,
    }  # fmt: skip


def table(*answers: dict[str, Any]) -> list[dict[str, str]]:
    codes = codebook([version("1.0", "Hoe was het?"), version("2.0", "=HOE(IS)")])
    rows = list(csv.DictReader(io.StringIO(answer_table(answers, codes), newline="")))
    assert all(tuple(row) == COLUMNS for row in rows)
    return rows


def test_answers_of_two_versions_stand_below_each_other_with_the_text_of_each() -> None:
    first, second = table(answer("i1", "1.0"), answer("i2", "2.0"))
    assert (first["script_version"], first["question_nl"], first["question_en"]) == (
        "1.0", "Hoe was het?", "Hoe was het? (en)",
    )  # fmt: skip
    assert second["script_version"] == "2.0"
    assert second["question_nl"] == "'=HOE(IS)", "a text of a script is no formula either"
    assert first["label_nl"] == "Eén afdeling heeft doel op papier."


def test_an_answer_by_a_version_that_nobody_knows_any_more_keeps_its_row() -> None:
    [row] = table(answer("i1", "0.1"))
    assert (row["value"], row["question_nl"], row["label_nl"]) == ("2", "", "")


def test_what_is_no_option_has_no_label() -> None:
    [row] = table(answer("i1", "1.0", value="dont_know", option="dont_know", text="@SUM(A1)"))
    assert (row["label_nl"], row["text"]) == ("", "'@SUM(A1)")
