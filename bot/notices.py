"""What others should know of an interview: the consultant is told, the own picture is ordered."""

from __future__ import annotations

from datetime import datetime

from bot.interview.plan import plan_of
from bot.tokens import new_id
from bot.walking import Outcome, Scenery
from storage.records import Job, Record

#: Told to the consultant; more than this would be a stream of messages.
TOLD = frozenset({"joined", "declined", "submitted", "stopped"})
OWN_PICTURE = "own_picture"


async def notices(scenery: Scenery, outcome: Outcome, now: datetime) -> list[Record]:
    """Messages to the consultant, and the job that makes the owner's own picture after submitting."""
    writes: list[Record] = []
    for number, name in enumerate(outcome.happened):
        if name in TOLD and scenery.consultant is not None:
            writes.append(_notice(scenery, name, f"{scenery.walk.interview.rev}.{number}"))
        if name == "submitted":
            writes.append(_picture(scenery, now))
    return writes


def _notice(scenery: Scenery, name: str, moment: str) -> Record:
    walk, desk, consultant = scenery.walk, scenery.desk, scenery.consultant
    assert consultant is not None
    language = desk.language_of(consultant)
    html = desk.texts.say(
        f"notice.{name}",
        language,
        name=walk.person.name or walk.person.address,
        organisation=walk.assessment.name,
        pillar=desk.pillar_name(scenery.script, walk.interview.pillar, language),
        questions=len(plan_of(scenery.script).stops),
    )
    key = f"notice:{walk.interview.id}:{moment}:{consultant.id}"
    return desk.reply(consultant, str(html), key, kind="notice", about=walk.interview.id)


def _picture(scenery: Scenery, now: datetime) -> Record:
    interview = scenery.walk.interview
    key = f"{OWN_PICTURE}:{interview.id}"
    return Job(
        interview.tenant, new_id(), OWN_PICTURE, key, {"interview": interview.id, "rev": interview.rev}, now
    )
