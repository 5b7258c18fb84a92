"""What every question has, whatever its type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from bot.interview.conditions import condition

#: A text in every language of the script: {"nl": "…", "en": "…"}.
Text = dict[str, str]
Special = Literal["dont_know", "not_applicable", "depends"]
#: Ids of questions and sections are CEL identifiers.
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,30}$")]
#: Ids of options have no colon: they stand between colons in button data.
OptionId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]+$")]


def _is_cel(source: str) -> str:
    try:
        condition(source)
    except ValueError as error:
        # CEL draws the place and lists what it expected; its first line, up to there, says enough.
        first = str(error).splitlines()[0].partition("ERROR: <input>:")[2]
        place, _, reason = first.partition(" expecting ")[0].partition(": ")
        reason = reason.removeprefix("Syntax error: ").replace("mismatched input '<EOF>'", "it ends too soon")
        character = place.rpartition(":")[2]
        signs = "write && for and, || for or, ! for not, == for equal"
        message = f"{source!r} is no condition: {reason} (at character {character}; {signs})"
        raise ValueError(message) from error
    return source


#: A condition or formula in CEL that can at least be read.
Cel = Annotated[str, AfterValidator(_is_cel)]
#: What an answer can be; never bool (yes/no are the strings "yes" and "no").
Value = int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to tap: `id` goes into button data and the export, `label` is what people read."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Rejected:
    """A typed reply that is no answer here; `hint` names a text template, `facts` its fill-ins."""

    hint: str
    facts: tuple[tuple[str, Any], ...] = ()


#: What a typed reply came to: (value, id of the option that it names or None), or why it is no answer.
Parsed = tuple[Value, str | None] | Rejected


class Strict(BaseModel):
    """A part of a script: unknown keys are mistakes, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Choice(Strict):
    """An option as a script writes it, in a question or in a shared set."""

    id: OptionId
    label: Text


def _or_a_name(schema: dict[str, Any]) -> None:
    """In a file, a name may stand for the list."""
    listed = {key: schema.pop(key) for key in ("type", "items")}
    schema["anyOf"] = [{"type": "string"}, listed]


#: The options of a question. A script may name a shared set instead; reading it fills in the options.
Choices = Annotated[tuple[Choice, ...], Field(json_schema_extra=_or_a_name)]


class QuestionCommon(Strict):
    """Keys that any question may have."""

    #: Whether tapping an option answers it; False means that it waits for text or a file.
    tapped: ClassVar[bool] = True
    #: Rough time a person needs, in seconds.
    seconds: ClassVar[int] = 30

    id: Identifier
    topic: Text | None = None
    text: Text
    intro: Text | None = None
    why: Text | None = None
    when: Cel | None = None
    order: float | Cel | None = None
    follow_up: Identifier | None = None
    #: The option by which the answer that it goes deeper into is in doubt.
    doubts: OptionId | None = None
    urgent: bool = False
    part_of: Identifier | None = None
    evidence: Text | None = None
    specials: tuple[Special, ...] = ()
    optional: bool = False
    #: The model's item that it answers, where that has another id: items of a standard are called "ID.AM-1".
    item: str | None = None

    @property
    def scored_as(self) -> str:
        """The id under which the model knows this question, if it does."""
        return self.id if self.item is None else self.item

    # Cached: the engine asks for options at every step.
    @cached_property
    def options(self) -> tuple[Option, ...]:
        """What can be tapped, without the specials."""
        return ()

    def value_of(self, option: str) -> Value:
        """The value that a tapped option stands for."""
        return option

    def parse(self, text: str, language: str, descending: bool = False) -> Parsed:
        """What a typed reply means; `descending` tells that the options were shown last one first."""
        raise NotImplementedError
