"""Whoever told of another organisation takes all of it back: one question, and it is out of everything."""

from __future__ import annotations

from bot.authority import may, role_in_interview
from bot.cards import plain
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.invites import TELLING
from bot.references.learned import known_of
from bot.references.withdrawing import taken_out, withdrawn_job
from storage.port import Guard, InterviewAt, IsStill, Walk
from storage.records import Record, Reference

VERB = "withdraw"


async def withdraw(turn: Turn, rest: str) -> Plan:
    """`INTERVIEW` asks whether it is meant, `INTERVIEW:yes` does it."""
    id_, _, sure = rest.partition(":")
    walk = await turn.desk.storage.walk(turn.desk.tenant, id_)
    if walk is None or not may(role_in_interview(turn.person, walk.interview), VERB):
        return turn.refuse("toast.not_yours")
    if walk.interview.pillar not in TELLING:
        return turn.refuse("toast.withdraw_not")
    if sure == "yes":
        return await _withdrawn(turn, walk)
    label = plain(turn.desk.texts.say("button.withdraw_sure", walk.interview.language))
    return turn.say("withdraw.sure", [[(label, f"{VERB}:{id_}:yes")]])


async def _withdrawn(turn: Turn, walk: Walk) -> Plan:
    """Whoever was asked and told is nobody's example any more; the answers themselves go in a job."""
    desk, now, interview = turn.desk, turn.desk.now(), walk.interview
    if await desk.storage.pending_job(desk.tenant, withdrawn_job(desk, now, interview=interview.id).key):
        return turn.refuse("toast.withdraw_twice")
    known = await known_of(desk, walk)
    told = known if known is not None and _is_told(known, walk) else None
    gone = taken_out(desk, told, now)[:1] if told is not None else []
    rest = withdrawn_job(
        desk, now, reference=told.id if told else None, interview=interview.id, by=turn.person.id
    )
    guards: list[Guard] = [InterviewAt(interview.id, interview.rev)]
    guards += [IsStill(told)] if told is not None else []
    plan = turn.refuse("toast.withdrawn")
    return Plan([*gone, rest, *await _news(turn, walk, told)], tuple(guards), toast=plan.toast)


def _is_told(one: Reference, walk: Walk) -> bool:
    """Of whom nothing was handed in, the consultant's own list stays as it is."""
    return one.withdrawn_at is None and one.interview == walk.interview.id


async def _news(turn: Turn, walk: Walk, told: Reference | None) -> list[Record]:
    """The consultant is told once, by kind and not by name: the name is among what was taken back."""
    desk = turn.desk
    owner = await desk.storage.person(desk.tenant, walk.assessment.owner)
    if owner is None or told is None:
        return []
    language = desk.language_of(owner)
    html = desk.texts.say(
        "withdraw.news",
        language,
        organisation=walk.assessment.name,
        sector=desk.texts.say(f"sector.{told.sector}", language),
        size=desk.texts.say(f"size.{told.size}", language) if told.size else "",
    )
    return [desk.reply(owner, str(html), f"withdraw:{told.id}:{owner.id}", kind="notice")]
