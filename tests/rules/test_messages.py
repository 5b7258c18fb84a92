"""From decision to message: what is written down before a call, and who is left in peace."""

from __future__ import annotations

from typing import Any

from bot.delivery import Rates
from bot.ports import Message, Shown, Tap
from storage import open_sqlite
from tests.delivery.office import Office, utc_now
from tests.delivery.test_trouble import met, tapped
from tests.operations.conftest import BOT
from tests.rules.chat import Chat
from tests.telegram_stand_in import StandIn


class Looking:
    """A channel that looks at what is on disk when it is called."""

    def __init__(self) -> None:
        self.office: Office | None = None
        self.seen: list[list[str]] = []

    async def send(self, chat_id: str, message: Message) -> Shown:
        """Noted."""
        assert self.office is not None
        self.seen.append(await self.office.states(chat_id))
        return Shown(len(self.seen), utc_now())

    edit: Any = None
    collapse: Any = None
    delete: Any = None


async def test_what_may_not_be_shown_twice_is_marked_on_disk_before_the_call_and_cards_need_not() -> None:
    """`once` kinds (reminders, notices) commit `sending` before the call; `repeat` kinds need not."""
    looking = Looking()
    async with open_sqlite(":memory:") as storage:
        looking.office = office = Office(storage, "7", looking)
        await office.interviews("5")
        async with office.open():
            await office.says("5", "Nog even", kind="reminder", policy="once", priority=3)
            await office.all_out()
            await office.asks("5", "Een")
            await office.all_out()
    assert looking.seen == [["sending"], ["sent", "new"]]


async def test_nothing_is_claimed_for_a_chat_until_the_result_before_it_is_written() -> None:
    """Results commit before the lane's next row."""
    looking = Looking()
    async with open_sqlite(":memory:") as storage:
        looking.office = office = Office(storage, "7", looking)
        for text in ("Een", "Twee", "Drie"):
            await office.says("5", text)
        async with office.open():
            await office.all_out()
    assert looking.seen == [["new"] * 3, ["sent", "new", "new"], ["sent", "sent", "new"]]


async def test_a_press_on_a_question_that_was_there_already_proves_nothing_about_its_next_drawing(
    office: Office, telegram: StandIn
) -> None:
    """A tap proves that a version arrived only if nothing else can have shown that question."""
    [anna] = await met(telegram, office, 5)
    async with office.open() as delivery:
        await office.asks("5", "Een", ask="q1")
        await office.all_out()
        telegram.next_call("editMessageText").is_cut(taken=False)
        await office.asks("5", "Een, met uitleg")
        await telegram.called("editMessageText")
        await office.all_out()
        await delivery.noticed(tapped("5", "a:q1:0", anna.last.message_id, office.bot_id))
        await anna.sees("Een, met uitleg")
        await office.all_out()


async def test_a_press_on_a_message_that_we_never_heard_of_tells_that_it_is_the_last(anna: Chat) -> None:
    """Edit only if the card is the chat's last message, also when that was told to a program that died."""
    await anna.joins()
    await anna.does(Tap(anna.button("a"), message_id=90))
    lane = await anna.desk.storage.lane(anna.desk.tenant, BOT, anna.who)
    assert lane is not None
    assert lane.last_message_id == 90


async def test_a_stranger_gets_one_reply_a_minute(anna: Chat) -> None:
    for _ in range(3):
        await anna.types("hallo")
        anna.passes(15)
    assert len(await anna.rows()) == 1
    anna.passes(16)
    await anna.types("hallo")
    assert len(await anna.rows()) == 2


async def test_strangers_together_get_at_most_a_tenth_of_what_may_be_sent(anna: Chat) -> None:
    people = [Chat(anna.desk, anna.engine, anna.clock, str(2000 + number)) for number in range(50)]
    for person in people:
        await person.types("hallo")
    assert [len(await person.rows()) for person in people] == [1] + [0] * 49
    last = people[-1]
    last.passes(1 / (anna.desk.settings.send_rate * 0.1))
    await last.types("hallo")
    assert len(await last.rows()) == 1


def test_an_old_card_is_collapsed_only_with_a_token_to_spare() -> None:
    """Collapsing an old card waits for a spare one."""
    rates = Rates(lambda: 0.0, send_rate=25.0, chat_rate=1.0, chat_burst=3.0)
    assert rates.spare("5")
    for _ in range(2):
        rates.take("5")
    assert rates.chat_wait("5") == 0
    assert not rates.spare("5")
    assert rates.spare("6")
