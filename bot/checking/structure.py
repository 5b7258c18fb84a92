"""The shape of a script: which keys it has and what they hold, with every mistake in an author's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.checking.problem import Problem, suggestion
from bot.checking.yaml_document import Document, read_yaml
from bot.interview import questions
from bot.interview.script import Choice, CrossCheck, EvidenceRule, FollowUps, Script, Section

QUESTION_TYPES: dict[str, type[BaseModel]] = {
    "level": questions.Level,
    "single": questions.Single,
    "multiple": questions.Multiple,
    "number": questions.Number,
    "date": questions.Date,
    "yes_no": questions.YesNo,
    "text": questions.FreeText,
    "file": questions.File,
}
_PARTS: dict[str, type[BaseModel]] = {
    "": Script,
    "sections": Section,
    "cross_checks": CrossCheck,
    "choices": Choice,
    "follow_ups": FollowUps,
    "evidence": EvidenceRule,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file: `script` is None if its shape is wrong."""

    document: Document
    script: Script | None
    problems: tuple[Problem, ...]


def read_script(text: str, source: str) -> Reading:
    """The script in the text, or every mistake in its shape."""
    document = read_yaml(text, source)
    if document.problems:
        return Reading(document, None, tuple(document.problems))
    if not isinstance(document.data, dict):
        return Reading(document, None, (Problem(source, 1, "the file is empty or no list of keys"),))
    try:
        script = Script.model_validate(document.data)
    except ValidationError as error:
        return Reading(document, None, tuple(_problems(document, error.errors(include_url=False))))
    return Reading(document, script, ())


def _problems(document: Document, errors: Iterable[ErrorDetails]) -> list[Problem]:
    found = [
        document.problem(_in_file(error["loc"]), _words(document, error))
        for error in errors
        if not _is_told_elsewhere(document, error)
    ]
    return sorted(set(found))


def _in_file(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The location without the question's type, which pydantic puts after its place in the list."""
    kind = _kind_at(location)
    return location if kind is None else (*location[:kind], *location[kind + 1 :])


def _kind_at(location: tuple[str | int, ...]) -> int | None:
    """Where the location holds the type of a question: after ("sections", 0, "questions", 3)."""
    return 4 if len(location) > 4 and location[2] == "questions" else None


#: Where a key may hold two things, pydantic names both: this one is not meant if the value is such.
_OTHERWISE: dict[str | int, type] = {"float": str}


def _is_told_elsewhere(document: Document, error: ErrorDetails) -> bool:
    """A mistake in a shared set is told where the set stands; a list of only mistakes is not also empty."""
    location = _in_file(error["loc"])
    if error["type"] == "too_short":
        return bool(document.at(location))
    if location and location[-1] in _OTHERWISE:
        return isinstance(document.at(location), _OTHERWISE[location[-1]])
    if "choices" not in location[:-1]:
        return False
    return isinstance(document.at(location[: location.index("choices") + 1]), str)


def _words(document: Document, error: ErrorDetails) -> str:
    if error["type"] == "tuple_type" and error["loc"][-1] == "choices" and isinstance(error["input"], str):
        shared = document.data.get("choices")
        known = suggestion(error["input"], shared if isinstance(shared, dict) else ())
        return f"there are no shared choices {error['input']!r}{known}"
    say = _MESSAGES.get(error["type"])
    steps = [step for step in error["loc"] if isinstance(step, str) and step not in _OTHERWISE]
    key = steps[-1] if steps else "the script"
    return say(key, error) if say else f"{key!r}: {error['msg'][0].lower()}{error['msg'][1:]}"


def _missing(key: str, error: ErrorDetails) -> str:
    if key == "anchors":
        return "a level question without anchors; give 'anchors', lowest level first, in every language"
    return f"{key!r} is missing here"


def _unknown_key(key: str, error: ErrorDetails) -> str:
    return f"{key!r} is no key here{suggestion(key, _keys_around(error['loc']))}"


def _keys_around(location: tuple[str | int, ...]) -> list[str]:
    names = [step for step in location[:-1] if isinstance(step, str)]
    kind = _kind_at(location)
    if kind is not None:
        part = Choice if "choices" in names else QUESTION_TYPES[str(location[kind])]
    else:
        part = _PARTS[names[-1] if names and names[-1] in _PARTS else next(iter(names), "")]
    return [item.alias or name for name, item in part.model_fields.items()]


def _wrong_type(key: str, error: ErrorDetails) -> str:
    given = error["ctx"]["tag"]
    return f"there is no question type {given!r}{suggestion(given, QUESTION_TYPES)} ({_types()})"


def _no_type(key: str, error: ErrorDetails) -> str:
    return f"'type' is missing here; one of {_types()}"


def _types() -> str:
    return ", ".join(QUESTION_TYPES)


def _no_id(key: str, error: ErrorDetails) -> str:
    return (
        f"{key!r}: {error['input']!r} will not do; letters, digits and _ only, "
        "a letter first (except in choices) and at most 31 characters"
    )


def _no_text(key: str, error: ErrorDetails) -> str:
    return f"{key!r}: {error['input']!r} must be text; put it in quotes"


def _no_languages(key: str, error: ErrorDetails) -> str:
    return f"{key!r} must hold a text per language: {{nl: …, en: …}}"


def _no_list(key: str, error: ErrorDetails) -> str:
    return f"{key!r} must be a list: [first, second]"


def _no_keys(key: str, error: ErrorDetails) -> str:
    return f"{key!r}: {error['input']!r} stands where keys are expected"


def _own_words(key: str, error: ErrorDetails) -> str:
    return str(error["ctx"]["error"])


def _one_of(key: str, error: ErrorDetails) -> str:
    return f"{key!r}: {error['input']!r} is not one of {error['ctx']['expected']}"


def _too_few(key: str, error: ErrorDetails) -> str:
    return f"{key!r} is empty; give at least {error['ctx']['min_length']}"


_MESSAGES: dict[str, Callable[[str, ErrorDetails], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "union_tag_invalid": _wrong_type,
    "union_tag_not_found": _no_type,
    "string_pattern_mismatch": _no_id,
    "string_type": _no_text,
    "dict_type": _no_languages,
    "tuple_type": _no_list,
    "model_type": _no_keys,
    "model_attributes_type": _no_keys,
    "value_error": _own_words,
    "literal_error": _one_of,
    "too_short": _too_few,
}
