"""Promises to people who write, tap and wait in Telegram."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.commands import Profile
from bot.channels.telegram.gap import Watched
from bot.channels.telegram.incoming import read_update
from bot.channels.telegram.poller import Pace, TokenRefused
from bot.channels.telegram.split import plain, split, units
from bot.ports import (
    Button,
    Event,
    Fate,
    Handled,
    Incoming,
    Membership,
    Message,
    NotDelivered,
    Rewrote,
    SentThing,
    Tap,
    TryLater,
    Unknown,
    Wrote,
)
from tests.telegram_stand_in import StandIn, parse_html, utf16_length

QUICK = Pace(poll=2, answer=2, stuck=5, held=0.01, conflict=0.02, first=0.01, longest=0.05)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


class Desk:
    """Takes what comes in; `answer` decides what to say to it."""

    def __init__(self) -> None:
        self.taken: list[Incoming] = []
        self.answer: Callable[[Incoming], Awaitable[Handled]] = self._nothing
        self._news = asyncio.Condition()

    @staticmethod
    async def _nothing(_incoming: Incoming) -> Handled:
        return Handled()

    async def handle(self, incoming: Incoming) -> Handled:
        """Notes what was taken."""
        handled = await self.answer(incoming)
        async with self._news:
            self.taken.append(incoming)
            self._news.notify_all()
        return handled

    async def event(self, number: int = 0) -> Event:
        """The event taken as number so-and-so."""
        async with asyncio.timeout(5), self._news:
            await self._news.wait_for(lambda: len(self.taken) > number)
        return self.taken[number].event


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@asynccontextmanager
async def at_work(telegram: StandIn, desk: Desk, **more: Any) -> AsyncIterator[TelegramChannel]:
    """The channel, from start to stop."""
    stop = asyncio.Event()
    channel = TelegramChannel(
        telegram.token,
        lambda key, language: f"{key}.{language}",
        utc_now,
        monotonic,
        telegram.api_url,
        telegram.file_url,
        pace=QUICK,
        **more,
    )
    try:
        await channel.start(stop)
        async with asyncio.TaskGroup() as group:
            group.create_task(channel.run(desk.handle, stop))
            try:
                yield channel
            finally:
                stop.set()
    finally:
        await channel.close()


async def test_every_call_that_fails_is_counted_whatever_it_was_for(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    failed: list[tuple[str, Fate]] = []
    await anna.starts()
    telegram.next_call("getUpdates").answers(502)
    telegram.next_call("setMyDescription").answers(429, retry_after=0)
    telegram.next_call("answerCallbackQuery").answers(429, retry_after=0)
    telegram.next_call("editMessageText").is_cut(taken=True)
    profile = Profile(description={"": "Dag"})
    async with at_work(
        telegram, desk, profile=profile, on_failure=lambda *what: failed.append(what)
    ) as channel:
        button = ((Button("Ja", "a:1:yes"),),)
        shown = await channel.send("5", Message("Waarom?", button))
        await anna.taps("Ja")
        await desk.event(1)
        with pytest.raises(NotDelivered):
            await channel.edit("5", shown.message_id, Message("Hoe?", button))
        await channel.edit("5", shown.message_id, Message("Hoe?", button))
        await telegram.called("setMyDescription", 2)
    assert sorted(failed, key=str) == [
        ("answerCallbackQuery", Fate.WAIT),
        ("editMessageText", Fate.UNKNOWN),
        ("getUpdates", Fate.UNKNOWN),
        ("setMyDescription", Fate.WAIT),
    ]


# --- what people do, in our words


async def test_what_somebody_types_arrives_with_who_when_and_where(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    async with at_work(telegram, desk) as channel:
        message = await anna.types("Dag!")
        event = await desk.event()
    incoming = desk.taken[0]
    assert event == Wrote("Dag!", message.message_id, datetime.fromtimestamp(message.date, UTC))
    assert (incoming.user_id, incoming.chat_id, incoming.private) == ("5", "5", True)
    assert (incoming.name, incoming.language) == ("Anna", "nl")
    assert (incoming.bot_id, incoming.channel) == (channel.bot_id, "telegram")


async def test_a_reply_to_a_question_says_to_which_one(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    await anna.starts()
    async with at_work(telegram, desk) as channel:
        await channel.bot.send_message(5, "Waarom?")
        await anna.types("Daarom", reply_to=anna.last)
        event = await desk.event(1)
    assert isinstance(event, Wrote)
    assert event.reply_to == anna.last.message_id


async def test_voice_sticker_and_file_arrive_as_things_with_their_names(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    async with at_work(telegram, desk):
        await anna.sends_voice()
        await anna.sends_sticker()
        await anna.sends_document("plan.pdf", caption="het plan")
        await anna.sends_photo(caption="het bord")
        await desk.event(3)
    things = [incoming.event for incoming in desk.taken]
    assert [thing.kind for thing in things if isinstance(thing, SentThing)] == [
        "voice",
        "sticker",
        "document",
        "photo",
    ]
    assert isinstance(things[2], SentThing)
    assert (things[2].name, things[2].caption) == ("plan.pdf", "het plan")


async def test_a_message_that_was_changed_arrives_as_a_revision(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    async with at_work(telegram, desk):
        message = await anna.types("bijna")
        await anna.edits(message, "bijna alles")
        assert await desk.event(1) == Rewrote("bijna alles", message.message_id)


async def test_blocking_and_letting_back_in_are_noticed(telegram: StandIn) -> None:
    anna, desk = telegram.person(5), Desk()
    async with at_work(telegram, desk):
        await anna.blocks()
        await anna.unblocks()
        assert await desk.event(0) == Membership(reachable=False)
        assert await desk.event(1) == Membership(reachable=True)


# --- taps


async def tapping(telegram: StandIn, channel: TelegramChannel) -> Any:
    """Anna presses the one button she has."""
    anna = telegram.person(5)
    await channel.send("5", Message("Vraag", ((Button("A", "a:q1:0"),),)))
    return await anna.taps("a:q1:0")


async def test_a_tap_that_was_taken_is_answered_without_a_word(telegram: StandIn) -> None:
    desk = Desk()
    await telegram.person(5).starts()
    async with at_work(telegram, desk) as channel:
        made = await tapping(telegram, channel)
        assert (await made.answered()).text == ""
    event = desk.taken[-1].event
    assert event == Tap("a:q1:0", telegram.person(5).last.message_id)


async def test_a_toast_is_cut_to_what_telegram_shows(telegram: StandIn) -> None:
    desk = Desk()
    await telegram.person(5).starts()

    async def wordy(_incoming: Incoming) -> Handled:
        return Handled("x" * 300)

    desk.answer = wordy
    async with at_work(telegram, desk) as channel:
        made = await tapping(telegram, channel)
        assert (await made.answered()).text == "x" * 200


async def test_a_tap_that_broke_something_is_never_answered_as_if_taken(telegram: StandIn) -> None:
    desk = Desk()
    await telegram.person(5).starts()

    async def broken(incoming: Incoming) -> Handled:
        if isinstance(incoming.event, Tap):
            raise RuntimeError("our own mistake")
        return Handled()

    desk.answer = broken
    async with at_work(telegram, desk) as channel:
        made = await tapping(telegram, channel)
        assert (await made.answered()).text == "failed_toast.nl"


async def test_a_slow_answer_to_one_tap_does_not_hold_up_other_people(telegram: StandIn) -> None:
    anna, bram, desk = telegram.person(5), telegram.person(6, "Bram"), Desk()
    await anna.starts()
    telegram.next_call("answerCallbackQuery", times=None).waits(30)
    async with at_work(telegram, desk) as channel:
        await tapping(telegram, channel)
        await desk.event(1)
        await bram.types("Dag")
        await desk.event(2)
        assert desk.taken[2].user_id == "6"


# --- when nothing can be kept


async def test_while_storage_is_down_people_are_told_once_and_nothing_is_lost(telegram: StandIn) -> None:
    anna, desk, down = telegram.person(5), Desk(), True

    async def sometimes(_incoming: Incoming) -> Handled:
        if down:
            raise TryLater
        return Handled()

    desk.answer = sometimes
    async with at_work(telegram, desk):
        await anna.types("mijn antwoord")
        await anna.sees("storage_down.nl")
        await anna.types("nog een")
        await asyncio.sleep(0.1)
        down = False
        await desk.event(1)
        await telegram.all_confirmed()
        assert [message.text for message in anna.chat if message.by_bot] == ["storage_down.nl"]
    assert [incoming.event.text for incoming in desk.taken if isinstance(incoming.event, Wrote)] == [
        "mijn antwoord",
        "nog een",
    ]


async def test_the_next_time_storage_is_down_people_are_told_again(telegram: StandIn) -> None:
    anna, desk, down = telegram.person(5), Desk(), True

    async def sometimes(_incoming: Incoming) -> Handled:
        if down:
            raise TryLater
        return Handled()

    desk.answer = sometimes
    async with at_work(telegram, desk):
        for number in range(2):
            down = True
            await anna.types("mijn antwoord")
            await anna.sees("storage_down.nl")
            down = False
            await desk.event(number)


async def test_a_tap_while_storage_is_down_gets_a_toast_and_is_taken_later(telegram: StandIn) -> None:
    desk, down = Desk(), True
    await telegram.person(5).starts()

    async def sometimes(incoming: Incoming) -> Handled:
        if down and isinstance(incoming.event, Tap):
            raise TryLater
        return Handled()

    desk.answer = sometimes
    async with at_work(telegram, desk) as channel:
        made = await tapping(telegram, channel)
        assert (await made.answered()).text == "storage_down_toast.nl"
        down = False
        assert isinstance(await desk.event(1), Tap)
    assert len(telegram.calls_of("answerCallbackQuery")) == 2


# --- groups


async def test_a_group_gets_a_hint_and_nothing_is_asked_there(telegram: StandIn) -> None:
    anna, group, desk = telegram.person(5), telegram.group(-50), Desk()
    async with at_work(telegram, desk):
        await anna.types("/start", group=group)
        await anna.types("/help", group=group)
        await anna.types("Dag")
        await desk.event()
        await telegram.all_confirmed()
    assert [message.text for message in group.chat if message.by_bot] == ["group_hint.nl"]
    assert [incoming.chat_id for incoming in desk.taken] == ["5"]


# --- starting


async def test_the_bot_starts_once_telegram_is_there_again(telegram: StandIn) -> None:
    telegram.next_call("getMe").answers(429, retry_after=1)
    telegram.next_call("getMe").answers(502)
    telegram.next_call("getMe").is_cut(taken=False)
    async with at_work(telegram, Desk()) as channel:
        assert channel.username == "peiler_bot"


async def test_a_token_that_telegram_refuses_ends_the_start_without_showing_it(telegram: StandIn) -> None:
    for token in ("7:wrong", "no-colon"):
        channel = TelegramChannel(
            token, lambda key, language: key, utc_now, monotonic, telegram.api_url, pace=QUICK
        )
        with pytest.raises(TokenRefused) as refused:
            await channel.start(asyncio.Event())
        assert token not in str(refused.value)
        await channel.close()


async def test_menus_are_shown_per_language_and_consultants_have_their_own(telegram: StandIn) -> None:
    telegram.next_call("setMyCommands").answers(429, retry_after=1)
    await telegram.person(9).starts()
    everybody = {"": [("help", "what I can do")], "nl": [("help", "wat ik kan")]}
    profile = Profile(
        everybody, {"nl": [("new", "nieuwe ronde")]}, ("9", "10"), {"": "x" * 600}, {"nl": "kort"}
    )
    async with at_work(telegram, Desk(), profile=profile):
        async with asyncio.timeout(5):
            while not telegram.calls_of("setMyShortDescription"):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    taken = [call.arguments for call in telegram.calls_of("setMyCommands") if call.code == 200]
    assert len([call for call in taken if "all_private_chats" in str(call.get("scope"))]) == 2
    assert [call for call in taken if '"chat"' in str(call.get("scope")) and "new" in str(call["commands"])]
    assert len(telegram.calls_of("setMyDescription")[0].arguments["description"]) == 512


async def test_the_menu_of_one_chat_is_set_and_taken_away_and_a_chat_that_is_gone_is_no_trouble(
    telegram: StandIn,
) -> None:
    menu = {"": [("status", "stand")], "nl": [("status", "stand")]}
    await telegram.person(9).starts()
    async with at_work(telegram, Desk()) as channel:
        await channel.show_menu("9", menu)
        assert [call.code for call in telegram.calls_of("setMyCommands")] == [200, 200]
        await channel.show_menu("9", dict.fromkeys(menu, ()))
        taken_away = [call.arguments for call in telegram.calls_of("deleteMyCommands")]
        assert [call.get("language_code", "") for call in taken_away] == ["", "nl"]
        assert all('"9"' in str(call["scope"]) or "9" in str(call["scope"]) for call in taken_away)
        telegram.next_call("setMyCommands").answers(400, "Bad Request: chat not found")
        await channel.show_menu("9", menu)
        telegram.next_call("setMyCommands").answers(502)
        with pytest.raises(NetworkError):
            await channel.show_menu("9", menu)


async def test_an_absence_from_telegram_is_noticed_when_polls_work_again() -> None:
    at, back = 0.0, []

    class Client:
        async def call(self, _method: str, _arguments: dict[str, Any], _read_timeout: float) -> Any:
            return []

        async def renew(self) -> None: ...

    async def on_back(since: datetime) -> None:
        back.append(since)

    watched = Watched(Client(), lambda: NINE, lambda: at, on_back)
    for moment in (0.0, 30.0, 140.0, 270.0):
        at = moment
        await watched.call("getUpdates", {}, 1.0)
    assert back == [NINE]


# --- odd shapes and odd texts

keys = st.sampled_from(
    "update_id message edited_message callback_query my_chat_member from chat id type text caption data "
    "message_id date document file_name reply_to_message is_bot first_name new_chat_member status".split()
) | st.text(max_size=5)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


@given(anything)
def test_no_shape_of_an_update_can_break_the_bot(raw: Any) -> None:
    incoming = read_update(raw, "7", NINE)
    incoming.name.encode()
    assert incoming.body is not None


@given(st.text(alphabet=st.characters(), max_size=50))
def test_text_that_databases_refuse_is_cleaned_and_the_rest_is_kept(text: str) -> None:
    person = {"id": 5, "first_name": text}
    raw = {"update_id": 1, "message": {"message_id": 1, "from": person, "chat": {"id": 5}, "text": text}}
    event = read_update(raw, "7", NINE).event
    assert isinstance(event, Wrote)
    event.text.encode()
    assert "\x00" not in event.text
    assert event.text == "".join(c for c in text if c != "\x00" and not "\ud800" <= c <= "\udfff")


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"update_id": "x"},
        {"update_id": 1, "new_kind": {"from": {"id": 5}}},
        {"update_id": 1, "message": {"chat": {"id": 5, "type": "private"}, "text": "no author"}},
        {"update_id": 1, "message": {"from": {"id": 5}, "text": "no chat"}},
        {"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": 5}, "pinned_message": {}}},
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "game_short_name": "x"}},
        {
            "update_id": 1,
            "callback_query": {"id": "1", "from": {"id": 5}, "inline_message_id": "x", "data": "a"},
        },
    ],
)
def test_an_update_that_means_nothing_here_is_unknown(raw: Any) -> None:
    assert read_update(raw, "7", NINE).event == Unknown()


def test_a_tap_whose_message_telegram_has_forgotten_still_counts() -> None:
    raw = {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "data": "a:q1:0"}}
    incoming = read_update(raw, "7", NINE)
    assert (incoming.event, incoming.chat_id, incoming.private) == (Tap("a:q1:0"), "5", True)


words = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
html_texts = st.recursive(
    words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
    lambda inner: (
        st.tuples(st.sampled_from(["b", "i", "u", "blockquote"]), inner).map(
            lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
        )
        | st.lists(inner, max_size=4).map("\n\n".join)
        | st.lists(inner, max_size=4).map(" ".join)
    ),
    max_leaves=12,
)


@given(html_texts, st.integers(8, 80))
def test_every_piece_of_a_long_text_is_valid_and_no_word_is_lost(source: str, limit: int) -> None:
    pieces = [parse_html(piece)[0] for piece in split(source, limit)]
    assert "".join("".join(pieces).split()) == "".join(plain(source).split())
    if units(plain(source)) > limit:
        assert all(utf16_length(piece) <= limit for piece in pieces)
