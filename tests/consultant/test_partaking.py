"""Who carries out an action may tell what came of it: asked by a link, told what is kept, let go at last."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.privacy.retention import CHORES
from storage import Change, Invite, Outgoing, Person
from tests.authority.world import BOT, CONSULTANT, World, begins, buttons, copied, opened, said
from tests.consultant.test_looking_back import HALF_A_YEAR_ON, QUESTION, works
from tests.consultant.test_plan import amendments, answered, last, opens, press, round_of

__all__ = ["answered"]
CARRIER, OTHER = "600", "700"
REFUSED = "Deze knop is niet voor u bedoeld."


@pytest.fixture
async def world(answered: Path, tmp_path: Path) -> AsyncIterator[World]:
    """The board decided, and the first quick win has a link for who carries it out."""
    async with opened(copied(answered, tmp_path / "own")) as found:
        await opens(found, "decision:")
        await press(found, "what")
        await found.types(CONSULTANT, "Akkoord.")
        await first_card(found)
        await press(found, "tell")
        yield found


async def first_card(world: World) -> str:
    return await opens(world, f"plan:{(await round_of(world)).id}:quick", "action:")


async def accepts(world: World, chat: str = CARRIER) -> None:
    await world.types(chat, f"/start {await world.token(CONSULTANT)}")
    await world.taps(chat, await world.button(chat, "partake:"))


async def invites(world: World) -> list[Invite]:
    everybody = await world.storage.invites("main", (await round_of(world)).id)
    return [one for one in everybody if one.role == "action"]


async def person(world: World, chat: str = CARRIER) -> Person:
    found = await world.storage.person_at("main", "telegram", chat)
    assert found is not None
    return found


async def asked(world: World, chat: str) -> list[Outgoing]:
    return [row for row in await world.rows(chat) if QUESTION in str(row.payload.get("html"))]


async def test_the_link_tells_what_is_asked_kept_and_until_when_before_anything_is_used(world: World) -> None:
    text = await world.reads(CONSULTANT)
    assert "Wilt u over een half jaar en over een jaar" in text
    [told] = await world.types(CARRIER, f"/start {await world.token(CONSULTANT)}")
    for words in (
        "één vraag",
        "Alleen in werktijd",
        "naam en nummer op Telegram",
        "/forget",
        "februari 2028",
    ):
        assert words.lower() in told.lower(), words
    [one] = await invites(world)
    assert (one.state, one.bound_to) == ("open", None)


async def test_who_accepts_is_asked_about_that_action_alone_and_the_consultant_about_the_rest(
    world: World,
) -> None:
    await accepts(world)
    [one] = await invites(world)
    assert one.state == "bound"
    assert "vertelt over een half jaar en een jaar" in await world.reads(CONSULTANT)
    assert "iemand zei ja" in await first_card(world)
    await works(world, HALF_A_YEAR_ON)
    [theirs] = await asked(world, CARRIER)
    [mine] = await asked(world, CONSULTANT)
    assert theirs.payload["html"] != mine.payload["html"]
    await world.taps(
        CARRIER, next(d for d in buttons((await world.rows(CARRIER))[-1]) if d.endswith(":partly"))
    )
    assert "Dat was alles; dank u wel" in said((await world.rows(CARRIER))[-1])
    [progress] = [one for one in await amendments(world) if one.kind == "progress"]
    assert progress.subject == one.question
    assert progress.by == (await person(world)).id


async def test_the_link_works_after_the_round_is_closed_and_for_one_person(world: World) -> None:
    round_ = await round_of(world)
    await world.storage.save(Change(writes=(replace(round_, state="closed"),)))
    await accepts(world)
    token = await world.token(CONSULTANT)
    [told] = await world.types(OTHER, f"/start {token}")
    assert "Terugblik" not in told
    [again] = await world.types(CARRIER, f"/start {token}")
    assert "U hebt al ja gezegd" in again


async def test_a_button_that_was_never_offered_is_refused_whatever_it_says(world: World) -> None:
    [one] = await invites(world)
    for data in (f"partake:{one.id}", f"partake:{one.id}:{'0' * 16}", "partake:x:y", "partake:"):
        assert await world.taps(OTHER, data) == REFUSED
    await world.types(CARRIER, f"/start {await world.token(CONSULTANT)}")
    data = await world.button(CARRIER, "partake:")
    world.now += timedelta(days=400)
    assert re.search("niet", await world.taps(CARRIER, data) or "")
    assert [one.state for one in await invites(world)] == ["open"]


async def test_a_second_link_for_the_same_action_waits_until_the_first_is_taken_back(world: World) -> None:
    text = await first_card(world)
    assert "uitgenodigd" in text
    await press(world, "untell")
    assert "wordt niets meer gevraagd" in await last(world)
    assert [one.state for one in await invites(world)] == ["revoked"]
    await first_card(world)
    await press(world, "tell")
    assert sorted(one.state for one in await invites(world)) == ["open", "revoked"]


async def test_who_was_taken_off_is_asked_nothing_and_the_consultant_is_asked_instead(world: World) -> None:
    await accepts(world)
    await first_card(world)
    await press(world, "untell")
    await works(world, HALF_A_YEAR_ON)
    assert await asked(world, CARRIER) == []
    assert len(await asked(world, CONSULTANT)) == 1


@pytest.mark.parametrize("words", ["/stop", "geen berichten meer"])
async def test_stop_is_stop_also_for_who_is_in_no_interview(world: World, words: str) -> None:
    await accepts(world)
    await world.types(CARRIER, words)
    assert (await person(world)).stopped_at is not None
    await works(world, HALF_A_YEAR_ON)
    assert await asked(world, CARRIER) == []


async def test_mydata_tells_of_the_action_and_of_what_was_said(world: World) -> None:
    await accepts(world)
    await works(world, HALF_A_YEAR_ON)
    await world.types(CARRIER, "Bijna klaar.")
    await world.types(CARRIER, "/mydata")
    await works(world)
    text = await world.reads(CARRIER)
    assert "Actie waarover u vertelt" in text
    assert "U zei: Bijna klaar. (24 mei 2027)" in text


async def test_who_is_forgotten_leaves_no_words_no_name_and_is_asked_nothing(world: World) -> None:
    await accepts(world)
    await works(world, HALF_A_YEAR_ON)
    await world.types(CARRIER, "Een geheim van de drager.")
    who = await person(world)
    await world.storage.erase_person("main", who.id, world.now, lambda _: [])
    assert "geheim van de drager" not in str(await world.storage.facts("main"))
    assert await world.storage.messages("main", BOT, CARRIER, 100) == []
    assert [one.state for one in await invites(world)] == ["revoked"]
    await works(world, HALF_A_YEAR_ON + timedelta(days=200))
    assert await asked(world, CARRIER) == []


async def test_after_the_last_look_back_a_name_goes_by_itself_and_not_before(world: World) -> None:
    await accepts(world)
    for days, there in ((40, True), (400, True), (458, False)):
        at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC) + timedelta(days=days)
        for chore in CHORES:
            await chore(world.desk, at)
        found = await world.storage.person_at("main", "telegram", CARRIER)
        assert (found is not None) == there, days


async def test_without_a_decision_nobody_is_asked_to_tell(answered: Path, tmp_path: Path) -> None:
    async with opened(copied(answered, tmp_path / "other")) as world:
        await first_card(world)
        row = (await world.rows(CONSULTANT))[-1]
        assert not any(":tell:" in data for data in buttons(row))
        start = next(data for data in buttons(row) if ":owner:" in data)
        refused = await world.taps(CONSULTANT, start.replace(":owner:", ":tell:"))
        assert refused == "Voor deze actie is al iemand gevraagd, of ze staat niet in het besluit."


async def test_words_in_the_middle_of_an_interview_are_for_that_again_after_an_hour(world: World) -> None:
    await accepts(world)
    await world.types(CONSULTANT, "/invite O Otto")
    await world.types(CARRIER, f"/start {await world.token(CONSULTANT)}")
    await begins(world, CARRIER)
    await works(world, HALF_A_YEAR_ON)
    world.now += timedelta(hours=2)
    await world.types(CARRIER, "Dit gaat over iets anders.")
    assert [one for one in await amendments(world) if one.kind == "progress"] == []
