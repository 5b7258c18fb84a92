"""What people said in their own words, without a name: for the consultant alone, and only with their yes."""

from __future__ import annotations

from collections.abc import Iterable

from bot.interview.questions import FreeText, Question
from bot.reports.blocks import Line
from bot.reports.facts import PillarFacts
from bot.reports.guide import BACKGROUND
from bot.reports.report.source import Source
from scoring.answers import SPECIALS
from storage.records import Answer

#: The option, beside `BACKGROUND`, by which somebody lets words be used without a name.
ALLOWED = "yes"
#: Of each answer, so many characters.
LONGEST = 400


def quotes(source: Source, pillar: PillarFacts) -> tuple[Line, ...]:
    """Each question with what was said to it. Nothing in a copy that leaves: these are answers of single
    people.
    """
    basis = source.basis
    if source.leaves or basis is None:
        return ()
    mine = {one.interview for one in basis.respondents if one.pillar == pillar.id}
    said = [one for one in basis.answers if one.interview in mine]
    said = [one for one in said if (one.interview, one.question) not in basis.dormant]
    asked = [question for section in basis.script.sections for question in section.questions]
    allowed = _allowed(asked, said)
    told = (
        (
            source.text(question.text, 160),
            # By their words, so that their order tells nothing of who said what.
            sorted(
                source.typed(answer.value, LONGEST)
                for answer in said
                if answer.question == question.id
                and isinstance(answer.value, str)
                and answer.value not in SPECIALS
                and (answer.interview, _root(question)) in allowed
            ),
        )
        for question in asked
        if isinstance(question, FreeText)
    )
    return tuple(
        source.line("long.quote", question=question, said=words) for question, words in told if words
    )


def _allowed(asked: Iterable[Question], said: Iterable[Answer]) -> set[tuple[str, str]]:
    """(interview, question) of words that may be used; who was not asked, or did not answer, said no yes."""
    permits = {one.id: _root(one) for one in asked if any(o.id == BACKGROUND for o in one.options)}
    yes = [one for one in said if one.question in permits and one.value == ALLOWED]
    return {(one.interview, permits[one.question]) for one in yes}


def _root(question: Question) -> str:
    """The question that a part belongs to."""
    return question.part_of or question.id
