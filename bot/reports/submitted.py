"""The answers that count, as scoring takes them: whose they are, how near they stand, what shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.reports.judged import NOTHING, Judged, as_judged
from scoring import Answer as Scored
from scoring import Model
from scoring.answers import DORMANT, NOT_APPLICABLE, PRESSURE, SPECIALS
from storage.records import Answer, Interview

#: (interview, question) pairs that a closed branch or a rule leaves out.
Dormant = Collection[tuple[str, str]]


def scored_answers(
    model: Model,
    interviews: Sequence[Interview],
    answers: Sequence[Answer],
    dormant: Dormant,
    found: Judged = NOTHING,
) -> Iterator[Scored]:
    """One per interview and question of the model, as consultants judged it; what is dormant counts as never
    asked.
    """
    known = {interview.id: interview for interview in interviews}
    for interview, question in sorted(dormant):
        if interview in known and question in model.items:
            yield Scored(question, DORMANT, respondent=interview, weight=weight(model, known[interview].role))
    for answer in answers:
        if answer.interview in known and counts(model, answer, dormant):
            scored = _scored(answer, weight(model, known[answer.interview].role))
            yield as_judged(scored, found.of(answer.interview, answer.question))


def counts(model: Model, answer: Answer, dormant: Dormant) -> bool:
    """Whether the answer is one to a scored question that is still asked."""
    if (answer.interview, answer.question) in dormant:
        return False
    return answer.question in model.items or answer.question == PRESSURE


def weight(model: Model, role: str) -> float:
    """How much this role's answers weigh; a role that the model does not name is an outside view."""
    weights = model.settings.respondents
    return weights.get(role, weights.get("outside", 0.4))


def _scored(answer: Answer, weight: float) -> Scored:
    return Scored(
        answer.question,
        value_of(answer),
        respondent=answer.interview,
        weight=weight,
        evidence=tuple(str(item.get("text") or item.get("file") or "") for item in answer.evidence),
        reason=answer.reason,
    )


def value_of(answer: Answer) -> float | str | None:
    """A number, an option, a special, or None for no answer; "not applicable" is none without its reason."""
    value = answer.value
    if value == NOT_APPLICABLE and not (answer.reason or "").strip():
        return None
    if isinstance(value, str) and value in SPECIALS:
        return value
    return value if isinstance(value, int | float | str) else None
