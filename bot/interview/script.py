"""A script as the engine walks it: sections of questions, and the rules that hold for all of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.interview.questions import Question
from bot.interview.questions.common import Cel, Choice, Identifier, Option, Strict, Text

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class FollowUps(Strict):
    """How many follow-ups one interview may hold: `reserved` of `at_most` are for urgent ones only.

    Contradictions (`cross_checks`) have an allowance of their own.
    """

    at_most: int = Field(default=3, ge=0)
    reserved: int = Field(default=1, ge=0)
    per_item: int = Field(default=1, ge=0)
    cross_checks: int = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _reserve_fits(self) -> FollowUps:
        if self.reserved > self.at_most:
            raise ValueError(f"reserved {self.reserved} is more than at_most {self.at_most}")
        return self


class EvidenceRule(Strict):
    """From which level on evidence is asked, and in which words if the question has none of its own."""

    from_: int = Field(default=3, alias="from", ge=0)
    prompt: Text


class Section(Strict):
    """Questions about one thing, asked together. `extra`: offered, and no part of what is announced as left
    until somebody chooses it.
    """

    id: Identifier
    title: Text
    when: Cel | None = None
    extra: bool = False
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _extra_is_chosen(self) -> Section:
        if self.extra and self.when is None:
            raise ValueError("an extra section needs a 'when': the answer that chooses it")
        return self


class CrossCheck(Strict):
    """Two answers that contradict: a question for who gave both, a finding for the consultant."""

    id: Identifier
    when: Cel
    question: Text
    finding: Text


class Offer(Strict):
    """Another script of the folder, offered to who handed in answers in which `when` holds."""

    script: Identifier
    when: Cel


class Script(Strict):
    """One conversation: what is asked, in which order and when."""

    format: Literal[1] = 1
    id: Identifier
    version: str
    languages: tuple[Language, ...] = Field(min_length=1)
    title: Text
    facts: tuple[Identifier, ...] = ()
    follow_ups: FollowUps = FollowUps()
    evidence: EvidenceRule | None = None
    choices: dict[Identifier, tuple[Choice, ...]] = Field(default_factory=dict)
    sections: tuple[Section, ...] = Field(min_length=1)
    cross_checks: tuple[CrossCheck, ...] = ()
    offers: tuple[Offer, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _fill_in_shared_choices(cls, data: Any) -> Any:
        """Questions that name a shared set get its choices; an unknown name stays, and is a mistake there."""
        if not isinstance(data, dict) or not isinstance(data.get("choices"), dict):
            return data
        if not isinstance(data.get("sections"), list):
            return data
        return data | {"sections": [_with_choices(section, data["choices"]) for section in data["sections"]]}


def _with_choices(section: Any, shared: dict[str, Any]) -> Any:
    if not isinstance(section, dict) or not isinstance(section.get("questions"), list):
        return section
    questions = [
        question | {"choices": shared[question["choices"]]}
        if isinstance(question, dict) and _names(question.get("choices"), shared)
        else question
        for question in section["questions"]
    ]
    return section | {"questions": questions}


def _names(choices: Any, shared: dict[str, Any]) -> bool:
    return isinstance(choices, str) and choices in shared


__all__ = ["Choice", "CrossCheck", "EvidenceRule", "FollowUps", "Offer", "Option", "Script", "Section"]
