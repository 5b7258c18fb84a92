"""What Peiler remembers, as plain values: one frozen dataclass per table. Times are aware, in UTC; ids are
opaque text.

Every record begins with the tenant (the consultant's firm), which comes first in every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

#: JSON as Python values; frozen by agreement.
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ScriptText:
    """The bytes of one script or model, kept by content hash so that an interview keeps the version it began
    with.
    """

    tenant: str
    hash: str
    folder: str
    name: str
    body: str
    version: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on one channel. `address` is the chat to write to: a Telegram chat id, or a web session.
    `calendar` is the own one: zone, hours, days, off (pairs of dates); empty: the settings' own.
    """

    tenant: str
    id: str
    channel: str
    address: str
    name: str
    language: str | None
    created_at: datetime
    stopped_at: datetime | None = None
    unreachable_since: datetime | None = None
    calendar: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One organisation, one script version, one round. `state`: open, closed, erased. `phase`: concept,
    factcheck, adopted. `privacy`: controller, contact, purpose, recipients, retention_days, basis, telegram.
    `repeats`: the earlier assessment of which this is a repeat.
    """

    tenant: str
    id: str
    name: str
    owner: str
    folder: str
    script_hash: str
    model_hash: str
    language: str
    state: str
    demo: bool
    created_at: datetime
    deadline: datetime | None = None
    privacy: Json = field(default_factory=dict)
    settings: Json = field(default_factory=dict)
    adopted_at: datetime | None = None
    phase: str = "concept"
    phase_since: datetime | None = None
    closed_at: datetime | None = None
    adopted_by: str | None = None
    repeats: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's part in running an assessment that another owns. `role`: invited (opened the link, may
    nothing yet), consultant, removed.
    """

    tenant: str
    assessment: str
    person: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Invite:
    """A place for one person; of the token only the hash is kept. `state`: open, bound, revoked, replaced (a
    new link took its place). `question`: the invite is for this one question only.
    """

    tenant: str
    id: str
    token_hash: str
    assessment: str
    pillar: str | None
    role: str
    name: str | None
    state: str
    created_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    bound_to: str | None = None
    bound_at: datetime | None = None
    function: str | None = None
    department: str | None = None
    language: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """One person's walk through one script. `rev` counts saves (for optimistic saving); `progress` is what
    the engine keeps besides answers and asks. `state`: opened, active, paused, submitted, stopped, declined;
    ended: the consultant undid it, what was said stays and counts for nothing. `share_earlier`: a repeat may
    show the own earlier answers.
    """

    tenant: str
    id: str
    assessment: str
    invite: str | None
    person: str
    pillar: str
    role: str
    state: str
    rev: int
    script_hash: str
    language: str
    created_at: datetime
    last_activity: datetime
    progress: Json = field(default_factory=dict)
    joined_at: datetime | None = None
    submitted_at: datetime | None = None
    erased_at: datetime | None = None
    department: str | None = None
    share_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One showing of one question. `state`: open, answered, withdrawn. `shown_at` and `message_id` belong to
    the first copy that a person saw; redraws do not move them.
    """

    tenant: str
    id: str
    interview: str
    kind: str
    question: str | None
    state: str
    option: str | None
    opened_at: datetime
    shown_at: datetime | None = None
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One revision of one answer; never changed, never removed but by erasure. `value` None: taken back."""

    tenant: str
    interview: str
    question: str
    revision: int
    seq: int
    ask: str
    option: str | None
    value: Any
    text: str | None
    reason: str | None
    best: str | None
    weakest: str | None
    evidence: tuple[Json, ...]
    author: str
    at: datetime
    source: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody typed that is not (yet) an answer. `state`: kept, used, dismissed, erased."""

    tenant: str
    id: str
    interview: str | None
    person: str
    question: str | None
    text: str
    at: datetime
    source: str | None
    state: str


@dataclass(frozen=True, slots=True)
class File:
    """Something that was sent as evidence. `source`: where it came from, `telegram:<chat>:<message>`, unique;
    `address`: its name on disk, which several rows may share; `size` in bytes. `state`: waiting (to be
    fetched), kept, failed, erased.
    """

    tenant: str
    id: str
    interview: str
    question: str | None
    person: str
    ask: str | None
    source: str
    album: str | None
    name: str
    mime: str | None
    size: int | None
    address: str | None
    state: str
    at: datetime
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """What was sent to a person to remind them: at most `cap` in an assessment, one on a `day` (the local ISO
    date; None where steps under a day are allowed). `id` is the timer's.
    """

    tenant: str
    id: str
    person: str
    assessment: str
    interview: str
    kind: str
    number: int
    cap: int
    day: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """A consultant's view of one answer, the `number`th of it; never changed. `score` None: accepted as
    stated; `evidence`: whether it suffices, None when it was not looked at; `revision`: of the answer that
    was judged, for a later one it does not hold.
    """

    tenant: str
    interview: str
    question: str
    number: int
    score: float | None
    reason: str | None
    evidence: bool | None
    by: str
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something said about a round that is no answer. `kind`: remark (an owner's, on the text about the own
    pillar), proposal (a function that would know it better), query (a consultant's, put to an owner inside
    the interview, who replies), seen (an owner agreed with the text). A query's `state` is waiting, then
    asked; erased: the words are gone.
    """

    tenant: str
    id: str
    assessment: str
    interview: str | None
    person: str | None
    pillar: str | None
    question: str | None
    kind: str
    text: str
    state: str
    by: str
    at: datetime
    reply: str | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What somebody made of one part of a report, the `number`th time; never changed, the newest holds.
    `kind`: action, finding, conclusion, decision (of the board), progress (of an action); `subject`: which.
    """

    tenant: str
    assessment: str
    kind: str
    subject: str
    number: int
    body: Json
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something that already runs, or was tried. `source`: interview, list, chat; `body`: what was told of
    it, by the ids of the script's questions; `mark`: the hash of a list's row, or the interview's id, one of
    an assessment. `state`: open, confirmed, withdrawn, erased.
    """

    tenant: str
    id: str
    assessment: str
    interview: str | None
    source: str
    body: Json
    state: str
    by: str
    at: datetime
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another organisation to learn from. `owner`: the consultant whose it is; `kind`: self (it placed
    itself), outside (from public sources: `link`, `seen_on`); `stage`: candidate, asked, spoken, thanked;
    `contact` and `sharing`: whom to ask, and what may be told; `mark`: in the set that it was imported from,
    one of an owner. Of one that is withdrawn only sector, size, country, year and the like are left.
    """

    tenant: str
    id: str
    owner: str
    name: str | None
    anonymous: bool
    sector: str
    government: bool
    size: str | None
    country: str
    year: int | None
    kind: str
    stage: str
    demo: bool
    contact: Json
    sharing: Json
    link: str | None
    seen_on: str | None
    interview: str | None
    mark: str | None
    withdrawn_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferenceScore:
    """A reference's score for one pillar; `coverage` 0..1: how much of the pillar is known."""

    tenant: str
    reference: str
    pillar: str
    score: float
    coverage: float
    at: datetime


@dataclass(frozen=True, slots=True)
class Practice:
    """What brought a reference from one level of a pillar to the next, or fills a `row`: an objective from
    listening to embracing. `owner`: the reference's; `language`: of the words.
    """

    tenant: str
    id: str
    reference: str
    owner: str
    pillar: str
    from_level: int
    to_level: int
    row: str | None
    sector: str
    language: str
    done: str
    effort: str | None
    result: str | None
    evidence: str | None
    source: str | None
    withdrawn: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether somebody wants to be in touch with others; `link`: how to be reached; `themes`: what they know
    about; `agreed`: by the ids of other contacts, what was proposed and what this one said to it.
    """

    tenant: str
    id: str
    person: str | None
    reference: str | None
    assessment: str | None
    wants: bool
    link: str | None
    themes: Json
    agreed: Json
    at: datetime


@dataclass(frozen=True, slots=True)
class Update:
    """One incoming update, for the dedupe set; `body` only for dead letters. `lane`: the chat id. `state`:
    done, dead.
    """

    tenant: str
    bot_id: str
    update_id: int
    lane: str
    received_at: datetime
    body: bytes | None = None
    state: str = "done"
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The live card of an interview in a chat; at most one live per interview. `state`: live, retired (to be
    collapsed), collapsed.
    """

    tenant: str
    id: str
    bot_id: str
    chat_id: str
    interview: str
    ask: str | None
    wanted_version: int
    sent_version: int = 0
    message_id: int | None = None
    shown_at: datetime | None = None
    state: str = "live"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way (table `outbox`).

    `kind`: card, collapse, reply, notice, chart, … · `priority`: 0 answers to people, 1 cards, 2 files, 3
    reminders and notices, 4 bulk · `policy`: repeat, once, ask · `method`: message, photo, document ·
    `payload`: {"html", "buttons": [[[label, data]…]…], "caption"} · `echo`: html lines shown above a card ·
    `state`: new, sending, sent, uncertain, failed, cancelled · `ask`: the ask that this version of a card
    shows (None when inserted: the storage takes the card's) · `about`: the interview, invite or person that
    the message tells somebody else of, or the assessment when it tells of several (erasing one of them
    blanks it).
    """

    tenant: str
    id: str
    bot_id: str
    chat_id: str
    kind: str
    priority: int
    policy: str
    method: str
    payload: Json
    dedupe_key: str
    created_at: datetime
    card_id: str | None = None
    card_version: int | None = None
    echo: tuple[str, ...] = ()
    file_ref: str | None = None
    state: str = "new"
    attempt: int = 0
    started_at: datetime | None = None
    not_before: datetime | None = None
    expires_at: datetime | None = None
    message_id: int | None = None
    sent_at: datetime | None = None
    error: str | None = None
    ask: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One chat: what was last said in it (a card is edited only while it is the last message) and whether it
    may be written to.
    """

    tenant: str
    bot_id: str
    chat_id: str
    last_message_id: int = 0
    not_before: datetime | None = None
    unreachable_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Work for later, found by looking it up (never held in memory only). `state`: new is pending, anything
    else (done, failed, cancelled, dropped, …) is over. One pending per `key`: a later one takes the place of
    it, whatever its id.
    """

    tenant: str
    id: str
    kind: str
    key: str
    payload: Json
    due_at: datetime
    state: str = "new"
    attempt: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what and when, in opaque ids. `who`: a person, "operator" (the command line) or "program";
    `subject`: the person, interview, invite or job that it was done to.
    """

    tenant: str
    id: str
    at: datetime
    who: str
    what: str
    assessment: str | None = None
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """What is left of an assessment when its answers are erased: figures without a person."""

    tenant: str
    id: str
    assessment: str
    at: datetime
    body: Json


Record = (
    ScriptText
    | Person
    | Assessment
    | Member
    | Invite
    | Interview
    | Ask
    | Answer
    | Kept
    | File
    | Reminder
    | Judgement
    | Note
    | Amendment
    | Initiative
    | Reference
    | ReferenceScore
    | Practice
    | Contact
    | Update
    | Card
    | Outgoing
    | Lane
    | Job
    | Audit
    | Score
)
