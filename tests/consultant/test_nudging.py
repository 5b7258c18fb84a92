"""No surprises: the consultant sees what will go out, asks for a reminder by hand, and reads once a day what
changed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.consultant.nudging import nudge_people
from tests.privacy.office import CARLA
from tests.reminders.silence import ADA, BEN, Round, silence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def round_(tmp_path: Path) -> AsyncIterator[Round]:
    async with silence(tmp_path) as found:
        yield found


async def reads(round_: Round, chat: str, words: str) -> int:
    """How many messages with these words somebody got."""
    return sum(words in text for text in round_.heard(chat))


def later(round_: Round, **time: float) -> datetime:
    return round_.clock[0] + timedelta(**time)


async def test_the_plan_names_who_hears_what_when_in_the_coming_days(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await round_.opens(BEN, town)
    said = await round_.types(CARLA, "/remind")
    assert "de komende 7 dagen gaat er 1 bericht uit" in said
    # Four days after Monday morning is Friday.
    assert "vrijdag 27 november 2026 10:00 · S · Invited 200" in said
    assert "Invited 300" not in said


async def test_on_the_command_line_the_plan_alone_reminds_nobody(round_: Round) -> None:
    town = await round_.town()
    await nudge_people(round_.desk, town, [])
    await round_.joins(ADA, town)
    await nudge_people(round_.desk, town, [])
    await round_.until(later(round_, minutes=1))
    assert await round_.reminders() == []


async def test_somebody_who_is_chosen_is_reminded_at_once_and_by_each_button_once(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    await round_.types(CARLA, "/remind")
    button = next(one for one in round_.buttons[CARLA] if one.startswith("nudge:"))
    await round_.passes(HOUR)
    await round_.taps(CARLA, button)
    await round_.until(later(round_, minutes=1))
    assert len(await round_.reminders()) == 1
    assert "krijgt nu een herinnering" in round_.said(CARLA)
    round_.buttons[CARLA].append(button)
    assert await round_.taps(CARLA, button) == "✓ Die herinnering is al verstuurd."
    await round_.until(later(round_, hours=2))
    assert len(await round_.reminders()) == 1


async def test_a_reminder_asked_for_at_night_waits_for_the_morning_and_is_called_off_by_an_answer(
    round_: Round,
) -> None:
    await round_.joins(ADA, await round_.town())
    await round_.passes(11 * HOUR)
    await round_.types(CARLA, "/remind")
    await round_.taps(CARLA, "nudge:")
    assert "dinsdag 24 november 2026 om 9:00 een herinnering" in round_.said(CARLA)
    await round_.answers(ADA, "words")
    await round_.until(later(round_, hours=20))
    assert await round_.reminders() == []


async def test_the_status_tells_when_the_next_reminder_goes_out_and_when_none_will(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    assert "herinnering vrijdag 27 november 2026 10:00" in await round_.types(CARLA, "/status")
    await round_.until(later(round_, days=27))
    await round_.changes(town, deadline=later(round_, days=20))
    assert "herinnering" not in await round_.types(CARLA, "/status")


async def test_from_a_persons_page_everybody_gets_a_week_more_and_by_one_button_once(round_: Round) -> None:
    await round_.joins(ADA, await round_.town())
    await round_.types(CARLA, "/status")
    await round_.taps(CARLA, "who:")
    await round_.taps(CARLA, "extend:")
    assert "is nu maandag 28 december 2026" in round_.said(CARLA)


async def test_at_the_cap_the_consultant_is_told_why_nothing_goes_out(round_: Round) -> None:
    town = await round_.town()
    await round_.joins(ADA, town)
    await round_.until(later(round_, days=27))
    assert len(await round_.reminders()) == 3
    town = await round_.changes(town, deadline=later(round_, days=20))
    said = await round_.types(CARLA, "/remind")
    assert "het hoogste aantal herinneringen is bereikt" in said
    assert not [one for one in round_.buttons[CARLA] if one.startswith("nudge:")]
    assert "Kies een naam" not in said, "where nobody can be chosen, nobody is offered"


async def test_a_digest_comes_on_working_days_only_and_only_if_something_changed(round_: Round) -> None:
    town = await round_.town()
    await round_.jobs.begin()
    await round_.joins(ADA, town)
    await round_.passes(3 * DAY, steps=72)
    assert await reads(round_, CARLA, "stilgevallen") == 0
    await round_.passes(3 * DAY, steps=72)
    # Silent since Monday: four days later is Friday; the digest after that is Monday's.
    assert await reads(round_, CARLA, "stilgevallen") == 0
    await round_.passes(DAY, steps=24)
    assert await reads(round_, CARLA, "Invited 200 (S) is stilgevallen") == 1
    await round_.passes(4 * DAY, steps=96)
    assert await reads(round_, CARLA, "is stilgevallen") == 1


async def test_after_days_of_downtime_there_is_one_digest_of_all_that_changed(round_: Round) -> None:
    town = await round_.town()
    await round_.jobs.begin()
    await round_.joins(ADA, town)
    await round_.joins(BEN, town, "O")
    round_.clock[0] += 9 * DAY
    await round_.settles()
    await round_.settles()
    digests = [text for text in round_.heard(CARLA) if "stilgevallen" in text]
    assert len(digests) == 1
    assert "Invited 200" in digests[0]
    assert "Invited 300" in digests[0]
