"""A script laid out for checking: every part that can be read, with its place, even if others cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.checking.problem import Problem
from bot.checking.yaml_document import Document, Path
from bot.interview.questions import Question
from bot.interview.questions.common import Cel
from bot.interview.script import CrossCheck, EvidenceRule, Offer

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
_CROSS_CHECK = TypeAdapter(CrossCheck)
_EVIDENCE = TypeAdapter(EvidenceRule)
_OFFER = TypeAdapter(Offer)
_CEL = TypeAdapter(Cel)
#: Keys that are wrong together, when a question cannot have both.
LIMITS = ("at_least", "at_most", "min", "max", "earliest", "latest")


@dataclass(frozen=True, slots=True)
class Place:
    """A section: `path` leads to it in the file, `position` counts from 0."""

    path: Path
    position: int
    id: str
    title: object
    when: str | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A question where it stands; `position` counts from 0 over the whole script.

    `whole` is False when keys that are wrong were left out to read the rest.
    """

    path: Path
    position: int
    section: Place
    question: Question
    whole: bool


@dataclass(slots=True)
class Outline:
    """The readable parts of one script.

    `ids` are of all questions and cross-checks, in file order; `broken` those of questions whose shape is
    wrong: known, but not how. `shared` are the choice sets as they stand in the file, `used` the named ones.
    """

    document: Document
    languages: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sections: list[Place] = field(default_factory=list)
    questions: list[Placed] = field(default_factory=list)
    ids: list[tuple[str, Path]] = field(default_factory=list)
    broken: dict[str, int] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    cross_checks: list[tuple[Path, CrossCheck]] = field(default_factory=list)
    evidence: EvidenceRule | None = None
    offers: list[tuple[Path, Offer]] = field(default_factory=list)

    def problem(self, path: Path, message: str) -> Problem:
        """A problem at this place of the file."""
        return self.document.problem(path, message)

    def items(self) -> set[str]:
        """The ids under which the model may know the questions; those of broken ones are as good as right."""
        return {*self.broken, *(placed.question.scored_as for placed in self.questions)}

    def start_of(self, section: Place) -> int:
        """The position of the section's first question; 0 if it has none that can be read."""
        return min((placed.position for placed in self.questions if placed.section == section), default=0)

    def named(self) -> dict[str, Placed]:
        """The readable questions by id; the first counts where an id stands twice."""
        return {placed.question.id: placed for placed in reversed(self.questions)}

    def positions(self) -> dict[str, int]:
        """Where each question stands, those that cannot be read too."""
        return {**self.broken, **{name: placed.position for name, placed in self.named().items()}}


def outline(document: Document) -> Outline:
    """What can be read of the document; nothing is reported here, `read_script` does that."""
    data = document.data if isinstance(document.data, dict) else {}
    result = Outline(document, _strings(data.get("languages")), _strings(data.get("facts")))
    if isinstance(data.get("choices"), dict):
        result.shared = data["choices"]
    if "evidence" in data:
        result.evidence = _read(_EVIDENCE, data["evidence"])
    for position, raw in _dicts(data.get("sections")):
        _section(result, position, raw)
    result.cross_checks = _listed(_CROSS_CHECK, data, "cross_checks")
    result.ids += [(check.id, (*path, "id")) for path, check in result.cross_checks]
    result.offers = _listed(_OFFER, data, "offers")
    return result


def _listed(reader: TypeAdapter[Any], data: dict[str, Any], key: str) -> list[tuple[Path, Any]]:
    """Those of a list that can be read, each with its place."""
    found = [((key, position), _read(reader, raw)) for position, raw in _dicts(data.get(key))]
    return [(path, one) for path, one in found if one is not None]


def _section(result: Outline, position: int, raw: dict[str, Any]) -> None:
    path: Path = ("sections", position)
    when = _read(_CEL, raw.get("when"))
    place = Place(path, position, str(raw.get("id")), raw.get("title"), when)
    result.sections.append(place)
    for number, question in _dicts(raw.get("questions")):
        _place(result, place, (*path, "questions", number), question)


def _place(result: Outline, place: Place, path: Path, raw: dict[str, Any]) -> None:
    position = len(result.questions) + len(result.broken)
    name = raw.get("choices")
    if isinstance(name, str):
        result.used.add(name)
        raw = raw | {"choices": result.shared.get(name, name)}
    if "id" in raw:
        result.ids.append((str(raw["id"]), (*path, "id")))
    question, whole = _read_as_far_as_possible(_QUESTION, raw, depth=1)
    if question is not None:
        result.questions.append(Placed(path, position, place, question, whole))
    elif "id" in raw:
        result.broken[str(raw["id"])] = position


def _read(reader: TypeAdapter[Any], raw: Any) -> Any:
    return _read_as_far_as_possible(reader, raw)[0]


def _read_as_far_as_possible(reader: TypeAdapter[Any], raw: Any, depth: int = 0) -> tuple[Any, bool]:
    """The value without the keys that are wrong, and whether it is whole; None if it needs one of those.

    `depth` is where a key stands in the location of a mistake: after the type, for questions.
    """
    try:
        return reader.validate_python(raw), True
    except ValidationError as error:
        places = [problem["loc"][depth:] for problem in error.errors()]
    if not isinstance(raw, dict):
        return None, False
    wrong = {place[0] for place in places if place}.union(LIMITS if () in places else ())
    try:
        return reader.validate_python({key: value for key, value in raw.items() if key not in wrong}), False
    except ValidationError:
        return None, False


def _dicts(raw: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    if isinstance(raw, list):
        yield from ((place, item) for place, item in enumerate(raw) if isinstance(item, dict))


def _strings(raw: Any) -> tuple[str, ...]:
    return tuple(item for item in raw if isinstance(item, str)) if isinstance(raw, list) else ()
