"""A folder with a model and its scripts, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.checking.against_model import check_against_model
from bot.checking.expressions import every_expression
from bot.checking.figures import check_figures
from bot.checking.lengths import check_lengths
from bot.checking.names import check_names
from bot.checking.outline import Outline, outline
from bot.checking.problem import Problem
from bot.checking.structure import read_script
from bot.checking.texts import check_texts
from bot.checking.truth import Truth
from bot.checking.wording import Wording
from bot.checking.yaml_document import read_yaml
from scoring import Model, ModelError, parse_actions, parse_model

MODEL_FILE = "model.yaml"
ACTIONS_FILE = "actions.yaml"
FIGURES_FILE = "figures.yaml"
#: Files of a model's folder that hold no script.
NOT_SCRIPTS = frozenset({MODEL_FILE, ACTIONS_FILE, FIGURES_FILE})
#: Everything that is checked of one script besides its shape and its conditions.
CHECKS: tuple[Callable[[Outline], Iterator[Problem]], ...] = (check_names, check_texts, check_lengths)


def check_folder(folder: Path) -> list[Problem]:
    """Every mistake in a folder, by file and line: scripts, model, actions, figures; empty: all is well."""
    if not folder.is_dir():
        return [Problem(str(folder), 1, "there is no such folder")]
    try:
        model, problems = _model(folder / MODEL_FILE)
        problems += _actions(folder / ACTIONS_FILE, model)
        pillars = tuple(dimension.id for dimension in model.dimensions) if model else ()
        scripts: list[Outline] = []
        for path in script_files(folder):
            script, found = _script(path, pillars)
            problems += [*found, *_same_id(scripts, script)]
            scripts.append(script)
        problems += _offers(scripts)
        problems += check_figures(folder / FIGURES_FILE, scripts)
        if model is not None:
            document = read_yaml((folder / MODEL_FILE).read_text(encoding="utf-8"), str(folder / MODEL_FILE))
            problems += check_against_model(model, document, scripts)
    except OSError as error:
        return [Problem(str(error.filename), 1, f"cannot be read: {error.strerror}")]
    return sorted(set(problems))


def script_files(folder: Path) -> list[Path]:
    """The folder's scripts: every .yaml file that is not the model or its actions."""
    return sorted(path for path in folder.glob("*.yaml") if path.name not in NOT_SCRIPTS)


def _model(path: Path) -> tuple[Model | None, list[Problem]]:
    if not path.is_file():
        return None, [Problem(str(path), 1, "there is no model.yaml in this folder")]
    try:
        return parse_model(path.read_text(encoding="utf-8"), str(path)), []
    except ModelError as error:
        return None, _told(error)
    except UnicodeDecodeError:
        return None, [Problem(str(path), 1, "the file is not UTF-8 text")]


def _actions(path: Path, model: Model | None) -> list[Problem]:
    """What is wrong with the actions; a folder may have none."""
    if not path.is_file():
        return []
    try:
        parse_actions(path.read_text(encoding="utf-8"), model, str(path))
    except ModelError as error:
        return _told(error)
    except UnicodeDecodeError:
        return [Problem(str(path), 1, "the file is not UTF-8 text")]
    return []


def _told(error: ModelError) -> list[Problem]:
    return [Problem(each.source, each.line or 1, each.message) for each in error.problems]


def _script(path: Path, pillars: tuple[str, ...]) -> tuple[Outline, list[Problem]]:
    try:
        reading = read_script(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError:
        return outline(read_yaml("", str(path))), [Problem(str(path), 1, "the file is not UTF-8 text")]
    script = outline(reading.document)
    problems = list(reading.problems)
    if not isinstance(reading.document.data, dict):
        return script, problems
    for check in CHECKS:
        problems += check(script)
    return script, [*problems, *check_conditions(script, pillars)]


def check_conditions(script: Outline, pillars: tuple[str, ...]) -> Iterator[Problem]:
    """Every mistake in `when` and `order`; a condition is tried only when its words are right."""
    wording, truth = Wording(script, pillars), Truth(script, pillars)
    for expression in every_expression(script):
        mistakes = list(wording.mistakes(expression)) or list(truth.mistakes(expression))
        if mistakes and expression.placed is None and expression.section is not None:
            truth.distrusted.add(expression.section.id)
        for mistake in mistakes:
            yield script.problem(expression.path, f"{expression.path[-1]} '{expression.source}': {mistake}")


def _offers(scripts: list[Outline]) -> Iterator[Problem]:
    """Offers of what is no script of this folder."""
    ids = {one.document.data.get("id") for one in scripts if isinstance(one.document.data, dict)}
    for script in scripts:
        for path, offer in script.offers:
            if offer.script not in ids:
                yield script.problem(
                    (*path, "script"), f"no script of this folder has the id {offer.script!r}"
                )


def _same_id(others: list[Outline], script: Outline) -> Iterator[Problem]:
    if not isinstance(script.document.data, dict):
        return
    name = script.document.data.get("id")
    for other in others:
        if isinstance(other.document.data, dict) and other.document.data.get("id") == name:
            yield script.problem(("id",), f"{other.document.source} has the id {name!r} too")
