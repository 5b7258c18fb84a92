"""What a consultant makes of one answer is recorded: accepted, adjusted with a reason, evidence that suffices
or not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.awaiting import awaits
from bot.consultant.asking import Ask
from bot.consultant.reviewing import Desktop, current_of, desktop, item_card, overview
from bot.desk import Plan
from bot.privacy.audit import noted
from bot.reports.words import Words
from scoring.model import AnswerSet
from storage.port import AssessmentAt, InterviewAt
from storage.records import Assessment, Job, Judgement

SCORE = "score"
#: A reason is read by others: longer ones nobody reads.
LONGEST_REASON = 1000
#: More halves than this are no choice for buttons.
MOST_SCORES = 41


@dataclass(frozen=True)
class Place:
    """One answer that a button is about, as it was when that was drawn."""

    one: Desktop
    place: int
    rest: str

    @property
    def at(self) -> str:
        """How buttons name it."""
        one = self.one
        return f"{one.assessment.id}:{one.interview.id}:{self.place}:{one.mark(self.place)}"


async def _place(ask: Ask, assessment: Assessment, more: str) -> Place | Plan:
    """`INTERVIEW:PLACE:MARK:REST`, or why that is nothing to judge."""
    id_, number, mark, rest = (*more.split(":", 3), "", "", "")[:4]
    one = await desktop(ask.desk, assessment, id_)
    if one is None:
        return ask.refuse("toast.not_submitted")
    if assessment.phase == "adopted":
        return ask.refuse("toast.adopted")
    if not (number.isdecimal() and len(number) < 5 and int(number) < len(one.rows)):
        return ask.refuse("toast.redrawn_review")
    place = int(number)
    if one.rows[place].value is None or one.mark(place) != mark:
        return ask.refuse("toast.redrawn_review")
    return Place(one, place, rest)


async def accept(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """The answer holds as it was stated."""
    found = await _place(ask, assessment, more)
    if isinstance(found, Plan):
        return found
    held = current_of(found.one, found.place)
    return await _judged(ask, found, None, None, held.evidence if held else None, "review.noted.accepted")


async def suffices(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """What was shown is enough, or is not; the value stays as it is held now."""
    found = await _place(ask, assessment, more)
    if isinstance(found, Plan):
        return found
    if found.rest not in ("yes", "no"):
        return ask.refuse("toast.redrawn_review")
    held = current_of(found.one, found.place)
    score, reason = (held.score, held.reason) if held else (None, None)
    return await _judged(
        ask, found, score, reason, found.rest == "yes", f"review.noted.{found.rest}", stay=True
    )


async def adjust(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """Another value: the half points to choose from, with the words that they stand for."""
    found = await _place(ask, assessment, more)
    if isinstance(found, Plan):
        return found
    one, row = found.one, found.one.rows[found.place]
    words = Words(ask.language, ask.desk.texts)
    scores = half_points(one.choices[row.item.id])
    presses = [(ask.label("score", score=score), f"score:{found.at}:{score:g}") for score in scores]
    buttons = [presses[start : start + 5] for start in range(0, len(presses), 5)]
    buttons.append([(ask.label("review_cancel"), f"item:{assessment.id}:{one.interview.id}:{found.place}")])
    return ask.say(
        "review.adjust",
        buttons,
        topic=words.of(row.item.topic),
        value=row.value,
        anchors=[(number, words.of(text)) for number, text in row.item.anchors],
    )


def half_points(choices: AnswerSet) -> list[float]:
    """Every half point from the lowest to the highest answer, or ten steps where those are too many."""
    count = round(2 * (choices.high - choices.low))
    step = 0.5 if count < MOST_SCORES else (choices.high - choices.low) / 10
    return [choices.low + step * number for number in range(round((choices.high - choices.low) / step) + 1)]


async def score(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """A value was chosen: now the reason is to be typed, without which nothing is adjusted."""
    found = await _place(ask, assessment, more)
    if isinstance(found, Plan):
        return found
    one, row = found.one, found.one.rows[found.place]
    chosen = _half(found.rest, one.choices[row.item.id])
    if chosen is None:
        return ask.refuse("toast.redrawn_review")
    back = [(ask.label("review_cancel"), f"item:{assessment.id}:{one.interview.id}:{found.place}")]
    plan = ask.say(
        "review.reason", [back], topic=Words(ask.language, ask.desk.texts).of(row.item.topic), score=chosen
    )
    waits = awaits(
        ask.desk,
        ask.person,
        SCORE,
        assessment=assessment.id,
        about=f"{one.interview.id}:{found.place}:{one.mark(found.place)}",
        score=chosen,
    )
    return Plan([*plan.writes, waits])


def _half(text: str, choices: AnswerSet) -> float | None:
    """A value that may be chosen."""
    return next((one for one in half_points(choices) if f"{one:g}" == text), None)


async def reason(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """The reason was typed: the answer that it was asked for is adjusted, if it is still the same."""
    found = await _place(ask, assessment, job.payload["about"])
    if isinstance(found, Plan):
        return ask.say("review.overtaken")
    if len(text) > LONGEST_REASON:
        plan = ask.say("review.reason_long", most=LONGEST_REASON, length=len(text))
        return Plan([*plan.writes, job])
    held = current_of(found.one, found.place)
    verdict = held.evidence if held else None
    return await _judged(ask, found, float(job.payload["score"]), text, verdict, "review.noted.adjusted")


async def _judged(
    ask: Ask,
    found: Place,
    score: float | None,
    reason: str | None,
    evidence: bool | None,
    said: str,
    *,
    stay: bool = False,
) -> Plan:
    """The judgement, its line in the audit trail, and the next card (or, to `stay`, the same)."""
    desk, one, row = ask.desk, found.one, found.one.rows[found.place]
    judgement = Judgement(
        desk.tenant,
        one.interview.id,
        row.item.id,
        one.numbers[row.item.id] + 1,
        score,
        reason,
        evidence,
        ask.person.id,
        desk.now(),
        one.answers[row.item.id].revision,
    )
    line = noted(desk, ask.person.id, "review", one.assessment.id, one.interview.id)
    guards = (
        InterviewAt(one.interview.id, one.interview.rev),
        AssessmentAt(one.assessment.id, one.assessment.phase, one.assessment.state),
    )
    topic = Words(ask.language, desk.texts).of(row.item.topic)
    told, judged = (
        ask.desk.texts.say(said, ask.language, topic=topic, score=score),
        _with(one, found.place, judgement),
    )
    shown = item_card(ask, judged, found.place, told) if stay else _next(ask, judged, found.place, told)
    return Plan([judgement, line, *shown.writes], guards)


def _with(one: Desktop, place: int, judgement: Judgement) -> Desktop:
    """How it is once this is saved."""
    rows = [*one.rows]
    rows[place] = replace(rows[place], judgement=judgement, overtaken=False)
    return replace(one, rows=rows, numbers={**one.numbers, judgement.question: judgement.number})


def _next(ask: Ask, one: Desktop, place: int, noted: str) -> Plan:
    """The next value without judgement, or all of them once each has one."""
    order = [*range(place + 1, len(one.rows)), *range(place)]
    to_do = next((n for n in order if one.rows[n].value is not None and one.rows[n].judgement is None), None)
    return overview(ask, one, noted) if to_do is None else item_card(ask, one, to_do, noted)
