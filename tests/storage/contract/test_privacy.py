"""What people may ask for, what has to end by itself, and the trail that shows who did what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import Audit, Change, JobPending, Member, Saved, Score, Storage
from tests.storage.contract.test_erasure import BOB, BOBS, SECRET, ada_has_spoken
from tests.storage.example import (
    ADA,
    AMENDMENT,
    BOT,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    INVITE,
    JOB,
    LANE,
    NINE,
    TOWN,
    answer,
    begun,
    message,
    saved,
)

AUDIT = Audit(FIRM, "line", NINE, "cora", "report", "town", "job")
SCORE = Score(FIRM, "score", "town", NINE, {"overall": 2})


async def test_what_is_kept_of_one_person_is_all_of_that_person_and_of_nobody_else(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(INTERVIEW, id="later", assessment="town", state="opened"))
    facts = await storage.facts_of(FIRM, "ada")
    assert [interview.id for interview in facts.interviews] == ["later", "walk"]
    assert [one.author for one in facts.answers] == ["ada"]
    assert {kept.person for kept in facts.kept} == {"ada"}
    assert {kept.id for kept in facts.kept} >= {"loose"}
    assert [assessment.id for assessment in facts.assessments] == ["town"]
    assert facts.scripts["hash"].version == "7"
    assert (await storage.facts_of(FIRM, "nobody")).answers == ()


async def test_what_follows_from_an_erasure_is_written_with_it(storage: Storage) -> None:
    await ada_has_spoken(storage)
    erased = await storage.erase_person(
        FIRM, "ada", NINE, lambda e: [replace(AUDIT, subject=",".join(e.files)), message("receipt")]
    )
    [line] = await storage.audit(FIRM, "town", 9)
    assert line.subject == ",".join(erased.files) != ""
    assert [row.id for row in await storage.messages(FIRM, BOT, CHAT, 9)] == ["receipt"]


async def test_a_step_under_way_cannot_bring_an_erased_name_back(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    assert await storage.save(Change(writes=(ADA, message("late")))) is Saved.STALE
    person = await storage.person(FIRM, "ada")
    assert person is not None
    assert (person.name, person.address) == ("", "erased:ada")


async def test_interviews_whose_time_has_come_go_and_who_is_in_no_other_goes_too(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(TOWN, id="other"), replace(BOBS, id="bob's other", assessment="other"))
    erased = await storage.erase_interviews(FIRM, ["walk", "bobs"], NINE)
    assert erased.interviews == ("walk", "bobs")
    assert all(said.value is None for said in await storage.answers(FIRM, "town"))
    interviews = await storage.interviews(FIRM, "town")
    assert [(one.state, one.erased_at) for one in interviews] == [("stopped", NINE)] * 2
    ada, town = await storage.person(FIRM, "ada"), await storage.assessment(FIRM, "town")
    assert ada is not None
    assert (ada.name, town) == ("", TOWN)
    assert await storage.person(FIRM, "bob") == BOB
    assert SECRET not in str(await storage.facts(FIRM))
    await storage.erase_interviews(FIRM, ["bob's other", "no such"], NINE + DAY)
    bob = await storage.person(FIRM, "bob")
    assert bob is not None
    assert bob.address == "erased:bob"


async def test_who_runs_an_assessment_outlives_an_interview_of_their_own(storage: Storage) -> None:
    await begun(storage)
    await saved(
        storage,
        BOB,
        BOBS,
        replace(TOWN, id="own", owner="ada"),
        Member(FIRM, "own", "bob", "consultant", NINE),
    )
    await storage.erase_interviews(FIRM, ["walk", "bobs"], NINE)
    assert (await storage.person(FIRM, "ada"), await storage.person(FIRM, "bob")) == (ADA, BOB)


async def test_the_name_on_an_invite_goes_with_the_interview_that_it_led_to(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(INVITE, state="bound", bound_to="ada"), replace(TOWN, id="own", owner="ada"))
    await storage.erase_interviews(FIRM, ["walk"], NINE)
    assert [(one.name, one.state) for one in await storage.invites(FIRM, "town")] == [(None, "revoked")]


async def test_people_of_whom_nothing_is_kept_are_found_after_a_while(storage: Storage) -> None:
    await begun(storage)
    passer = replace(ADA, id="passer", address="77")
    await saved(storage, passer, BOB, replace(TOWN, id="bob's", owner="bob"))
    assert await storage.idle_people(FIRM, NINE) == []
    assert await storage.idle_people(FIRM, NINE + DAY) == [passer]
    await storage.erase_person(FIRM, "passer", NINE)
    assert await storage.idle_people(FIRM, NINE + DAY) == []


async def test_where_the_last_words_to_an_erased_person_went_is_forgotten(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, BOB, message("bob's own", chat_id="1002"))
    await storage.erase_person(FIRM, "ada", NINE, lambda _: [message("receipt"), message("waits")])
    receipt, waits = await storage.messages(FIRM, BOT, CHAT, 9)
    await storage.sent(receipt, 99, NINE)
    assert await storage.forget_chats_of_nobody(FIRM, NINE) == 0
    assert await storage.forget_chats_of_nobody(FIRM, NINE + DAY) == 2  # the notice's reader is unknown too
    assert await storage.lane(FIRM, BOT, CHAT) is not None
    assert [row.id for row in await storage.messages(FIRM, BOT, CHAT, 9)] == ["waits"]
    await storage.failed(waits, "gone")
    await storage.forget_chats_of_nobody(FIRM, NINE + DAY)
    assert await storage.lane(FIRM, BOT, CHAT) is None
    assert [row.id for row in await storage.messages(FIRM, BOT, "1002", 9)] == ["bob's", "bob's own"]


async def test_a_chat_knows_which_messages_were_shown_in_it_lately(storage: Storage) -> None:
    await begun(storage)
    [card] = await storage.messages(FIRM, BOT, CHAT, 9)
    await storage.sent(card, 50, NINE)
    for number in (51, 52):
        await saved(storage, message(f"m{number}"))
        [*_, row] = await storage.messages(FIRM, BOT, CHAT, 9)
        await storage.sent(row, number, NINE + timedelta(hours=number - 50))
    assert await storage.shown_since(FIRM, CHAT, NINE) == [(BOT, 50), (BOT, 51), (BOT, 52)]
    assert await storage.shown_since(FIRM, CHAT, NINE + timedelta(hours=2)) == [(BOT, 52)]
    assert await storage.shown_since(FIRM, "77", NINE) == []


async def test_a_plan_that_was_called_off_is_not_carried_out(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, JOB)
    on = Change(guards=(JobPending(JOB.id, JOB.kind),), writes=(LANE,))
    assert await storage.save(on) is Saved.DONE
    other = Change(guards=(JobPending(JOB.id, "another kind"),), writes=(LANE,))
    assert await storage.save(other) is Saved.STALE
    await storage.finish(JOB, "undone")
    assert await storage.save(on) is Saved.STALE


async def test_the_audit_trail_shows_the_newest_lines_of_one_assessment(storage: Storage) -> None:
    await begun(storage)
    lines = [replace(AUDIT, id=f"line{n}", at=NINE + n * DAY) for n in range(3)]
    await saved(storage, *lines, replace(AUDIT, id="other", assessment="other"))
    assert await storage.audit(FIRM, "town", 2) == [lines[2], lines[1]]
    await saved(storage, replace(lines[2], what="changed"))
    assert (await storage.audit(FIRM, "town", 1))[0].what == "report"
    await storage.erase_person(FIRM, "ada", NINE)
    assert len(await storage.audit(FIRM, "town", 9)) == 3


async def test_figures_without_a_person_stay_for_their_time_or_until_the_assessment_goes(
    storage: Storage,
) -> None:
    await begun(storage)
    later = replace(SCORE, id="later", at=NINE + DAY)
    await saved(storage, SCORE, later, AUDIT, answer())
    await saved(storage, replace(SCORE, body={"overall": 9}))
    assert await storage.scores(FIRM, "town") == [SCORE, later]
    assert await storage.prune_scores(FIRM, NINE + DAY) == 2
    assert await storage.scores(FIRM, "town") == [later]
    assert await storage.audit(FIRM, "town", 9) == []
    await storage.erase_assessment(FIRM, "town", NINE)
    assert await storage.scores(FIRM, "town") == []


async def test_who_tells_of_an_action_is_no_idle_stranger_and_leaves_no_words_behind(
    storage: Storage,
) -> None:
    told = replace(AMENDMENT, kind="progress", body={"text": SECRET, "state": "words"}, by="carl")
    others = replace(told, number=2, body={"text": "done", "state": "yes"}, by="cora")
    telling = replace(INVITE, id="tells", token_hash="other", role="action", state="bound", bound_to="carl")
    await saved(storage, TOWN, replace(ADA, id="carl", address="7"), telling, told, others)
    assert [one.id for one in await storage.invites_bound_to(FIRM, "carl")] == ["tells"]
    assert await storage.invites_bound_to("another firm", "carl") == []
    assert "carl" not in [one.id for one in await storage.idle_people(FIRM, NINE + DAY)]
    await saved(storage, replace(telling, state="revoked"))
    assert "carl" in [one.id for one in await storage.idle_people(FIRM, NINE + DAY)]
    await storage.erase_person(FIRM, "carl", NINE)
    assert SECRET not in str(await storage.facts(FIRM))
    assert [one.body for one in await storage.amendments(FIRM, "town")] == [{}, others.body]
