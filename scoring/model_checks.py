"""What the parts of a model must be to each other: ids unique, names that exist, rules complete.

Works on the plain content of the file, which may hold other mistakes, so that all of them are told at once.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from scoring.answers import PRESSURE
from scoring.level_rules import LEVEL_RULES
from scoring.score_rules import SCORE_RULES
from scoring.wording import told, unknown

Step = str | int


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake and the path in the file that leads to it."""

    path: tuple[Step, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Part:
    """A dimension or an item as it stands in the file; the organisation is the first dimension."""

    path: tuple[Step, ...]
    content: Mapping[Any, Any]
    is_item: bool = False


def findings(content: Mapping[Any, Any]) -> Iterator[Finding]:
    """Every mistake that a look at one part alone would not show."""
    parts = list(_parts(content))
    yield from _repeated(parts)
    for part in parts:
        if part.is_item:
            yield from _item(part, content)
        else:
            yield from _score_rule(part)
            yield from _level_rule(part, content)
    yield from _pressure(content)


def _parts(content: Mapping[Any, Any]) -> Iterator[Part]:
    overall = content.get("overall")
    if isinstance(overall, Mapping):
        yield Part(("overall",), overall)
    yield from _below(content, ())


def _below(content: Mapping[Any, Any], path: tuple[Step, ...]) -> Iterator[Part]:
    for place, item in _entries(content, "items"):
        yield Part((*path, *place), item, is_item=True)
    for place, dimension in _entries(content, "dimensions"):
        yield Part((*path, *place), dimension)
        yield from _below(dimension, (*path, *place))


def _entries(content: Mapping[Any, Any], name: str) -> Iterator[tuple[tuple[Step, ...], Mapping[Any, Any]]]:
    entries = content.get(name)
    for i, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, Mapping):
            yield (name, i), entry


def _levels(part: Part, content: Mapping[Any, Any]) -> set[int]:
    """The levels that the items below have and may have; the whole of the model for the organisation."""
    around = content if part.path == ("overall",) else part.content
    levels = [str(inner.content.get("level")) for inner in _below(around, ()) if inner.is_item]
    return {int(level) for level in levels if level.isdecimal() and len(level) < 4}


def _repeated(parts: list[Part]) -> Iterator[Finding]:
    seen: set[str] = set()
    for part in parts:
        if "id" not in part.content:
            continue
        name = str(part.content["id"])
        if name in seen:
            yield Finding((*part.path, "id"), f"{name} is the id of another part too; give each its own id")
        if name == PRESSURE and part.is_item:
            yield Finding((*part.path, "id"), f"{PRESSURE} is the question about pressure; choose another id")
        seen.add(name)


def _item(part: Part, content: Mapping[Any, Any]) -> Iterator[Finding]:
    sets = content.get("answer_sets")
    answers = part.content.get("answers")
    if not isinstance(sets, Mapping) or not isinstance(answers, str | int):
        return
    known = {str(name): options for name, options in sets.items()}
    if str(answers) not in known:
        yield Finding((*part.path, "answers"), unknown("answer set", str(answers), known))
    elif part.content.get("levels") and _highest(known[str(answers)]) <= 0:
        message = "weights per level need answers of which the highest number is above 0"
        yield Finding((*part.path, "levels"), message)


def _highest(answer_set: object) -> float:
    numbers = answer_set.values() if isinstance(answer_set, Mapping) else ()
    return max((number for number in numbers if isinstance(number, int | float)), default=1.0)


def _pressure(content: Mapping[Any, Any]) -> Iterator[Finding]:
    ambition, sets = content.get("ambition"), content.get("answer_sets")
    if not isinstance(ambition, Mapping) or not isinstance(sets, Mapping):
        return
    wanted = ambition.get("pressure")
    if isinstance(wanted, str) and wanted not in map(str, sets):
        yield Finding(("ambition", "pressure"), unknown("answer set", wanted, map(str, sets)))


def _score_rule(part: Part) -> Iterator[Finding]:
    chosen = part.content.get("score")
    rule = chosen.get("rule") if isinstance(chosen, Mapping) else None
    if isinstance(rule, str) and rule not in SCORE_RULES:
        yield Finding((*part.path, "score", "rule"), unknown("score rule", rule, SCORE_RULES))


def _level_rule(part: Part, content: Mapping[Any, Any]) -> Iterator[Finding]:
    chosen = part.content.get("level")
    if not isinstance(chosen, Mapping):
        return
    path = (*part.path, "level")
    rule = str(chosen.get("rule", "a level without a rule"))
    if rule not in LEVEL_RULES:
        yield Finding((*path, "rule"), unknown("level rule", rule, LEVEL_RULES))
        return
    try:
        parameters = level_parameters(rule, chosen)
    except ValidationError as error:
        known = _schema(LEVEL_RULES[rule]).model_fields
        for mistake in error.errors():
            yield Finding((*path, *mistake["loc"]), f"level.{told(mistake, known)}")
    else:
        yield from _bars(parameters, _levels(part, content), path)


def _bars(parameters: Mapping[str, Any], levels: set[int], path: tuple[Step, ...]) -> Iterator[Finding]:
    """A table of values to reach must have one for every level that items ask for."""
    bars = parameters.get("at_least")
    if isinstance(bars, Mapping):
        for level in sorted(levels):
            if level > parameters["lowest"] and level not in bars:
                yield Finding((*path, "at_least"), f"at_least has no value for level {level}; add one")


def level_parameters(rule: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a level rule, those that are not given at their default; raises ValidationError."""
    given = {name: value for name, value in chosen.items() if name != "rule"}
    checked = _schema(LEVEL_RULES[rule]).model_validate(given)
    return {name: getattr(checked, name) for name in type(checked).model_fields}


@cache
def _schema(rule: Callable[..., Any]) -> type[BaseModel]:
    """What a rule takes is what its keyword parameters say."""
    fields: dict[str, Any] = {
        parameter.name: (
            parameter.annotation,
            ... if parameter.default is parameter.empty else parameter.default,
        )
        for parameter in inspect.signature(rule).parameters.values()
        if parameter.kind is parameter.KEYWORD_ONLY
    }
    config = ConfigDict(extra="forbid", allow_inf_nan=False)
    return create_model(rule.__name__, __config__=config, **fields)
