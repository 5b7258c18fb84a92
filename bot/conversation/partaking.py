"""Somebody opens the link to tell of an action, reads what that means, and says yes; stop is stop."""

from __future__ import annotations

from dataclasses import replace

from bot.authority import who_runs
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.following.partaking import KEPT, decided, words_of
from bot.invites import TELLS, Usable
from bot.privacy.audit import noted
from bot.reports.words import one_line
from bot.texts.filters import localized
from storage.port import InviteOpen
from storage.records import Invite, Record

#: The verb of the button that accepts.
PARTAKE = "partake"
#: So much of the hash of the link stands in the button: who did not open the link cannot press it.
MARK = 16


async def opened(turn: Turn, usable: Usable) -> Plan:
    """What is asked, what is kept and until when; opening uses nothing up."""
    desk, assessment, invite = turn.desk, usable.assessment, usable.invite
    if invite.state != "open":
        return turn.say("partake.known", organisation=assessment.name)
    consultant = await desk.storage.person(desk.tenant, assessment.owner)
    body = decided(await desk.storage.amendments(desk.tenant, assessment.id))
    plan = turn.say(
        "partake.asked",
        [[(str(desk.texts.say("button.partake", turn.language).unescape()), _data(invite))]],
        organisation=assessment.name,
        consultant=consultant.name if consultant else "",
        text=one_line(words_of(body, invite.question or "", turn.language), 300),
        until=localized(desk.now() + KEPT, desk.settings.timezone),
        contact=assessment.privacy.get("contact") or "",
    )
    return Plan([invite, *plan.writes], (InviteOpen(invite.id),))


def _data(invite: Invite) -> str:
    return f"{PARTAKE}:{invite.id}:{invite.token_hash[:MARK]}"


async def accept(turn: Turn, rest: str) -> Plan:
    """`INVITE:MARK`, from who opened the link; who runs the round is told."""
    desk = turn.desk
    id_, _, mark = rest.partition(":")
    invite = await desk.storage.invite(desk.tenant, id_)
    assessment = await desk.storage.assessment(desk.tenant, invite.assessment if invite else "")
    if invite is None or assessment is None or invite.role != TELLS or mark != invite.token_hash[:MARK]:
        return turn.refuse("toast.not_yours")
    if invite.state != "open" or desk.now() >= invite.expires_at or assessment.state == "erased":
        return turn.refuse("invite_unknown")
    # Who stopped once and says yes now wants to be asked.
    turn.person = replace(turn.person, stopped_at=None)
    bound = replace(invite, state="bound", bound_to=turn.person.id, bound_at=desk.now())
    writes: list[Record] = [bound, noted(desk, turn.person.id, "invite_bound", assessment.id, invite.id)]
    body = decided(await desk.storage.amendments(desk.tenant, assessment.id))
    for one in await who_runs(desk, assessment):
        language = desk.language_of(one)
        html = desk.texts.say(
            "notice.partakes",
            language,
            name=turn.person.name or turn.person.address,
            organisation=assessment.name,
            text=one_line(words_of(body, invite.question or "", language), 200),
        )
        key = f"notice:partakes:{invite.id}:{one.id}"
        writes.append(desk.reply(one, str(html), key, kind="notice", about=invite.id))
    thanks = turn.say("partake.thanks", organisation=assessment.name)
    return Plan([*writes, *thanks.writes], (InviteOpen(invite.id),))
