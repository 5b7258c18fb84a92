"""The audit trail: who did what and when, in opaque ids, for who runs the assessment."""

from __future__ import annotations

from markupsafe import Markup

from bot.desk import Desk
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.records import Assessment, Audit

#: Who it was when nobody in a chat did it: the command line, or the program by itself.
OPERATOR, PROGRAM = "operator", "program"
#: How many lines a message shows; the whole trail is in the database.
SHOWN = 30


def noted(
    desk: Desk, who: str, what: str, assessment: str | None = None, subject: str | None = None
) -> Audit:
    """A line, to be saved in the same commit as what it tells of."""
    return Audit(desk.tenant, new_id(), desk.now(), who, what, assessment, subject)


async def audit_text(desk: Desk, assessment: Assessment, language: str) -> str:
    """The newest lines as a message."""
    members = {part.person for part in await desk.storage.members(desk.tenant, assessment.id)}
    lines = [
        {
            "at": localized(line.at, desk.settings.timezone),
            "who": _who(desk, line, assessment, members, language),
            "what": desk.texts.say(f"audit.what.{line.what}", language),
            "subject": line.subject,
        }
        for line in await desk.storage.audit(desk.tenant, assessment.id, SHOWN)
    ]
    return str(desk.texts.say("audit.list", language, organisation=assessment.name, lines=lines, shown=SHOWN))


def _who(desk: Desk, line: Audit, assessment: Assessment, members: set[str], language: str) -> Markup:
    """A role where there is one; of everybody else the opaque id is all that is told."""
    known = {assessment.owner: "consultant", OPERATOR: OPERATOR, PROGRAM: PROGRAM}
    role = known.get(line.who) or ("co_consultant" if line.who in members else "participant")
    return desk.texts.say(f"audit.who.{role}", language, id=line.who)
