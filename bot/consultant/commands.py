"""The consultant's commands and buttons: each in one function, all in two visible tables."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.cards import plain
from bot.consultant.assessments import make_assessment, open_fields, with_privacy
from bot.consultant.status import status_text
from bot.desk import Desk
from bot.invites import make_invite
from bot.ports import Incoming
from bot.reporting import REPORT
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.records import Assessment, Job, Person, Record

Press = tuple[str, str]
#: Button data is at most 64 bytes.
DATA_BYTES = 64
LONGEST_NAME = 120


@dataclass(frozen=True)
class Ask:
    """One request of one consultant."""

    desk: Desk
    incoming: Incoming
    person: Person

    @property
    def language(self) -> str:
        """The consultant's language."""
        return self.desk.language_of(self.person)

    def text(self, name: str, **facts: Any) -> str:
        """A text in the consultant's language."""
        return str(self.desk.texts.say(name, self.language, **facts))

    def label(self, name: str, **facts: Any) -> str:
        """The words on a button."""
        return plain(self.text(f"button.{name}", **facts))

    def reply(self, html: str, buttons: Sequence[Sequence[Press]] = (), number: int = 0) -> Record:
        """A message back."""
        key = f"reply:{self.incoming.bot_id}:{self.incoming.update_id}:{number}"
        return self.desk.reply(self.person, html, key, buttons)

    def say(self, name: str, buttons: Sequence[Sequence[Press]] = (), **facts: Any) -> list[Record]:
        """One text as the whole answer."""
        return [self.reply(self.text(name, **facts), buttons)]

    async def mine(self) -> list[Assessment]:
        """The open assessments of this consultant, newest first."""
        known = await self.desk.storage.assessments(self.desk.tenant, self.person.id)
        return sorted((a for a in known if a.state == "open"), key=lambda a: a.created_at, reverse=True)


Answer = Awaitable[list[Record]]


async def command(
    desk: Desk, incoming: Incoming, person: Person, name: str, rest: str
) -> list[Record] | None:
    """What a command comes to; None: no such command for this person."""
    found = COMMANDS.get(name)
    if found is None or not desk.is_consultant(incoming.channel, incoming.user_id):
        return None
    return await found(Ask(desk, incoming, person), rest)


async def pressed(
    desk: Desk, incoming: Incoming, person: Person, verb: str, rest: str
) -> list[Record] | None:
    """What a button comes to; None: it is not for this person."""
    found = BUTTONS.get(verb)
    if found is None or not desk.is_consultant(incoming.channel, incoming.user_id):
        return None
    id_, _, more = rest.partition(":")
    assessment = await desk.storage.assessment(desk.tenant, id_)
    if assessment is None or assessment.owner != person.id:
        return None
    return await found(Ask(desk, incoming, person), assessment, more)


async def said(desk: Desk, incoming: Incoming, person: Person, text: str) -> list[Record] | None:
    """Typed words of a consultant: the privacy contact of the newest assessment, if that is still to be
    named.
    """
    ask = Ask(desk, incoming, person)
    waiting = [a for a in await ask.mine() if "contact" in open_fields(a)]
    if not waiting or not text.strip():
        return None
    assessment = with_privacy(waiting[0], contact=text.strip()[:200])
    return [assessment, *_what_next(ask, assessment)]


# --- commands


async def _new(ask: Ask, name: str) -> list[Record]:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        return ask.say("consultant.new_how", most=LONGEST_NAME)
    assessment, records = make_assessment(ask.desk, name, ask.person)
    return [*records, *_what_next(ask, assessment)]


def _what_next(ask: Ask, assessment: Assessment) -> list[Record]:
    """Ask for the next thing that is open about privacy, or say that people can be invited."""
    missing = open_fields(assessment)
    if "contact" in missing:
        return ask.say("consultant.contact", organisation=assessment.name)
    if "telegram" in missing:
        yes, no = f"telegram:{assessment.id}:yes", f"telegram:{assessment.id}:no"
        buttons = [[(ask.label("telegram_yes"), yes)], [(ask.label("telegram_no"), no)]]
        return ask.say("consultant.telegram", buttons, organisation=assessment.name)
    deadline = localized(assessment.deadline, ask.desk.settings.timezone) if assessment.deadline else None
    return ask.say(
        "consultant.ready", _pillar_buttons(ask, assessment), organisation=assessment.name, deadline=deadline
    )


def _pillar_buttons(ask: Ask, assessment: Assessment) -> list[list[Press]]:
    script = ask.desk.library.script("maturity").script
    return [
        [(f"{section.id} · {section.title[ask.language]}", f"invite:{assessment.id}:{section.id}")]
        for section in script.sections
    ]


async def _assessments(ask: Ask, _: str) -> list[Record]:
    mine = await ask.mine()
    if not mine:
        return ask.say("consultant.none")
    return ask.say("consultant.which", [[(a.name, f"assessment:{a.id}")] for a in mine])


async def _invite(ask: Ask, rest: str) -> list[Record]:
    pillar, _, name = rest.partition(" ")
    return await _with_one(
        ask, "invite", lambda a: _invite_to(ask, a, f"{pillar}:{name.strip()}"), f"{pillar}:{name}"
    )


async def _status(ask: Ask, _: str) -> list[Record]:
    return await _with_one(ask, "status", lambda a: _show_status(ask, a, ""))


async def _report(ask: Ask, _: str) -> list[Record]:
    return await _with_one(ask, "report", lambda a: _order_report(ask, a, ""))


async def _with_one(ask: Ask, verb: str, act: Callable[[Assessment], Answer], more: str = "") -> list[Record]:
    """Act on the only assessment, or ask which: a guess could send somebody's name to the wrong round."""
    mine = await ask.mine()
    if not mine:
        return ask.say("consultant.none")
    if len(mine) == 1:
        return await act(mine[0])
    tail = f":{more}" if more.strip(":") else ""
    return ask.say("consultant.which", [[(a.name, _data(f"{verb}:{a.id}{tail}"))] for a in mine])


def _data(text: str) -> str:
    return text.encode()[:DATA_BYTES].decode(errors="ignore")


# --- buttons


async def _menu(ask: Ask, assessment: Assessment, _: str) -> list[Record]:
    missing = open_fields(assessment)
    if missing:
        return _what_next(ask, assessment)
    buttons = [
        [(ask.label(f"menu_{verb}"), f"{verb}:{assessment.id}")] for verb in ("invite", "status", "report")
    ]
    return ask.say("consultant.menu", buttons, organisation=assessment.name)


async def _set_telegram(ask: Ask, assessment: Assessment, answer: str) -> list[Record]:
    if answer not in ("yes", "no"):
        return ask.say("consultant.menu", organisation=assessment.name)
    changed = with_privacy(assessment, telegram=answer)
    if answer == "no":
        return [changed, *ask.say("consultant.no_telegram", organisation=assessment.name)]
    return [changed, *_what_next(ask, changed)]


async def _invite_to(ask: Ask, assessment: Assessment, more: str) -> list[Record]:
    wanted, _, name = more.partition(":")
    if open_fields(assessment):
        return _what_next(ask, assessment)
    script = await ask.desk.script(assessment.script_hash)
    pillar = next((s for s in script.sections if s.id.casefold() == wanted.strip().casefold()), None)
    if pillar is None:
        name_ = "consultant.invite_whom" if not wanted else "consultant.no_pillar"
        return ask.say(
            name_, _pillar_buttons(ask, assessment), organisation=assessment.name, wanted=wanted[:32]
        )
    token, invite = make_invite(ask.desk, assessment, pillar.id, "owner", name.strip()[:LONGEST_NAME] or None)
    language, zone = assessment.language, ask.desk.settings.timezone
    forward = ask.desk.texts.say(
        "consultant.invitation",
        language,
        name=invite.name,
        organisation=assessment.name,
        pillar=pillar.title[language],
        consultant=ask.person.name,
        link=ask.desk.link(token),
        deadline=localized(invite.expires_at, zone),
    )
    note = ask.text(
        "consultant.forward", pillar=pillar.title[ask.language], expires=localized(invite.expires_at, zone)
    )
    return [invite, ask.reply(note), ask.reply(str(forward), number=1)]


async def _show_status(ask: Ask, assessment: Assessment, _: str) -> list[Record]:
    html = await status_text(ask.desk, assessment, ask.language)
    again = [
        (ask.label("menu_status_again"), f"status:{assessment.id}"),
        (ask.label("menu_report"), f"report:{assessment.id}"),
    ]
    return [ask.reply(html, [again])]


async def _order_report(ask: Ask, assessment: Assessment, _: str) -> list[Record]:
    """The report is made by a job: one at a time for each assessment and chat."""
    now = ask.desk.now()
    key = f"{REPORT}:{assessment.id}:{ask.person.id}"
    payload = {
        "assessment": assessment.id,
        "person": ask.person.id,
        "language": ask.language,
        "at": now.isoformat(),
    }
    return [Job(ask.desk.tenant, new_id(), REPORT, key, payload, now)]


COMMANDS: dict[str, Callable[[Ask, str], Answer]] = {
    "new": _new,
    "assessments": _assessments,
    "invite": _invite,
    "status": _status,
    "report": _report,
}
#: verb -> what it does; the first argument is always the assessment, and it must be the presser's own.
BUTTONS: dict[str, Callable[[Ask, Assessment, str], Answer]] = {
    "assessment": _menu,
    "telegram": _set_telegram,
    "invite": _invite_to,
    "status": _show_status,
    "report": _order_report,
}
