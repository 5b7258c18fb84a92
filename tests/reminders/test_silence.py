"""Somebody falls silent: what goes out, when, in which words, and what the consultant hears."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.jobs import Jobs
from bot.ports import Membership
from storage import Change, Reminder, Saved
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, BEN, Round


def at(day: int, hour: int, month: int = 11, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def words(data: list[str]) -> list[str]:
    """Buttons without the ids in them."""
    return [":".join(one.split(":")[:1] + one.split(":")[2:]) for one in data]


async def moments(round_: Round) -> list[str]:
    """When Ada was reminded: the day of the month and the hour, in UTC."""
    return [f"{row.sent_at:%d %H:%M}" for row in await round_.reminders()]


async def test_who_joined_and_never_began_is_asked_for_the_first_minute_only(round_: Round) -> None:
    await round_.opens(ADA, await round_.town())
    await round_.taps(ADA, "consent:")
    await round_.until(at(27, 10))
    assert "nog geen vraag beantwoord" in round_.said(ADA)
    assert "tot en met maandag 21 december 2026" in round_.said(ADA)
    assert words(round_.buttons[ADA]) == [
        "begin",
        "snooze:hour",
        "snooze:monday",
        "snooze:other",
        "someone",
        "quiet",
    ]
    await round_.taps(ADA, "begin:")
    assert "vraag 1 van" in round_.said(ADA)


async def test_who_is_half_way_reads_how_little_is_left_and_goes_on_where_it_was(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    await round_.answers(ADA, "words")
    await round_.until(at(27, 10))
    assert "U bent begonnen met Strategie" in round_.said(ADA)
    assert "nog 12 vragen, ongeveer 13 minuten" in round_.said(ADA)
    await round_.taps(ADA, "resume:")
    assert "vraag 3 van" in round_.said(ADA)


async def test_who_only_has_to_submit_does_so_from_the_reminder_also_out_of_a_pause(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    while not any(one.startswith("submit:") for one in round_.buttons[ADA]):
        await answers_one(round_)
    await round_.types(ADA, "/pause")
    await round_.until(at(27, 10))
    assert "hoeft uw antwoorden alleen nog te versturen" in round_.said(ADA)
    wanted = ["submit", "review", "snooze:hour", "snooze:monday", "snooze:other", "quiet"]
    assert words(round_.buttons[ADA]) == wanted
    await round_.taps(ADA, "submit:")
    assert "verstuurd" in round_.said(CARLA)
    await round_.until(at(20, 12, 12))
    assert len(await round_.reminders()) == 1


async def answers_one(round_: Round) -> None:
    """The lowest level, a reason, or whatever the card takes."""
    buttons = round_.buttons[ADA]
    options = [one for one in buttons if one.startswith("a:")]
    if options:
        lowest = next((one for one in options if one.endswith(":0")), options[0])
        await round_.taps(ADA, lowest)
    elif any(one.startswith("skip:") for one in buttons):
        await round_.taps(ADA, "skip:")
    else:
        await round_.taps(ADA, "confirm:")


async def test_who_only_opened_the_link_or_declined_never_hears_of_it_again(round_: Round) -> None:
    town = await round_.town()
    await round_.opens(ADA, town)
    await round_.opens(BEN, town)
    await round_.taps(BEN, "decline:")
    told = len(round_.heard(CARLA))
    await round_.until(at(22, 12, 12))
    assert len(round_.heard(ADA)) == 1
    assert not await round_.reminders(BEN)
    assert len(round_.heard(CARLA)) == told


async def test_silence_brings_three_reminders_and_then_one_word_to_the_consultant(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    told = len(round_.heard(CARLA))
    await round_.until(at(23, 12, 12))
    assert await moments(round_) == ["27 09:00", "01 09:00", "17 08:00"]
    [notice] = round_.heard(CARLA)[told:]
    assert "reageert niet meer" in notice
    assert "Wij stuurden 3 herinneringen" in notice
    assert "leidinggevende heeft geen bericht gekregen" in notice
    assert words(round_.buttons[ADA]) == ["resume", "someone", "quiet"], "after the last there is no later"


async def test_a_sign_of_life_moves_the_reminder_on_without_a_write_for_each_answer(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    planned = await round_.timer(town)
    await round_.until(at(25, 9))
    await round_.answers(ADA, "words")
    assert await round_.timer(town) == planned
    await round_.until(at(27, 12))
    assert not await round_.reminders()
    moved = await round_.timer(town)
    assert moved is not None
    assert moved.due_at.date() == at(30, 9).date()


async def test_after_a_day_down_over_two_reminders_one_goes_out_at_a_good_moment(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    round_.clock[0] = at(5, 20, 12)
    await round_.settles()
    assert not await round_.reminders()
    await round_.until(at(8, 12, 12))
    assert await moments(round_) == ["07 08:00"]


async def test_a_restart_neither_doubles_nor_loses_a_reminder(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    job = await round_.timer(town)
    assert job is not None
    round_.clock[0] = at(27, 10)
    await Jobs(round_.desk).once()
    await round_.desk.storage.save(Change(writes=(replace(job, id="again"),)))
    await Jobs(round_.desk).once()
    await round_.delivers()
    assert len(await round_.reminders()) == 1


async def test_the_database_itself_refuses_a_reminder_above_the_cap_or_a_second_on_a_day(
    round_: Round,
) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await round_.until(at(27, 10))
    [sent] = await round_.desk.storage.reminders("main", town.id)
    for wrong in ({"number": 4}, {"number": 2}, {"number": 1, "day": None}):
        again = replace(sent, id=f"other{wrong['number']}", **wrong)
        assert isinstance(again, Reminder)
        assert await round_.desk.storage.save(Change(writes=(again,))) is Saved.STALE


async def test_one_person_with_two_pillars_gets_one_reminder_about_the_latest(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town, "S")
    await round_.opens(ADA, town, "O")
    await round_.taps(ADA, "begin:")
    latest = round_.buttons[ADA][-1].split(":")[1]
    await round_.until(at(30, 12))
    assert len(await round_.reminders()) == 1
    assert round_.buttons[ADA][0] == f"resume:{latest}"


async def test_two_rounds_do_not_write_to_somebody_on_the_same_day(round_: Round) -> None:
    for name in ("Gemeente X", "Gemeente Y"):
        await round_.joins(ADA, await round_.town(name))
    await round_.until(at(2, 12, 12))
    days = [row.sent_at.date() for row in await round_.reminders() if row.sent_at]
    assert len(days) == len(set(days)) == 4


async def test_a_person_with_an_own_calendar_is_written_to_at_its_hours_and_not_on_days_off(
    round_: Round,
) -> None:
    await round_.joins(ADA, await round_.town())
    ada = await round_.person(ADA)
    own = {"zone": "America/New_York", "hours": "12:00-13:00", "off": [["2026-11-26", "2026-11-30"]]}
    await round_.desk.storage.save(Change(writes=(replace(ada, calendar=own),)))
    await round_.until(at(1, 23, 12))
    assert await moments(round_) == ["01 17:00"]


async def test_in_the_quiet_weeks_of_a_round_nobody_is_written_to(round_: Round) -> None:
    await round_.joins(ADA, await round_.town(quiet=[["2026-11-23", "2026-12-13"]]))
    await round_.until(at(13, 23, 12))
    assert not await round_.reminders()
    await round_.until(at(14, 12, 12))
    assert len(await round_.reminders()) == 1


# --- asked again right before it leaves


@pytest.mark.parametrize("what", ["stopped", "answered", "closed", "late", "night"])
async def test_a_reminder_that_waited_is_not_sent_when_it_has_no_sense_any_more(
    round_: Round, what: str
) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    round_.clock[0] = at(27, 10)
    await Jobs(round_.desk).once()
    assert [(row.kind, row.expires_at) for row in await round_.waiting()] == [("reminder", at(27, 16))]
    if what == "stopped":
        ada = await round_.person(ADA)
        await round_.desk.storage.save(Change(writes=(replace(ada, stopped_at=at(27, 10)),)))
    elif what == "answered":
        [one] = await round_.desk.storage.interviews_of("main", (await round_.person(ADA)).id)
        await round_.desk.storage.save(Change(writes=(replace(one, last_activity=at(27, 10, minute=1)),)))
    elif what == "closed":
        await round_.changes(town, state="closed")
    elif what == "late":
        await round_.changes(town, deadline=at(27, 10))
    else:
        round_.clock[0] = at(27, 16)
    await round_.delivers()
    assert not await round_.reminders()


async def test_a_chat_that_cannot_be_written_to_gets_nothing_until_it_speaks_again(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await round_.does(ADA, Membership(reachable=False))
    await round_.until(at(2, 12, 12))
    assert not await round_.reminders()
    await round_.does(ADA, Membership(reachable=True))
    await round_.until(at(4, 12, 12))
    assert len(await round_.reminders()) == 1


async def test_with_a_new_deadline_silence_is_looked_at_anew(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await round_.until(at(18, 12, 12))
    told = len(round_.heard(CARLA))
    assert await round_.taps(CARLA, "extend:") is None
    assert "maandag 28 december 2026" in round_.said(CARLA)
    await round_.until(at(30, 12, 12))
    assert len(await round_.reminders()) == 3, "the cap holds"
    notices = [text for text in round_.heard(CARLA)[told:] if "reageert niet meer" in text]
    assert len(notices) == 1
