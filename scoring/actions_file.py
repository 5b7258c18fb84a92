"""From the text of an actions file to a catalogue, or to everything that is wrong with it."""

from collections.abc import Mapping

from pydantic import ValidationError

from scoring.action import WAVES, Action, Capacity, Catalogue, Effort, PlanRules, Risk, Template, Window
from scoring.actions_checks import findings
from scoring.actions_schema import NAMES, ActionEntry, ActionsEntry, FinishEntry, FromAnchorEntry
from scoring.model import Model, Text
from scoring.problem import ModelError, Problem
from scoring.wording import told
from scoring.yaml_text import read_yaml


def parse_actions(text: str, model: Model | None, source: str = "actions.yaml") -> Catalogue:
    """Read the actions of a model; raises ModelError with every mistake, each with its line.

    Without a model nothing is held against one.
    """
    document = read_yaml(text, source)
    content = document.content
    if not isinstance(content, Mapping):
        raise ModelError([Problem(source, 1, "these are no actions: begin with format, version and actions")])
    mistakes = [(document.line(found.path), found.message) for found in findings(content, model)]
    try:
        entry = ActionsEntry.model_validate(content)
    except ValidationError as error:
        mistakes += [(document.line(mistake["loc"]), told(mistake, NAMES)) for mistake in error.errors()]
    if mistakes:
        raise ModelError([Problem(source, line, message) for line, message in sorted(set(mistakes))])
    return _catalogue(entry)


def _catalogue(entry: ActionsEntry) -> Catalogue:
    efforts = {name: getattr(entry.efforts, name) for name in ("S", "M", "L")}
    windows = {name: getattr(entry.waves, name) for name in WAVES}
    rules = entry.rules
    return Catalogue(
        version=entry.version,
        actions=tuple(_action(action, entry.functions) for action in entry.actions),
        efforts={name: Effort(each.size, each.days, each.at_most) for name, each in efforts.items()},
        windows={name: Window(each.from_month, each.to_month) for name, each in windows.items()},
        capacity=Capacity(entry.waves.quick.at_once, entry.waves.structural.at_once),
        rules=PlanRules(
            rules.now_below,
            tuple(Risk(each.below, each.adds) for each in sorted(rules.risk, key=lambda each: each.below)),
            rules.lag,
        ),
        from_anchor=_from_anchor(entry.from_anchor, entry.functions),
        finish=_finish(entry.finish, entry.functions),
    )


def _action(entry: ActionEntry, functions: Mapping[str, Text]) -> Action:
    return Action(
        id=entry.id,
        pillar=entry.pillar,
        from_level=entry.from_level,
        to_level=entry.to_level,
        items=tuple(entry.items),
        effort=entry.effort,
        kind=entry.kind,
        text=entry.text,
        short=entry.short,
        measure=entry.measure,
        usually=functions[entry.usually],
        needs=tuple(entry.needs),
    )


def _from_anchor(entry: FromAnchorEntry, functions: Mapping[str, Text]) -> Template:
    usually = functions[entry.usually]
    return Template(entry.effort, entry.kind, entry.text, entry.measure, usually, entry.without_anchor)


def _finish(entry: FinishEntry, functions: Mapping[str, Text]) -> Template:
    return Template(entry.effort, "measure", entry.text, entry.measure, functions[entry.usually], entry.text)
