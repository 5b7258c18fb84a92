"""Every folder that ships is right, and so is what the documentation says of scripts."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from bot.checking import check_folder
from bot.checking.schema import actions_schema, model_schema, references_schema, script_schema
from bot.checking.structure import QUESTION_TYPES
from bot.interview.conditions import FUNCTIONS
from bot.interview.script import Choice, CrossCheck, EvidenceRule, FollowUps, Script, Section
from bot.library import load_folder
from scoring.actions_schema import PARTS as ACTION_PARTS
from scoring.schema import Described, ItemEntry
from scoring.yaml_text import read_yaml

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "interview_scripts"
FOLDERS = sorted(path.parent for path in SCRIPTS.glob("*/*.yaml"))
SCHEMA = SCRIPTS / "schema" / "script.schema.json"
#: What may be told of any part besides is no key of its own; but for its name.
ITEM_KEYS = sorted({*ItemEntry.model_fields, "name"} - ({*Described.model_fields} - {"name"}))


@pytest.mark.parametrize("folder", dict.fromkeys(FOLDERS), ids=lambda folder: folder.name)
def test_every_shipped_folder_is_without_mistakes(folder: Path) -> None:
    assert [str(problem) for problem in check_folder(folder)] == []
    assert load_folder(folder).scripts


def test_the_published_schema_is_the_one_that_holds() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == script_schema(), (
        f"python -m bot.checking.schema > {SCHEMA.relative_to(ROOT)}"
    )


def test_the_published_schema_of_models_is_the_one_that_holds_and_takes_the_shipped_ones() -> None:
    published = SCRIPTS / "schema" / "model.schema.json"
    assert published.read_text(encoding="utf-8") == model_schema(), (
        f"python -m bot.checking.schema model > {published.relative_to(ROOT)}"
    )
    validator = Draft202012Validator(json.loads(model_schema()))
    for model in sorted(SCRIPTS.glob("*/model.yaml")):
        text = model.read_text(encoding="utf-8")
        assert text.splitlines()[0] == "# yaml-language-server: $schema=../schema/model.schema.json"
        content = json.loads(json.dumps(read_yaml(text, model.name).content))
        assert [error.message for error in validator.iter_errors(content)] == []


def test_the_documentation_names_every_key_of_an_item() -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    text = text[text.index("## Items of a model") : text.index("## Texts")]
    assert [key for key in ITEM_KEYS if f"`{key}`" not in text] == []


def test_the_published_schema_of_actions_is_the_one_that_holds() -> None:
    published = SCRIPTS / "schema" / "actions.schema.json"
    assert published.read_text(encoding="utf-8") == actions_schema(), (
        f"python -m bot.checking.schema actions > {published.relative_to(ROOT)}"
    )


def test_the_published_schema_of_sets_of_references_is_the_one_that_holds() -> None:
    published = SCRIPTS / "schema" / "references.schema.json"
    assert published.read_text(encoding="utf-8") == references_schema(), (
        f"python -m bot.checking.schema references > {published.relative_to(ROOT)}"
    )


def test_the_documentation_names_every_key_of_an_actions_file() -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    text = text[text.index("## Actions for a plan") :]
    keys = {field.alias or name for part in ACTION_PARTS for name, field in part.model_fields.items()}
    assert [key for key in sorted(keys) if f"`{key}`" not in text] == []


@pytest.mark.parametrize("actions", sorted(SCRIPTS.glob("*/actions.yaml")), ids=lambda path: path.parent.name)
def test_actions_point_editors_at_their_schema(actions: Path) -> None:
    first = actions.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/actions.schema.json"


def test_the_example_points_editors_at_the_schema() -> None:
    example = SCRIPTS / "example" / "maturity.yaml"
    first = example.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found
    assert (example.parent / found[1]).resolve() == SCHEMA


def test_the_example_uses_every_type_of_question_and_every_device() -> None:
    script = load_folder(SCRIPTS / "example").script("maturity").script
    questions = [question for section in script.sections for question in section.questions]
    assert {question.type for question in questions} == set(QUESTION_TYPES)
    assert script.choices
    assert script.cross_checks
    assert any(question.follow_up for question in questions)
    assert any(question.doubts for question in questions)
    assert any(question.part_of for question in questions)
    assert any(isinstance(question.order, str) for question in questions)
    assert any("{" in text for question in questions for text in question.text.values())


def test_the_documentation_names_every_key_type_and_helper_of_a_script() -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    parts: list[type[BaseModel]] = [
        Script,
        Section,
        CrossCheck,
        EvidenceRule,
        FollowUps,
        Choice,
        *QUESTION_TYPES.values(),
    ]
    keys = {field.alias or name for part in parts for name, field in part.model_fields.items()}
    missing = [name for name in sorted(keys | set(QUESTION_TYPES) | set(FUNCTIONS)) if f"`{name}" not in text]
    assert missing == []


def test_the_script_in_the_documentation_is_without_mistakes(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")
    model, script = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[:2]
    (tmp_path / "model.yaml").write_text(model, encoding="utf-8")
    (tmp_path / "maturity.yaml").write_text(script, encoding="utf-8")
    assert [str(problem) for problem in check_folder(tmp_path)] == []


def test_whoever_chose_the_highest_level_and_says_no_to_all_departments_is_talked_to() -> None:
    script = load_folder(SCRIPTS / "social_media").script("maturity").script
    questions = [question for section in script.sections for question in section.questions]
    assert {one.doubts for one in questions if one.id.endswith("_whole")} == {"no"}
    assert sum(one.doubts is not None for one in questions) == 35
