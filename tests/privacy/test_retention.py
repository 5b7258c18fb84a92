"""Nothing is kept for ever: what has had its time goes by itself, and nothing before its time."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import LONGEST_RETENTION
from bot.privacy import retention
from bot.privacy.retention import ensure_retention, until
from storage import Assessment, Change, Update
from tests.privacy.office import BOT, NINE, Office, everything_in
from tests.storage.example import INTERVIEW, INVITE, TOWN

ANNA, BOB = "1001", "1002"
DAY = timedelta(days=1)
SECRET = "Zonnebloempit"
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


async def days_pass(peiler: Office, days: int) -> None:
    """Day by day, as days do."""
    await ensure_retention(peiler.desk)
    await peiler.passes(days * DAY, steps=days)


async def handed_in(peiler: Office, assessment: Assessment, chat: str = ANNA) -> None:
    """Somebody whose answers count."""
    await peiler.joins(chat, assessment)
    await peiler.answers(chat, SECRET)
    person = await peiler.person(chat)
    [interview] = await peiler.desk.storage.interviews_of("main", person.id)
    done = replace(interview, state="submitted", submitted_at=peiler.clock[0])
    await peiler.desk.storage.save(Change(writes=(done,)))


async def test_raw_answers_go_so_many_days_after_adoption_and_the_round_stays(
    peiler: Office, tmp_path: Path
) -> None:
    town = await peiler.town()
    await handed_in(peiler, town)
    await peiler.changes(town, adopted_at=peiler.clock[0])
    await days_pass(peiler, 89)
    assert SECRET.encode() in everything_in(tmp_path)
    await days_pass(peiler, 2)
    assert SECRET.encode() not in everything_in(tmp_path)
    kept = await peiler.desk.storage.assessment("main", town.id)
    assert kept is not None
    assert kept.name == "Gemeente X"
    assert await peiler.desk.storage.person_at("main", "telegram", ANNA) is None
    assert "zijn gewist" not in peiler.said(ANNA)


async def test_what_is_never_adopted_goes_a_year_after_the_invite(peiler: Office, tmp_path: Path) -> None:
    town = await peiler.town()
    await handed_in(peiler, town)
    await peiler.changes(town, deadline=None)
    await days_pass(peiler, 364)
    assert SECRET.encode() in everything_in(tmp_path)
    await days_pass(peiler, 2)
    assert SECRET.encode() not in everything_in(tmp_path)


async def test_figures_without_a_person_stay_for_two_more_years(peiler: Office) -> None:
    town = await peiler.town()
    await handed_in(peiler, town)
    await peiler.changes(town, adopted_at=peiler.clock[0])
    await days_pass(peiler, 91)
    [score] = await peiler.desk.storage.scores("main", town.id)
    assert set(score.body) == {"model", "model_version", "overall", "pillars"}
    assert score.body["pillars"]["S"]["people"] == 1
    peiler.clock[0] += 729 * DAY
    await days_pass(peiler, 1)  # the clock seems to have jumped
    assert len(await peiler.desk.storage.scores("main", town.id)) == 1
    await days_pass(peiler, 2)
    assert await peiler.desk.storage.scores("main", town.id) == []


async def test_figures_that_cannot_be_made_keep_nobodys_answers_any_longer(
    peiler: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("an odd answer")

    monkeypatch.setattr(retention, "assessment_facts", broken)
    town = await peiler.town()
    await handed_in(peiler, town)
    await peiler.changes(town, adopted_at=peiler.clock[0])
    await days_pass(peiler, 91)
    assert SECRET.encode() not in everything_in(tmp_path)


async def test_a_part_of_the_round_that_fails_holds_up_no_other_and_is_tried_again(
    peiler: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    async def broken(*_: object) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise ValueError("not today")

    monkeypatch.setattr(retention, "CHORES", (broken, *retention.CHORES))
    dead = Update("main", BOT, 9999, ANNA, NINE - 8 * DAY, b"{}", "dead", "KeyError")
    await peiler.desk.storage.save(Change(dead))
    await days_pass(peiler, 1)
    assert await peiler.desk.storage.dead_letters("main") == []
    await peiler.passes(timedelta(minutes=10), steps=10)
    assert len(tries) == 3


async def test_the_trail_says_that_the_term_was_over(peiler: Office) -> None:
    town = await peiler.town()
    await handed_in(peiler, town)
    await peiler.changes(town, adopted_at=peiler.clock[0])
    await days_pass(peiler, 91)
    assert "retention" in [line.what for line in await peiler.desk.storage.audit("main", town.id, 9)]


async def test_a_round_that_must_be_kept_is_kept(peiler: Office, tmp_path: Path) -> None:
    town = await peiler.town(woo_hold=True)
    await handed_in(peiler, town)
    await peiler.changes(town, adopted_at=peiler.clock[0])
    await days_pass(peiler, 91)
    assert SECRET.encode() in everything_in(tmp_path)
    await peiler.changes(town, adopted_at=peiler.clock[0] - 91 * DAY, settings={})
    await days_pass(peiler, 1)
    assert SECRET.encode() not in everything_in(tmp_path)


async def test_a_clock_that_jumps_erases_nothing_that_day(peiler: Office, tmp_path: Path) -> None:
    town = await peiler.town()
    await handed_in(peiler, town)
    await days_pass(peiler, 1)
    await peiler.passes(500 * DAY)
    assert SECRET.encode() in everything_in(tmp_path)
    await days_pass(peiler, 2)  # it was no mistake: the program had been off
    assert SECRET.encode() not in everything_in(tmp_path)


async def test_a_link_that_was_opened_and_never_used_leaves_no_name(peiler: Office, tmp_path: Path) -> None:
    await peiler.opens(ANNA, await peiler.town())
    await days_pass(peiler, 14 + 29)
    assert f"Invited {ANNA}".encode() in everything_in(tmp_path)
    await days_pass(peiler, 2)
    assert f"Invited {ANNA}".encode() not in everything_in(tmp_path)
    assert f"Person {ANNA}".encode() not in everything_in(tmp_path)


async def test_a_name_that_somebody_else_gave_goes_when_the_invite_lapses(
    peiler: Office, tmp_path: Path
) -> None:
    await peiler.opens(ANNA, await peiler.town(), role="colleague", name="Named by Bob")
    await days_pass(peiler, 13)
    assert b"Named by Bob" in everything_in(tmp_path)
    await days_pass(peiler, 2)
    await peiler.desk.storage.scrub()
    assert b"Named by Bob" not in everything_in(tmp_path)


async def test_a_stranger_is_forgotten_after_a_month_and_a_consultant_is_not(peiler: Office) -> None:
    await peiler.types("77", "hallo")
    await peiler.types("900", "/help")
    await days_pass(peiler, 32)
    assert await peiler.desk.storage.person_at("main", "telegram", "77") is None
    assert (await peiler.person("900")).name


async def test_what_could_not_be_read_is_put_aside_for_a_week(peiler: Office) -> None:
    dead = Update("main", BOT, 9999, ANNA, NINE, b"{}", "dead", "KeyError")
    await peiler.desk.storage.save(Change(dead))
    await days_pass(peiler, 6)
    assert len(await peiler.desk.storage.dead_letters("main")) == 1
    await days_pass(peiler, 2)
    assert await peiler.desk.storage.dead_letters("main") == []


async def test_where_a_receipt_went_is_forgotten_after_a_week(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    await days_pass(peiler, 6)
    assert await peiler.desk.storage.messages("main", BOT, ANNA, 9)
    await days_pass(peiler, 3)
    assert await peiler.desk.storage.messages("main", BOT, ANNA, 9) == []
    assert await peiler.desk.storage.lane("main", BOT, ANNA) is None


async def test_files_with_own_data_go_after_two_days(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    await peiler.types(ANNA, "/mydata")
    [document] = peiler.documents[ANNA]
    os.utime(document, (peiler.clock[0].timestamp(),) * 2)
    await days_pass(peiler, 1)
    assert document.exists()
    await days_pass(peiler, 2)
    assert not document.parent.exists()


async def test_the_daily_round_is_planned_once_and_goes_on_by_itself(peiler: Office) -> None:
    for _ in range(3):
        await ensure_retention(peiler.desk)
    assert len(await peiler.desk.storage.due_jobs("main", NINE, 9)) == 1
    await peiler.passes(5 * DAY, steps=5)
    [job] = await peiler.desk.storage.due_jobs("main", NINE + 7 * DAY, 9)
    assert job.due_at > NINE + 5 * DAY


@given(
    invited=moments,
    adopted=st.none() | moments,
    days=st.integers(1, 365),
    state=st.sampled_from(["opened", "active", "submitted", "declined"]),
)
def test_answers_are_never_kept_longer_than_the_explanation_promised(
    invited: datetime, adopted: datetime | None, days: int, state: str
) -> None:
    town = replace(TOWN, adopted_at=adopted, privacy={"retention_days": days})
    interview = replace(INTERVIEW, created_at=invited + DAY, state=state)
    invite = replace(INVITE, created_at=invited, expires_at=invited + 14 * DAY)
    promised = interview.created_at + LONGEST_RETENTION
    for end in (until(town, interview, invite), until(town, interview, None)):
        assert end <= promised
        if adopted is not None:
            assert end <= adopted + days * DAY


@pytest.mark.parametrize("state", ["active", "submitted"])
def test_answers_are_kept_for_as_long_as_was_said(state: str) -> None:
    town = replace(TOWN, adopted_at=NINE, privacy={"retention_days": 90})
    interview = replace(INTERVIEW, created_at=NINE, state=state)
    assert until(town, interview, None) == NINE + 90 * DAY
