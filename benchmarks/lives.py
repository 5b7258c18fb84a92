"""People of a simulated year: who falls silent, who stops, who says later, who answers now and then."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.consultant.assessments import make_assessment
from bot.desk import Desk
from bot.reminding.watching import timer
from bot.tokens import new_id
from storage import Answer, Assessment, Change, Interview, Person, Record

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: From before the clocks go forward until after they go back.
FIRST = datetime(2026, 1, 5, 8, tzinfo=UTC)
TENANT = "main"
#: In every round so many people; of a hundred so many are silent, stop, or say later.
TOGETHER = 25
SILENT, STOPPING, SNOOZING = 30, 10, 10


@dataclass
class Life:
    """One person in one round. `sort`: silent, stops, snoozes, answers."""

    person: Person
    interview: Interview
    deadline: datetime
    sort: str
    #: When this person answers something, oldest first; after the last they hand in.
    answers: list[datetime]
    reminded: list[datetime]
    #: When reminders were asked for by "later".
    wanted: int = 0
    stopped: datetime | None = None
    submitted: datetime | None = None
    told: int = 0


async def populate(desk: Desk, people: int, draw: random.Random) -> list[Life]:
    """Rounds spread over the year, with everybody in them; each has timers from the moment of joining."""
    lives: list[Life] = []
    carla = Person(TENANT, "carla", "telegram", "1", "Carla", None, FIRST)
    await desk.storage.save(Change(writes=(carla,)))
    rounds = max(1, people // TOGETHER)
    for number in range(rounds):
        begins = FIRST + 330 * DAY * number / rounds
        assessment, records = make_assessment(desk, f"Gemeente {number}", carla)
        deadline = begins + draw.randrange(20, 32) * DAY + draw.randrange(24) * HOUR
        made = _dated(assessment, begins, deadline)
        found = [_life(made, number * TOGETHER + one, begins, deadline, draw) for one in range(TOGETHER)]
        writes = [made if isinstance(record, Assessment) else record for record in records]
        for life in found:
            writes += _saved(desk, life, draw)
        await desk.storage.save(Change(writes=tuple(writes)))
        lives += found
    return lives


def _dated(assessment: Assessment, begins: datetime, deadline: datetime) -> Assessment:
    return replace(assessment, created_at=begins, deadline=deadline)


def _life(
    assessment: Assessment, number: int, begins: datetime, deadline: datetime, draw: random.Random
) -> Life:
    joined = begins + draw.random() * 3 * DAY
    place = number % 100
    sort = "silent" if place < SILENT else "stops" if place < SILENT + STOPPING else "answers"
    sort = "snoozes" if SILENT + STOPPING <= place < SILENT + STOPPING + SNOOZING else sort
    person = Person(TENANT, new_id(), "telegram", str(1000 + number), f"Person {number}", "nl", joined)
    interview = Interview(
        TENANT, new_id(), assessment.id, None, person.id, "S", "owner", "active", 0,
        assessment.script_hash, "nl", joined, joined, {"begun": True}, joined,
    )  # fmt: skip
    answers = list(_answers(joined, draw)) if sort == "answers" else []
    return Life(person, interview, deadline, sort, answers, [])


def _answers(joined: datetime, draw: random.Random) -> Iterator[datetime]:
    """Bouts of answering, with days between them."""
    moment = joined
    for _ in range(draw.randrange(1, 6)):
        moment += draw.random() * 6 * DAY
        yield moment


def _saved(desk: Desk, life: Life, draw: random.Random) -> list[Record]:
    interview = life.interview
    records: list[Record] = [life.person, interview]
    if draw.random() < 0.5:
        records.append(
            Answer(
                TENANT,
                interview.id,
                "S1",
                1,
                1,
                f"{interview.id}-1",
                "1",
                1,
                None,
                None,
                None,
                None,
                (),
                life.person.id,
                interview.joined_at or FIRST,
                None,
            )
        )
    joined = interview.joined_at or FIRST
    return [*records, timer(desk, interview.assessment, life.person.id, joined)]
