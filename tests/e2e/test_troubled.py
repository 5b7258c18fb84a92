"""Nothing acknowledged is lost or there twice, whatever happens to updates, calls and the process."""

from __future__ import annotations

import random
import sqlite3
from typing import Any

import pytest

from tests.e2e.checking import check_export
from tests.e2e.conftest import Town
from tests.e2e.robot import Robot
from tests.telegram_stand_in import StandIn

#: The deeds before which something goes wrong: each may cost seconds of waiting for what may still arrive.
TROUBLED = (2, 9, 10, 16)


async def _finished(town: Town, robot: Robot) -> None:
    await robot.finishes(await town.token("O"))
    town.telegram.recover()
    check_export(await town.peiler.export(), robot)
    _at_most_one_open(town)
    assert "Traceback" not in town.peiler.log(), town.peiler.log()


def _at_most_one_open(town: Town) -> None:
    database = sqlite3.connect(town.peiler.folder / "peiler.sqlite")
    many = database.execute(
        "SELECT interview FROM ask WHERE state = 'open' GROUP BY interview HAVING count(*) > 1"
    ).fetchall()
    database.close()
    assert not many


async def test_updates_that_come_twice_take_effect_once(village: Town) -> None:
    async def again(_: int) -> None:
        village.telegram.updates.comes_again_next = True

    await _finished(village, Robot(village.phone(), 1, restless=0.2, between=again))


async def test_calls_that_telegram_refuses_for_now_are_made_again(village: Town) -> None:
    dice = random.Random(2)

    async def refuses(number: int) -> None:
        if number in TROUBLED:
            call = village.telegram.next_call(dice.choice(["editMessageText", "sendMessage", "getUpdates"]))
            call.answers(dice.choice([429, 502]), retry_after=1)

    await _finished(village, Robot(village.phone(), 2, between=refuses))


async def test_answers_of_telegram_that_get_lost_change_nothing(village: Town) -> None:
    dice = random.Random(3)

    async def cuts(number: int) -> None:
        if number in TROUBLED:
            call = village.telegram.next_call(dice.choice(["editMessageText", "sendMessage", "getUpdates"]))
            call.is_cut(taken=dice.random() < 0.7)

    await _finished(village, Robot(village.phone(), 3, between=cuts))


async def test_toasts_that_telegram_does_not_take_lose_no_answer(village: Town) -> None:
    dice = random.Random(4)

    async def refuses(number: int) -> None:
        if number in TROUBLED:
            village.telegram.next_call("answerCallbackQuery").answers(dice.choice([400, 502]))

    await _finished(village, Robot(village.phone(), 4, between=refuses))


async def test_an_update_that_nobody_understands_holds_nobody_up(village: Town) -> None:
    poison: tuple[dict[str, Any], ...] = (
        {"message": "no client understands this"},
        {"callback_query": {"id": 7, "data": ["a", None]}},
        {"message": {"message_id": 1, "chat": {"id": "x"}, "from": {"id": []}, "text": "\ud800\x00"}},
        {"something_new": {"deep": [{}] * 3}},
    )
    dice = random.Random(5)

    async def pushes(_: int) -> None:
        await village.telegram.updates.push_raw(dict(dice.choice(poison)))

    await _finished(village, Robot(village.phone(), 5, between=pushes))


@pytest.mark.parametrize("how", ["stop", "dies"])
async def test_a_program_that_ends_in_the_middle_goes_on_where_it_was(village: Town, how: str) -> None:
    dice = random.Random(6)

    async def ends(number: int) -> None:
        if number and number % 12 == 0:
            # A tap and a word are on their way while it goes down.
            await getattr(village.peiler, how)()
            await village.peiler.start()

    await _finished(village, Robot(village.phone(), dice.randrange(99), restless=0.1, between=ends))


async def test_a_tap_made_while_nobody_is_there_is_taken_when_somebody_is(village: Town) -> None:
    anna = await village.owner("O")
    await village.peiler.dies()
    data = anna.data("a:")
    await anna.person.taps(data, times=2)
    await village.peiler.start()
    await anna.person.sees("✓")
    await village.telegram.all_confirmed(30)
    _, ask, option = data.split(":")
    kept = [a for a in (await village.peiler.export())["answers"] if (a["ask"], a["option"]) == (ask, option)]
    assert len(kept) == 1


async def test_a_tap_and_a_word_that_arrive_in_the_other_order_both_find_their_place(village: Town) -> None:
    anna = await village.owner("O")
    telegram: StandIn = village.telegram
    telegram.updates.hold()
    await anna.person.taps(anna.data("a:"))
    await anna.person.types("Dit hoort bij de vraag hierna")
    await telegram.updates.release(backwards=True)
    await telegram.all_confirmed(30)
    exported = await village.peiler.export()
    assert len(exported["answers"]) == 1
    assert [message["text"] for message in exported["messages"]] == ["Dit hoort bij de vraag hierna"]
