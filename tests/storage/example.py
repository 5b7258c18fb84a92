"""One firm with one assessment, and Ada's interview in it: records to save, changed as a test needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage import (
    Amendment,
    Answer,
    Ask,
    Assessment,
    Card,
    Change,
    Contact,
    File,
    Initiative,
    Interview,
    InterviewAt,
    Invite,
    Job,
    Judgement,
    Kept,
    Lane,
    Note,
    Outgoing,
    Person,
    Practice,
    Reference,
    ReferenceScore,
    Reminder,
    Saved,
    ScriptText,
    Storage,
    Update,
)

FIRM = "firm"
BOT = "bot"
CHAT = "1001"
NINE = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

ADA = Person(FIRM, "ada", "telegram", CHAT, "Ada", "nl", NINE)
SCRIPT = ScriptText(FIRM, "hash", "social", "maturity.yaml", "id: x", "7")
TOWN = Assessment(FIRM, "town", "Town", "cora", "social", "hash", "model", "nl", "open", False, NINE)
INVITE = Invite(FIRM, "inv", "token-hash", "town", "S", "owner", "Ada", "open", NINE, NINE + DAY)
INTERVIEW = Interview(
    FIRM, "walk", "town", "inv", "ada", "S", "owner", "active", 0, "hash", "nl", NINE, NINE, {"n": 1}
)
ASK = Ask(FIRM, "ask1", "walk", "level", "S1", "open", None, NINE)
CARD = Card(FIRM, "card", BOT, CHAT, "walk", "ask1", 1)
LANE = Lane(FIRM, BOT, CHAT, 5)
JOB = Job(FIRM, "job1", "report", "report:town", {"chat": CHAT}, NINE)
KEPT = Kept(FIRM, "kept1", "walk", "ada", None, "by the way", NINE, "17", "kept")
FILE = File(
    tenant=FIRM,
    id="file1",
    interview="walk",
    question="S1",
    person="ada",
    ask="ask1",
    source="telegram:1001:30",
    album=None,
    name="tram.pdf",
    mime="application/pdf",
    size=100,
    address="ab/tram",
    state="kept",
    at=NINE,
)
REMINDER = Reminder(
    FIRM, "timer1", "ada", "town", "walk", "half_way", number=1, cap=2, day="2026-11-23", at=NINE
)
JUDGEMENT = Judgement(
    FIRM, "walk", "S1", 1, 2.5, "half of it is there", evidence=True, by="cora", at=NINE, revision=1
)
NOTE = Note(FIRM, "note1", "town", "walk", "ada", "S", "S1", "query", "Since when?", "waiting", "cora", NINE)
AMENDMENT = Amendment(FIRM, "town", "action", "S01_sponsor", 1, {"owner": "alderman"}, "cora", NINE)
INITIATIVE = Initiative(
    FIRM, "idea", "town", None, "list", {"name": "tram alerts"}, "open", "cora", NINE, mark="row 1"
)
REFERENCE = Reference(
    tenant=FIRM,
    id="delft",
    owner="cora",
    name="Delft",
    anonymous=False,
    sector="municipality",
    government=True,
    size="middle",
    country="NL",
    year=2026,
    kind="self",
    stage="spoken",
    demo=False,
    contact={"name": "Dora", "mail": "dora@delft.example"},
    sharing={"practices": True},
    link="https://delft.example",
    seen_on="2026-11-01",
    interview=None,
    mark="set:delft",
    withdrawn_at=None,
    at=NINE,
)
REFERENCE_SCORE = ReferenceScore(FIRM, "delft", "S", 2.5, 0.9, NINE)
PRACTICE = Practice(
    tenant=FIRM,
    id="alerts",
    reference="delft",
    owner="cora",
    pillar="S",
    from_level=1,
    to_level=2,
    row="listening",
    sector="municipality",
    language="nl",
    done="read what people say of the tram",
    effort="two days a week",
    result="fewer calls",
    evidence="the call list",
    source="the interview",
    withdrawn=False,
    at=NINE,
)
CONTACT = Contact(
    FIRM,
    "touch",
    "ada",
    "delft",
    "town",
    wants=True,
    link="https://ada.example",
    themes={"S": True},
    agreed={},
    at=NINE,
)
ROW = Outgoing(
    tenant=FIRM,
    id="out1",
    bot_id=BOT,
    chat_id=CHAT,
    kind="card",
    priority=1,
    policy="repeat",
    method="message",
    payload={"html": "How?", "buttons": [[["a", "a:ask1:0"]]]},
    dedupe_key="card:card:1",
    created_at=NINE,
    card_id="card",
    card_version=1,
    echo=("✓ one",),
)


def answer(question: str = "S1", revision: int = 1, **changed: Any) -> Answer:
    """Ada says 3."""
    said = Answer(
        tenant=FIRM,
        interview="walk",
        question=question,
        revision=revision,
        seq=revision,
        ask="ask1",
        option="3",
        value=3,
        text=None,
        reason=None,
        best=None,
        weakest=None,
        evidence=(),
        author="ada",
        at=NINE,
        source="20",
    )
    return replace(said, **changed)


def version(number: int, **changed: Any) -> Outgoing:
    """The card's row of this version, echoing its number."""
    fresh = replace(
        ROW, id=f"out{number}", dedupe_key=f"card:card:{number}", card_version=number, echo=(f"✓ {number}",)
    )
    return replace(fresh, **changed)


def message(name: str, **changed: Any) -> Outgoing:
    """A row that is no card."""
    plain = replace(
        ROW, id=name, kind="reply", priority=0, dedupe_key=name, card_id=None, card_version=None, echo=()
    )
    return replace(plain, **changed)


def update(number: int = 1, **changed: Any) -> Update:
    """Something came in from Ada's chat."""
    return replace(Update(FIRM, BOT, number, CHAT, NINE), **changed)


def answering(number: int = 1, rev: int = 0, **said: Any) -> Change:
    """One whole step: the answer to S1 comes in and the next question goes out."""
    return Change(
        update=update(number),
        guards=(InterviewAt("walk", rev),),
        writes=(
            replace(INTERVIEW, rev=rev, last_activity=NINE + number * MINUTE),
            answer(revision=number, **said),
            replace(ASK, id=f"ask{number + 1}", opened_at=NINE + number * MINUTE),
            replace(ASK, id=f"ask{number}", state="answered", option="3"),
            replace(CARD, ask=f"ask{number + 1}", wanted_version=number + 1),
            version(number + 1),
        ),
    )


async def begun(storage: Storage) -> None:
    """Ada sees her first question coming."""
    everything = (ROW, CARD, ASK, INTERVIEW, INVITE, TOWN, SCRIPT, ADA)
    assert await storage.save(Change(writes=everything)) is Saved.DONE


async def saved(storage: Storage, *writes: Any) -> None:
    """These records, and nothing refused."""
    assert await storage.save(Change(writes=writes)) is Saved.DONE


async def only_due(storage: Storage, at: datetime = NINE) -> Outgoing:
    """The one row that may go out."""
    [row] = await storage.due(FIRM, BOT, at, 10)
    return row


async def ids_due(storage: Storage, at: datetime = NINE) -> list[str]:
    """What may go out, most urgent first."""
    return [row.id for row in await storage.due(FIRM, BOT, at, 10)]
