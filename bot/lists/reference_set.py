"""A set of references as one consultant gives it to another: JSON in, entries or every problem out; whom to
reach there has no place in it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

#: Larger than any set that people make.
MOST_BYTES = 20_000_000
#: Problems that are told of one file; the rest is counted.
MOST_PROBLEMS = 200

Line = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=4000)]
#: An address that can be opened, and nothing else.
Link = Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=500)]
Level = Annotated[int, Field(ge=0, le=4)]
#: What did not work, and what they would do again in the first 90 days.
Lesson = Literal["failed", "again"]
Row = Literal["listening", "talking", "energizing", "supporting", "embracing", "failed", "again"]
Sector = Literal[
    "municipality",
    "province",
    "water_board",
    "national",
    "agency",
    "safety",
    "care",
    "education",
    "housing",
    "business",
    "other",
]
#: By how many people work there: fewer than 100, 500, 2,000, or more.
Size = Literal["small", "middle", "large", "very_large"]


class Part(BaseModel):
    """A part of a set; an unknown name in it is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ScoreEntry(Part):
    """Where a reference stands on a pillar; `coverage`: how much of the pillar is known, 0 to 1."""

    score: Annotated[float, Field(ge=0, le=4, allow_inf_nan=False)]
    coverage: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 1.0


class PracticeEntry(Part):
    """What brought a reference one level further on a pillar, or an initiative or lesson, or both."""

    pillar: Line | None = None
    from_level: Level | None = None
    to_level: Level | None = None
    row: Row | None = None
    language: Literal["nl", "en"]
    done: Words
    effort: Words | None = None
    result: Words | None = None
    evidence: Words | None = None
    source: Words | None = None

    @model_validator(mode="after")
    def _is_a_step_or_of_a_row(self) -> Self:
        step = (self.pillar, self.from_level, self.to_level)
        if any(one is None for one in step) and (any(one is not None for one in step) or self.row is None):
            raise ValueError("needs pillar, from_level and to_level together, or else a row")
        if self.from_level is not None and self.to_level != self.from_level + 1:
            raise ValueError("to_level is the level after from_level")
        return self


class ReferenceEntry(Part):
    """One organisation. `id`: the same in every set that it is in, so that nothing is taken twice."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]
    name: Line | None = None
    anonymous: bool = False
    sector: Sector
    government: bool
    size: Size | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    kind: Literal["self", "outside"]
    link: Link | None = None
    seen_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    scores: dict[str, ScoreEntry] = Field(default_factory=dict)
    practices: tuple[PracticeEntry, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _says_who_and_whence(self) -> Self:
        if self.anonymous and (self.name or self.link):
            raise ValueError("an anonymous one has neither name nor link")
        if not self.anonymous and not self.name:
            raise ValueError("needs a name, or to be anonymous")
        if self.kind == "outside" and not (self.link and self.seen_on):
            raise ValueError("an outside view needs its link and seen_on, the date that it was looked up")
        if self.seen_on is not None:
            date.fromisoformat(self.seen_on)
        return self


class ReferenceSet(Part):
    """The whole file. `demo`: everything in it is made up."""

    schema_: Literal[1] = Field(alias="schema")
    demo: bool = False
    references: tuple[ReferenceEntry, ...] = Field(strict=False)


class WrongSet(Exception):
    """A file that cannot be taken; `problems` has a line for each thing that is wrong."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_set(data: bytes, source: str, pillars: Collection[str]) -> ReferenceSet:
    """All of a set. Raises WrongSet."""
    content = _json(data, source)
    try:
        found = ReferenceSet.model_validate(content)
    except ValidationError as error:
        wrong = [f"{_place(one['loc'])}: {_said(one)}" for one in error.errors(include_url=False)]
    else:
        wrong = list(_together(found, pillars))
        if not wrong:
            return found
    more = len(wrong) - MOST_PROBLEMS
    told = [*wrong[:MOST_PROBLEMS], *([f"and {more} more"] if more > 0 else [])]
    raise WrongSet(*(f"{source}: {problem}" for problem in told))


def _json(data: bytes, source: str) -> Any:
    if len(data) > MOST_BYTES:
        raise WrongSet(f"{source}: larger than {MOST_BYTES // 1_000_000} MB; that is no set of references")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8 text, or too deep"
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise WrongSet(f"{source}{line}: is no JSON ({reason})") from None


def _place(path: tuple[int | str, ...]) -> str:
    """references[3].country, the first entry being 1, as people count."""
    words = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(words).removeprefix(".") or "the file"


def _said(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return "has no place in a set"
    return str(error["msg"]).removeprefix("Value error, ")


def _together(found: ReferenceSet, pillars: Collection[str]) -> Iterator[str]:
    """What is wrong with entries that are right one by one."""
    first: dict[str, int] = {}
    for number, entry in enumerate(found.references, 1):
        if first.setdefault(entry.id, number) != number:
            yield f"references[{number}].id: {entry.id!r} is that of references[{first[entry.id]}] already"
        named = [(f"scores.{pillar}", pillar) for pillar in entry.scores]
        practices = enumerate(entry.practices, 1)
        named += [(f"practices[{n}].pillar", one.pillar) for n, one in practices if one.pillar is not None]
        for place, pillar in named:
            if pillar not in pillars:
                yield f"references[{number}].{place}: {pillar!r} is no pillar; they are {', '.join(pillars)}"
