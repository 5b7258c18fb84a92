"""Half a year and a year after the decision: what was done is asked once, in work hours, not after a stop."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.following.timing import after
from bot.jobs import Jobs
from bot.reminding.wanted import still_wanted
from storage import Amendment, Change, Outgoing
from tests.authority.world import CONSULTANT, World, buttons, copied, opened
from tests.consultant.test_plan import (
    advice,
    amendments,
    answered,
    first_action,
    last,
    opens,
    press,
    round_of,
)

__all__ = ["answered"]
HALF_A_YEAR_ON = datetime(2027, 5, 24, 9, 0, tzinfo=UTC)
A_YEAR_ON = datetime(2027, 11, 23, 9, 0, tzinfo=UTC)
QUESTION = "Is dit gedaan?"


@pytest.fixture
async def world(answered: Path, tmp_path: Path) -> AsyncIterator[World]:
    """The board decided today."""
    async with opened(copied(answered, tmp_path / "own")) as found:
        await opens(found, "decision:")
        await press(found, "what")
        await found.types(CONSULTANT, "Akkoord.")
        yield found


async def works(world: World, at: datetime | None = None) -> None:
    """All that is due then, however it follows from one another."""
    world.now = at or world.now
    for _ in range(4):
        await world.works()


async def questions(world: World) -> list[Outgoing]:
    return [row for row in await world.rows(CONSULTANT) if QUESTION in str(row.payload.get("html"))]


async def answers_rest(world: World, answer: str) -> int:
    """Presses the same until nothing is asked any more; how often that was."""
    for count in range(1, 50):
        await press(world, answer)
        if QUESTION not in await last(world):
            return count
    raise AssertionError("it never ends")


async def progress(world: World) -> list[Amendment]:
    return [one for one in await amendments(world) if one.kind == "progress"]


async def test_nothing_is_asked_before_half_a_year_and_then_one_message_at_a_time(world: World) -> None:
    await works(world, datetime(2027, 5, 21, 9, 0, tzinfo=UTC))
    assert await questions(world) == []
    await works(world, HALF_A_YEAR_ON)
    [one] = await questions(world)
    assert "Terugblik na 6 maanden" in one.payload["html"]
    assert one.kind == "notice"
    await works(world, HALF_A_YEAR_ON + timedelta(days=9))
    assert len(await questions(world)) == 1, "however often is looked, it is asked once"


async def test_three_buttons_or_own_words_are_kept_and_stand_with_the_plan(world: World) -> None:
    await works(world, HALF_A_YEAR_ON)
    await press(world, "yes")
    await press(world, "partly")
    await press(world, "no")
    await world.types(CONSULTANT, "Bijna klaar, wacht op de CISO.")
    said = [one.body["text"] for one in await progress(world)]
    day = "24 mei 2027"
    assert sorted(said) == sorted(
        [
            f"gedaan ({day})",
            f"deels gedaan ({day})",
            f"nog niet gedaan ({day})",
            f"Bijna klaar, wacht op de CISO. ({day})",
        ]
    )
    assert len({one.subject for one in await progress(world)}) == 4
    await answers_rest(world, "yes")
    assert "Dat was alles; dank u wel" in await last(world)
    assert (await advice(world)).progress


async def test_every_action_of_the_decision_is_asked_once_and_what_was_done_not_again(world: World) -> None:
    decided = next(one for one in await amendments(world) if one.kind == "decision")
    await works(world, HALF_A_YEAR_ON)
    await press(world, "no")
    done = await answers_rest(world, "yes")
    assert done + 1 == len(decided.body["actions"])
    assert len(await questions(world)) == len(decided.body["actions"])
    await works(world, A_YEAR_ON)
    again = (await questions(world))[len(decided.body["actions"]) :]
    assert len(again) == 1
    assert "Terugblik na 12 maanden" in again[0].payload["html"]
    await press(world, "yes")
    assert "Dat was alles" in await last(world)
    await works(world, A_YEAR_ON + timedelta(days=400))
    assert len(await questions(world)) == len(decided.body["actions"]) + 1


async def test_an_old_button_works_once_and_nobody_elses_does(world: World) -> None:
    await works(world, HALF_A_YEAR_ON)
    data = next(one for one in buttons((await world.rows(CONSULTANT))[-1]) if one.endswith(":yes"))
    assert await world.taps("200", data) == "Deze knop is niet voor u bedoeld."
    assert await world.taps("999", data) == "Deze knop is niet voor u bedoeld."
    await world.taps(CONSULTANT, data)
    assert await world.taps(CONSULTANT, data) == "✓ Dit antwoord is al genoteerd."
    assert len(await progress(world)) == 1
    assert await world.taps(CONSULTANT, data.replace(":yes", ":maybe")) == "Deze knop is niet voor u bedoeld."


async def test_outside_work_hours_nothing_comes_and_it_comes_at_the_next_opening(world: World) -> None:
    await works(world, datetime(2027, 5, 29, 3, 0, tzinfo=UTC))
    assert await questions(world) == []
    await works(world, datetime(2027, 5, 31, 9, 0, tzinfo=UTC))
    [row] = await questions(world)
    night = datetime(2027, 6, 1, 1, 0, tzinfo=UTC)
    opening = await still_wanted(world.desk, row, night)
    assert isinstance(opening, datetime)
    assert opening > night
    assert await still_wanted(world.desk, row, row.created_at) is True


async def test_who_stopped_is_asked_nothing_also_who_runs_the_round(world: World) -> None:
    person = await world.storage.person_at("main", "telegram", CONSULTANT)
    assert person is not None
    await works(world, HALF_A_YEAR_ON)
    [row] = await questions(world)
    await world.storage.save(Change(writes=(replace(person, stopped_at=world.now),)))
    assert await still_wanted(world.desk, row, world.now) is False
    await works(world, A_YEAR_ON)
    assert len(await questions(world)) == 1


async def test_a_round_that_was_erased_is_not_looked_back_at(world: World) -> None:
    round_ = await round_of(world)
    await world.storage.save(Change(writes=(replace(round_, state="erased"),)))
    await works(world, HALF_A_YEAR_ON)
    assert await questions(world) == []
    assert await world.storage.pending_jobs("main", "lookback:") == []


async def test_another_day_of_the_decision_moves_the_look_back(world: World) -> None:
    await opens(world, "decision:")
    await press(world, "on")
    await world.types(CONSULTANT, "1-10-2026")
    [job] = await world.storage.pending_jobs("main", "lookback:")
    assert job.due_at.date() == dt.date(2027, 4, 1)
    await press(world, "on")
    await world.types(CONSULTANT, "1-1-2026")
    [job] = await world.storage.pending_jobs("main", "lookback:")
    assert (job.due_at.date(), job.payload["months"]) == (dt.date(2027, 1, 4), 12)
    await press(world, "on")
    await world.types(CONSULTANT, "3-3-2025")
    assert await world.storage.pending_jobs("main", "lookback:") == []


async def test_an_action_that_was_dropped_since_is_not_asked_about(world: World) -> None:
    await first_action(world)
    await press(world, "drop")
    decided = next(one for one in await amendments(world) if one.kind == "decision")
    await works(world, HALF_A_YEAR_ON)
    assert await answers_rest(world, "no") == len(decided.body["actions"]) - 1


async def test_a_restart_between_any_two_steps_asks_nothing_twice(world: World) -> None:
    world.now = HALF_A_YEAR_ON
    for _ in range(6):
        await Jobs(world.desk).once()
    assert len(await questions(world)) == 1
    await press(world, "no")
    for _ in range(3):
        await Jobs(world.desk).once()
    assert len(await questions(world)) == 2


async def test_who_never_answers_is_left_alone_after_a_while(world: World) -> None:
    await works(world, HALF_A_YEAR_ON)
    await works(world, HALF_A_YEAR_ON + timedelta(days=61))
    assert await world.storage.pending_jobs("main", "follow:") == []
    assert await press(world, "yes") == "Deze knop is niet voor u bedoeld."


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 12, 5), 12, dt.date(2027, 12, 5)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(
    day: dt.date, months: int, later: dt.date
) -> None:
    assert after(day, months) == later


async def test_the_status_tells_how_many_actions_are_done_or_under_way_and_since_when(world: World) -> None:
    await world.types(CONSULTANT, "/status")
    assert "Besluit" in await last(world)
    assert "nog niets over gehoord" in await last(world)
    await works(world, HALF_A_YEAR_ON)
    await press(world, "yes")
    await press(world, "partly")
    await world.types(CONSULTANT, "Dit schuift een jaar op.")
    await world.types(CONSULTANT, "/status")
    assert re.search(r"1 van \d+ acties gedaan, 1 lopend · laatste nieuws 24 mei 2027", await last(world))
    await works(world, A_YEAR_ON)
    await press(world, "no")
    await world.types(CONSULTANT, "/status")
    assert re.search(
        r"1 van \d+ acties gedaan, 0 lopend · laatste nieuws 23 november 2027", await last(world)
    )
