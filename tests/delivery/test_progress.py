"""One message shows how far something is and becomes the result, while it is the last of the chat."""

from __future__ import annotations

from tests.delivery.office import FIRM, Office
from tests.telegram_stand_in import Person, StandIn

KEY = "progress:j1"


def said(anna: Person) -> list[str]:
    return [message.text for message in anna.chat if message.by_bot]


async def test_every_stage_and_the_result_take_the_place_of_the_one_before(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    async with office.open():
        for stage, text in (("begun", "Ik maak het"), ("1", "1 van 2 klaar")):
            await office.goes_on("5", f"{KEY}:{stage}", text, kind="progress")
            await office.all_out()
            assert said(anna) == [text]
        await office.goes_on("5", f"{KEY}:x", "Hier is het", kind="report", priority=0)
        await office.all_out()
    assert said(anna) == ["Hier is het"]


async def test_once_something_else_was_said_stages_are_left_out_and_the_result_comes_below_instead(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    async with office.open():
        await office.goes_on("5", f"{KEY}:begun", "Ik maak het", kind="progress")
        await office.says("5", "Iets anders")
        await office.all_out()
        await office.goes_on("5", f"{KEY}:1", "1 van 2 klaar", kind="progress")
        await office.goes_on("5", f"{KEY}:x", "Hier is het", kind="report", priority=0)
        await office.all_out()
    assert said(anna) == ["Iets anders", "Hier is het"]


async def test_a_result_that_did_not_come_the_first_time_comes_once_and_leaves_no_stage_above(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    async with office.open():
        await office.goes_on("5", f"{KEY}:begun", "Ik maak het", kind="progress")
        await office.all_out()
        await office.says("5", "Iets anders")
        await office.all_out()
        telegram.next_call("sendMessage", chat=5).answers(502)
        await office.goes_on("5", f"{KEY}:x", "Hier is het", kind="report", priority=0)
        await anna.sees("Hier is het")
        await office.all_out()
    assert said(anna) == ["Iets anders", "Hier is het"]
    assert len(telegram.calls_of("deleteMessage")) == 2


async def test_a_stage_that_cannot_be_taken_back_any_more_keeps_nobody_from_the_result(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    async with office.open():
        await office.goes_on("5", f"{KEY}:begun", "Ik maak het", kind="progress")
        await office.all_out()
        await office.says("5", "Iets anders")
        await office.all_out()
        telegram.next_call("deleteMessage", chat=5).answers(400, "Bad Request: message can't be deleted")
        await office.goes_on("5", f"{KEY}:x", "Hier is het", kind="report", priority=0)
        await office.all_out()
    assert said(anna) == ["Ik maak het", "Iets anders", "Hier is het"]


async def test_a_result_whose_stages_never_went_out_is_a_message_of_its_own(
    office: Office, telegram: StandIn
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    await office.goes_on("5", f"{KEY}:begun", "Ik maak het", kind="progress")
    assert await office.storage.cancel(FIRM, office.bot_id, "5", ("progress",)) == 1
    await office.goes_on("5", f"{KEY}:x", "Hier is het", kind="report")
    async with office.open():
        await office.all_out()
    assert said(anna) == ["Hier is het"]
