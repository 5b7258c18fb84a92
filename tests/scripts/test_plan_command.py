"""`peiler score` says what it always said, and adds a plan only for who asks."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.library import load_folder

SHIPPED = Path(__file__).parents[2] / "interview_scripts" / "social_media"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    items = [f"{pillar}{place}" for pillar in "SOBIM" for place in range(1, 8)]
    said = [{"question": item, "value": 0 if item == "I2" else 1} for item in items]
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"answers": said}), encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["score", *map(str, words)])


def test_the_plan_is_added_to_the_same_scorecard(answers: Path) -> None:
    plain: dict[str, Any] = json.loads(run(SHIPPED, answers).stdout)
    whole: dict[str, Any] = json.loads(run(SHIPPED, answers, "--roadmap").stdout)
    plan = whole.pop("roadmap")
    assert whole == plain
    assert plan["waves"][0]["actions"][0]["id"] == "I01_secure_first_account"


def test_an_action_that_is_made_has_the_words_of_the_next_level(answers: Path) -> None:
    plan = json.loads(run(SHIPPED, answers, "--roadmap").stdout)["roadmap"]
    everything = [*plan["left_out"], *(action for wave in plan["waves"] for action in wave["actions"])]
    made = {action["id"]: action["text"]["nl"] for action in everything if action["made"]}
    assert made["B5-to-2"] == "Zorg dat dit gaat kloppen: “Eén afdeling bewaart haar eigen berichten.”"
    assert not any("**" in text for text in made.values())


def test_a_folder_without_actions_is_told_in_one_line(answers: Path, tmp_path: Path) -> None:
    (tmp_path / "model.yaml").write_text((SHIPPED / "model.yaml").read_text("utf-8"), encoding="utf-8")
    found = run(tmp_path, answers, "--roadmap")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "actions.yaml" in found.stderr
    assert load_folder(tmp_path).actions_text is None


def test_scripts_that_ask_by_levels_give_every_item_its_words() -> None:
    library = load_folder(SHIPPED)
    assert library.actions_text == (SHIPPED / "actions.yaml").read_text(encoding="utf-8")
    assert set(library.anchors["S1"]) == {0, 1, 2, 3, 4}
    assert set(library.anchors["M7"][4]) == {"nl", "en"}
