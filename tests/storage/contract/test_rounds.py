"""What a round needs besides its answers: phases, files, reminders, judgements, notes, timers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage import AssessmentAt, AssessmentIs, Change, DataRejected, DropJobs, JobPending, Saved, Storage
from tests.storage.example import (
    ADA,
    AMENDMENT,
    CHAT,
    DAY,
    FILE,
    FIRM,
    INTERVIEW,
    INVITE,
    JOB,
    JUDGEMENT,
    KEPT,
    MINUTE,
    NINE,
    NOTE,
    REMINDER,
    TOWN,
    begun,
    message,
    saved,
)

BOB = replace(ADA, id="bob", address="1002", name="Bob")
BOBS = replace(INTERVIEW, id="bobs", person="bob", pillar="O")
TIMER = replace(JOB, kind="remind", key="remind:town:ada", payload={"assessment": "town", "person": "ada"})


async def test_what_a_round_is_about_comes_back_as_it_was_saved(storage: Storage) -> None:
    await begun(storage)
    ada = replace(ADA, calendar={"zone": "Europe/Amsterdam", "off": [["2026-12-24", "2026-12-31"]]})
    town = replace(
        TOWN,
        phase="factcheck",
        phase_since=NINE,
        closed_at=NINE + DAY,
        adopted_by="cora",
        repeats="last year",
    )
    invite = replace(
        INVITE, function="head of parks", department="Parks", language="en", question="S1", state="replaced"
    )
    interview = replace(INTERVIEW, department="Parks", share_earlier=True)
    await saved(storage, ada, town, invite, interview)
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert (walk.person, walk.assessment) == (ada, town)
    assert walk.interview == replace(interview, rev=1)
    assert await storage.invite(FIRM, "inv") == invite


async def test_a_phase_that_nobody_knows_is_never_stored(storage: Storage) -> None:
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(TOWN, phase="perhaps"),)))


@pytest.mark.parametrize("elsewhere", [{"phase": "adopted"}, {"state": "closed"}, {"id": "other"}])
async def test_a_step_of_a_round_counts_only_in_the_phase_that_it_was_made_for(
    storage: Storage, elsewhere: dict[str, str]
) -> None:
    await begun(storage)
    there = Change(
        guards=(AssessmentAt("town", "concept", "open"),), writes=(replace(TOWN, phase="factcheck"),)
    )
    guard = {"id": "town", "phase": "concept", "state": "open"} | elsewhere
    wrong = replace(there, guards=(AssessmentAt(guard["id"], guard["phase"], guard["state"]),))
    assert await storage.save(wrong) is Saved.STALE
    assert await storage.save(there) is Saved.DONE
    assert await storage.save(there) is Saved.STALE


async def test_a_round_that_somebody_else_changed_meanwhile_is_not_overwritten(storage: Storage) -> None:
    await begun(storage)
    read = await storage.assessment(FIRM, "town")
    assert read is not None
    mine = Change(guards=(AssessmentIs(read),), writes=(replace(read, settings={"phone": "1"}),))
    assert await storage.save(mine) is Saved.DONE
    assert await storage.save(mine) is Saved.STALE
    nobodys = Change(guards=(AssessmentIs(replace(read, id="other")),), writes=(read,))
    assert await storage.save(nobodys) is Saved.STALE


async def test_files_are_found_by_interview_by_id_and_in_the_walk_oldest_first(storage: Storage) -> None:
    await begun(storage)
    older = replace(
        FILE, id="older", source="telegram:1001:29", at=NINE - MINUTE, state="waiting", address=None
    )
    await saved(storage, FILE, older)
    assert await storage.files(FIRM, "walk") == [older, FILE]
    assert await storage.file(FIRM, "file1") == FILE
    assert await storage.files("rival", "walk") == []
    assert await storage.file("rival", "file1") is None
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert walk.files == (older, FILE)


async def test_a_file_that_was_fetched_takes_the_place_of_the_one_that_waited(storage: Storage) -> None:
    await begun(storage)
    waiting = replace(FILE, state="waiting", address=None, size=None)
    await saved(storage, waiting)
    await saved(storage, FILE)
    await saved(storage, FILE)
    assert await storage.files(FIRM, "walk") == [FILE]


async def test_one_message_gives_one_file_however_often_it_arrives(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, FILE)
    assert await storage.save(Change(writes=(KEPT, replace(FILE, id="twin")))) is Saved.STALE
    assert await storage.files(FIRM, "walk") == [FILE]
    assert await storage.kept(FIRM, "town") == []


async def test_what_files_take_up_counts_only_those_that_are_kept(storage: Storage) -> None:
    await begun(storage)
    other = replace(FILE, id="other", source="s2", interview="bobs", person="bob", size=20)
    failed = replace(FILE, id="failed", source="s3", state="failed", error="gone", size=7)
    assert await storage.file_bytes(FIRM) == 0
    await saved(storage, BOB, BOBS, FILE, other, failed)
    assert await storage.file_bytes(FIRM) == 120
    assert await storage.file_bytes(FIRM, "walk") == 100
    assert await storage.file_bytes("rival") == 0
    assert await storage.files_in(FIRM, "ab/tram") == 2
    assert await storage.files_in(FIRM, "elsewhere") == 0


async def test_reminders_are_remembered_oldest_first_and_by_person(storage: Storage) -> None:
    await begun(storage)
    bobs = replace(REMINDER, id="bobs", person="bob", interview="bobs", at=NINE - MINUTE)
    await saved(storage, BOB, BOBS, REMINDER, bobs)
    assert await storage.reminders(FIRM, "town") == [bobs, REMINDER]
    assert await storage.reminders(FIRM, "town", "ada") == [REMINDER]
    assert await storage.reminders(FIRM, "other") == []
    assert await storage.reminders("rival", "town") == []


SECOND = replace(REMINDER, id="timer2", number=2, day="2026-11-24")


@pytest.mark.parametrize(
    "wrong",
    [
        replace(SECOND, id="timer1"),
        replace(SECOND, number=1),
        replace(SECOND, day="2026-11-23"),
        replace(SECOND, day="2026-11-23", assessment="other", interview="walk2", number=1),
        replace(SECOND, number=3),
        replace(SECOND, number=0),
    ],
    ids=["same timer", "same number", "same day", "same day, another round", "above the cap", "number zero"],
)
async def test_one_reminder_too_many_changes_nothing_at_all(storage: Storage, wrong: object) -> None:
    await begun(storage)
    await saved(storage, replace(TOWN, id="other"), replace(INTERVIEW, id="walk2", assessment="other"))
    await saved(storage, REMINDER)
    change = Change(writes=(message("rem"), wrong, replace(JOB, id="next")))  # type: ignore[arg-type]
    assert await storage.save(change) is Saved.STALE
    assert await storage.reminders(FIRM, "town") == [REMINDER]
    assert await storage.messages(FIRM, "bot", CHAT, 9) == await storage.due(FIRM, "bot", NINE, 9)
    assert await storage.pending_job(FIRM, JOB.key) is None


async def test_where_a_day_may_have_several_reminders_only_the_cap_holds(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(REMINDER, day=None), replace(SECOND, day=None))
    third = replace(SECOND, id="timer3", number=3, day=None)
    assert await storage.save(Change(writes=(third,))) is Saved.STALE


async def test_judgements_are_all_kept_and_never_overwritten(storage: Storage) -> None:
    await begun(storage)
    second = replace(JUDGEMENT, number=2, score=None, reason=None, evidence=False, at=NINE + MINUTE)
    unseen = replace(JUDGEMENT, question="S2", score=3, evidence=None, at=NINE + DAY)
    await saved(storage, second, JUDGEMENT, unseen)
    assert await storage.judgements(FIRM, "town") == [JUDGEMENT, second, unseen]
    assert await storage.judgements(FIRM, "other") == await storage.judgements("rival", "town") == []
    again = replace(JUDGEMENT, score=0.0)
    assert await storage.save(Change(writes=(KEPT, again))) is Saved.STALE
    assert await storage.judgements(FIRM, "town") == [JUDGEMENT, second, unseen]
    assert await storage.kept(FIRM, "town") == []


@pytest.mark.parametrize("wrong", [{"number": 0}, {"score": float("nan")}, {"score": float("inf")}])
async def test_a_judgement_that_means_nothing_is_refused(storage: Storage, wrong: dict[str, float]) -> None:
    await begun(storage)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(JUDGEMENT, **wrong),)))  # type: ignore[arg-type]


async def test_amendments_are_all_kept_and_two_people_cannot_make_the_same_one(storage: Storage) -> None:
    await begun(storage)
    second = replace(AMENDMENT, number=2, body={"owner": "director"}, at=NINE + MINUTE)
    finding = replace(AMENDMENT, kind="finding", subject="gate:B1", body={"verdict": "dropped"})
    await saved(storage, second, AMENDMENT, finding)
    assert await storage.amendments(FIRM, "town") == [AMENDMENT, second, finding]
    assert await storage.amendments(FIRM, "other") == await storage.amendments("rival", "town") == []
    late = replace(second, body={"owner": "somebody else"}, by="bob")
    assert await storage.save(Change(writes=(KEPT, late))) is Saved.STALE
    assert await storage.amendments(FIRM, "town") == [AMENDMENT, second, finding]
    assert await storage.kept(FIRM, "town") == []
    for facts in (await storage.facts(FIRM), await storage.facts(FIRM, "town")):
        assert facts.amendments == (AMENDMENT, second, finding)
    assert (await storage.facts_of(FIRM, "cora")).amendments == (AMENDMENT, second, finding)
    assert (await storage.facts_of(FIRM, "ada")).amendments == ()


@pytest.mark.parametrize("wrong", [{"number": 0}, {"kind": "opinion"}])
async def test_an_amendment_of_nothing_known_is_refused(storage: Storage, wrong: dict[str, Any]) -> None:
    await begun(storage)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(AMENDMENT, **wrong),)))


async def test_notes_are_found_by_round_by_kind_and_by_id_oldest_first(storage: Storage) -> None:
    await begun(storage)
    remark = replace(NOTE, id="remark", interview=None, kind="remark", at=NINE - MINUTE)
    await saved(storage, NOTE, remark, replace(TOWN, id="other"), replace(NOTE, id="o", assessment="other"))
    assert await storage.notes(FIRM, "town") == [remark, NOTE]
    assert await storage.notes(FIRM, "town", "query") == [NOTE]
    assert await storage.note(FIRM, "remark") == remark
    assert await storage.notes("rival", "town") == []
    assert await storage.note("rival", "note1") is None
    replied = replace(NOTE, reply="since May", state="done", done_at=NINE + DAY)
    await saved(storage, replied)
    assert await storage.note(FIRM, "note1") == replied


async def test_a_walk_holds_the_queries_that_wait_for_a_reply(storage: Storage) -> None:
    await begun(storage)
    asked = replace(NOTE, id="asked", state="asked", at=NINE + MINUTE)
    others = (
        replace(NOTE, id="done", state="done"),
        replace(NOTE, id="remark", kind="remark"),
        replace(NOTE, id="loose", interview=None),
    )
    await saved(storage, asked, NOTE, *others)
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert walk.notes == (NOTE, asked)


async def test_timers_are_found_by_how_their_key_begins(storage: Storage) -> None:
    bobs = replace(TIMER, id="bobs", key="remind:town:bob")
    others = (
        replace(TIMER, id="over", key="remind:town:carl", state="done"),
        replace(TIMER, id="next", key="remind:towns:ada"),
        replace(TIMER, id="wild", key="remind:t_wn:ada"),
        replace(JOB, id="report"),
    )
    await saved(storage, bobs, TIMER, *others)
    assert await storage.pending_jobs(FIRM, "remind:town:") == [TIMER, bobs]
    assert len(await storage.pending_jobs(FIRM, "")) == 5
    assert await storage.pending_jobs(FIRM, "remind:%") == await storage.pending_jobs("rival", "") == []


async def test_timers_are_dropped_in_the_commit_that_makes_them_needless(storage: Storage) -> None:
    bobs = replace(TIMER, id="bobs", key="remind:town:bob")
    await saved(storage, TIMER, bobs, replace(JOB, id="report"))
    stale = Change(guards=(JobPending("none", "remind"),), writes=(TOWN,), drops=(DropJobs("remind:"),))
    assert await storage.save(stale) is Saved.STALE
    assert len(await storage.pending_jobs(FIRM, "")) == 3
    anew = replace(bobs, id="anew", due_at=NINE + DAY)
    assert await storage.save(Change(writes=(anew,), drops=(DropJobs("remind:town:"),))) is Saved.DONE
    assert [job.id for job in await storage.pending_jobs(FIRM, "")] == ["anew", "report"]
    assert not await storage.finish(TIMER)


async def test_facts_hold_all_that_was_judged_noted_sent_and_reminded(storage: Storage) -> None:
    await begun(storage)
    loose = replace(NOTE, id="loose", interview=None, at=NINE + MINUTE)
    peek = replace(INTERVIEW, id="peek", state="opened")
    hidden = (
        replace(NOTE, id="hidden", interview="peek"),
        replace(FILE, id="hidden", interview="peek", source="s2"),
        replace(JUDGEMENT, interview="peek"),
        replace(REMINDER, id="hidden", interview="peek", number=2, day=None),
    )
    await saved(storage, FILE, REMINDER, JUDGEMENT, NOTE, loose, peek, *hidden)
    for facts in (await storage.facts(FIRM), await storage.facts(FIRM, "town")):
        assert (facts.files, facts.reminders, facts.judgements) == ((FILE,), (REMINDER,), (JUDGEMENT,))
        assert facts.notes == (NOTE, loose)
    elsewhere = await storage.facts(FIRM, "other")
    assert (elsewhere.files, elsewhere.reminders, elsewhere.judgements, elsewhere.notes) == ((),) * 4


async def test_what_is_kept_of_one_person_holds_files_and_notes_and_what_was_thought_of_it(
    storage: Storage,
) -> None:
    await begun(storage)
    bobs = (
        replace(FILE, id="bobs", source="s2", interview="bobs", person="bob"),
        replace(REMINDER, id="bobs", person="bob", interview="bobs"),
        replace(JUDGEMENT, interview="bobs"),
        replace(NOTE, id="bobs", interview="bobs", person="bob"),
    )
    remark = replace(NOTE, id="remark", interview=None, person=None, by="ada", at=NINE + MINUTE)
    asked = replace(NOTE, id="asked", person=None, at=NINE + DAY)
    await saved(storage, BOB, BOBS, FILE, REMINDER, JUDGEMENT, NOTE, remark, asked, *bobs)
    facts = await storage.facts_of(FIRM, "ada")
    assert (facts.files, facts.reminders, facts.judgements) == ((FILE,), (REMINDER,), (JUDGEMENT,))
    assert facts.notes == (NOTE, remark, asked)
