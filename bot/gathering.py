"""What reports are made of, from storage: the facts of a round, the plan that follows from them, what others
did.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.goals import goals_of
from bot.initiatives import SUBJECT, script_of, topics_of
from bot.interview.path import asleep
from bot.interview.plan import plan_of
from bot.interview.script import Script
from bot.library import parse_script
from bot.memory import progress_of
from bot.references.comparing import beside
from bot.references.discretion import told_by
from bot.reports import plans
from bot.reports.advice import Advice, Running, Step
from bot.reports.amended import amendments_of, chosen
from bot.reports.basis import Basis, Respondent
from bot.reports.beside import with_others
from bot.reports.choices import Choices
from bot.reports.facts import Facts, facts
from bot.reports.given import MEMO, given_of
from bot.reports.judged import judged
from bot.reports.last_change import last_change, times_set
from bot.then import Then, initiatives_of
from scoring import Model, Roadmap
from storage.port import Facts as Stored
from storage.port import Walk
from storage.records import Answer, Assessment, Interview, Invite, Judgement, Person

#: Steps of others that a memo tells, and examples that are looked at for them.
STEPS, LOOKED_AT = 2, 60


async def assessment_facts(
    desk: Desk, assessment: Assessment, now: datetime, *, then: Then | None = None
) -> Facts:
    """Everything that a report of this assessment says, from what is submitted now (or was `then`, as it
    was), beside the levels of the round that it repeats and other organisations.
    """
    repeated = await desk.storage.assessment(desk.tenant, assessment.repeats) if assessment.repeats else None
    model = await desk.model(assessment.model_hash)
    earlier = await levels_of(desk, repeated, now, model.id) if repeated is not None else {}
    found = await _facts_of_round(desk, assessment, now, earlier, then)
    scores = {one.id: one.card.score for one in found.pillars if one.card.score is not None}
    return with_others(found, await beside(desk, assessment, scores, until=then.at if then else None))


async def levels_of(desk: Desk, assessment: Assessment, now: datetime, model: str) -> Mapping[str, float]:
    """Levels by pillar: as they were kept when the first answers went, or else from the answers. Nothing if
    they are of another model.
    """
    if kept := await desk.storage.scores(desk.tenant, assessment.id):
        body = kept[-1].body
        found = {pillar: figures["level"] for pillar, figures in body["pillars"].items()}
        of_model = str(body["model"])
    else:
        facts = await _facts_of_round(desk, assessment, now, {})
        found = {pillar.id: pillar.card.level for pillar in facts.pillars}
        of_model = facts.scorecard.model
    return {pillar: level for pillar, level in found.items() if level is not None and of_model == model}


@dataclass(frozen=True, slots=True)
class _Round:
    """What counts of a round: no interview beside it."""

    model: Model
    script: Script
    interviews: list[Interview]
    answers: list[Answer]
    dormant: set[tuple[str, str]]
    judgements: list[Judgement]


async def _round(desk: Desk, assessment: Assessment, then: Then | None = None) -> _Round:
    """As it is now, or was `then`: nothing that was said, handed in or judged later."""
    storage, tenant, at = desk.storage, desk.tenant, then.at if then else None
    interviews = [then.interview(one) if then else one for one in await desk.in_round(assessment)]
    counted = {one.id for one in interviews}
    answers = newest(await storage.answers(tenant, assessment.id, history=at is not None), at)
    mine = [one for one in answers if one.interview in counted]
    return _Round(
        await desk.model(assessment.model_hash),
        await desk.script(assessment.script_hash),
        interviews,
        mine,
        {(i.id, question) for i in interviews for question in await _asleep_in(desk, i, mine, then)},
        [one for one in await storage.judgements(tenant, assessment.id) if at is None or one.at <= at],
    )


def newest(answers: Iterable[Answer], at: datetime | None = None) -> list[Answer]:
    """Of each answer the last revision (until `at`), in the order in which they were first given."""
    until = sorted((one for one in answers if at is None or one.at <= at), key=lambda one: one.revision)
    last = {(one.interview, one.question): one for one in until}
    return sorted(last.values(), key=lambda one: (one.interview, one.seq))


async def _facts_of_round(
    desk: Desk,
    assessment: Assessment,
    now: datetime,
    earlier: Mapping[str, float],
    then: Then | None = None,
) -> Facts:
    found = await _round(desk, assessment, then)
    invites = await desk.storage.invites(desk.tenant, assessment.id)
    if then is not None:
        invites = [then.invite(one) for one in invites if one.created_at <= then.at]
    known = facts(
        found.model,
        found.script,
        assessment,
        found.interviews,
        found.answers,
        local(desk, now),
        dormant=found.dormant,
        invites=[i for i in invites if not desk.is_beside(i.pillar)],
        judgements=found.judgements,
        earlier=earlier,
    )
    made = await desk.storage.amendments(desk.tenant, assessment.id)
    said = [one for one in made if then is None or one.at <= then.at]
    running = await initiatives_of(desk, assessment, then)
    when = last_change(assessment, found.interviews, found.answers, [*found.judgements, *said, *running])
    return replace(known, changed=local(desk, when), times_set=times_set(assessment))


async def advice_of(desk: Desk, assessment: Assessment, known: Facts, *, then: Then | None = None) -> Advice:
    """The plan that follows from the same answers as `known`, what was given for it, what runs already, what
    others did, and what consultant and board made of it: now, or as it was `then`.
    """
    made = await desk.storage.amendments(desk.tenant, assessment.id)
    amended = amendments_of(one for one in made if then is None or one.at <= then.at)
    choices = chosen(assessment.settings, amended.edits)
    return Advice(
        plan=await plan_for(desk, assessment, known, choices, then=then),
        choices=choices,
        given=given_of(assessment.settings.get(MEMO, {})),
        steps=await _steps(desk, assessment, known, then),
        running=[Running(one.id, one.body) for one in await initiatives_of(desk, assessment, then)],
        edits=amended.edits,
        verdicts=amended.verdicts,
        conclusions=amended.conclusions,
        decision=amended.decision,
        progress=amended.progress,
        basis=await _basis(desk, assessment, then),
        numbers=amended.numbers,
    )


async def _basis(desk: Desk, assessment: Assessment, then: Then | None = None) -> Basis:
    """What the figures rest on; of who was not asked for a department here, the one of the invite."""
    found = await _round(desk, assessment, then)
    invites = {one.id: one for one in await desk.storage.invites(desk.tenant, assessment.id)}
    counting = [one for one in found.interviews if one.state == "submitted"]
    mine = {one.id for one in counting}
    answers = [answer for answer in found.answers if answer.interview in mine]
    about = script_of(desk, assessment) if SUBJECT in desk.library.scripts else None
    return Basis(
        found.model,
        found.script,
        [_respondent(one, invites.get(one.invite or "")) for one in counting],
        answers,
        judged(answers, found.judgements),
        frozenset(found.dormant),
        about.choices.get("objectives", ()) if about else (),
        goals_of(about) if about else (),
        topics_of(about) if about else {},
        [str(goal) for goal in assessment.settings.get("goals") or ()],
        [found.script, *await _versions(desk, assessment, then), *([about] if about else ())],
    )


async def _versions(desk: Desk, assessment: Assessment, then: Then | None) -> list[Script]:
    """The other versions of scripts by which somebody was asked, also beside the round."""
    everybody = await desk.storage.interviews(desk.tenant, assessment.id)
    everybody = [then.interview(one) if then else one for one in everybody]
    hashes = {one.script_hash for one in everybody if one.state == "submitted"} - {assessment.script_hash}
    return [await desk.script(hash_) for hash_ in sorted(hashes)]


def _respondent(interview: Interview, invite: Invite | None) -> Respondent:
    function = (invite.function if invite else None) or ""
    department = interview.department or (invite.department if invite else None) or ""
    return Respondent(interview.id, interview.pillar, interview.role, function, department)


async def plan_for(
    desk: Desk, assessment: Assessment, known: Facts, choices: Choices, *, then: Then | None = None
) -> Roadmap | None:
    """What to do by the same answers as `known`, with these choices; None: the model has no actions."""
    found = await _round(desk, assessment, then)

    def work() -> Roadmap | None:
        catalogue = desk.catalogue(assessment.model_hash, found.model)
        if catalogue is None:
            return None
        return plans.plan_of(
            found.model,
            catalogue,
            known.pillars,
            found.interviews,
            found.answers,
            dormant=found.dormant,
            judgements=found.judgements,
            choices=choices,
        )

    return await asyncio.to_thread(work)


async def _steps(desk: Desk, assessment: Assessment, known: Facts, then: Then | None) -> tuple[Step, ...]:
    """What others did who came from where the weakest pillars are."""
    wanted = [(pillar.id, pillar.card.level) for pillar in known.limiting or known.known]
    first = [(pillar, level) for pillar, level in wanted if level is not None]
    found = await desk.storage.practices(
        desk.tenant, assessment.owner, first=first, limit=LOOKED_AT, demo=assessment.demo
    )
    found = [one for one in found if then is None or one.at <= then.at]
    told = [(one, by) for one in found if one.pillar and (by := await told_by(desk, one)) is not None]
    return tuple(
        Step(one.pillar, one.from_level, one.to_level, one.done, by.kind == "outside")
        for one, by in told[:STEPS]
    )


async def dormant_in(desk: Desk, interview: str) -> set[str]:
    """The questions of an interview's own part that a closed branch or a rule leaves out."""
    walk = await desk.storage.walk(desk.tenant, interview)
    return await _dormant(desk, walk) if walk is not None else set()


async def _asleep_in(
    desk: Desk, interview: Interview, answers: Sequence[Answer], then: Then | None
) -> set[str]:
    """The same, by these answers where they are of an earlier moment."""
    walk = await desk.storage.walk(desk.tenant, interview.id)
    if walk is not None and then is not None:
        mine = tuple(one for one in answers if one.interview == interview.id)
        walk = replace(walk, interview=interview, answers=mine)
    return await _dormant(desk, walk) if walk is not None else set()


async def _dormant(desk: Desk, walk: Walk) -> set[str]:
    return asleep(plan_of(await desk.script(walk.interview.script_hash)), progress_of(walk))


def sleeping(facts: Stored, interview: Interview) -> set[str]:
    """Questions whose answers do not count now, by the script that the interview is pinned to; none of an
    ended interview's do.
    """
    if interview.state == "ended":
        return {answer.question for answer in facts.answers if answer.interview == interview.id}
    stored = facts.scripts[interview.script_hash]
    script = parse_script(stored.body, stored.name)
    nobody = Person(interview.tenant, interview.person, "", "", "", None, interview.created_at)
    assessment = next(a for a in facts.assessments if a.id == interview.assessment)
    walk = Walk(interview, assessment, nobody, tuple(facts.current(interview.id)), (), (), None)
    return asleep(plan_of(script), progress_of(walk))


def local(desk: Desk, now: datetime) -> datetime:
    return now.astimezone(ZoneInfo(desk.settings.timezone))
