"""Answers and reviews as they are handed in: one JSON object, every mistake in it named."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn

from scoring.answers import DEPENDS, DORMANT, NOT_APPLICABLE, PRESSURE, SPECIALS, Answer, Review, Submission
from scoring.compare import TOLERANCE
from scoring.model import AnswerSet, Item, Model
from scoring.problem import AnswersError, Problem
from scoring.wording import unknown

TOP_NAMES = ("answers", "reviews")
ANSWER_NAMES = ("question", "value", "respondent", "weight", "evidence", "reason")
REVIEW_NAMES = ("question", "value", "evidence", "reason")
HEAVIEST = 1e9


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer or review as it stands in the file."""

    place: str
    item: Item | None
    content: Mapping[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """What is said under this name; a null counts as not said."""
        value = self.content.get(name)
        return default if value is None else value


def read_submission(text: str, model: Model, source: str = "answers.json") -> Submission:
    """Read what was handed in; raises AnswersError with every mistake."""
    content = _json(text, source)
    answers = _entries(content, "answers", {PRESSURE: model.pressure, **model.items})
    reviews = _entries(content, "reviews", model.items)
    mistakes = [
        *_wrong_names(content, TOP_NAMES, "the file"),
        *_wrong_list(content),
        *(mistake for entry in answers for mistake in _answer_mistakes(entry, model)),
        *_repeated(answers, ("question", "respondent")),
        *(mistake for entry in reviews for mistake in _review_mistakes(entry, model, _valued(answers))),
        *_repeated(reviews, ("question",)),
    ]
    if mistakes:
        raise AnswersError([Problem(source, None, mistake) for mistake in mistakes])
    return Submission(tuple(map(_answer, answers)), tuple(map(_review, reviews)))


def _json(text: str, source: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise AnswersError([Problem(source, error.lineno, f"this is not JSON: {error.msg}")]) from None
    except (ValueError, RecursionError) as error:
        raise AnswersError([Problem(source, None, f"this cannot be read: {error}")]) from None
    if not isinstance(content, dict):
        told = 'this is not a set of answers: begin with {"answers": [...]}'
        raise AnswersError([Problem(source, 1, told)])
    return content


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _wrong_list(content: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(content.get("answers"), list):
        yield "answers must be a list of answers"
    if not isinstance(content.get("reviews") or [], list):
        yield "reviews must be a list of reviews"
    for name in TOP_NAMES:
        entries = content.get(name)
        for i, entry in enumerate(entries if isinstance(entries, list) else ()):
            if not isinstance(entry, dict):
                yield f'{name}[{i}] must be an object such as {{"question": "…"}}'


def _entries(content: Mapping[str, Any], name: str, items: Mapping[str, Item]) -> list[Entry]:
    entries = content.get(name)
    return [
        Entry(f"{name}[{i}] ({entry.get('question')})", items.get(str(entry.get("question"))), entry)
        for i, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, dict)
    ]


def _wrong_names(content: Mapping[str, Any], known: tuple[str, ...], place: str) -> Iterator[str]:
    """A name that is nearly a known one was meant to be it; other names are somebody's own notes."""
    for name in content:
        close = get_close_matches(name, known, n=1)
        if close and name not in known:
            yield f"{place}: {name} is not known; did you mean {close[0]}?"


def _question_mistakes(entry: Entry, known: Mapping[str, Item], names: tuple[str, ...]) -> Iterator[str]:
    yield from _wrong_names(entry.content, names, entry.place)
    if entry.item is None:
        name = str(entry.content.get("question"))
        yield f"{entry.place}: {unknown('question of this model', name, known)}"


def _answer_mistakes(entry: Entry, model: Model) -> Iterator[str]:
    yield from _question_mistakes(entry, {PRESSURE: model.pressure, **model.items}, ANSWER_NAMES)
    yield from _value_mistakes(entry)
    weight = entry.get("weight", 1.0)
    if not _is_number(weight) or not 0 < weight <= HEAVIEST:
        yield f"{entry.place}: weight {json.dumps(weight)} must be a number above 0"
    if not isinstance(entry.get("respondent", ""), str):
        yield f"{entry.place}: respondent must be a text"
    evidence = entry.get("evidence", [])
    if not isinstance(evidence, list) or not all(isinstance(text, str) for text in evidence):
        yield f"{entry.place}: evidence must be a list of texts"
    if entry.content.get("value") == NOT_APPLICABLE and not _has_reason(entry):
        yield f"{entry.place}: {NOT_APPLICABLE} needs a reason"


def _value_mistakes(entry: Entry) -> Iterator[str]:
    value = entry.content.get("value")
    if "value" not in entry.content:
        yield f"{entry.place}: value is missing"
    elif value == DORMANT:
        yield f"{entry.place}: {DORMANT} is worked out, not answered; leave this answer out"
    elif entry.item is not None and not _is_answer(entry.item.answers, value):
        yield f"{entry.place}: {json.dumps(value)} is not an option; use {_choices(entry.item.answers)}"


def _is_answer(answer_set: AnswerSet, value: object) -> bool:
    if value is None or (isinstance(value, str) and (value in SPECIALS or value == DEPENDS)):
        return True
    return isinstance(value, str | int | float) and answer_set.number_of(value) is not None


def _choices(answer_set: AnswerSet) -> str:
    own = ", ".join(answer_set.options) or f"a number from {answer_set.low:g} to {answer_set.high:g}"
    return f"{own}, or {', '.join(sorted(SPECIALS - {DORMANT}))}"


def _review_mistakes(entry: Entry, model: Model, valued: frozenset[str]) -> Iterator[str]:
    yield from _question_mistakes(entry, model.items, REVIEW_NAMES)
    if entry.item is not None:
        yield from _judgement_mistakes(entry, entry.item, valued)
    if not isinstance(entry.get("evidence", False), bool):
        yield f"{entry.place}: evidence must be true or false"
    if not _has_reason(entry):
        yield f"{entry.place}: a review needs a reason"


def _judgement_mistakes(entry: Entry, item: Item, valued: frozenset[str]) -> Iterator[str]:
    value = entry.get("value", item.answers.low)
    if not _is_number(value) or item.answers.within(value) is None or not _is_half_point(value):
        bounds = f"{item.answers.low:g} to {item.answers.high:g}"
        yield f"{entry.place}: {json.dumps(value)} must be a whole or half point from {bounds}"
    if item.id not in valued:
        yield f"{entry.place}: this item has no value to review; leave the review out"


def _is_half_point(value: float) -> bool:
    return abs(2 * value - round(2 * value)) <= TOLERANCE


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _has_reason(entry: Entry) -> bool:
    reason = entry.get("reason", "")
    return isinstance(reason, str) and bool(reason.strip())


def _repeated(entries: list[Entry], names: tuple[str, ...]) -> Iterator[str]:
    """The same question by the same respondent twice: which one would count?"""
    first: dict[tuple[str, ...], str] = {}
    for entry in entries:
        key = tuple(str(entry.get(name, "")) for name in names)
        if key in first:
            yield f"{entry.place}: this repeats {first[key]}; keep one of them"
        first.setdefault(key, entry.place)


def _valued(answers: list[Entry]) -> frozenset[str]:
    """The items for which somebody gave a value."""
    return frozenset(
        entry.item.id
        for entry in answers
        if entry.item is not None
        and isinstance(value := entry.content.get("value"), str | int | float)
        and value not in SPECIALS
        and entry.item.answers.number_of(value) is not None
    )


def _answer(entry: Entry) -> Answer:
    return Answer(
        question=str(entry.content["question"]),
        value=entry.content["value"],
        respondent=entry.get("respondent", ""),
        weight=float(entry.get("weight", 1.0)),
        evidence=tuple(entry.get("evidence", ())),
        reason=entry.get("reason"),
    )


def _review(entry: Entry) -> Review:
    value = entry.get("value")
    return Review(
        question=str(entry.content["question"]),
        value=None if value is None else float(value),
        evidence=entry.get("evidence"),
        reason=entry.get("reason", ""),
    )
