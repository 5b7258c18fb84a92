"""What a change promises: once, whole, and never over somebody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from storage import Change, DataRejected, InterviewAt, InviteOpen, Saved, Storage
from tests.storage.example import (
    ADA,
    ASK,
    CARD,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    INVITE,
    JOB,
    KEPT,
    LANE,
    MINUTE,
    NINE,
    TOWN,
    answer,
    answering,
    begun,
    saved,
    update,
)


async def test_an_answer_and_the_next_question_are_there_after_one_save(storage: Storage) -> None:
    await begun(storage)
    assert await storage.save(answering()) is Saved.DONE
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert [said.value for said in walk.answers] == [3]
    assert [(ask.id, ask.state) for ask in walk.asks] == [("ask1", "answered"), ("ask2", "open")]
    assert walk.card == replace(CARD, ask="ask2", wanted_version=2)
    assert walk.interview.rev == 1
    assert (walk.person, walk.assessment) == (ADA, TOWN)


async def test_the_same_update_again_changes_nothing(storage: Storage) -> None:
    await begun(storage)
    await storage.save(answering())
    again = Change(update=update(), writes=(answer(revision=2),))
    assert await storage.save(again) is Saved.DUPLICATE
    assert len(await storage.answers(FIRM, "town", history=True)) == 1


async def test_an_update_is_seen_only_when_it_was_saved(storage: Storage) -> None:
    assert not await storage.seen(FIRM, "bot", 1)
    await storage.save(Change(update=update()))
    assert await storage.seen(FIRM, "bot", 1)
    assert not await storage.seen("another firm", "bot", 1)


async def test_a_step_from_an_old_state_of_the_interview_is_refused_whole(storage: Storage) -> None:
    await begun(storage)
    await storage.save(answering(1))
    stale = Change(update=update(2), guards=(InterviewAt("walk", 0),), writes=(answer("S2"),))
    assert await storage.save(stale) is Saved.STALE
    assert not await storage.seen(FIRM, "bot", 2)
    assert [said.question for said in await storage.answers(FIRM, "town")] == ["S1"]


async def test_of_two_steps_from_the_same_state_one_wins(storage: Storage) -> None:
    await begun(storage)
    both = await asyncio.gather(storage.save(answering(1, rev=0)), storage.save(answering(2, rev=0)))
    assert sorted(result.value for result in both) == ["done", "stale"]


async def test_an_unguarded_write_makes_a_step_under_way_stale(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(INTERVIEW, state="paused"))
    assert await storage.save(answering()) is Saved.STALE
    [interview] = await storage.interviews_of(FIRM, "ada")
    assert (interview.state, interview.rev) == ("paused", 1)


async def test_an_invite_is_used_by_one_person_only(storage: Storage) -> None:
    await begun(storage)
    bound = replace(INVITE, state="bound", bound_to="ada", bound_at=NINE)
    first = Change(guards=(InviteOpen("inv"),), writes=(bound,))
    second = Change(guards=(InviteOpen("inv"),), writes=(replace(bound, bound_to="bob"),))
    assert await storage.save(first) is Saved.DONE
    assert await storage.save(second) is Saved.STALE
    assert await storage.invite(FIRM, "inv") == bound


async def test_a_revision_that_somebody_else_made_first_is_not_overwritten(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, answer(value=3))
    assert await storage.save(Change(writes=(KEPT, answer(value=1)))) is Saved.STALE
    assert [said.value for said in await storage.answers(FIRM, "town")] == [3]
    assert await storage.kept(FIRM, "town") == []


async def test_a_chat_belongs_to_one_person_however_many_arrive_at_once(storage: Storage) -> None:
    await saved(storage, ADA)
    assert await storage.save(Change(writes=(replace(ADA, id="twin"),))) is Saved.STALE
    assert await storage.person_at(FIRM, "telegram", CHAT) == ADA


async def test_two_open_questions_in_one_interview_are_refused(storage: Storage) -> None:
    await begun(storage)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(ASK, id="ask2"),)))


async def test_two_live_cards_for_one_interview_are_refused(storage: Storage) -> None:
    await begun(storage)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(CARD, id="card2"),)))


async def test_a_card_can_be_retired_and_another_begun_in_one_change(storage: Storage) -> None:
    await begun(storage)
    fresh = replace(CARD, id="a fresh card")
    await saved(storage, fresh, replace(CARD, state="retired"))
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert walk.card == fresh


@pytest.mark.parametrize(
    "wrong",
    [
        answer("S2", text="\ud800"),
        answer("S2", value=float("nan")),
        answer("S2", value={1, 2}),
        answer("S2", seq=2**70),
        answer("S2", at=NINE.replace(tzinfo=None)),
        answer("S2", interview="nobody's"),
        replace(ADA, tenant="another firm"),
    ],
    ids=["half a letter", "no number", "no JSON", "too large", "no zone", "no interview", "two tenants"],
)
async def test_what_cannot_be_stored_is_refused_and_leaves_no_trace(storage: Storage, wrong: object) -> None:
    await begun(storage)
    change = Change(update=update(), writes=(KEPT, wrong))  # type: ignore[arg-type]
    with pytest.raises(DataRejected):
        await storage.save(change)
    assert not await storage.seen(FIRM, "bot", 1)
    assert await storage.kept(FIRM, "town") == []


async def test_a_change_of_nobody_at_all_is_refused(storage: Storage) -> None:
    with pytest.raises(DataRejected):
        await storage.save(Change())


async def test_one_bad_change_does_not_spoil_those_that_wait_beside_it(storage: Storage) -> None:
    await begun(storage)
    changes = [
        Change(update(n), writes=(answer(f"S{n}", text="\ud800" if n == 5 else "x"),)) for n in range(9)
    ]
    results = await asyncio.gather(*map(storage.save, changes), return_exceptions=True)
    assert [isinstance(result, DataRejected) for result in results] == [n == 5 for n in range(9)]
    assert len(await storage.answers(FIRM, "town")) == 8


async def test_a_handled_update_keeps_no_body_but_a_dead_letter_does(storage: Storage) -> None:
    await storage.save(Change(update=update(1, body=b"secret")))
    await storage.save(Change(update=update(2, body=b"broken", state="dead", error="KeyError")))
    [dead] = await storage.dead_letters(FIRM)
    assert (dead.update_id, dead.body, dead.error) == (2, b"broken", "KeyError")
    await saved(storage, replace(dead, state="done"))
    assert await storage.dead_letters(FIRM) == []


async def test_a_later_job_takes_the_place_of_the_pending_one_of_its_kind(storage: Storage) -> None:
    await saved(storage, JOB)
    await saved(storage, replace(JOB, id="job2", due_at=NINE + DAY))
    assert await storage.due_jobs(FIRM, NINE, 10) == []
    assert await storage.pending_job(FIRM, JOB.key) == replace(JOB, id="job2", due_at=NINE + DAY)


async def test_a_job_of_a_kind_that_is_over_can_come_again(storage: Storage) -> None:
    await saved(storage, replace(JOB, state="done"))
    await saved(storage, replace(JOB, id="job2"))
    assert [job.id for job in await storage.due_jobs(FIRM, NINE, 10)] == ["job2"]


async def test_a_job_written_anew_while_it_ran_is_not_finished(storage: Storage) -> None:
    await saved(storage, JOB)
    await saved(storage, replace(JOB, due_at=NINE + MINUTE))
    assert not await storage.finish(JOB)
    assert await storage.finish(replace(JOB, due_at=NINE + MINUTE), "failed", "no disk")
    assert await storage.due_jobs(FIRM, NINE + DAY, 10) == []


async def test_a_read_after_a_save_sees_it_every_time(storage: Storage) -> None:
    await begun(storage)
    for number in range(1, 30):
        await storage.save(answering(number, rev=number - 1))
        walk = await storage.walk(FIRM, "walk")
        assert walk is not None
        assert walk.interview.rev == len(await storage.answers(FIRM, "town", history=True)) == number
        assert await storage.save(Change(writes=(LANE,))) is Saved.DONE
