"""What already runs, as it is kept: made when the short conversation about it is handed in, and laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.cards.words import number_words
from bot.desk import Desk
from bot.goals import goals_of
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.progress import Progress
from bot.interview.questions import Number, Question
from bot.interview.questions.common import Text
from bot.interview.script import Script
from bot.reports.matrix import Laid, laid_out
from bot.reports.running import CHANGED, PROPOSED, initiative_of
from bot.reports.words import one_line
from bot.texts.filters import localized
from bot.tokens import id_from
from bot.walking import Scenery
from storage.port import IsStill
from storage.records import Assessment, Initiative, Interview, Record

#: What an interview about an initiative is about: the id of its script.
SUBJECT = "initiative"
#: States of an initiative that counts.
COUNTED = frozenset({"open", "confirmed"})
#: The question whether to tell more now is no part of what is known of the initiative.
MORE = "more"


def script_of(desk: Desk, assessment: Assessment) -> Script:
    """The questions about an initiative, with the goals of this organisation."""
    return desk.beside(assessment, SUBJECT).script


def questions_of(script: Script) -> dict[str, Question]:
    """What can be known of an initiative, in the order of asking."""
    found = (question for section in script.sections for question in section.questions)
    return {question.id: question for question in found if question.id != MORE}


def topics_of(script: Script) -> dict[str, Text]:
    """What each question is called."""
    return {id_: question.topic or question.text for id_, question in questions_of(script).items()}


def body_of(script: Script, progress: Progress) -> dict[str, Any]:
    """What was told, by the ids of the questions; what is not known is left out."""
    plan = plan_of(script)
    found: dict[str, Any] = {}
    for stop in path_of(plan, progress).stops:
        answer = progress.answered(stop.id)
        if answer is not None and answer.scored and stop.id != MORE:
            found[stop.id] = list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return found


async def handed_in(scenery: Scenery, progress: Progress, now: datetime) -> list[Record]:
    """The initiative as it is after handing in, in the place of what was handed in before."""
    walk, desk = scenery.walk, scenery.desk
    if walk.interview.pillar != SUBJECT:
        return []
    id_ = id_from(SUBJECT, walk.interview.id)
    old = await desk.storage.initiative(desk.tenant, id_)
    body = body_of(scenery.script, progress)
    if old is not None:
        body |= _kept(old.body, body)
        scenery.relied_on.append(IsStill(old))
    made = Initiative(
        desk.tenant,
        id_,
        walk.assessment.id,
        walk.interview.id,
        "interview",
        body,
        "open",
        walk.person.id,
        old.at if old is not None else now,
        walk.interview.id,
    )
    return [made]


def _kept(old: Mapping[str, Any], told_now: Mapping[str, Any]) -> dict[str, Any]:
    """What was added to an initiative stays: proposed figures, and a consultant's changes until the field is
    told otherwise.
    """
    changed = {field: was for field, was in (old.get(CHANGED) or {}).items() if told_now.get(field) == was}
    kept: dict[str, Any] = {field: old.get(field) for field in changed}
    kept |= {CHANGED: changed} if changed else {}
    return kept | ({PROPOSED: old[PROPOSED]} if old.get(PROPOSED) else {})


async def counted(desk: Desk, assessment: Assessment) -> list[Initiative]:
    """Those that count, oldest first."""
    everything = await desk.storage.initiatives(desk.tenant, assessment.id)
    ended = {one.id for one in await beside(desk, assessment) if one.state == "ended"}
    return [one for one in everything if one.state in COUNTED and one.interview not in ended]


async def beside(desk: Desk, assessment: Assessment) -> list[Interview]:
    """The interviews about initiatives."""
    everything = await desk.storage.interviews(desk.tenant, assessment.id)
    return [one for one in everything if one.pillar == SUBJECT]


async def laid(desk: Desk, assessment: Assessment, language: str) -> Laid:
    """All that count, laid out by objective and goal."""
    script = script_of(desk, assessment)
    return laid_out(
        assessment.name,
        [initiative_of(one.id, one.body) for one in await counted(desk, assessment)],
        script.choices["objectives"],
        goals_of(script),
        localized(desk.now(), desk.settings.timezone).date(),
        language,
        demo=assessment.demo,
    )


def told(script: Script, body: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """(what it is called, what was told), for all that is known."""
    for id_, question in questions_of(script).items():
        if body.get(id_) not in (None, "", []):
            topic = (question.topic or question.text)[language]
            yield topic, value_words(question, body[id_], language)


def value_words(question: Question, value: Any, language: str) -> str:
    """A value as people read it, without markup."""
    labels = {option.id: option.label[language].replace("**", "") for option in question.options}
    if isinstance(value, list | tuple):
        return ", ".join(labels.get(str(one), str(one)) for one in value)
    if labels:
        return labels.get(str(value), str(value))
    return number_words(question, float(value), language) if isinstance(question, Number) else str(value)


def name_of(one: Initiative) -> str:
    """What it is called, on one line."""
    return one_line(str(one.body.get("name") or "…"), 40)


def changed_to(one: Initiative, field: str, value: Any) -> Initiative:
    """The same with a consultant's value in a field; what was told before is remembered."""
    before = dict(one.body.get(CHANGED) or {})
    return with_value(with_value(one, field, value), CHANGED, {field: one.body.get(field), **before})


def with_value(one: Initiative, field: str, value: Any) -> Initiative:
    """The same initiative with something else in this field; None takes it away."""
    body = {name: known for name, known in one.body.items() if name != field}
    return replace(one, body=body if value is None else {**body, field: value})
