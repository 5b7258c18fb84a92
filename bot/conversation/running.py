"""What already runs, told by who takes part: begun after handing in, passed on to a colleague, changed."""

from __future__ import annotations

from dataclasses import replace

from bot.authority import RUNNING, may, role_in_interview
from bot.cards import plain
from bot.consultant import running as consultant
from bot.conversation.stepping import first_card, in_interview
from bot.conversation.turn import Turn
from bot.desk import Plan
from bot.initiatives import COUNTED, MORE, SUBJECT, name_of, script_of, told, topics_of
from bot.interview.events import Returned
from bot.invites import interview_beside, make_invite, script_beside
from bot.privacy.audit import noted
from bot.reports.earning import earning_text
from bot.reports.running import REASON
from bot.reports.words import Words
from bot.texts.filters import localized
from bot.tokens import id_from
from storage.port import InterviewAt, IsStill
from storage.records import Assessment, Initiative, Interview

#: So many one person tells of in a round, and passes on; more would be a list, which a consultant can load.
MOST_TOLD, MOST_PASSED_ON = 50, 5
UNFINISHED = frozenset({"opened", "active", "paused"})
Presses = list[list[tuple[str, str]]]


async def initiatives(turn: Turn, rest: str) -> Plan:
    """`/initiatives`: those of the round for who runs one, else one's own."""
    if await turn.role() in RUNNING:
        return await consultant.command(turn.ask, rest)
    current = await turn.current()
    if current is None or not may(role_in_interview(turn.person, current), "mine"):
        return await turn.greet()
    return await _listed(turn, current)


async def _listed(turn: Turn, about: Interview) -> Plan:
    """The own initiatives, each with its button; in a round that is over nothing more is told."""
    mine = await _mine(turn, about.assessment)
    assessment = await turn.desk.storage.assessment(turn.desk.tenant, about.assessment)
    buttons: Presses = [
        [(_label(turn, "own_initiative", number=number, name=name_of(one)), f"mine:{one.id}")]
        for number, one in enumerate(mine, 1)
    ]
    if assessment is None or assessment.state != "open":
        return turn.say("running.mine_over", buttons, count=len(mine))
    if about.state == "submitted" or about.pillar == SUBJECT:
        buttons.append([(_label(turn, "tell_another" if mine else "tell"), f"tell:{about.id}")])
    buttons.append([(_label(turn, "handover"), f"handover:{about.id}:1")])
    return turn.say("running.mine", buttons, count=len(mine))


async def _mine(turn: Turn, assessment: str) -> list[Initiative]:
    everything = await turn.desk.storage.initiatives(turn.desk.tenant, assessment)
    return [one for one in everything if one.by == turn.person.id and one.interview and one.state != "erased"]


def _label(turn: Turn, text: str, /, **facts: object) -> str:
    return plain(turn.desk.texts.say(f"button.{text}", turn.language, **facts))


# --- telling


async def tell(turn: Turn, rest: str) -> Plan:
    """`INTERVIEW`: the conversation about an initiative begins, or goes on where one is under way."""
    walk = await turn.desk.storage.walk(turn.desk.tenant, rest)
    if walk is None or not may(role_in_interview(turn.person, walk.interview), "tell"):
        return turn.refuse("toast.not_yours")
    if walk.assessment.state != "open":
        return turn.refuse("toast.closed")
    theirs = await turn.desk.storage.interviews_of(turn.desk.tenant, turn.person.id)
    mine = [one for one in theirs if one.assessment == walk.assessment.id and one.pillar == SUBJECT]
    under_way = next((one for one in mine if one.state in UNFINISHED and one.erased_at is None), None)
    if under_way is not None:
        return await in_interview(turn, under_way.id, [Returned()], "words", tapped=False, fresh=True)
    if walk.interview.state != "submitted":
        return turn.refuse("toast.tell_later")
    if len(mine) >= MOST_TOLD:
        return turn.refuse("toast.told_enough")
    return await _begun(turn, walk.interview, walk.assessment, len(mine))


async def _begun(turn: Turn, about: Interview, assessment: Assessment, count: int) -> Plan:
    id_ = id_from("tell", turn.person.id, assessment.id, str(count))
    made = interview_beside(turn.desk, about, assessment, SUBJECT, id_)
    card = await first_card(turn, made, assessment)
    script = script_beside(turn.desk, assessment, SUBJECT)
    return Plan([*script, made, *card], (InterviewAt(about.id, about.rev),))


# --- passing on


async def hand_over(turn: Turn, rest: str) -> Plan:
    """`INTERVIEW:NUMBER`: a link for a colleague, in a text to forward; each button makes one."""
    id_, _, number = rest.partition(":")
    walk = await turn.desk.storage.walk(turn.desk.tenant, id_)
    if walk is None or not may(role_in_interview(turn.person, walk.interview), "handover"):
        return turn.refuse("toast.not_yours")
    if walk.assessment.state != "open":
        return turn.refuse("toast.closed")
    count = int(number) if number.isdecimal() and len(number) < 3 else 0
    if not 1 <= count <= MOST_PASSED_ON:
        return turn.refuse("toast.passed_on_enough")
    invite = id_from("handover", turn.person.id, walk.assessment.id, number)
    if await turn.desk.storage.invite(turn.desk.tenant, invite) is not None:
        return turn.refuse("toast.invite_made")
    return _passed_on(turn, walk.interview, walk.assessment, invite, count)


def _passed_on(turn: Turn, about: Interview, assessment: Assessment, invite: str, count: int) -> Plan:
    desk, language = turn.desk, about.language
    token, made = make_invite(
        desk, assessment, SUBJECT, "colleague", None, invite, department=about.department, language=language
    )
    until = localized(made.expires_at, desk.settings.timezone)
    text = desk.texts.say(
        "running.invitation",
        language,
        organisation=assessment.name,
        name=turn.person.name,
        link=desk.link(token),
        until=until,
    )
    again = [[(_label(turn, "handover_again"), f"handover:{about.id}:{count + 1}")]]
    plan = turn.say("running.forward", again if count < MOST_PASSED_ON else (), until=until)
    key = f"reply:{turn.incoming.bot_id}:{turn.incoming.update_id}:1"
    line = noted(desk, turn.person.id, "passed_on", assessment.id, made.id)
    plan.writes += [made, line, desk.reply(turn.person, str(text), key, about=made.id)]
    return plan


# --- one of one's own


async def pressed(turn: Turn, rest: str) -> Plan:
    """`INITIATIVE[:drop|back]`: what was told of it, and what can be done about it."""
    id_, _, what = rest.partition(":")
    one = await turn.desk.storage.initiative(turn.desk.tenant, id_)
    walk = await turn.desk.storage.walk(turn.desk.tenant, one.interview) if one and one.interview else None
    if one is None or walk is None or one.state == "erased":
        return turn.refuse("toast.not_yours")
    if not may(role_in_interview(turn.person, walk.interview), "mine"):
        return turn.refuse("toast.not_yours")
    if walk.assessment.state != "open":
        # What was told can still be read.
        shown = _shown(turn, one, walk.assessment, None)
        return (
            turn.refuse("toast.closed") if what else replace(shown, toast=turn.refuse("toast.closed").toast)
        )
    if what in ("drop", "back"):
        return await _kept_or_not(turn, one, what)
    asks = {answer.question: answer.ask for answer in walk.answers}
    return _shown(turn, one, walk.assessment, asks.get(MORE))


async def _kept_or_not(turn: Turn, one: Initiative, what: str) -> Plan:
    if (one.state in COUNTED) != (what == "drop") or (what == "back" and one.body.get(REASON)):
        return turn.refuse("toast.noted")
    changed = replace(one, state="withdrawn" if what == "drop" else "open")
    plan = turn.say(f"running.{'dropped' if what == 'drop' else 'back'}", name=name_of(one))
    return replace(plan, writes=[*plan.writes, changed], guards=(*plan.guards, IsStill(one)))


def _shown(turn: Turn, one: Initiative, assessment: Assessment, more: str | None) -> Plan:
    script, language = script_of(turn.desk, assessment), turn.language
    return turn.say(
        "running.one",
        _presses(turn, one, more) if assessment.state == "open" else [],
        lines=list(told(script, one.body, language)),
        state=one.state,
        reason=one.body.get(REASON),
        where="",
        sum=_sum(turn, one, assessment),
    )


def _presses(turn: Turn, one: Initiative, more: str | None) -> Presses:
    buttons: Presses = [[(_label(turn, "review_change"), f"review:{one.interview}")]]
    if more is not None:
        buttons.append([(_label(turn, "tell_more"), f"edit:{more}")])
    if one.state in COUNTED:
        buttons.append([(_label(turn, "drop_initiative"), f"mine:{one.id}:drop")])
    elif not one.body.get(REASON):
        buttons.append([(_label(turn, "keep_initiative"), f"mine:{one.id}:back")])
    return buttons


def _sum(turn: Turn, one: Initiative, assessment: Assessment) -> str:
    topics = topics_of(script_of(turn.desk, assessment))
    return earning_text(one.body, topics, Words(turn.language, turn.desk.texts))
