"""What others should know of an interview: who runs it is told, the own picture is ordered."""

from __future__ import annotations

from datetime import datetime

from bot.authority import who_runs
from bot.cards import plain
from bot.tokens import new_id
from bot.walking import Outcome, Scenery
from storage.records import Job, Person, Record

#: Told to the consultants; more than this would be a stream of messages.
TOLD = frozenset({"joined", "declined", "submitted", "stopped"})
OWN_PICTURE = "own_picture"


async def notices(scenery: Scenery, outcome: Outcome, now: datetime) -> list[Record]:
    """Messages to who runs the assessment; after submitting, the job that makes the owner's own picture."""
    writes: list[Record] = []
    for number, name in enumerate(outcome.happened):
        if name in TOLD:
            moment = f"{scenery.walk.interview.rev}.{number}"
            people = await who_runs(scenery.desk, scenery.walk.assessment)
            invited = await _invited_as(scenery) if name == "joined" else ""
            writes += [_notice(scenery, person, name, moment, invited) for person in people]
        if name == "submitted":
            writes.append(_picture(scenery, now))
    return writes


async def _invited_as(scenery: Scenery) -> str:
    """The name that the consultant gave with the invite."""
    desk, id_ = scenery.desk, scenery.walk.interview.invite
    invite = await desk.storage.invite(desk.tenant, id_) if id_ else None
    return (invite.name if invite else None) or ""


def _notice(scenery: Scenery, to: Person, name: str, moment: str, invited: str) -> Record:
    walk, desk = scenery.walk, scenery.desk
    language = desk.language_of(to)
    html = desk.texts.say(
        f"notice.{name}",
        language,
        name=walk.person.name or walk.person.address,
        organisation=walk.assessment.name,
        pillar=desk.pillar_name(scenery.script, walk.interview.pillar, language),
        invited=invited,
    )
    key = f"notice:{walk.interview.id}:{moment}:{to.id}"
    buttons = [[_undo(scenery, language)]] if name == "joined" else []
    return desk.reply(to, str(html), key, buttons, kind="notice", about=walk.interview.id)


def _undo(scenery: Scenery, language: str) -> tuple[str, str]:
    """Who took part may be the wrong one."""
    walk = scenery.walk
    label = scenery.desk.texts.say("button.wrong_person", language)
    return plain(label), f"undo:{walk.assessment.id}:{walk.interview.id}"


def _picture(scenery: Scenery, now: datetime) -> Record:
    interview = scenery.walk.interview
    key = f"{OWN_PICTURE}:{interview.id}"
    return Job(
        interview.tenant, new_id(), OWN_PICTURE, key, {"interview": interview.id, "rev": interview.rev}, now
    )
