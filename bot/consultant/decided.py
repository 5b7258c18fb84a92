"""What the board decided, from the command line: recorded, and told with what was done since."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from bot.consultant.deciding import DECISION, EARLIEST, LONGEST, decision_of
from bot.consultant.inviting import InviteError, the_assessment
from bot.desk import Desk
from bot.following.timing import look_back_key
from bot.privacy.audit import OPERATOR
from bot.reports.amended import THE_DECISION, amendments_of
from bot.reports.words import one_line
from storage.port import Change, DropJobs, Saved
from storage.records import Assessment


async def record(desk: Desk, wanted: str, what: str, amount: Decimal | None, on: dt.date | None) -> None:
    """The newest decision; what is left out stays as it was. Raises InviteError."""
    today = desk.now().astimezone(ZoneInfo(desk.settings.timezone)).date()
    words = one_line(what, LONGEST + 1)
    if not words or len(words) > LONGEST:
        raise InviteError(f"--what: 1 to {LONGEST} characters")
    if on is not None and not today - EARLIEST <= on <= today:
        raise InviteError(f"--on {on}: a day of the last two years")
    told = {"what": words, "amount": None if amount is None else str(amount)}
    said = {name: value for name, value in told.items() if value is not None}
    if on is not None:
        said["on"] = on.isoformat()
    while await _saved(desk, await the_assessment(desk, wanted), said, today) is Saved.STALE:
        # Somebody else was first: what they said and is not said here stays.
        pass


async def _saved(desk: Desk, assessment: Assessment, said: dict[str, str], today: dt.date) -> Saved:
    if assessment.state == "erased":
        raise InviteError(f"assessment {assessment.id} was erased")
    found = [
        one
        for one in await desk.storage.amendments(desk.tenant, assessment.id)
        if (one.kind, one.subject) == (DECISION, THE_DECISION)
    ]
    known: dict[str, Any] = dict(max(found, key=lambda one: one.number).body) if found else {}
    decided, more = await decision_of(desk, assessment, found, {**known, **said}, OPERATOR, today)
    drops = (DropJobs(look_back_key(assessment.id)),)
    return await desk.storage.save(Change(writes=(decided, *more), drops=drops))


async def told(desk: Desk, wanted: str) -> str:
    """The decision and what was done since, in the language of the round. Raises InviteError."""
    assessment = await the_assessment(desk, wanted)
    amendments = await desk.storage.amendments(desk.tenant, assessment.id)
    amended = amendments_of(amendments)
    decisions = sorted((one for one in amendments if one.kind == DECISION), key=lambda one: one.number)
    actions = decisions[-1].body.get("actions", ()) if decisions else ()
    language = assessment.language
    return str(
        desk.texts.say(
            "decision.told",
            language,
            organisation=assessment.name,
            decision=amended.decision,
            actions=[
                (
                    one_line(one["text"].get(language) or next(iter(one["text"].values()), ""), 200),
                    amended.progress.get(one["id"], ()),
                )
                for one in actions
            ],
        )
    )
