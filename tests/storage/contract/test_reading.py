"""What can be asked back, and that a firm sees only its own."""

from __future__ import annotations

from dataclasses import replace

from storage import Change, Saved, Storage
from tests.storage.example import (
    ADA,
    ASK,
    CARD,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    INVITE,
    KEPT,
    LANE,
    MINUTE,
    NINE,
    SCRIPT,
    TOWN,
    answer,
    begun,
    saved,
    update,
)

BOB = replace(ADA, id="bob", address="1002")
BOBS = replace(INTERVIEW, id="bobs", person="bob", pillar="O", created_at=NINE + MINUTE)


async def test_everything_of_another_firm_is_invisible(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, answer(), KEPT, LANE)
    assert await storage.person("rival", "ada") is None
    assert await storage.person_at("rival", "telegram", CHAT) is None
    assert await storage.assessment("rival", "town") is None
    assert await storage.assessments("rival") == []
    assert await storage.invite_by_hash("rival", "token-hash") is None
    assert await storage.script("rival", "hash") is None
    assert await storage.walk("rival", "walk") is None
    assert await storage.ask("rival", "ask1") is None
    assert await storage.answers("rival", "town") == []
    assert await storage.kept("rival", "town") == []
    assert await storage.due("rival", "bot", NINE, 10) == []
    assert await storage.card("rival", "card") is None
    assert await storage.lane("rival", "bot", CHAT) is None
    assert (await storage.facts("rival")).interviews == ()


async def test_each_thing_can_be_found_by_its_id(storage: Storage) -> None:
    await begun(storage)
    assert await storage.person(FIRM, "ada") == ADA
    assert await storage.assessment(FIRM, "town") == TOWN
    assert await storage.invite(FIRM, "inv") == INVITE
    assert await storage.invite_by_hash(FIRM, "token-hash") == INVITE
    assert await storage.invites(FIRM, "town") == [INVITE]
    assert await storage.script(FIRM, "hash") == SCRIPT
    assert await storage.ask(FIRM, "ask1") == ASK
    assert await storage.card(FIRM, "card") == CARD
    assert await storage.interviews(FIRM, "town") == [INTERVIEW]
    assert await storage.lane(FIRM, "bot", CHAT) is None


async def test_a_consultant_sees_the_own_assessments(storage: Storage) -> None:
    await saved(storage, TOWN, replace(TOWN, id="other", owner="carl", created_at=NINE + DAY))
    assert [one.id for one in await storage.assessments(FIRM, "carl")] == ["other"]
    assert [one.id for one in await storage.assessments(FIRM)] == ["town", "other"]


async def test_the_current_answer_is_the_highest_revision(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS)
    await saved(
        storage, answer(), answer(revision=2, value=None, option=None), answer("S2", seq=3, value="text")
    )
    await saved(storage, answer(interview="bobs", author="bob", value=["x", "y"]))
    current = await storage.answers(FIRM, "town")
    assert [(one.interview, one.question, one.revision, one.value) for one in current] == [
        ("bobs", "S1", 1, ["x", "y"]),
        ("walk", "S1", 2, None),
        ("walk", "S2", 1, "text"),
    ]
    assert len(await storage.answers(FIRM, "town", history=True)) == 4
    assert [one.revision for one in await storage.answers_of(FIRM, "ada", "town")] == [2, 1]
    assert await storage.answers_of(FIRM, "ada", "elsewhere") == []


async def test_a_walk_holds_the_texts_that_wait_also_those_typed_outside_it(storage: Storage) -> None:
    await begun(storage)
    loose = replace(KEPT, id="loose", interview=None, at=NINE + MINUTE)
    await saved(storage, KEPT, loose, replace(KEPT, id="gone", state="used"))
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert walk.kept == (KEPT, loose)
    assert len(await storage.kept(FIRM, "town")) == 3


async def test_a_text_typed_outside_any_interview_is_not_shown_to_two_assessments(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(KEPT, interview=None))
    await saved(storage, replace(TOWN, id="b"), replace(INTERVIEW, id="b", assessment="b"))
    assert await storage.kept(FIRM, "town") == []
    assert len((await storage.facts(FIRM)).kept) == 1


async def test_a_walk_that_does_not_exist_is_none(storage: Storage) -> None:
    assert await storage.walk(FIRM, "nowhere") is None


async def test_old_updates_are_forgotten_but_not_the_last_sign_of_life(storage: Storage) -> None:
    for number in range(4):
        moment = NINE + number * DAY
        await storage.save(
            Change(update=update(number, received_at=moment, state="dead" if number == 1 else "done"))
        )
    assert await storage.last_received(FIRM, "bot") == NINE + 3 * DAY
    assert await storage.prune_updates(FIRM, NINE + 9 * DAY) == 2
    assert await storage.last_received(FIRM, "bot") == NINE + 3 * DAY
    assert await storage.prune_dead_letters(FIRM, NINE + DAY) == 0
    assert await storage.prune_dead_letters(FIRM, NINE + 2 * DAY) == 1
    assert await storage.last_received(FIRM, "another bot") is None
    assert await storage.save(Change(update=update(3))) is Saved.DUPLICATE
