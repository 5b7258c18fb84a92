"""Everything that is kept, for other programs."""

from __future__ import annotations

from typing import Any

from bot.consultant.inviting import the_assessment
from bot.desk import Desk
from bot.interview.plan import plan_of
from bot.library import parse_script
from bot.memory import progress_of
from bot.reporting import asleep
from storage.port import Facts, Walk
from storage.records import Interview, Person


async def export_of(desk: Desk, wanted: str | None) -> dict[str, Any]:
    """The export object, of one assessment or (None) of all."""
    assessment = (await the_assessment(desk, wanted)).id if wanted is not None else None
    return await desk.storage.export(desk.tenant, assessment, at=desk.now(), dormant=_dormant)


def _dormant(facts: Facts, interview: Interview) -> set[str]:
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
