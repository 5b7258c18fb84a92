"""Who asks for the plan beside a scorecard gets one that other programs can read."""

import json
from typing import Any

import pytest

from scoring import ModelError
from scoring.files import score_folder_text
from tests.scoring.building import shipped
from tests.scoring.test_roadmap import TOWN

MODEL, ACTIONS = shipped("social_media"), shipped("social_media", "actions")


def handed_in(**changes: Any) -> str:
    said = TOWN | changes
    return json.dumps({"answers": [{"question": name, "value": value} for name, value in said.items()]})


def test_without_asking_the_scorecard_is_what_it_was() -> None:
    assert "roadmap" not in json.loads(score_folder_text(MODEL, handed_in()))


def test_the_plan_stands_beside_the_scorecard_with_waves_pillars_and_what_has_no_room() -> None:
    said = handed_in()
    whole = json.loads(score_folder_text(MODEL, said, actions_text=ACTIONS))
    plan = whole.pop("roadmap")
    assert whole == json.loads(score_folder_text(MODEL, said))
    assert [wave["name"] for wave in plan["waves"]] == ["now", "quick", "structural", "large"]
    assert (plan["actions_version"], plan["capacity"]) == ("1", {"quick": 5, "structural": 5})
    first = plan["waves"][0]["actions"][0]
    assert (first["id"], first["gaps"]) == (
        "I01_secure_first_account",
        [{"item": "I2", "value": 0, "goal": 1}],
    )
    assert set(first["text"]) == set(first["usually"]) == set(first["measure"]) == {"nl", "en"}
    assert plan["fits"] is (plan["left_out"] == [])
    assert (plan["room_needed"] is None) is plan["fits"]
    assert plan["dropped"] == []
    assert {each["reason"] for each in plan["left_out"]} <= {"capacity", "needs"}
    pillars = {each["id"]: each for each in plan["pillars"]}
    assert (pillars["I"]["level"], pillars["I"]["goal"], pillars["O"]["state"]) == (1, 2, "reached")
    assert pillars["O"]["one_level_up"]["to_level"] == 3


def test_an_ambition_counts_for_the_plan_only_where_no_pressure_was_answered() -> None:
    with_pressure = score_folder_text(MODEL, handed_in(), 1, actions_text=ACTIONS)
    assert json.loads(with_pressure)["roadmap"]["pillars"][0]["ambition"] == 3
    without = json.loads(score_folder_text(MODEL, handed_in(pressure=None), 1, actions_text=ACTIONS))
    assert [each["goal"] for each in without["roadmap"]["pillars"]] == [None] * 5
    assert without["roadmap"]["pillars"][0]["one_level_up"]["from_level"] == 1


def test_a_pillar_without_a_level_has_nothing_to_lift() -> None:
    empty = json.loads(score_folder_text(MODEL, '{"answers": []}', actions_text=ACTIONS))
    assert all(each["one_level_up"] is None for each in empty["roadmap"]["pillars"])


def test_mistakes_in_the_actions_are_all_told() -> None:
    with pytest.raises(ModelError) as caught:
        score_folder_text(MODEL, handed_in(), actions_text=ACTIONS.replace("kind: owner", "kind: boss"))
    assert len(caught.value.problems) > 5
