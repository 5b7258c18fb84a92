"""Who runs an assessment beside its owner, and whose interview no longer counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import Change, DataRejected, Member, Storage
from tests.storage.example import (
    ADA,
    BOT,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    NINE,
    TOWN,
    answer,
    begun,
    message,
    saved,
)

BOB = replace(ADA, id="bob", address="1002", name="Bob")
BOBS_PART = Member(FIRM, "town", "bob", "consultant", NINE)
ADAS_PART = Member(FIRM, "town", "ada", "invited", NINE + DAY)


async def test_members_are_found_by_assessment_and_by_person_the_longest_first(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, ADAS_PART, BOBS_PART, replace(TOWN, id="other"))
    await saved(storage, replace(BOBS_PART, assessment="other"))
    assert await storage.members(FIRM, "town") == [BOBS_PART, ADAS_PART]
    assert [one.assessment for one in await storage.memberships(FIRM, "bob")] == ["other", "town"]


async def test_a_member_has_one_part_at_a_time_and_the_last_one_holds(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS_PART)
    removed = replace(BOBS_PART, role="removed", since=NINE + DAY)
    await saved(storage, removed)
    assert await storage.members(FIRM, "town") == [removed]


async def test_members_of_another_firm_are_invisible(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS_PART)
    assert await storage.members("rival", "town") == []
    assert await storage.memberships("rival", "bob") == []


async def test_a_part_that_nobody_knows_is_never_stored(storage: Storage) -> None:
    await begun(storage)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(replace(ADAS_PART, role="king"),)))


async def test_who_is_erased_runs_nothing_any_more(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS_PART, ADAS_PART)
    await storage.erase_person(FIRM, "bob", NINE)
    assert [one.role for one in await storage.members(FIRM, "town")] == ["removed", "invited"]


async def test_nobody_runs_an_assessment_that_was_erased(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS_PART)
    await storage.erase_assessment(FIRM, "town", NINE)
    assert [one.role for one in await storage.members(FIRM, "town")] == ["removed"]


async def test_answers_of_an_ended_interview_stay_but_are_not_this_persons_others(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, answer(), replace(INTERVIEW, state="ended"))
    assert await storage.answers_of(FIRM, "ada", "town") == []
    assert [said.value for said in await storage.answers(FIRM, "town")] == [3]
    assert (await storage.person_at(FIRM, "telegram", CHAT)) == ADA


async def test_nobody_is_told_any_more_that_an_erased_colleague_joined(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, BOB, BOBS_PART)
    await saved(storage, message("bob joined", chat_id="2000", payload={"html": "Bob"}, about="town"))
    await storage.erase_person(FIRM, "bob", NINE)
    [row] = await storage.messages(FIRM, BOT, "2000", 9)
    assert (row.state, row.payload) == ("cancelled", {})
