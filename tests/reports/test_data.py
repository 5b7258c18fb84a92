"""The file for other programs: every case is as its schema says, and what leaves tells of nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.reports.advice import ActionEdit, Conclusion, Decision, Verdict
from bot.reports.data_schema import data_schema
from bot.reports.documents import DOCUMENTS, Material
from tests.reports.memo_cases import CASES
from tests.reports.report_cases import case, material_of
from tests.reports.rounds import Round
from tests.reports.test_workbook import RUNNING, material_of_example

PUBLISHED = Path("interview_scripts/schema/data.schema.json")
[DOCUMENT] = [one for one in DOCUMENTS if one.name == "data.json"]
MORE: dict[str, Any] = {
    "running": RUNNING,
    "conclusions": [Conclusion("c1", "Begin klein.", "B")],
    "decision": Decision("Akkoord", None, None),
    "edits": {"B12_list_owner_and_figures": ActionEdit(owner="Anna", dropped=False)},
    "verdicts": {"gate:B1": Verdict("kept")},
    "progress": {"B12_list_owner_and_figures": ("begonnen",)},
}


def data(material: Material, tmp_path: Path) -> dict[str, Any]:
    out = tmp_path / "data.json"
    DOCUMENT.make(material, "nl", out)
    found: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return found


def check(found: dict[str, Any]) -> None:
    jsonschema.validate(found, json.loads(PUBLISHED.read_text("utf-8")), jsonschema.Draft202012Validator)


def test_the_published_schema_of_the_data_is_the_one_that_holds() -> None:
    assert PUBLISHED.read_text("utf-8") == data_schema(), f"python -m bot.reports.data_schema > {PUBLISHED}"
    jsonschema.Draft202012Validator.check_schema(json.loads(data_schema()))


@pytest.mark.parametrize("leaves", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_every_case_is_as_the_schema_says_in_both_copies(name: str, leaves: bool, tmp_path: Path) -> None:
    found = data(case(name, leaves=leaves, **MORE), tmp_path)
    check(found)
    assert found["copy"] == ("distribution" if leaves else "full")
    assert found["plan"]["waves"][-1]["after"]["dimensions"]
    assert found["conclusions"]


def test_a_round_without_answers_or_plan_is_as_the_schema_says_too(tmp_path: Path) -> None:
    found = data(material_of_example(Round()), tmp_path)
    check(found)
    assert found["plan"] is None


def test_a_file_with_anything_else_in_it_is_not_as_the_schema_says(tmp_path: Path) -> None:
    found = data(case("balanced_and_low"), tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        check({**found, "surprise": 1})


def test_the_plan_edits_initiatives_and_decision_are_in_the_full_copy(tmp_path: Path) -> None:
    found = data(case("balanced_and_low", **MORE), tmp_path)
    assert found["decision"]["what"] == "Akkoord"
    assert [one["told"]["name"] for one in found["initiatives"]] == ["Buurtapp", "=HYPERLINK(1)"]
    assert float(found["initiatives"][1]["case"]["outcomes"]["mid"]["payback"]) == 4
    assert "opinion:c1" in {one["id"] for one in found["conclusions"]}
    assert found["plan"]["withheld"] == 0
    assert all(
        one["items"] for wave in found["plan"]["waves"] for one in wave["actions"] if one["why"] == "ranked"
    )


@pytest.mark.parametrize("name", CASES)
def test_a_copy_for_others_tells_no_answer_by_its_plan(name: str, tmp_path: Path) -> None:
    found = data(case(name, leaves=True, **MORE), tmp_path)
    assert (found["verdicts"], found["progress"]) == ({}, {})
    small = {pillar["id"] for pillar in found["pillars"] if not pillar["items"]}
    plan = found["plan"]
    actions = [one for wave in plan["waves"] for one in wave["actions"]]
    for action in (*actions, *plan["left_out"], *plan["dropped"]):
        assert not {"items", "gaps", "why", "value", "priority"} & action.keys()
        assert not (action["made"] and action["pillar"] in small)
    assert not any("unanswered" in pillar or "one_level_up" in pillar for pillar in plan["pillars"])


def test_the_same_data_gives_the_same_file_to_the_byte(tmp_path: Path) -> None:
    made = []
    for _ in range(2):
        material = material_of(CASES["half_answered"][0](), running=RUNNING)
        DOCUMENT.make(replace(material), "nl", tmp_path / "data.json")
        made.append((tmp_path / "data.json").read_bytes())
    assert made[0] == made[1]


def test_a_copy_for_others_keeps_still_about_a_safeguard_that_is_missing(tmp_path: Path) -> None:
    made = Round()
    for role in ("owner", "colleague", "colleague"):
        made.person("S", "3022", role=role)
    [full, shared] = (
        data(replace(material_of_example(made), leaves=leaves), tmp_path) for leaves in (False, True)
    )
    items = [
        next(item for item in one["pillars"][0]["items"] if item["id"] == "S2") for one in (full, shared)
    ]
    assert [item["value"] for item in items] == [0, None]
    assert [one["findings"]["urgent"] for one in (full, shared)] == [["S2"], []]
    check(shared)
