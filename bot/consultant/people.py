"""The people of an assessment: invited, taken back, and undone when the wrong one took part."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.cards import Card
from bot.consultant.asking import LONGEST_NAME, Ask, Press
from bot.consultant.assessments import open_fields
from bot.consultant.forwarding import to_forward, usable_until
from bot.consultant.knowing import ask_for
from bot.desk import Plan
from bot.interview.script import Script
from bot.invites import CO_CONSULTANT, TELLS, make_invite
from bot.privacy.audit import noted
from bot.references.learned import no_longer
from bot.tokens import id_from, new_id, new_mark
from bot.walking import Scenery, last_card_of, load
from storage.port import InterviewAt, InviteOpen
from storage.records import Ask as OpenAsk
from storage.records import Assessment, Interview, Invite, Record

#: So many invites are listed in one message.
PAGE = 8


def what_next(ask: Ask, assessment: Assessment, *, changed: bool = False) -> Plan:
    """Ask for the next thing that is open about privacy, or say that people can be invited."""
    plan = _what_next(ask, assessment)
    if changed:
        plan.writes += [assessment, noted(ask.desk, ask.person.id, "privacy", assessment.id)]
    return plan


def _what_next(ask: Ask, assessment: Assessment) -> Plan:
    missing = open_fields(assessment)
    if missing:
        return ask_for(ask, assessment, missing[0])
    return ask.say(
        "consultant.ready",
        pillar_buttons(ask, assessment),
        organisation=assessment.name,
        deadline=ask.local(assessment.deadline),
    )


def pillar_buttons(ask: Ask, assessment: Assessment, verb: str = "invite") -> list[list[Press]]:
    """A button for each pillar, to invite one person: an owner, or (`verb` colleague) who answers beside."""
    script = ask.desk.library.script("maturity").script
    mark = new_mark()
    return [
        [(f"{section.id} · {section.title[ask.language]}", f"{verb}:{assessment.id}:{mark}:{section.id}")]
        for section in script.sections
    ]


async def invite_by_button(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`MARK:PILLAR[:NAME]`: each button makes one link, however often it is pressed."""
    return await _by_button(ask, assessment, more, "owner")


async def invite_colleague(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """The same for a colleague, who answers beside the owner of a pillar."""
    if not more:
        buttons = pillar_buttons(ask, assessment, "colleague")
        return ask.say("consultant.colleague_whom", buttons, organisation=assessment.name)
    return await _by_button(ask, assessment, more, "colleague")


async def _by_button(ask: Ask, assessment: Assessment, more: str, role: str) -> Plan:
    mark, _, rest = more.partition(":")
    pillar, _, name = rest.partition(":")
    if not rest:
        return await invite(ask, assessment, "", "")
    id_ = id_from("invite", ask.person.id, assessment.id, pillar, mark, name)
    if await ask.desk.storage.invite(ask.desk.tenant, id_) is not None:
        return ask.refuse("toast.invite_made")
    return await invite(ask, assessment, pillar, name, id_, role)


async def invite(
    ask: Ask, assessment: Assessment, wanted: str, name: str, id_: str | None = None, role: str = "owner"
) -> Plan:
    """A link for one person, in a text to forward; without a pillar, buttons to choose one. `name`: also
    `NAME, FUNCTION, DEPARTMENT`.
    """
    if open_fields(assessment):
        return what_next(ask, assessment)
    script = await ask.desk.script(assessment.script_hash)
    pillar = next((s.id for s in script.sections if s.id.casefold() == wanted.strip().casefold()), None)
    if pillar is None:
        return _which_pillar(ask, assessment, wanted)
    called, function, department = _who(name)
    token, made = make_invite(
        ask.desk, assessment, pillar, role, called, id_, function=function, department=department
    )
    return Plan([made, *to_forward(ask, assessment, script, made, token)])


def _which_pillar(ask: Ask, assessment: Assessment, wanted: str) -> Plan:
    buttons = pillar_buttons(ask, assessment)
    if wanted:
        return ask.say("consultant.no_pillar", buttons, organisation=assessment.name, wanted=wanted[:32])
    buttons.append([(ask.label("colleague"), f"colleague:{assessment.id}")])
    buttons.append([(ask.label("refer"), f"refer:{assessment.id}:{new_mark()}")])
    if ask.desk.takes_files(assessment, ask.person):
        buttons.append([(ask.label("list"), f"list:{assessment.id}")])
    return ask.say("consultant.invite_whom", buttons, organisation=assessment.name)


def _who(text: str) -> list[str | None]:
    """Name, function and department, with commas between."""
    parts = [" ".join(part.split())[:LONGEST_NAME] or None for part in text.split(",", 2)]
    return [*parts, None, None][:3]


# --- what was invited


@dataclass(frozen=True, slots=True)
class Place:
    """An invite as it is listed. `state`: open, opened, expired, bound."""

    name: str
    state: str
    where: str
    until: object
    presses: list[Press]


async def list_invites(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """The invites of an assessment, newest first, each with the button that takes it back or undoes it."""
    first = int(more) if more.isdecimal() and len(more) < 5 else 0
    invites = [i for i in await ask.desk.storage.invites(ask.desk.tenant, assessment.id) if _listed(i)]
    return await _listing(ask, assessment, invites[::-1], first)


async def _listing(ask: Ask, assessment: Assessment, invites: list[Invite], first: int) -> Plan:
    interviews = await ask.desk.storage.interviews(ask.desk.tenant, assessment.id)
    by_place = {(one.invite, one.person): one for one in interviews}
    script = await ask.desk.script(assessment.script_hash)
    shown = invites[first : first + PAGE]
    places = [await _place(ask, assessment, script, i, by_place.get((i.id, i.bound_to or ""))) for i in shown]
    buttons = [place.presses for place in places if place.presses]
    if len(invites) > first + PAGE:
        buttons.append([(ask.label("more_invites"), f"invites:{assessment.id}:{first + PAGE}")])
    return ask.say(
        "consultant.invites", buttons, organisation=assessment.name, places=places, total=len(invites)
    )


def _listed(invite: Invite) -> bool:
    """Co-consultants who accepted are in the team, who tells of an action stands there."""
    if invite.role == TELLS:
        return False
    return invite.state == "open" or (invite.state == "bound" and invite.role != CO_CONSULTANT)


async def _place(
    ask: Ask, assessment: Assessment, script: Script, invite: Invite, interview: Interview | None
) -> Place:
    person = await ask.desk.storage.person(ask.desk.tenant, interview.person) if interview else None
    name = (person.name if person else "") or invite.name or ""
    pillar = ask.desk.pillar_name(script, invite.pillar or "", ask.language)
    where = pillar if invite.role != CO_CONSULTANT else ask.text("name.co_consultant")
    state = _state(ask, invite)
    owner = invite.role != CO_CONSULTANT
    until = ask.local(usable_until(assessment, invite) if owner else invite.expires_at)
    return Place(name, state, where, until, _presses(ask, invite, interview, name or where))


def _state(ask: Ask, invite: Invite) -> str:
    if invite.state == "open" and ask.desk.now() >= invite.expires_at:
        return "expired"
    return "opened" if invite.state == "open" and invite.opened_at else invite.state


def _presses(ask: Ask, invite: Invite, interview: Interview | None, name: str) -> list[Press]:
    """Who did not begin can get a new link or none; of who takes part it can be undone."""
    if invite.state == "open":
        again = (ask.label("renew", name=name), f"renew:{invite.assessment}:{invite.id}")
        back = (ask.label("revoke", name=name), f"revoke:{invite.assessment}:{invite.id}")
        return [back] if invite.role == CO_CONSULTANT else [again, back]
    if interview is None:
        return []
    return [(ask.label("undo", name=name), f"undo:{invite.assessment}:{interview.id}")]


async def revoke(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """An invite that nobody used yet works no more."""
    invite = await ask.desk.storage.invite(ask.desk.tenant, more)
    if invite is None or invite.assessment != assessment.id:
        return ask.refuse("toast.not_yours")
    if invite.state != "open":
        return ask.refuse("toast.invite_over")
    ended = replace(invite, state="revoked")
    others = await ask.desk.storage.invites(ask.desk.tenant, assessment.id)
    plan = await _listing(ask, assessment, [i for i in others[::-1] if _listed(i) and i.id != invite.id], 0)
    line = noted(ask.desk, ask.person.id, "invite_revoked", assessment.id, invite.id)
    return Plan(
        [ended, line, *plan.writes], (InviteOpen(invite.id),), toast=ask.refuse("toast.revoked").toast
    )


# --- the wrong one took part


async def undo(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INTERVIEW` asks whether it is meant, `INTERVIEW:yes` does it: the interview ends for that person, what
    was said stays and counts for nothing, and the place is open again by a new link.
    """
    id_, _, sure = more.partition(":")
    scenery = await load(ask.desk, id_)
    if scenery is None or scenery.walk.assessment.id != assessment.id:
        return ask.refuse("toast.not_yours")
    if scenery.walk.interview.joined_at is None or scenery.walk.interview.state == "ended":
        return ask.refuse("toast.undone")
    return await _undone(ask, scenery) if sure == "yes" else _sure(ask, scenery)


def _sure(ask: Ask, scenery: Scenery) -> Plan:
    walk = scenery.walk
    interview = walk.interview
    yes = (ask.label("undo_sure"), f"undo:{walk.assessment.id}:{interview.id}:yes")
    no = (ask.label("undo_not"), f"invites:{walk.assessment.id}")
    return ask.say(
        "consultant.undo",
        [[yes], [no]],
        name=walk.person.name,
        organisation=walk.assessment.name,
        pillar=ask.desk.pillar_name(scenery.script, interview.pillar, ask.language),
        answers=sum(answer.value is not None for answer in walk.answers),
    )


async def _undone(ask: Ask, scenery: Scenery) -> Plan:
    walk, desk, now = scenery.walk, ask.desk, ask.desk.now()
    used = await desk.storage.invite(desk.tenant, walk.interview.invite) if walk.interview.invite else None
    # A new invite in the place of the old: who only opened the old link must not take part by it either.
    name = used.name if used is not None else None
    token, fresh = make_invite(desk, walk.assessment, walk.interview.pillar, walk.interview.role, name)
    ended = replace(walk.interview, state="ended", last_activity=now)
    withdrawn: list[OpenAsk] = [replace(one, state="withdrawn") for one in walk.asks if one.state == "open"]
    note = ask.text("consultant.undone", name=walk.person.name, organisation=walk.assessment.name)
    line = noted(desk, ask.person.id, "invite_undone", walk.assessment.id, walk.interview.id)
    gone = await no_longer(desk, walk, fresh.id, now)
    writes: list[Record] = [ended, *withdrawn, fresh, line, *gone, ask.reply(note)]
    if used is not None:
        writes.append(replace(used, state="revoked"))
    writes += to_forward(ask, walk.assessment, scenery.script, fresh, token, first=1)
    return Plan([*writes, *_farewell(scenery)], (InterviewAt(walk.interview.id, walk.interview.rev),))


def _farewell(scenery: Scenery) -> list[Record]:
    """The last card of who took part by mistake; nothing for who asked for silence."""
    if scenery.walk.person.stopped_at is not None:
        return []
    desk, walk = scenery.desk, scenery.walk
    language, facts = walk.interview.language, {"organisation": walk.assessment.name}
    pillar = desk.pillar_name(scenery.script, walk.interview.pillar, language)
    title = str(desk.texts.say("ended.title", language, **facts))
    body = desk.texts.say(
        "ended.body", language, pillar=pillar, contact=walk.assessment.privacy.get("contact") or "", **facts
    )
    return last_card_of(scenery, Card("ended", None, title, str(body)), new_id, desk.now())
