"""Promises about taking updates from Telegram and about knowing what became of a call."""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.channels.telegram.fate import (
    NotSent,
    Outcome,
    TooFast,
    fate_of,
    is_unchanged,
    not_delivered,
    outcome_of,
)
from bot.channels.telegram.poller import (
    ALLOWED_UPDATES,
    NotTaken,
    Pace,
    PollingClient,
    PollingStuck,
    TokenRefused,
    WebhookElsewhere,
    patiently,
    poll,
)
from bot.channels.telegram.request import AiohttpRequest, open_bot
from bot.ports import Fate
from tests.telegram_stand_in import StandIn

Update = dict[str, Any]
QUICK = Pace(poll=2, answer=2, stuck=5, held=0.01, conflict=0.02, first=0.01, longest=0.05)


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def bot(telegram: StandIn) -> AsyncIterator[Bot]:
    async with open_bot(telegram.token, telegram.api_url, telegram.file_url) as client:
        yield client


class Intake:
    """Keeps the texts it was handed; `refuse` decides what is not taken."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.refuse: Callable[[str], Exception | None] = lambda text: None
        self.arrived = asyncio.Condition()

    async def __call__(self, update: Update) -> None:
        text = update.get("message", {}).get("text", "?")
        error = self.refuse(text)
        if error is not None:
            raise error
        self.texts.append(text)
        async with self.arrived:
            self.arrived.notify_all()

    async def has(self, *texts: str) -> None:
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: set(texts) <= set(self.texts))


@contextlib.asynccontextmanager
async def polling(
    telegram: StandIn, handle: Callable[[Update], Awaitable[None]], **more: Any
) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with PollingClient(telegram.token, telegram.api_url) as client, asyncio.TaskGroup() as group:
        group.create_task(poll(client, handle, stop=stop, pace=more.pop("pace", QUICK), **more))
        try:
            yield
        finally:
            stop.set()


async def failure(call: Awaitable[Any]) -> Exception:
    with pytest.raises(TelegramError) as caught:
        await call
    return caught.value


def keyboard(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


# --- taking updates


async def test_what_was_handled_is_confirmed_and_never_comes_again(telegram: StandIn) -> None:
    intake, anna = Intake(), telegram.person(5)
    async with polling(telegram, intake):
        await anna.types("one")
        await anna.types("two")
        await intake.has("one", "two")
        await telegram.all_confirmed()
    async with polling(telegram, intake):
        await anna.types("three")
        await intake.has("three")
    assert intake.texts == ["one", "two", "three"]


async def test_nothing_is_confirmed_before_it_is_handled(telegram: StandIn) -> None:
    handling, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(update: Update) -> None:
        handling.set()
        await go_on.wait()

    await telegram.person(5).types("one")
    async with polling(telegram, slowly):
        await handling.wait()
        assert len(telegram.updates.pending) == 1
        go_on.set()
        await telegram.all_confirmed()


async def test_what_a_dead_process_had_not_confirmed_comes_to_the_next_one(telegram: StandIn) -> None:
    handling, intake = asyncio.Event(), Intake()

    async def dies(update: Update) -> None:
        handling.set()
        await asyncio.Event().wait()

    await telegram.person(5).types("one")
    async with PollingClient(telegram.token, telegram.api_url) as client, asyncio.TaskGroup() as group:
        process = group.create_task(poll(client, dies, stop=asyncio.Event(), pace=QUICK))
        await handling.wait()
        process.cancel()
    async with polling(telegram, intake):
        await intake.has("one")


async def test_when_storage_is_down_the_update_waits_and_nothing_overtakes_it_in_its_chat(
    telegram: StandIn,
) -> None:
    intake, down = Intake(), True
    intake.refuse = lambda text: NotTaken() if down and text == "second" else None
    anna, bob = telegram.person(5), telegram.person(6, "Bob")
    for person, text in [(anna, "first"), (anna, "second"), (anna, "third"), (bob, "other chat")]:
        await person.types(text)
    async with polling(telegram, intake):
        await intake.has("first", "other chat")
        await asyncio.sleep(0.05)
        assert "third" not in intake.texts
        assert [update["message"]["text"] for update in telegram.updates.pending] == [
            "second", "third", "other chat",
        ]  # fmt: skip
        down = False
        await intake.has("second", "third")
        await telegram.all_confirmed()
    assert intake.texts == ["first", "other chat", "second", "third"]


async def test_an_update_that_breaks_the_handler_holds_up_nobody(
    telegram: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    intake, anna = Intake(), telegram.person(5)
    intake.refuse = lambda text: ValueError("my diagnosis is secret") if text == "poison" else None
    async with polling(telegram, intake):
        await anna.types("poison")
        await telegram.updates.push_raw({"message": 17, "unheard_of": {"chat": None}})
        await anna.types("after")
        await intake.has("after")
        await telegram.all_confirmed()
    assert "update 1000 could not be handled: ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_updates_of_one_chat_keep_their_order_while_a_slow_chat_holds_up_nobody(
    telegram: StandIn,
) -> None:
    order: list[str] = []
    bob_came = asyncio.Event()

    async def handle(update: Update) -> None:
        text = update["message"]["text"]
        if text == "anna 0":
            await bob_came.wait()
        order.append(text)
        if text.startswith("bob"):
            bob_came.set()

    anna, bob = telegram.person(5), telegram.person(6, "Bob")
    for number in range(5):
        await anna.types(f"anna {number}")
    await bob.types("bob")
    async with polling(telegram, handle):
        await telegram.all_confirmed()
    assert order == ["bob", *(f"anna {number}" for number in range(5))]


async def test_a_tap_and_a_text_of_one_person_are_handled_in_turn(telegram: StandIn, bot: Bot) -> None:
    running, most = 0, 0

    async def handle(update: Update) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    anna = telegram.person(5)
    await anna.types("hello")
    await bot.send_message(5, "Yes?", reply_markup=keyboard("Yes", "a:1:yes"))
    await anna.taps("Yes")
    await anna.types("and more")
    async with polling(telegram, handle):
        await telegram.all_confirmed()
    assert most == 1


async def test_a_webhook_of_somebody_else_is_left_alone(telegram: StandIn) -> None:
    telegram.intake.webhook = {"url": "https://elsewhere.example/secret-path"}
    async with PollingClient(telegram.token, telegram.api_url) as client:
        with pytest.raises(WebhookElsewhere) as caught:
            await poll(client, Intake(), stop=asyncio.Event(), pace=QUICK)
    assert "elsewhere.example" in str(caught.value)
    assert "secret-path" not in str(caught.value)
    assert telegram.intake.webhook
    assert not telegram.calls_of("deleteWebhook")


async def test_a_webhook_is_replaced_when_asked_to_and_keeps_what_waited(telegram: StandIn) -> None:
    telegram.intake.webhook = {"url": "https://elsewhere.example"}
    intake = Intake()
    await telegram.person(5).types("waited")
    async with polling(telegram, intake, take_over=True):
        await intake.has("waited")
    assert not telegram.intake.webhook


async def test_a_second_poller_is_waited_out_without_losing_an_update(telegram: StandIn) -> None:
    intake = Intake()
    telegram.next_call("getUpdates", times=3).answers(409)
    await telegram.person(5).types("still here")
    async with polling(telegram, intake):
        await intake.has("still here")


@pytest.mark.parametrize("code", [429, 500, 502, 404])
async def test_trouble_at_telegram_is_waited_out(telegram: StandIn, code: int) -> None:
    intake = Intake()
    telegram.next_call("getWebhookInfo" if code != 404 else "getUpdates", times=1).answers(
        code, retry_after=0
    )
    telegram.next_call("getUpdates", times=2).answers(code, retry_after=0)
    await telegram.person(5).types("hello")
    async with polling(telegram, intake):
        await intake.has("hello")


async def test_a_named_pause_is_obeyed_to_the_second(telegram: StandIn) -> None:
    intake = Intake()
    telegram.next_call("getUpdates").answers(429, retry_after=1)
    await telegram.person(5).types("hello")
    async with polling(telegram, intake):
        await intake.has("hello")
    first, second = telegram.calls_of("getUpdates")[:2]
    assert second.at - first.at >= 1


async def test_cut_connections_and_an_absent_telegram_are_survived(telegram: StandIn) -> None:
    intake, anna = Intake(), telegram.person(5)
    telegram.next_call("getUpdates", times=2).is_cut(taken=False)
    async with polling(telegram, intake):
        await anna.types("one")
        await intake.has("one")
        await telegram.goes_down()
        await anna.types("two")
        await asyncio.sleep(0.05)
        await telegram.comes_back()
        await intake.has("two")


async def test_a_refused_token_ends_the_program_without_being_shown(
    telegram: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    token = "7000000001:this-one-is-wrong"
    async with PollingClient(token, telegram.api_url) as client:
        with pytest.raises(TokenRefused) as caught:
            await poll(client, Intake(), stop=asyncio.Event(), pace=QUICK)
    assert token not in "".join(traceback.format_exception(caught.value)) + caplog.text
    with pytest.raises(TokenRefused) as caught:
        async with open_bot(token, telegram.api_url, telegram.file_url):
            raise AssertionError("such a token must not be let in")
    assert token not in "".join(traceback.format_exception(caught.value))


class Deaf:
    """A client whose polls neither answer nor fail, until it was renewed often enough."""

    def __init__(self, deaf_for: int) -> None:
        self.deaf_for, self.renewed, self.heard = deaf_for, 0, asyncio.Event()

    async def call(self, method: str, arguments: dict[str, Any], read_timeout: float) -> Any:
        if method == "getWebhookInfo":
            return {"url": ""}
        if self.renewed < self.deaf_for:
            await asyncio.Event().wait()
        self.heard.set()
        await asyncio.sleep(0.01)
        return []

    async def renew(self) -> None:
        self.renewed += 1


async def test_a_poll_that_hangs_is_started_on_new_connections() -> None:
    client, stop = Deaf(deaf_for=1), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(poll(client, Intake(), stop=stop, pace=Pace(stuck=0.02)))
        await client.heard.wait()
        stop.set()
    assert client.renewed == 1


async def test_polling_that_stays_stuck_on_new_connections_says_so() -> None:
    with pytest.raises(PollingStuck):
        await poll(Deaf(deaf_for=9), Intake(), stop=asyncio.Event(), pace=Pace(stuck=0.02))


class Offline(Deaf):
    """A client whose calls all fail, until its connections were renewed often enough."""

    async def call(self, method: str, arguments: dict[str, Any], read_timeout: float) -> Any:
        if method == "getUpdates" and self.renewed < self.deaf_for:
            raise NotSent("no connection")
        return await super().call(method, arguments, read_timeout)


async def test_a_long_outage_renews_the_connections_but_never_ends_the_program() -> None:
    client, stop = Offline(deaf_for=3), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(poll(client, Intake(), stop=stop, pace=Pace(stuck=0.02, first=0.005, longest=0.01)))
        await client.heard.wait()
        stop.set()
    assert client.renewed == 3


async def test_no_offset_is_negative_or_kept_after_it_did_its_work(telegram: StandIn) -> None:
    intake, anna = Intake(), telegram.person(5)
    async with polling(telegram, intake, pace=Pace(poll=0, first=0.01)):
        await anna.types("before the quiet week")
        await intake.has("before the quiet week")
        await telegram.all_confirmed()
        telegram.updates.renumber(3)
        await anna.types("after the quiet week")
        await intake.has("after the quiet week")
        await telegram.all_confirmed()
    offsets = [
        int(call.arguments["offset"])
        for call in telegram.calls_of("getUpdates")
        if "offset" in call.arguments
    ]
    assert set(offsets) == {1001, 4}


async def test_stopping_confirms_what_was_handled_and_does_not_wait_for_the_poll(telegram: StandIn) -> None:
    stop = asyncio.Event()

    async def last_one(update: Update) -> None:
        stop.set()

    await telegram.person(5).types("bye")
    async with PollingClient(telegram.token, telegram.api_url) as client:
        await poll(client, last_one, stop=stop, pace=Pace())
    assert not telegram.updates.pending


async def test_the_poller_asks_for_the_kinds_of_updates_that_it_understands(telegram: StandIn) -> None:
    intake = Intake()
    async with polling(telegram, intake):
        await telegram.person(5).types("hello")
        await intake.has("hello")
    assert tuple(telegram.updates.allowed) == ALLOWED_UPDATES


async def test_two_hundred_messages_in_a_row_all_arrive_in_order(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(5)

    async def echo(update: Update) -> None:
        await bot.send_message(5, update["message"]["text"])

    async with polling(telegram, echo):
        for number in range(200):
            await anna.types(str(number))
        await telegram.all_confirmed(within=20)
    assert [message.text for message in anna.chat if message.by_bot] == [str(number) for number in range(200)]


async def test_start_up_calls_are_repeated_until_telegram_answers(telegram: StandIn, bot: Bot) -> None:
    telegram.next_call("setMyName", times=3).answers(502)
    telegram.next_call("setMyName").answers(429, retry_after=0)
    telegram.next_call("setMyName").is_cut(taken=True)
    assert await patiently(lambda: bot.set_my_name("Peiler"), stop=asyncio.Event(), pace=QUICK)
    assert len(telegram.calls_of("setMyName")) == 6


# --- what became of a call


async def test_a_message_that_never_left_may_be_sent_again(telegram: StandIn, bot: Bot) -> None:
    await telegram.goes_down()
    assert fate_of(await failure(bot.send_message(5, "hello"))) is Fate.NOT_SENT


@pytest.mark.parametrize("taken", [True, False])
async def test_a_cut_connection_leaves_the_fate_of_a_message_unknown(
    telegram: StandIn, bot: Bot, taken: bool
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    telegram.next_call("sendMessage").is_cut(taken=taken)
    assert fate_of(await failure(bot.send_message(5, "hello"))) is Fate.UNKNOWN
    assert [message.text for message in anna.chat if message.by_bot] == (["hello"] if taken else [])


async def test_no_answer_in_time_leaves_the_fate_of_a_message_unknown(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(5)
    await anna.starts()
    telegram.next_call("sendMessage").waits(0.2)
    assert fate_of(await failure(bot.send_message(5, "hello", read_timeout=0.05))) is Fate.UNKNOWN
    await anna.sees("hello")


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_a_server_error_leaves_the_fate_of_a_message_unknown(
    telegram: StandIn, bot: Bot, code: int
) -> None:
    telegram.next_call("sendMessage").answers(code)
    assert fate_of(await failure(bot.send_message(5, "hello"))) is Fate.UNKNOWN


@pytest.mark.parametrize("code", [400, 401, 403, 404, 502])
async def test_the_page_of_a_proxy_refuses_no_chat_and_no_token(
    telegram: StandIn, bot: Bot, code: int
) -> None:
    telegram.next_call("sendMessage").answers_page(code, f"<h1>no {telegram.token}</h1>")
    error = await failure(bot.send_message(5, "hello"))
    assert fate_of(error) is Fate.UNKNOWN
    assert telegram.token not in str(error)


async def test_too_many_requests_names_its_pause_in_seconds(telegram: StandIn, bot: Bot) -> None:
    telegram.next_call("sendMessage").answers(429, retry_after=7)
    error = await failure(bot.send_message(5, "hello"))
    assert isinstance(error, TooFast)
    report = not_delivered(error)
    assert (report.fate, report.retry_after) == (Fate.WAIT, 7.0)


async def test_people_who_cannot_be_reached_are_told_apart_from_trouble(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(5)
    assert fate_of(await failure(bot.send_message(5, "you do not know me"))) is Fate.UNREACHABLE
    assert fate_of(await failure(bot.send_message(99, "nobody"))) is Fate.UNREACHABLE
    await anna.starts()
    await anna.blocks()
    assert fate_of(await failure(bot.send_message(5, "hello"))) is Fate.UNREACHABLE
    await anna.unblocks()
    await bot.send_message(5, "hello")
    anna.vanishes()
    assert fate_of(await failure(bot.send_message(5, "hello"))) is Fate.UNREACHABLE


async def test_edits_that_change_nothing_are_success_and_lost_cards_are_gone(
    telegram: StandIn, bot: Bot
) -> None:
    anna = telegram.person(5)
    await anna.starts()
    card = await bot.send_message(5, "card")
    assert is_unchanged(await failure(bot.edit_message_text("card", 5, card.message_id)))
    assert fate_of(await failure(bot.edit_message_text("new", 5, 404))) is Fate.GONE
    assert fate_of(await failure(bot.edit_message_text("new", 5, anna.chat[0].message_id))) is Fate.GONE
    await card.delete()
    assert fate_of(await failure(bot.edit_message_text("new", 5, card.message_id))) is Fate.GONE


async def test_refusals_of_the_words_themselves_are_told_apart(telegram: StandIn, bot: Bot) -> None:
    await telegram.person(5).starts()
    markup = await failure(bot.send_message(5, "I <3 you", parse_mode="HTML"))
    assert fate_of(markup) is Fate.MARKUP
    assert outcome_of(await failure(bot.send_message(5, "x" * 4097))) is Outcome.TOO_LONG
    assert outcome_of(await failure(bot.send_document(5, b"x", caption="x" * 1025))) is Outcome.TOO_LONG
    assert fate_of(await failure(bot.send_message(5, " "))) is Fate.REFUSED
    assert outcome_of(await failure(bot.answer_callback_query("1"))) is Outcome.TOO_LATE
    assert outcome_of(await failure(bot.send_photo(5, b"no picture"))) is Outcome.BAD_PICTURE
    assert outcome_of(await failure(bot.get_file("unheard-of"))) is Outcome.LOST_FILE


async def test_a_group_that_moved_says_where_it_went(telegram: StandIn, bot: Bot) -> None:
    await telegram.group(-5).upgrades(-1005)
    report = not_delivered(await failure(bot.send_message(-5, "hello")))
    assert report.moved_to == "-1005"


async def test_files_go_out_and_come_back_as_they_were(telegram: StandIn, bot: Bot) -> None:
    anna = telegram.person(5)
    await anna.sends_document("plan.pdf", b"%PDF" * 50_000)
    update = telegram.updates.pending[0]
    file = await bot.get_file(update["message"]["document"]["file_id"])
    assert file.file_path is not None
    assert bytes(await file.download_as_bytearray()) == b"%PDF" * 50_000
    async with AiohttpRequest(proxies=False) as request:
        assert b"".join([piece async for piece in request.stream(file.file_path)]) == b"%PDF" * 50_000
        telegram.next_call("download", times=None).is_cut(taken=False)
        with pytest.raises(TelegramError):
            [piece async for piece in request.stream(file.file_path)]
    await bot.send_document(5, b"report", filename="report.pdf", caption="<b>Ready</b>", parse_mode="HTML")
    assert anna.last.file is not None
    assert (anna.last.file.name, anna.last.file.content, anna.last.text) == ("report.pdf", b"report", "Ready")


async def test_the_token_is_in_no_error_and_no_log(
    telegram: StandIn, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    errors = []
    for trouble in ("cut", "late", "502", "page", "down"):
        match trouble:
            case "cut":
                telegram.next_call().is_cut(taken=False)
            case "late":
                telegram.next_call().waits(0.2)
            case "502":
                telegram.next_call().answers(502)
            case "page":
                telegram.next_call().answers_page(502, telegram.token)
            case _:
                await telegram.goes_down()
        errors.append(await failure(bot.send_message(5, "hello", read_timeout=0.05)))
    told = "".join("".join(traceback.format_exception(error)) for error in errors) + caplog.text
    assert telegram.token not in told
    assert all(error.__cause__ is None and error.__context__ is None for error in errors)
