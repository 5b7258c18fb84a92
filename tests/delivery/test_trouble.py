"""Promises about what happens when calls are refused, cut or answered by nobody."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.ports import Incoming, Message, Shown, Tap
from storage import Change, Outgoing, PersonIs, Saved, StorageUnavailable
from tests.delivery.office import FIRM, LONG_AGO, Office, utc_now
from tests.telegram_stand_in import Person, StandIn


async def met(telegram: StandIn, office: Office, *chats: int) -> list[Person]:
    """People who have written to the bot and have an interview."""
    people = [telegram.person(chat) for chat in chats]
    for person in people:
        await person.starts()
    await office.interviews(*(str(chat) for chat in chats))
    return people


def texts(person: Person) -> list[str]:
    """What the bot wrote to somebody, as it now stands."""
    return [message.text for message in person.chat if message.by_bot]


async def until(condition: Any) -> None:
    """Waits for something that nobody announces."""
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nobody could set an event
            await asyncio.sleep(0.01)


def tapped(chat: str, data: str, message_id: int, bot_id: str) -> Incoming:
    """A press of a button, as the channel reports it."""
    tap = Tap(data, message_id)
    return Incoming("telegram", bot_id, 1, chat, chat, True, "Anna", "nl", utc_now(), tap)


# --- nobody knows whether it arrived


async def test_a_card_sent_twice_after_a_cut_keeps_the_same_ask(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage").is_cut(taken=True)
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await until(lambda: texts(anna) == ["Een", "Een"])
        await office.all_out()
    assert {message.buttons[0][0].data for message in anna.chat if message.by_bot} == {"a:q1:0"}
    assert (await office.card("5")).message_id == anna.last.message_id


async def test_an_old_edit_never_overtakes_a_newer_card(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    async with office.open():
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
        telegram.next_call("editMessageText").is_cut(taken=False)
        await office.asks("5", "Twee", ask="q2")
        await until(lambda: telegram.calls_of("editMessageText"))
        await office.asks("5", "Drie", ask="q3")
        await until(lambda: texts(anna) == ["Drie"])
        await office.all_out()
    assert [call.arguments["text"] for call in telegram.calls_of("editMessageText")] == ["Twee", "Drie"]


async def test_a_tap_proves_that_the_card_arrived_and_saves_a_second_copy(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    office.rules = replace(office.rules, uncertain=600.0)
    telegram.next_call("sendMessage").is_cut(taken=True)
    async with office.open() as delivery:
        await office.asks("5", "Een", ask="q1")
        await until(lambda: texts(anna) == ["Een"])
        await office.all_out()
        await delivery.noticed(tapped("5", "a:q1:0", anna.last.message_id, office.bot_id))
        await office.asks("5", "Twee", ask="q2")
        await office.all_out()
    assert texts(anna) == ["Twee"]


async def test_a_tap_on_something_else_proves_nothing(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    office.rules = replace(office.rules, uncertain=600.0)
    telegram.next_call("sendMessage").is_cut(taken=True)
    async with office.open() as delivery:
        await office.asks("5", "Een", ask="q1")
        await until(lambda: texts(anna) == ["Een"])
        await office.all_out()
        await delivery.noticed(tapped("5", "a:q0:0", 1, office.bot_id))
    assert await office.states("5") == ["uncertain"]


async def test_a_reminder_of_unknown_fate_is_not_sent_again(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage").is_cut(taken=True)
    async with office.open():
        await office.says("5", "Nog even", kind="reminder", policy="once", priority=3)
        await office.all_out()
    async with office.open():
        await office.all_out()
    assert texts(anna) == ["Nog even"]
    assert await office.states("5") == ["uncertain"]


async def test_a_report_of_unknown_fate_is_asked_about(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)

    def note(row: Outgoing) -> Outgoing:
        payload = {"html": "Is het gelukt?", "buttons": []}
        return replace(row, id="note", policy="once", payload=payload, dedupe_key="note", kind="reply")

    office.rules = replace(office.rules, note=note)
    telegram.next_call("sendMessage").is_cut(taken=False)
    async with office.open() as delivery:
        await office.says("5", "Het rapport", kind="report", policy="ask", priority=2)
        await until(lambda: telegram.calls_of("sendMessage"))
        delivery.wake()
        await until(lambda: texts(anna) == ["Is het gelukt?"])
        await office.all_out()


@pytest.mark.parametrize("known", [False, True])
async def test_a_kill_right_after_a_report_became_of_unknown_fate_loses_no_question_about_it(
    office: Office, telegram: StandIn, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    """`known`: the program was started anew, and died again while it looked at what was in flight."""
    [anna] = await met(telegram, office, 5)

    def note(row: Outgoing) -> Outgoing:
        payload = {"html": "Is het gelukt?", "buttons": []}
        return replace(row, id="note", policy="repeat", payload=payload, dedupe_key="note", state="new")

    marked, uncertain = asyncio.Event(), office.storage.uncertain

    async def dies(*given: Any) -> None:
        await uncertain(*given)
        marked.set()
        await asyncio.Event().wait()

    row = await office.says("5", "Het rapport", kind="report", policy="ask", priority=2)
    if known:
        await office.storage.sending(row, utc_now())
    else:
        telegram.next_call("sendMessage").is_cut(taken=False)
    office.rules = replace(office.rules, note=note)
    with monkeypatch.context() as killed:
        killed.setattr(office.storage, "uncertain", dies)
        with suppress(ExceptionGroup, TimeoutError):
            async with asyncio.timeout(60), office.open():
                await marked.wait()
                raise TimeoutError
    async with office.open():
        await office.all_out()
    assert texts(anna) == ["Is het gelukt?"]


async def test_a_reminder_in_flight_when_the_program_died_is_not_repeated(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    row = await office.says("5", "Nog even", kind="reminder", policy="once", priority=3)
    await office.storage.sending(row, utc_now())
    async with office.open():
        await office.says("5", "Dag")
        await office.all_out()
    assert texts(anna) == ["Dag"]


async def test_a_card_in_flight_when_the_program_died_is_sent_by_the_next(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    row = await office.asks("5", "Een")
    await office.storage.sending(row, utc_now())
    async with office.open():
        await until(lambda: texts(anna) == ["Een"])
        await office.all_out()


# --- refused for now


async def test_a_429_in_one_chat_does_not_slow_another(office: Office, telegram: StandIn) -> None:
    anna, bram = await met(telegram, office, 5, 6)
    telegram.next_call("sendMessage", chat=5).answers(429, retry_after=1)
    async with office.open():
        await office.asks("5", "Voor Anna")
        await until(lambda: telegram.calls_of("sendMessage"))
        await office.asks("6", "Voor Bram")
        await bram.sees("Voor Bram")
        assert texts(anna) == []
        await anna.sees("Voor Anna")


async def test_refusals_in_three_chats_within_ten_seconds_hold_what_is_bulk_and_no_answer(
    office: Office, telegram: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    *refused, dora, emil = await met(telegram, office, 5, 6, 7, 8, 9)
    for number in (5, 6, 7):
        telegram.next_call("sendMessage", chat=number).answers(429, retry_after=1)
    async with office.open():
        for lane in ("5", "6", "7"):
            await office.asks(lane, "Uw vraag")
        await until(lambda: len([call for call in telegram.calls if call.code == 429]) == 3)
        await office.says("8", "Nog even", kind="reminder", policy="once", priority=3)
        await office.asks("9", "Voor Emil")
        await emil.sees("Voor Emil")
        for person in refused:
            await person.sees("Uw vraag")  # each as soon as its own second is over
        assert texts(dora) == []
    assert await office.states("8") == ["new"]
    assert "a card" in caplog.text
    assert "did not get through (try 1)" in caplog.text


async def test_what_never_left_this_machine_is_tried_again_until_it_does(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    await telegram.goes_down()
    async with office.open():
        await office.says("5", "Eerst")
        await office.says("5", "Dan")
        await asyncio.sleep(0.2)
        await telegram.comes_back()
        await until(lambda: texts(anna) == ["Eerst", "Dan"])
        await office.all_out()


async def test_somebody_who_blocks_the_bot_is_left_alone_and_others_are_not(
    office: Office, telegram: StandIn
) -> None:
    anna, bram = await met(telegram, office, 5, 6)
    told: list[str] = []

    async def lost(_bot_id: str, chat_id: str) -> Change:
        """At first worked out of what has changed meanwhile."""
        told.append(chat_id)
        anna_as_read = await office.storage.person(FIRM, "p5")
        assert anna_as_read is not None
        stale = replace(anna_as_read, name="Anna as she was") if len(told) == 1 else anna_as_read
        return Change(guards=(PersonIs(stale),), writes=(anna_as_read,))

    office.rules = replace(office.rules, on_unreachable=lost)
    await anna.blocks()
    async with office.open():
        await office.says("5", "Een")
        await office.says("5", "Twee")
        await office.says("6", "Voor Bram")
        await office.all_out()
        assert told == ["5", "5"]
        assert texts(bram) == ["Voor Bram"]
        await anna.unblocks()
        lane = await office.storage.lane(FIRM, office.bot_id, "5")
        assert lane is not None
        await office.storage.reachable(lane)
        await office.says("5", "Drie")
        await office.all_out()
    assert texts(anna) == ["Een", "Twee", "Drie"]


@pytest.mark.parametrize("late", [False, True])
async def test_whoever_is_heard_while_a_call_fails_is_not_out_of_reach(
    office: Office, telegram: StandIn, late: bool
) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage").answers(403, "Forbidden: bot was blocked by the user")
    failed: list[str] = []

    async def heard_meanwhile(_bot_id: str, chat_id: str) -> Change | None:
        failed.append(chat_id)
        if not late:
            await delivery.noticed(tapped("5", "a:q1:0", 1, office.bot_id))
        return None

    async def written(*arguments: Any) -> Saved:
        saved = await unreachable(*arguments)
        if late:
            await delivery.noticed(tapped("5", "a:q1:0", 1, office.bot_id))
        return saved

    unreachable, office.storage.unreachable = office.storage.unreachable, written  # type: ignore[method-assign, assignment]
    office.rules = replace(office.rules, on_unreachable=heard_meanwhile)
    async with office.open() as delivery:
        await office.says("5", "Een")
        await until(lambda: texts(anna) == ["Een"])
    assert failed == ["5"]


async def test_a_message_that_telegram_refuses_does_not_hold_up_the_next(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    telegram.next_call("sendMessage").answers(400, "Bad Request: nothing will cure this")
    async with office.open():
        await office.says("5", "Een")
        await office.says("5", "Twee")
        await office.all_out()
    assert texts(anna) == ["Twee"]
    assert await office.states("5") == ["failed", "sent"]


async def test_messages_follow_a_group_that_became_another(office: Office, telegram: StandIn) -> None:
    group = telegram.group(-50)
    await telegram.person(5).types("/help", group=group)
    async with office.open():
        moved = await group.upgrades(-100500)
        await office.says("-50", "Schrijf mij liever zelf")
        await office.all_out()
    assert [message.text for message in moved.chat] == ["Schrijf mij liever zelf"]


# --- when it may go out


async def test_a_reminder_that_is_no_longer_wanted_is_not_sent(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)

    async def answered_meanwhile(row: Outgoing, _now: datetime) -> bool:
        return row.kind != "reminder"

    office.rules = replace(office.rules, permit=answered_meanwhile)
    async with office.open():
        await office.says("5", "Nog even", kind="reminder", policy="once", priority=3)
        await office.says("5", "Dag", kind="notice", policy="once", priority=3)
        await office.all_out()
    assert texts(anna) == ["Dag"]
    assert await office.states("5") == ["cancelled", "sent"]


async def test_a_reminder_on_a_sunday_waits_for_monday(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    monday = utc_now().replace(year=2099)

    async def at_work(_row: Outgoing, _now: datetime) -> datetime:
        return monday

    office.rules = replace(office.rules, permit=at_work)
    async with office.open():
        await office.says("5", "Nog even", kind="reminder", policy="once", priority=3)
        await office.all_out()
    [row] = await office.storage.messages(FIRM, office.bot_id, "5", 10)
    assert (texts(anna), row.state, row.not_before) == ([], "new", monday)


async def test_a_reminder_whose_time_has_passed_is_never_sent(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    await office.says("5", "Nog even", kind="reminder", policy="once", priority=3, expires_at=LONG_AGO)
    async with office.open():
        await office.all_out()
    assert (texts(anna), await office.states("5")) == ([], ["cancelled"])


# --- our own side


async def test_a_result_that_cannot_be_written_is_held_and_nothing_follows_it(
    office: Office, telegram: StandIn
) -> None:
    [anna] = await met(telegram, office, 5)
    storage = Sulking(office.storage)
    office.storage = storage  # type: ignore[assignment]
    storage.sulks = True
    async with office.open():
        await office.says("5", "Een")
        await office.says("5", "Twee")
        await until(lambda: storage.refused)
        assert texts(anna) == ["Een"]
        storage.sulks = False
        await until(lambda: texts(anna) == ["Een", "Twee"])
        await office.all_out()
    assert await office.states("5") == ["sent", "sent"]


class Sulking:
    """A storage that at times cannot write down that a message was sent."""

    def __init__(self, storage: Any) -> None:
        self._storage = storage
        self.sulks, self.refused = False, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    async def sent(self, row: Outgoing, message_id: int, at: datetime) -> None:
        """Writes, or does not."""
        if self.sulks:
            self.refused += 1
            raise StorageUnavailable("the disk is full")
        await self._storage.sent(row, message_id, at)


async def test_a_row_that_is_no_message_does_not_stop_the_next(office: Office, telegram: StandIn) -> None:
    [anna] = await met(telegram, office, 5)
    row = await office.says("5", "Een")
    odd = replace(row, id="odd", dedupe_key="odd", payload={"html": "x", "buttons": "not a keyboard"})
    await office.storage.save(Change(writes=(odd,)))
    async with office.open():
        await office.says("5", "Twee")
        await office.all_out()
    assert texts(anna) == ["Een", "Twee"]
    assert await office.states("5") == ["sent", "failed", "sent"]


async def test_a_sender_that_breaks_counts_as_an_unknown_fate(office: Office, telegram: StandIn) -> None:
    class Broken:
        async def send(self, _chat_id: str, _message: Message) -> Shown:
            raise KeyError("our own mistake")

    office.sender = Broken()  # type: ignore[assignment]
    async with office.open():
        await office.says("5", "Nog even", policy="once")
        await office.says("6", "Nog even", policy="once")
        await office.all_out()
    assert await office.states("5") == ["uncertain"]
    assert await office.states("6") == ["uncertain"]
