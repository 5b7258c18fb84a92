"""The storage port on one SQLite file: one connection that writes, one that reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import aiosqlite

from storage.export import exported
from storage.port import (
    CancelUnsent,
    Change,
    Dormant,
    Erased,
    Facts,
    First,
    Others,
    Saved,
    Then,
    Walk,
    nothing_more,
)
from storage.records import (
    Amendment,
    Answer,
    Ask,
    Assessment,
    Audit,
    Card,
    Contact,
    File,
    Initiative,
    Interview,
    Invite,
    Job,
    Judgement,
    Kept,
    Lane,
    Member,
    Note,
    Outgoing,
    Person,
    Practice,
    Reference,
    ReferenceScore,
    Reminder,
    Score,
    ScriptText,
    Update,
)
from storage.rows import from_row, records, time_text
from storage.sqlite import beside, changes, delivery, erasure, files, reading, thread
from storage.sqlite.errors import translated
from storage.sqlite.queries import Q
from storage.sqlite.thread import Work
from storage.sqlite.writer import Writer

T = TypeVar("T")
R = TypeVar("R")


class SqliteStorage:
    """Every method is described in `storage.port.Storage`; made by `open_sqlite`."""

    def __init__(self, writer: Writer, reader: aiosqlite.Connection, *, owner: bool) -> None:
        self._writer = writer
        self._reader = reader
        self._owner = owner

    async def save(self, change: Change) -> Saved:
        return await self._writer.run(
            partial(changes.apply, change=change), partial(changes.seen, update=change.update)
        )

    # reading

    async def _read(self, work: Work[T]) -> T:
        try:
            return await thread.run(self._reader, work)
        except sqlite3.Error as error:
            raise translated(error) from error

    async def _one(self, record_type: type[R], query: Any, **values: Any) -> R | None:
        row = await self._read(partial(query, **values))
        return None if row is None else from_row(record_type, row)

    async def _all(self, record_type: type[R], query: Any, **values: Any) -> list[R]:
        return await self._read(lambda connection: records(record_type, query(connection, **values)))

    async def seen(self, tenant: str, bot_id: str, update_id: int) -> bool:
        found = await self._read(partial(Q.seen, tenant=tenant, bot_id=bot_id, update_id=update_id))
        return found is not None

    async def person(self, tenant: str, person: str) -> Person | None:
        return await self._one(Person, Q.person, tenant=tenant, id=person)

    async def person_at(self, tenant: str, channel: str, address: str) -> Person | None:
        return await self._one(Person, Q.person_at, tenant=tenant, channel=channel, address=address)

    async def assessment(self, tenant: str, assessment: str) -> Assessment | None:
        return await self._one(Assessment, Q.assessment, tenant=tenant, id=assessment)

    async def assessments(self, tenant: str, owner: str | None = None) -> list[Assessment]:
        return await self._all(Assessment, Q.assessments, tenant=tenant, owner=owner)

    async def members(self, tenant: str, assessment: str) -> list[Member]:
        return await self._all(Member, Q.members, tenant=tenant, assessment=assessment)

    async def memberships(self, tenant: str, person: str) -> list[Member]:
        return await self._all(Member, Q.memberships, tenant=tenant, person=person)

    async def invite(self, tenant: str, invite: str) -> Invite | None:
        return await self._one(Invite, Q.invite, tenant=tenant, id=invite)

    async def invites_bound_to(self, tenant: str, person: str) -> list[Invite]:
        return await self._all(Invite, Q.invites_bound_to, tenant=tenant, person=person)

    async def invite_by_hash(self, tenant: str, token_hash: str) -> Invite | None:
        return await self._one(Invite, Q.invite_by_hash, tenant=tenant, token_hash=token_hash)

    async def invites(self, tenant: str, assessment: str) -> list[Invite]:
        return await self._all(Invite, Q.invites, tenant=tenant, assessment=assessment)

    async def script(self, tenant: str, hash_: str) -> ScriptText | None:
        return await self._one(ScriptText, Q.script, tenant=tenant, hash=hash_)

    async def walk(self, tenant: str, interview: str) -> Walk | None:
        return await self._read(thread.snapshot(partial(reading.walk, tenant=tenant, interview=interview)))

    async def ask(self, tenant: str, ask: str) -> Ask | None:
        return await self._one(Ask, Q.ask, tenant=tenant, id=ask)

    async def interviews_of(self, tenant: str, person: str) -> list[Interview]:
        return await self._all(Interview, Q.interviews_of, tenant=tenant, person=person)

    async def interviews(self, tenant: str, assessment: str) -> list[Interview]:
        return await self._all(Interview, Q.interviews, tenant=tenant, assessment=assessment)

    async def answers(self, tenant: str, assessment: str, *, history: bool = False) -> list[Answer]:
        query = Q.answers_history if history else Q.answers
        return await self._all(Answer, query, tenant=tenant, assessment=assessment)

    async def answers_of(self, tenant: str, person: str, assessment: str) -> list[Answer]:
        return await self._all(Answer, Q.answers_of, tenant=tenant, person=person, assessment=assessment)

    async def kept(self, tenant: str, assessment: str) -> list[Kept]:
        return await self._all(Kept, Q.kept, tenant=tenant, assessment=assessment)

    async def files(self, tenant: str, interview: str) -> list[File]:
        return await self._all(File, Q.files, tenant=tenant, interview=interview)

    async def file(self, tenant: str, file: str) -> File | None:
        return await self._one(File, Q.file, tenant=tenant, id=file)

    async def files_in(self, tenant: str, address: str) -> int:
        [count] = await self._read(partial(Q.files_in, tenant=tenant, address=address))
        return int(count)

    async def file_bytes(self, tenant: str, interview: str | None = None) -> int:
        of_one = partial(Q.file_bytes, tenant=tenant, interview=interview)
        [size] = await self._read(of_one if interview else partial(Q.all_file_bytes, tenant=tenant))
        return int(size)

    async def reminders(self, tenant: str, assessment: str, person: str | None = None) -> list[Reminder]:
        return await self._all(Reminder, Q.reminders, tenant=tenant, assessment=assessment, person=person)

    async def judgements(self, tenant: str, assessment: str) -> list[Judgement]:
        return await self._all(Judgement, Q.judgements, tenant=tenant, assessment=assessment)

    async def amendments(self, tenant: str, assessment: str) -> list[Amendment]:
        return await self._all(Amendment, Q.amendments, tenant=tenant, assessment=assessment)

    async def notes(self, tenant: str, assessment: str, kind: str | None = None) -> list[Note]:
        return await self._all(Note, Q.notes, tenant=tenant, assessment=assessment, kind=kind)

    async def note(self, tenant: str, note: str) -> Note | None:
        return await self._one(Note, Q.note, tenant=tenant, id=note)

    async def initiatives(self, tenant: str, assessment: str) -> list[Initiative]:
        return await self._all(Initiative, Q.initiatives, tenant=tenant, assessment=assessment)

    async def initiative(self, tenant: str, initiative: str) -> Initiative | None:
        return await self._one(Initiative, Q.initiative, tenant=tenant, id=initiative)

    async def references(
        self, tenant: str, owner: str, *, stage: str | None = None, limit: int
    ) -> list[Reference]:
        within, wanted = {"tenant": tenant, "owner": owner}, _given(stage=stage)
        return await self._read(partial(beside.references, within=within, wanted=wanted, limit=limit))

    async def reference(self, tenant: str, reference: str) -> Reference | None:
        return await self._one(Reference, Q.reference, tenant=tenant, id=reference)

    async def reference_marked(self, tenant: str, owner: str, mark: str) -> Reference | None:
        return await self._one(Reference, Q.reference_marked, tenant=tenant, owner=owner, mark=mark)

    async def alike(
        self, tenant: str, owner: str, sector: str, size: str | None, *, demo: bool = False
    ) -> int:
        kind = {"sector": sector, "size": size, "demo": demo}
        [count] = await self._read(partial(Q.alike, tenant=tenant, owner=owner, **kind))
        return int(count)

    async def reference_scores(self, tenant: str, reference: str) -> list[ReferenceScore]:
        return await self._all(ReferenceScore, Q.reference_scores, tenant=tenant, reference=reference)

    async def scores_beside(
        self,
        tenant: str,
        owner: str,
        pillar: str,
        *,
        kind: str,
        sector: str | None = None,
        government: bool | None = None,
        coverage: float = 0.75,
        demo: bool = False,
        without: Collection[str] = (),
    ) -> Others:
        of_whom = {"tenant": tenant, "owner": owner, "demo": demo, "kind": kind, "government": government}
        wanted = {**of_whom, "pillar": pillar, "coverage": coverage}
        return await self._read(partial(beside.others, wanted=wanted, sector=sector, without=without))

    async def scored_after(self, tenant: str, owner: str, moment: datetime) -> list[str]:
        of_whom = {"tenant": tenant, "owner": owner, "moment": time_text(moment)}
        return await self._read(partial(beside.scored_after, of_whom=of_whom))

    async def names(self, tenant: str, owner: str) -> list[tuple[str, str]]:
        return await self._read(partial(beside.names, tenant=tenant, owner=owner))

    async def practices(
        self,
        tenant: str,
        owner: str,
        *,
        pillar: str | None = None,
        from_level: int | None = None,
        row: str | None = None,
        sector: str | None = None,
        first: Sequence[First] = (),
        limit: int,
        demo: bool = False,
    ) -> list[Practice]:
        within = {"tenant": tenant, "owner": owner, "demo": demo}
        wanted = _given(pillar=pillar, from_level=from_level, row=row, sector=sector)
        find = partial(beside.practices, within=within, wanted=wanted, first=first, limit=limit)
        return await self._read(thread.snapshot(find))

    async def practices_of(self, tenant: str, reference: str) -> list[Practice]:
        return await self._all(Practice, Q.practices_of_reference, tenant=tenant, reference=reference)

    async def practice(self, tenant: str, practice: str) -> Practice | None:
        return await self._one(Practice, Q.practice, tenant=tenant, id=practice)

    async def contacts(
        self,
        tenant: str,
        *,
        person: str | None = None,
        reference: str | None = None,
        assessment: str | None = None,
    ) -> list[Contact]:
        wanted = _given(person=person, reference=reference, assessment=assessment)
        return await self._read(partial(beside.contacts, tenant=tenant, wanted=wanted))

    async def contact(self, tenant: str, contact: str) -> Contact | None:
        return await self._one(Contact, Q.contact, tenant=tenant, id=contact)

    async def lane(self, tenant: str, bot_id: str, chat_id: str) -> Lane | None:
        return await self._one(Lane, Q.lane, tenant=tenant, bot_id=bot_id, chat_id=chat_id)

    async def card(self, tenant: str, card: str) -> Card | None:
        return await self._one(Card, Q.card, tenant=tenant, id=card)

    async def live_cards(self, tenant: str, bot_id: str, touched_since: datetime) -> list[Card]:
        since = time_text(touched_since)
        return await self._all(Card, Q.live_cards, tenant=tenant, bot_id=bot_id, touched_since=since)

    async def due(self, tenant: str, bot_id: str, now: datetime, limit: int) -> list[Outgoing]:
        return await self._all(Outgoing, Q.due, tenant=tenant, bot_id=bot_id, now=time_text(now), limit=limit)

    async def unfinished(self, tenant: str, bot_id: str) -> list[Outgoing]:
        return await self._all(Outgoing, Q.unfinished, tenant=tenant, bot_id=bot_id)

    async def messages(self, tenant: str, bot_id: str, chat_id: str, limit: int) -> list[Outgoing]:
        return await self._all(
            Outgoing, Q.messages, tenant=tenant, bot_id=bot_id, chat_id=chat_id, limit=limit
        )

    async def last_received(self, tenant: str, bot_id: str) -> datetime | None:
        [moment] = await self._read(partial(Q.last_received, tenant=tenant, bot_id=bot_id))
        return None if moment is None else datetime.fromisoformat(moment)

    async def due_jobs(self, tenant: str, now: datetime, limit: int) -> list[Job]:
        return await self._all(Job, Q.due_jobs, tenant=tenant, now=time_text(now), limit=limit)

    async def pending_job(self, tenant: str, key: str) -> Job | None:
        return await self._one(Job, Q.pending_job, tenant=tenant, key=key)

    async def pending_jobs(self, tenant: str, prefix: str) -> list[Job]:
        return await self._all(Job, Q.pending_jobs, tenant=tenant, **changes.beginning(prefix))

    async def dead_letters(self, tenant: str) -> list[Update]:
        return await self._all(Update, Q.dead_letters, tenant=tenant)

    async def facts(self, tenant: str, assessment: str | None = None) -> Facts:
        return await self._read(thread.snapshot(partial(reading.facts, tenant=tenant, assessment=assessment)))

    async def export(
        self, tenant: str, assessment: str | None = None, *, at: datetime, dormant: Dormant
    ) -> dict[str, Any]:
        read = partial(reading.facts, tenant=tenant, assessment=assessment, library=True)
        facts = await self._read(thread.snapshot(read))
        return exported(facts, at=at, dormant=dormant, reachable=assessment is None)

    async def facts_of(self, tenant: str, person: str) -> Facts:
        return await self._read(thread.snapshot(partial(reading.facts_of, tenant=tenant, person=person)))

    async def shown_since(self, tenant: str, chat_id: str, since: datetime) -> list[tuple[str, int]]:
        shown = partial(Q.shown_since, tenant=tenant, chat_id=chat_id, since=time_text(since))
        return await self._read(lambda c: [(row["bot_id"], row["message_id"]) for row in shown(c)])

    async def idle_people(self, tenant: str, before: datetime) -> list[Person]:
        idle = partial(erasure.idle_people, tenant=tenant, before=time_text(before))
        return await self._read(thread.snapshot(idle))

    async def audit(self, tenant: str, assessment: str, limit: int) -> list[Audit]:
        return await self._all(Audit, Q.audit, tenant=tenant, assessment=assessment, limit=limit)

    async def scores(self, tenant: str, assessment: str) -> list[Score]:
        return await self._all(Score, Q.scores, tenant=tenant, assessment=assessment)

    # delivery

    async def sending(self, row: Outgoing, now: datetime) -> bool:
        return await self._writer.run(partial(delivery.sending, row=row, now=now))

    async def sent(self, row: Outgoing, message_id: int, date: datetime) -> None:
        await self._writer.run(partial(delivery.sent, row=row, message_id=message_id, date=date))

    async def postponed(self, row: Outgoing, not_before: datetime, error: str) -> None:
        put_back = partial(delivery.put_back, row=row, state="new", not_before=not_before, error=error)
        await self._writer.run(put_back)

    async def uncertain(
        self, row: Outgoing, error: str, not_before: datetime, also: Change | None = None
    ) -> None:
        unsure = partial(delivery.uncertain, row=row, not_before=not_before, error=error, also=also)
        await self._writer.run(unsure)

    async def failed(self, row: Outgoing, error: str) -> None:
        await self._writer.run(partial(delivery.over, row=row, state="failed", error=error))

    async def cancelled(self, row: Outgoing, reason: str) -> None:
        await self._writer.run(partial(delivery.over, row=row, state="cancelled", error=reason))

    async def arrived(
        self, tenant: str, bot_id: str, chat_id: str, ask: str, message_id: int, date: datetime
    ) -> bool:
        place = {"tenant": tenant, "bot_id": bot_id, "chat_id": chat_id}
        return await self._writer.run(
            partial(delivery.arrived, place=place, ask=ask, message_id=message_id, date=date)
        )

    async def cancel(self, tenant: str, bot_id: str, chat_id: str, kinds: Collection[str] = ()) -> int:
        cancel = CancelUnsent(bot_id, chat_id, tuple(kinds))
        return await self._writer.run(partial(changes.take_back, tenant=tenant, cancel=cancel))

    async def cancel_expired(self, tenant: str, bot_id: str, now: datetime) -> int:
        return await self._count(Q.cancel_expired, tenant=tenant, bot_id=bot_id, now=time_text(now))

    async def lane_waits(self, lane: Lane, until: datetime) -> None:
        await self._count(Q.set_lane_wait, **_chat(lane), not_before=time_text(until))

    async def unreachable(self, lane: Lane, now: datetime, also: Change | None = None) -> Saved:
        return await self._writer.run(partial(delivery.unreachable, lane=lane, now=now, also=also))

    async def reachable(self, lane: Lane) -> None:
        await self._count(Q.set_reachable, **_chat(lane))

    async def _count(self, statement: Any, **values: Any) -> int:
        return int(await self._writer.run(partial(statement, **values)))

    # chores

    async def finish(self, job: Job, state: str = "done", error: str | None = None) -> bool:
        as_read = {
            "tenant": job.tenant,
            "id": job.id,
            "due_at": time_text(job.due_at),
            "attempt": job.attempt,
        }
        return bool(await self._count(Q.finish_job, **as_read, state=state, error=error))

    async def prune_updates(self, tenant: str, before: datetime) -> int:
        return await self._count(Q.prune_updates, tenant=tenant, before=time_text(before))

    async def prune_dead_letters(self, tenant: str, before: datetime) -> int:
        return await self._count(Q.prune_dead_letters, tenant=tenant, before=time_text(before))

    async def erase_person(
        self, tenant: str, person: str, now: datetime, then: Then = nothing_more
    ) -> Erased:
        erase = partial(erasure.erase_person, tenant=tenant, person=person, now=now, then=then)
        return await self._writer.run(erase)

    async def erase_assessment(
        self, tenant: str, assessment: str, now: datetime, then: Then = nothing_more
    ) -> Erased:
        erase = partial(erasure.erase_assessment, tenant=tenant, assessment=assessment, now=now, then=then)
        return await self._writer.run(erase)

    async def erase_interviews(
        self, tenant: str, interviews: Collection[str], now: datetime, then: Then = nothing_more
    ) -> Erased:
        erase = partial(erasure.erase_interviews, tenant=tenant, interviews=interviews, now=now, then=then)
        return await self._writer.run(erase)

    async def forget_chats_of_nobody(self, tenant: str, before: datetime) -> int:
        forget = partial(erasure.forget_chats_of_nobody, tenant=tenant, before=time_text(before))
        return await self._writer.run(forget)

    async def prune_scores(self, tenant: str, before: datetime) -> int:
        forget = partial(erasure.prune_scores, tenant=tenant, before=time_text(before))
        return await self._writer.run(forget)

    async def scrub(self) -> bool:
        return self._owner and await self._writer.outside_transaction(files.scrub)

    async def backup(self, path: Path) -> None:
        await self._read(partial(files.copy_to, path=path))

    async def problems(self) -> list[str]:
        return await self._read(files.problems)

    async def version(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    async def close(self) -> None:
        try:
            await self._writer.close()
        finally:
            await self._reader.close()  # in memory it is the same one; closing twice does no harm

    async def __aenter__(self) -> SqliteStorage:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()


def _given(**wanted: Any) -> dict[str, Any]:
    return {name: value for name, value in wanted.items() if value is not None}


def _chat(lane: Lane) -> dict[str, str]:
    return {"tenant": lane.tenant, "bot_id": lane.bot_id, "chat_id": lane.chat_id}
