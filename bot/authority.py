"""Who may do what: one table of actions and roles, and the one place where somebody's role is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import Enum

from bot.desk import Desk
from storage.records import Assessment, Interview, Member, Person


class Role(Enum):
    """What somebody is to the thing at hand, so that "own" and "other" need no column of their own: to
    somebody else's interview everybody is a stranger, to somebody else's assessment a consultant is another
    consultant.
    """

    STRANGER = "stranger"
    OWNER = "owner"
    COLLEAGUE = "colleague"
    #: Opened the link of a co-consultant's invitation; may accept it, and nothing else.
    INVITED = "invited"
    CONSULTANT = "consultant"
    CO_CONSULTANT = "co-consultant"
    OTHER_CONSULTANT = "other consultant"


#: What a member's part comes to.
_PARTS = {"consultant": Role.CO_CONSULTANT, "invited": Role.INVITED}

ANYBODY = frozenset(Role)
ANSWERING = frozenset({Role.OWNER, Role.COLLEAGUE})
RUNNING = frozenset({Role.CONSULTANT, Role.CO_CONSULTANT})

#: Commands by their name, asked of what somebody is at large (`role_of`); what they show or change is only
#: ever one's own.
COMMANDS: Mapping[str, frozenset[Role]] = {
    "/start": ANYBODY,
    "/help": ANYBODY,
    "/language": ANYBODY,
    "/answers": ANYBODY,
    "/pause": ANYBODY,
    "/stop": ANYBODY,
    "/mydata": ANYBODY,
    "/forget": ANYBODY,
    "/new": frozenset({Role.CONSULTANT}),
    "/assessments": RUNNING,
    "/invite": RUNNING,
    "/status": RUNNING,
    "/remind": RUNNING,
    "/report": RUNNING,
    "/why": RUNNING,
    "/review": RUNNING,
    "/close": RUNNING,
    "/reopen": RUNNING,
    "/practices": frozenset({Role.CONSULTANT}),
    "/initiatives": RUNNING | ANSWERING,
    "/network": RUNNING | ANSWERING,
}
#: Buttons of everybody, by their verb.
AT_LARGE: Mapping[str, frozenset[Role]] = {
    "lang": ANYBODY,
    "forget": ANYBODY,
    # Of whose look back it is, whatever else they are.
    "follow": ANYBODY,
    "partake": ANYBODY,
    "found": frozenset({Role.CONSULTANT}),
    "practices": frozenset({Role.CONSULTANT}),
    # Of one's own part in the network, also after the round; and of one's own network.
    "network": ANYBODY,
    "intouch": ANYBODY,
    "bring": frozenset({Role.CONSULTANT}),
    "candidates": frozenset({Role.CONSULTANT}),
    "outside": frozenset({Role.CONSULTANT}),
}
#: Buttons and words in an interview (`role_in_interview`).
IN_INTERVIEW: Mapping[str, frozenset[Role]] = dict.fromkeys(
    (
        *(
            "words",
            "a",
            "consent",
            "decline",
            "begin",
            "recall",
            "resume",
            "pause",
            "stop",
            "submit",
            "review",
        ),
        *("why", "skip", "skipall", "later", "confirm", "keep", "back", "use", "add", "leave"),
        *("edit", "evidence"),
        # Of a reminder, which is about an interview.
        *("snooze", "someone", "quiet"),
        *("agree", "remark"),
        # Beside the round: what already runs.
        *("tell", "handover", "mine"),
        "withdraw",
    ),
    ANSWERING,
)
#: Buttons, words and jobs about an assessment (`role_in_assessment`).
IN_ASSESSMENT: Mapping[str, frozenset[Role]] = {
    "assessment": RUNNING,
    "telegram": RUNNING,
    "basis": RUNNING,
    "retention": RUNNING,
    "contact": RUNNING,
    "invite": RUNNING,
    "colleague": RUNNING,
    "refer": RUNNING,
    "renew": RUNNING,
    "list": RUNNING,
    "listed": RUNNING,
    "proposals": RUNNING,
    "propose": RUNNING,
    "invites": RUNNING,
    "revoke": RUNNING,
    "undo": RUNNING,
    "status": RUNNING,
    "who": RUNNING,
    "remind": RUNNING,
    "nudge": RUNNING,
    "reassign": RUNNING,
    "again": RUNNING,
    "extend": RUNNING,
    "call": RUNNING,
    "without": RUNNING,
    "audit": RUNNING,
    **dict.fromkeys(("report", "copy", "retry", "receipt"), RUNNING),
    **dict.fromkeys(("findings", "finding", "conclude", "conclusion", "memo"), RUNNING),
    **dict.fromkeys(("reviews", "item", "accept", "adjust", "score", "suffices", "guide", "query"), RUNNING),
    **dict.fromkeys(("phase", "factcheck", "concept", "adopt", "close", "reopen"), RUNNING),
    **dict.fromkeys(("initiatives", "initiative", "matrix", "rows", "rowed"), RUNNING),
    **dict.fromkeys(("plan", "lift", "action", "whatif", "decision", "sheet", "sheeted", "adding"), RUNNING),
    "told": RUNNING,
    "repeat": RUNNING,
    "reinvite": RUNNING,
    "settings": RUNNING,
    "set": RUNNING,
    "auditors": frozenset({Role.CONSULTANT}),
    "team": RUNNING,
    "coinvite": RUNNING,
    "remove": RUNNING,
    "join": frozenset({Role.INVITED}),
}
TABLE: Mapping[str, frozenset[Role]] = {**COMMANDS, **AT_LARGE, **IN_INTERVIEW, **IN_ASSESSMENT}


def may(role: Role, action: str) -> bool:
    """Whether this role may do this; what is not in the table nobody may."""
    return role in TABLE.get(action, frozenset())


async def role_of(desk: Desk, person: Person) -> Role:
    """What somebody is at large, looked up at every update: who was removed is a stranger at once."""
    if desk.is_consultant(person.channel, person.address):
        return Role.CONSULTANT
    parts = await desk.storage.memberships(desk.tenant, person.id)
    if any(part.role == "consultant" for part in parts):
        return Role.CO_CONSULTANT
    mine = await desk.storage.interviews_of(desk.tenant, person.id)
    roles = {role_in_interview(person, interview) for interview in mine}
    return next((role for role in (Role.OWNER, Role.COLLEAGUE) if role in roles), Role.STRANGER)


def role_in_interview(person: Person, interview: Interview | None) -> Role:
    """Nobody but the one who answers has a part in an interview, and in an ended or erased one nobody has."""
    if interview is None or interview.person != person.id:
        return Role.STRANGER
    if interview.state == "ended" or interview.erased_at is not None:
        return Role.STRANGER
    return Role.OWNER if interview.role == "owner" else Role.COLLEAGUE


async def role_in_assessment(desk: Desk, person: Person, assessment: Assessment | None) -> Role:
    """What somebody is to an assessment; what does not exist is somebody else's."""
    is_consultant = desk.is_consultant(person.channel, person.address)
    if assessment is not None and is_consultant and assessment.owner == person.id:
        return Role.CONSULTANT
    parts = await desk.storage.memberships(desk.tenant, person.id)
    part = next((p.role for p in parts if assessment is not None and p.assessment == assessment.id), "")
    if part in _PARTS:
        return _PARTS[part]
    return Role.OTHER_CONSULTANT if is_consultant else Role.STRANGER


async def run_by(desk: Desk, person: Person) -> list[Assessment]:
    """All assessments that somebody runs or helps to run."""
    found = []
    if desk.is_consultant(person.channel, person.address):
        found = await desk.storage.assessments(desk.tenant, person.id)
    for part in await desk.storage.memberships(desk.tenant, person.id):
        assessment = await desk.storage.assessment(desk.tenant, part.assessment)
        if part.role == "consultant" and assessment is not None and assessment not in found:
            found.append(assessment)
    return found


async def who_runs(desk: Desk, assessment: Assessment) -> list[Person]:
    """Who is told what happens in an assessment: the consultant first, then the co-consultants."""
    parts = await desk.storage.members(desk.tenant, assessment.id)
    people = [assessment.owner, *(part.person for part in parts)]
    known = [await desk.storage.person(desk.tenant, id_) for id_ in dict.fromkeys(people)]
    return [
        person
        for person in known
        if person is not None and may(await role_in_assessment(desk, person, assessment), "told")
    ]


def taken_off(part: Member, desk: Desk) -> Member:
    """The same part, over from now on."""
    return replace(part, role="removed", since=desk.now())
