"""A report is of the moment at which it was ordered, whatever happens until it is made."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import reporting
from bot.consultant import making
from bot.consultant.ordered import REPORT
from bot.reports.documents import DOCUMENTS
from bot.then import THEN
from storage import Assessment, Change, Initiative, Interview, Record, ReferenceScore
from tests.authority.world import CONSULTANT, World
from tests.consultant.answering import answers_all
from tests.consultant.test_ordering import assessment_of, joins, sends_all
from tests.storage.example import REFERENCE

OWNER, LATER, OUT = "11", "12", "13"
FOUND = "webcare van Ada"


@pytest.fixture
async def round_(world: World) -> World:
    """Two handed in, something runs already, and everything may be sent."""
    for chat, pillar in ((OWNER, "S"), (OUT, "O")):
        await joins(world, chat, pillar)
        await answers_all(world, chat, level="1")
    await joins(world, LATER, "B")
    await answers_all(world, LATER, level="1", hands_in=False)
    one = await assessment_of(world)
    settings = {**one.settings, "memo_asked": True, "memo": {"to": "Het college", "day_rate": "600"}}
    await world.storage.save(Change(writes=(replace(one, settings=settings), initiative(one, "1"))))
    await sends_all(world)
    return world


def initiative(one: Assessment, id_: str, by: str = "nobody") -> Initiative:
    body = {"name": FOUND, "objective": "listening", "department": "KCC", "cost": 70_000}
    return Initiative("main", f"init{id_}", one.id, None, "chat", body, "open", by, one.created_at, id_)


async def orders(world: World) -> None:
    """A full copy of everything."""
    await world.taps(CONSULTANT, f"copy:{world.rounds['first'].id}:full:yes")


async def comes(world: World) -> dict[str, bytes]:
    """The documents that come of what was ordered."""
    before = len(await world.rows(CONSULTANT))
    await world.works()
    paths = [Path(row.file_ref) for row in (await world.rows(CONSULTANT))[before:] if row.file_ref]
    return {name: body for path in paths for name, body in unpacked(path).items()}


def unpacked(path: Path) -> dict[str, bytes]:
    """What is in a file; Word and Excel write in theirs when it was packed."""
    if path.suffix not in (".docx", ".xlsx"):
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as packed:
        return {f"{path.name}/{name}": packed.read(name) for name in packed.namelist()}


async def interview_of(world: World, chat: str) -> Interview:
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    [found] = await world.storage.interviews_of("main", person.id)
    return found


# --- what may happen meanwhile


async def sets_the_memo(world: World) -> None:
    one = await assessment_of(world)
    said = {"memo": {"to": "De raad", "day_rate": "900"}, "ambition": {"S": {"level": 4, "reason": ""}}}
    said |= {"capacity": {"quick": 1, "structural": 1}, "goals": ["Iets heel anders"]}
    await world.storage.save(Change(writes=(replace(one, settings={**one.settings, **said}),)))


async def changes_what_runs(world: World) -> None:
    one = await assessment_of(world)
    [known] = await world.storage.initiatives("main", one.id)
    other = replace(known, state="withdrawn", body={**known.body, "name": "Iets anders", "cost": 1})
    new = replace(initiative(one, "2"), at=world.now)
    await world.storage.save(Change(writes=(other, new)))


async def hands_in_again(world: World) -> None:
    known = await interview_of(world, OWNER)
    [answer] = [a for a in await world.storage.answers("main", known.assessment) if a.question == "S1"]
    later = replace(answer, revision=answer.revision + 1, option="4", value=4, at=world.now)
    again = replace(known, submitted_at=world.now, department="Een andere afdeling")
    await world.storage.save(Change(writes=(later, again)))


async def is_being_changed(world: World) -> None:
    known = await interview_of(world, OWNER)
    await world.storage.save(Change(writes=(replace(known, state="active"),)))


async def is_undone(world: World) -> None:
    known = await interview_of(world, OUT)
    await world.storage.save(Change(writes=(replace(known, state="ended"),)))


async def hands_in(world: World) -> None:
    await world.taps(LATER, await world.button(LATER, "submit:"))


async def others_come(world: World) -> None:
    one = await assessment_of(world)
    writes: list[Record] = []
    for number in range(6):
        whose: dict[str, Any] = {"tenant": "main", "owner": one.owner, "demo": one.demo, "at": world.now}
        reference = replace(REFERENCE, id=f"ref{number}", mark=None, interview=None, **whose)
        score = ReferenceScore("main", reference.id, "S", 2.5, 1.0, world.now)
        writes += [reference, score]
    await world.storage.save(Change(writes=tuple(writes)))


MEANWHILE = (
    *(sets_the_memo, changes_what_runs, hands_in_again, is_being_changed, is_undone, hands_in, others_come),
)


@pytest.fixture
def only_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """All is in the data that is in any document."""
    among = [one for one in DOCUMENTS if one.name in ("data.json", "answers.csv")]
    monkeypatch.setattr(making, "documents_of", lambda _material: among)


@pytest.mark.usefixtures("only_data")
@pytest.mark.parametrize("happens", MEANWHILE)
async def test_whatever_changes_after_it_was_asked_for_what_is_told_is_the_same(
    round_: World, happens: Callable[[World], Awaitable[None]]
) -> None:
    await orders(round_)
    known = await comes(round_)
    await orders(round_)
    round_.now += timedelta(minutes=1)
    await happens(round_)
    assert await comes(round_) == known
    await orders(round_)
    assert await comes(round_) != known


async def test_when_all_of_that_happens_every_document_is_the_same_to_the_last_byte(round_: World) -> None:
    await orders(round_)
    known = await comes(round_)
    await orders(round_)
    round_.now += timedelta(minutes=1)
    for happens in MEANWHILE:
        await happens(round_)
    assert await comes(round_) == known


@pytest.mark.usefixtures("only_data")
async def test_what_does_not_work_the_first_time_is_the_same_the_next_time(
    round_: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await orders(round_)
    known = await comes(round_)
    await orders(round_)
    drawn = reporting.drawn

    async def breaks(*_given: object) -> Path:
        await sets_the_memo(round_)
        raise OSError

    monkeypatch.setattr(making, "drawn", breaks)
    await round_.works()
    monkeypatch.setattr(making, "drawn", drawn)
    round_.now += timedelta(minutes=1)
    assert await comes(round_) == known


# --- what is kept for it goes


def kept(world: World) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(world.path)) as connection:
        return connection.execute(f"SELECT state, payload FROM job WHERE kind = '{THEN}'").fetchall()


@pytest.mark.usefixtures("only_data")
async def test_once_the_report_is_there_nothing_is_kept_for_it(round_: World) -> None:
    await orders(round_)
    assert "Het college" in kept(round_)[0][1]
    await comes(round_)
    assert kept(round_) == [("done", "{}")]


@pytest.mark.usefixtures("only_data")
async def test_who_is_erased_before_it_is_made_is_not_in_it_and_everybody_else_is(round_: World) -> None:
    gone = await interview_of(round_, OUT)
    told = replace(initiative(await assessment_of(round_), "1"), by=gone.person)
    await round_.storage.save(Change(writes=(told,)))
    await orders(round_)
    round_.now += timedelta(minutes=1)
    await round_.storage.erase_person("main", gone.person, round_.now)
    assert [payload for _, payload in kept(round_)] == ["{}"]
    found = await comes(round_)
    assert FOUND.encode() not in found["data.json"]
    assert b"S1" in found["answers.csv"]
    assert gone.id.encode() not in found["answers.csv"]


@pytest.mark.usefixtures("only_data")
async def test_nothing_is_kept_for_who_may_not_have_it_any_more(round_: World) -> None:
    await orders(round_)
    round_.desk.consultants["telegram"] = frozenset()
    await round_.works()
    assert kept(round_) == [("done", "{}")]
    assert await round_.storage.pending_jobs("main", REPORT) == []


@pytest.mark.usefixtures("only_data")
async def test_what_nobody_comes_back_for_is_forgotten_after_a_week(round_: World) -> None:
    await orders(round_)
    [order] = await round_.storage.pending_jobs("main", REPORT)
    await round_.storage.finish(order, "cancelled")
    round_.now += timedelta(days=8)
    await round_.works()
    assert kept(round_) == [("done", "{}")]
