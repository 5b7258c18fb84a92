"""Promises about whose turn it is: order within a chat, fairness between chats, urgency, and speed."""

import asyncio
from datetime import UTC, datetime
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rates import Bucket, Flood, Rates
from bot.ports import Message, Shown
from storage import open_sqlite
from tests.delivery.office import Office
from tests.delivery.test_trouble import until


class Noted:
    """A sender that writes down what it is given; `slow` chats take their time."""

    def __init__(self) -> None:
        self.order: list[tuple[str, str]] = []
        self.slow: dict[str, asyncio.Event] = {}
        self.in_flight: dict[str, int] = {}

    async def send(self, chat_id: str, message: Message) -> Shown:
        """Notes it."""
        assert not self.in_flight.get(chat_id), "two messages are in flight in one chat"
        self.in_flight[chat_id] = 1
        if chat_id in self.slow:
            await self.slow[chat_id].wait()
        await asyncio.sleep(0)
        self.in_flight[chat_id] = 0
        self.order.append((chat_id, message.html))
        return Shown(len(self.order), datetime.now(UTC))

    async def edit(self, chat_id: str, message_id: int, message: Message) -> Shown:
        """Notes it likewise."""
        return await self.send(chat_id, message)

    async def collapse(self, chat_id: str, message_id: int) -> None:
        """Nothing to see."""

    async def delete(self, chat_id: str, message_id: int) -> None:
        """Notes what was taken back."""
        self.order.append((chat_id, f"-{message_id}"))


async def order_of(office: Office) -> list[tuple[str, str]]:
    """What went out, in which order."""
    async with office.open():
        await office.all_out()
    assert isinstance(office.sender, Noted)
    return office.sender.order


async def test_messages_reach_a_chat_in_the_order_they_were_decided() -> None:
    async with open_sqlite(":memory:") as storage:
        office = Office(storage, "1", Noted())
        for number in range(20):
            await office.says("5", str(number))
        assert [text for _, text in await order_of(office)] == [str(number) for number in range(20)]


async def test_a_chat_with_much_to_read_does_not_hold_up_one_with_little() -> None:
    async with open_sqlite(":memory:") as storage:
        office = Office(storage, "1", Noted())
        for number in range(10):
            await office.says("5", str(number))
        await office.says("6", "kort")
        assert ("6", "kort") in (await order_of(office))[:2]


async def test_a_chat_that_never_answers_does_not_hold_up_the_others() -> None:
    async with open_sqlite(":memory:") as storage:
        sender = Noted()
        office = Office(storage, "1", sender)
        sender.slow["5"] = asyncio.Event()
        await office.says("5", "traag")
        await office.says("6", "vlot")
        async with office.open():
            await until(lambda: sender.order)
            assert sender.order == [("6", "vlot")]
            sender.slow["5"].set()
            await office.all_out()


async def test_there_is_always_a_connection_left_for_answers_to_taps() -> None:
    async with open_sqlite(":memory:") as storage:
        sender = Noted()
        office = Office(storage, "1", sender)
        for number in range(150):
            sender.slow[str(number)] = asyncio.Event()
            await office.says(str(number), "Dag")
        async with office.open():
            await until(lambda: sum(sender.in_flight.values()) >= 80)
            await asyncio.sleep(0.05)
            assert sum(sender.in_flight.values()) < 100
            for gate in sender.slow.values():
                gate.set()
            await office.all_out()
        assert len(sender.order) == 150


async def test_answers_to_people_go_before_reminders_when_speed_is_scarce() -> None:
    async with open_sqlite(":memory:") as storage:
        office = Office(storage, "1", Noted())
        office.rates = Rates(monotonic, send_rate=5, chat_rate=0)
        for chat in range(4):
            await office.says(str(chat), "herinnering", kind="reminder", policy="once", priority=3)
        for chat in range(10, 14):
            await office.says(str(chat), "antwoord")
        texts = [text for _, text in await order_of(office)]
        assert texts == ["antwoord"] * 4 + ["herinnering"] * 4


async def test_what_is_saved_in_the_middle_of_things_goes_out_too() -> None:
    async with open_sqlite(":memory:") as storage:
        office = Office(storage, "1", Noted())
        async with office.open():
            for number in range(50):
                await office.says(str(number % 7), str(number))
                await asyncio.sleep(0)
            await office.all_out()
        assert isinstance(office.sender, Noted)
        assert sorted(int(text) for _, text in office.sender.order) == list(range(50))


@given(
    rate=st.floats(0.5, 50),
    burst=st.floats(1, 10),
    steps=st.lists(st.floats(0, 2), min_size=1, max_size=200),
)
def test_no_stretch_of_time_sees_more_calls_than_rate_and_burst_allow(
    rate: float, burst: float, steps: list[float]
) -> None:
    at, made = 0.0, []
    bucket = Bucket(rate, burst, at)
    for step in steps:
        at += step
        if not bucket.wait(at):
            bucket.take(at)
            made.append(at)
    for first in range(len(made)):
        for last in range(first, len(made)):
            assert last - first + 1 <= burst + rate * (made[last] - made[first]) + 1e-6


def test_a_rate_of_zero_means_no_limit_at_all() -> None:
    rates = Rates(lambda: 0.0, send_rate=0, chat_rate=0)
    for _ in range(1000):
        rates.take("5")
    assert (rates.wait(), rates.chat_wait("5"), rates.spare("5")) == (0.0, 0.0, True)


def test_a_chat_takes_three_messages_at_once_and_then_one_a_second() -> None:
    at = 0.0
    rates = Rates(lambda: at, send_rate=25, chat_rate=1, chat_burst=3)
    for _ in range(3):
        assert rates.chat_wait("5") == 0
        rates.take("5")
    assert rates.chat_wait("5") == pytest.approx(1.0)
    assert rates.chat_wait("6") == 0
    at = 1.0
    assert rates.chat_wait("5") == 0


def test_refusals_in_three_chats_hold_what_is_not_urgent() -> None:
    at = 0.0
    flood = Flood(lambda: at)
    flood.refused("5", 2.0)
    flood.refused("5", 2.0)
    flood.refused("6", 2.0)
    assert flood.wait() == 0
    flood.refused("7", 2.0)
    assert flood.wait() > 0
    at = 20.0
    assert flood.wait() == 0


def test_refusals_long_ago_hold_nothing_now() -> None:
    at = 0.0
    flood = Flood(lambda: at)
    for chat in ("5", "6", "7"):
        flood.refused(chat, 2.0)
        at += 11.0
    assert flood.wait() == 0


async def test_what_is_in_flight_at_the_end_still_gets_its_result() -> None:
    async with open_sqlite(":memory:") as storage:
        sender = Noted()
        office = Office(storage, "1", sender)
        sender.slow["5"] = asyncio.Event()
        await office.says("5", "in de lucht")
        await office.says("5", "nog niet")
        async with office.open():
            await until(lambda: sender.in_flight)
            asyncio.get_running_loop().call_later(0.05, sender.slow["5"].set)
        assert await office.states("5") == ["sent", "new"]


async def test_a_call_that_takes_too_long_at_the_end_is_left_for_the_next_start() -> None:
    async with open_sqlite(":memory:") as storage:
        sender = Noted()
        office = Office(storage, "1", sender)
        sender.slow["5"] = asyncio.Event()
        await office.says("5", "herinnering", kind="reminder", policy="once", priority=3)
        async with office.open():
            await until(lambda: sender.in_flight)
        assert await office.states("5") == ["sending"]
        async with office.open():
            await office.all_out()
        assert await office.states("5") == ["uncertain"]
