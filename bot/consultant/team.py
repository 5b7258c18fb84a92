"""Who runs an assessment together: co-consultants invited, joining by their own press, and taken off."""

from __future__ import annotations

from dataclasses import replace

from bot.authority import may, role_in_assessment, taken_off, who_runs
from bot.cards import plain
from bot.consultant.asking import Ask
from bot.consultant.assessments import open_fields
from bot.consultant.menus import menu_job
from bot.consultant.people import what_next
from bot.desk import Desk, Plan
from bot.invites import CO_CONSULTANT, Usable, make_invite
from bot.ports import Incoming
from bot.privacy.audit import noted
from bot.tokens import id_from, new_mark
from storage.port import CancelUnsent, InviteOpen
from storage.records import Assessment, Invite, Member, Person, Record


async def show_team(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """Who runs it, with a button to take each co-consultant off and one to invite another."""
    return await _team(ask, assessment, without="")


async def _team(ask: Ask, assessment: Assessment, without: str) -> Plan:
    people = [p for p in await who_runs(ask.desk, assessment) if p.id != without]
    others = [person for person in people if person.id != assessment.owner]
    buttons = [
        [(ask.label("remove", name=_name(ask, person)), f"remove:{assessment.id}:{person.id}")]
        for person in others
    ]
    buttons.append([(ask.label("coinvite"), f"coinvite:{assessment.id}:{new_mark()}")])
    owner = await ask.desk.storage.person(ask.desk.tenant, assessment.owner)
    return ask.say(
        "consultant.team",
        buttons,
        organisation=assessment.name,
        owner=owner.name if owner else "",
        others=[_name(ask, person) for person in others],
    )


def _name(ask: Ask, person: Person) -> str:
    return person.name or ask.text("name.co_consultant")


async def invite_co_consultant(ask: Ask, assessment: Assessment, mark: str) -> Plan:
    """A link for one co-consultant, in a text to forward; each button makes one, however often pressed."""
    if open_fields(assessment):
        return what_next(ask, assessment)
    if not mark:
        return await show_team(ask, assessment)
    id_ = id_from("coinvite", ask.person.id, assessment.id, mark)
    if await ask.desk.storage.invite(ask.desk.tenant, id_) is not None:
        return ask.refuse("toast.invite_made")
    token, invite = make_invite(ask.desk, assessment, None, CO_CONSULTANT, None, id_)
    expires = ask.local(invite.expires_at)
    forward = ask.desk.texts.say(
        "consultant.co_invitation",
        assessment.language,
        organisation=assessment.name,
        consultant=ask.person.name,
        link=ask.desk.link(token),
        deadline=expires,
    )
    note = ask.text("consultant.co_forward", organisation=assessment.name, expires=expires)
    replies = [ask.reply(note, about=invite.id), ask.reply(str(forward), number=1, about=invite.id)]
    return Plan([invite, *replies])


async def remove(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """A co-consultant is taken off: the link by which they came works no more, and what had not reached them
    yet never does.
    """
    parts = await ask.desk.storage.members(ask.desk.tenant, assessment.id)
    part = next((p for p in parts if p.person == more and p.role == "consultant"), None)
    if more == assessment.owner:
        return ask.refuse("toast.first_consultant")
    if part is None:
        return ask.refuse("toast.not_in_team")
    invites = await ask.desk.storage.invites(ask.desk.tenant, assessment.id)
    used = [replace(i, state="revoked") for i in invites if i.bound_to == more and i.role == CO_CONSULTANT]
    line = noted(ask.desk, ask.person.id, "role", assessment.id, more)
    person = await ask.desk.storage.person(ask.desk.tenant, more)
    writes: list[Record] = [taken_off(part, ask.desk), line, *used, menu_job(ask.desk, more)]
    unsent = (_unsent(ask.desk, person, assessment),) if person is not None else ()
    if more == ask.person.id:
        writes += ask.say("notice.removed", organisation=assessment.name).writes
        return Plan(writes, cancels=unsent)
    if person is not None and person.stopped_at is None:
        writes.append(_told(ask.desk, person, "removed", assessment, _moment(ask.incoming)))
    plan = await _team(ask, assessment, without=more)
    return Plan([*writes, *plan.writes], cancels=unsent)


def _unsent(desk: Desk, person: Person, assessment: Assessment) -> CancelUnsent:
    """What waits for this person and tells of this assessment."""
    bot_id = desk.bots.get(person.channel, person.channel)
    return CancelUnsent(bot_id, person.address, about=assessment.id)


def _moment(incoming: Incoming) -> str:
    return f"{incoming.bot_id}:{incoming.update_id}"


def _told(desk: Desk, to: Person, what: str, assessment: Assessment, moment: str) -> Record:
    html = desk.texts.say(f"notice.{what}", desk.language_of(to), organisation=assessment.name)
    return desk.reply(to, str(html), f"notice:{what}:{assessment.id}:{moment}:{to.id}", kind="notice")


# --- joining


async def opened(ask: Ask, usable: Usable) -> Plan:
    """The link of a co-consultant was opened: what is asked, with a button to accept; nothing is used up."""
    assessment, invite = usable.assessment, usable.invite
    ask = ask.of(assessment)
    if may(await role_in_assessment(ask.desk, ask.person, assessment), "assessment"):
        return ask.say("consultant.in_team", organisation=assessment.name)
    if invite.state != "open":
        return ask.say("invite_unknown")
    owner = await ask.desk.storage.person(ask.desk.tenant, assessment.owner)
    part = Member(ask.desk.tenant, assessment.id, ask.person.id, "invited", ask.desk.now())
    plan = ask.say(
        "consultant.join",
        [[(ask.label("join"), f"join:{invite.id}")]],
        organisation=assessment.name,
        consultant=owner.name if owner else "",
    )
    return Plan([invite, part, *plan.writes], (InviteOpen(invite.id),))


async def join(desk: Desk, incoming: Incoming, person: Person, invite_id: str) -> Plan:
    """Accepted: from now on a co-consultant; everybody who runs the assessment is told, and can undo it."""
    ask = Ask(desk, incoming, person)
    invite = await desk.storage.invite(desk.tenant, invite_id)
    assessment = await desk.storage.assessment(desk.tenant, invite.assessment if invite else "")
    role = await role_in_assessment(desk, person, assessment)
    if may(role, "assessment"):
        return ask.refuse("toast.in_team")
    if invite is None or assessment is None or invite.role != CO_CONSULTANT or not may(role, "join"):
        return ask.refuse("toast.not_yours")
    if invite.state != "open" or desk.now() >= invite.expires_at or assessment.state != "open":
        return ask.refuse("invite_unknown")
    return await _joined(ask.of(assessment), assessment, invite)


async def _joined(ask: Ask, assessment: Assessment, invite: Invite) -> Plan:
    desk, person, now = ask.desk, ask.person, ask.desk.now()
    writes: list[Record] = [
        Member(desk.tenant, assessment.id, person.id, "consultant", now),
        replace(invite, state="bound", bound_to=person.id, bound_at=now),
        noted(desk, person.id, "role", assessment.id, person.id),
        menu_job(desk, person.id),
        *ask.say("consultant.joined", organisation=assessment.name).writes,
    ]
    for one in await who_runs(desk, assessment):
        name, language = person.name or person.address, desk.language_of(one)
        label = plain(desk.texts.say("button.remove", language, name=name))
        undo = (label, f"remove:{assessment.id}:{person.id}")
        html = desk.texts.say("notice.co_joined", language, name=name, organisation=assessment.name)
        key = f"notice:co_joined:{invite.id}:{one.id}"
        writes.append(desk.reply(one, str(html), key, [[undo]], kind="notice", about=assessment.id))
    return Plan(writes, (InviteOpen(invite.id),))
