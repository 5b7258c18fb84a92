"""Words that somebody was asked for: who hears them, until when, and what gives them up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.authority import TABLE
from bot.awaiting import AWAITED
from bot.conversation import Conversation
from bot.conversation.asked import LISTENERS
from bot.jobs import Jobs
from bot.ports import Wrote
from storage import Assessment, Job
from tests.authority.world import CONSULTANT, World

NAME = "A. de Wit"
SECOND = timedelta(seconds=1)


async def waiting(world: World) -> list[Job]:
    return await world.storage.pending_jobs("main", f"{AWAITED}:")


async def now_of(world: World) -> Assessment:
    found = await world.storage.assessment("main", world.rounds["first"].id)
    assert found is not None
    return found


@pytest.fixture
async def asked(world: World) -> World:
    """The consultant was asked who the client is."""
    await asks(world)
    return world


async def asks(world: World, field: str = "client") -> None:
    await world.taps(CONSULTANT, f"settings:{world.rounds['first'].id}")
    await world.taps(CONSULTANT, await button(world, f":{field}"))


async def button(world: World, end: str) -> str:
    found = [
        data for row in await world.rows(CONSULTANT) for data in data_of(row.payload) if data.endswith(end)
    ]
    return found[-1]


def data_of(payload: Mapping[str, Any]) -> list[str]:
    rows = payload.get("buttons") or []
    return [press[1] for row in rows for press in row]


async def sends(world: World, text: str, at: datetime) -> None:
    await world.does(CONSULTANT, Wrote(text, next(world.numbers), at))


def test_everything_that_is_awaited_has_its_right_in_the_table() -> None:
    assert set(LISTENERS) <= set(TABLE)


async def test_the_words_that_were_asked_for_are_taken_once_also_after_a_restart(asked: World) -> None:
    asked.conversation = Conversation(asked.desk)
    await asked.types(CONSULTANT, NAME)
    await asked.types(CONSULTANT, "En verder")
    assert (await now_of(asked)).settings["client"] == NAME
    assert await waiting(asked) == []


async def test_words_that_came_before_the_question_are_not_taken_and_it_still_waits(asked: World) -> None:
    await sends(asked, "Nog over iets anders", asked.now - SECOND)
    assert "client" not in (await now_of(asked)).settings
    await sends(asked, NAME, asked.now)
    assert (await now_of(asked)).settings["client"] == NAME


async def test_a_contact_is_not_read_from_words_that_came_before_it_was_asked(office: World) -> None:
    office.desk.settings = office.desk.settings.model_copy(update={"privacy_contact": ""})
    await office.types(CONSULTANT, "/new Gemeente Zilvermeer")
    [asked] = [job for job in await waiting(office) if job.payload["what"] == "contact"]
    await sends(office, "Nog over iets anders", office.now - SECOND)
    assert [job.id for job in await waiting(office)] == [asked.id]
    await sends(office, "fg@zilvermeer.example", office.now)
    person = await office.storage.person_at("main", "telegram", CONSULTANT)
    assert person is not None
    [made] = await office.storage.assessments("main", person.id)
    assert made.privacy["contact"] == "fg@zilvermeer.example"


async def test_one_thing_is_awaited_of_one_person_and_the_last_one_asked_hears(asked: World) -> None:
    await asks(asked, "phone")
    [one] = await waiting(asked)
    assert one.payload["field"] == "phone"
    await asked.types(CONSULTANT, "030 123 45 67")
    settings = (await now_of(asked)).settings
    assert (settings["phone"], settings.get("client")) == ("030 123 45 67", None)


@pytest.mark.parametrize("command", ["/status", "/help", "/nothing"])
async def test_any_command_gives_up_what_was_awaited(asked: World, command: str) -> None:
    await asked.types(CONSULTANT, command)
    await asked.types(CONSULTANT, NAME)
    assert "client" not in (await now_of(asked)).settings


async def test_a_press_elsewhere_gives_up_and_one_that_is_refused_does_not(asked: World) -> None:
    assert await asked.taps(CONSULTANT, "item:nothing:x:1")
    assert len(await waiting(asked)) == 1
    await asked.taps(CONSULTANT, f"invites:{asked.rounds['first'].id}")
    assert await waiting(asked) == []


async def test_what_comes_too_late_is_not_taken_and_the_question_is_forgotten(asked: World) -> None:
    asked.now += timedelta(hours=12, seconds=1)
    await asked.types(CONSULTANT, NAME)
    assert "client" not in (await now_of(asked)).settings
    asked.now += timedelta(days=7)
    await Jobs(asked.desk).once()
    assert await waiting(asked) == []


async def test_words_for_a_card_that_was_left_show_it_again_instead_of_being_taken(office: World) -> None:
    await office.types(CONSULTANT, "/new")
    await office.types(CONSULTANT, "/status")
    [said] = await office.types(CONSULTANT, "Gemeente Zilvermeer")
    assert "Stap 1" in said
    [said] = await office.types(CONSULTANT, "Gemeente Zilvermeer")
    assert "Stap 2" in said


async def test_of_who_is_erased_nothing_is_awaited_any_more(asked: World) -> None:
    person = await asked.storage.person_at("main", "telegram", CONSULTANT)
    assert person is not None
    await asked.storage.erase_person("main", person.id, asked.now)
    assert await waiting(asked) == []
    assert not any(row[2] == AWAITED and person.id in row[4] for row in asked.dump()["job"])
