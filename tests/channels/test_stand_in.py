"""Promises of the stand-in itself: it is as strict as Telegram, or the other tests would prove nothing."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tests.telegram_stand_in import Person, StandIn, parse_html, utf16_length
from tests.telegram_stand_in.errors import Refusal

Json = dict[str, Any]


class Clock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.9

    def __call__(self) -> float:
        return self.time


class Raw:
    """A bot without a library: arguments in, the whole answer out."""

    def __init__(self, session: aiohttp.ClientSession, telegram: StandIn) -> None:
        self.session, self.telegram = session, telegram

    async def __call__(self, method: str, /, token: str | None = None, **arguments: Any) -> Json:
        address = f"{self.telegram.api_url}{token or self.telegram.token}/{method}"
        async with self.session.post(address, json=arguments) as response:
            answer: Json = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer

    async def why(self, method: str, **arguments: Any) -> str:
        answer = await self(method, **arguments)
        assert not answer["ok"]
        return str(answer["description"])


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[StandIn]:
    async with StandIn(clock=clock) as stand_in:
        yield stand_in


@pytest.fixture
async def call(telegram: StandIn) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(session, telegram)


@pytest.fixture
async def anna(telegram: StandIn) -> Person:
    person = telegram.person(5, "Anna")
    await person.starts()
    return person


def buttons(*rows: list[tuple[str, str]]) -> Json:
    return {
        "inline_keyboard": [[{"text": label, "callback_data": data} for label, data in row] for row in rows]
    }


# --- who may call what


async def test_only_the_right_token_and_known_methods_are_served(call: Raw) -> None:
    assert await call("getMe", token="1:wrong") == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    assert (await call("getMe", token="shapeless"))["error_code"] == 404
    assert (await call("sendTelepathy"))["error_code"] == 404
    assert (await call("GETme"))["result"]["is_bot"]


@pytest.mark.parametrize(
    ("method", "arguments", "reason"),
    [
        ("sendMessage", {"chat_id": 5}, "message text is empty"),
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x", "colour": "red"}, "parameter colour is not known"),
        ("sendMessage", {"chat_id": 5, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": 5, "text": " \n"}, "message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "😀" * 2049}, "message is too long"),
        ("sendMessage", {"chat_id": 404, "text": "x"}, "chat not found"),
        (
            "sendMessage",
            {"chat_id": 5, "text": "x", "reply_parameters": {"message_id": 9}},
            "message to be replied",
        ),
        ("editMessageText", {"chat_id": 5, "message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"chat_id": 5, "message_id": 1, "text": "x"}, "message can't be edited"),
        ("deleteMessage", {"chat_id": 5, "message_id": 99}, "message to delete not found"),
        ("sendChatAction", {"chat_id": 5, "action": "dancing"}, "wrong parameter action"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response timeout expired"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        (
            "setMessageReaction",
            {"chat_id": 5, "message_id": 1, "reaction": [{"emoji": "x"}]},
            "REACTION_INVALID",
        ),
        ("setMyCommands", {"commands": [{"command": "No Way", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "BOT_SHORT_DESCRIPTION_TOO_LONG"),
        ("getUpdates", {"limit": "many"}, "wrong parameter limit"),
        ("sendDocument", {"chat_id": 5, "document": "unheard-of"}, "wrong file identifier"),
        ("getFile", {"file_id": "unheard-of"}, "wrong file_id or the file is temporarily unavailable"),
    ],
)
async def test_misshapen_calls_are_refused_with_telegrams_words(
    anna: Person, call: Raw, method: str, arguments: Json, reason: str
) -> None:
    assert (await call.why(method, **arguments)).startswith(f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (buttons([("Yes", "é" * 33)]), "BUTTON_DATA_INVALID"),
        (buttons([("", "data")]), "inline keyboard button text is empty"),
        (buttons([("x", "y")] * 9), "reply markup is too long"),
        (buttons(*[[("x", "y")]] * 101), "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "x"}]]}, "can't parse inline keyboard button"),
        ({"inline_keyboard": [{"text": "x"}]}, "can't parse reply keyboard markup"),
        ({"inline_keyboard": [[{"text": "x", "url": "javascript:x"}]]}, "inline keyboard button URL"),
        ({"something": "else"}, "object expected as reply markup"),
    ],
)
async def test_keyboards_that_telegram_refuses_are_refused(
    anna: Person, call: Raw, markup: Json, reason: str
) -> None:
    assert reason in await call.why("sendMessage", chat_id=5, text="x", reply_markup=markup)


async def test_the_longest_text_is_counted_after_its_markup_is_gone(anna: Person, call: Raw) -> None:
    assert (await call("sendMessage", chat_id=5, text=f"<b>{'x' * 4096}</b>", parse_mode="HTML"))["ok"]
    assert not (await call("sendMessage", chat_id=5, text=f"<b>{'x' * 4097}</b>", parse_mode="HTML"))["ok"]


# --- markup


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("I <3 you", 'Unsupported start tag "3" at byte offset 2'),
        ("I <3", "Unclosed start tag at byte offset 2"),
        ("é<x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<a href=#x>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_markup_is_refused_with_the_place_of_the_fault(html: str, reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(html)
    assert caught.value.text == f"Bad Request: can't parse entities: {reason}"


def test_markup_becomes_entities_that_count_in_utf16() -> None:
    plain, entities = parse_html(
        "😀 <b>bold <i>both</i></b> <a href='http://x/?a=1&amp;b=é'>link</a> &lt;3 &euro; &#39;"
    )
    assert plain == "😀 bold both link <3 &euro; '"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 9},
        {"type": "italic", "offset": 8, "length": 4},
        {"type": "text_link", "offset": 13, "length": 4, "url": "http://x/?a=1&b=é"},
    ]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_escaped_text_of_people_always_comes_through_unchanged(text: str) -> None:
    plain, entities = parse_html(f"<b>x{escape(text)}</b>")
    assert plain == f"x{text}"
    assert entities == [{"type": "bold", "offset": 0, "length": 1 + utf16_length(text)}]


# --- updates


async def test_updates_stay_until_an_offset_confirms_them(anna: Person, call: Raw) -> None:
    await anna.types("two")
    first = (await call("getUpdates"))["result"]
    again = (await call("getUpdates", limit=1))["result"]
    assert [update["message"]["text"] for update in first] == ["/start", "two"]
    assert again == first[:1]
    rest = (await call("getUpdates", offset=first[0]["update_id"] + 1))["result"]
    assert rest == first[1:]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(telegram: StandIn, call: Raw) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        poll = group.create_task(call("getUpdates", timeout=50))
        await telegram.called("getUpdates")
        assert not poll.done()
        await telegram.person(5).types("hello")
    assert poll.result()["result"][0]["message"]["text"] == "hello"


async def test_a_second_poll_ends_the_first_with_a_conflict(telegram: StandIn, call: Raw) -> None:
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        first = group.create_task(call("getUpdates", timeout=50))
        await telegram.called("getUpdates")
        second = await call("getUpdates")
    assert second["ok"]
    assert first.result()["error_code"] == 409
    assert "terminated by other getUpdates request" in first.result()["description"]


async def test_there_is_no_polling_while_a_webhook_is_set(call: Raw) -> None:
    assert (await call("setWebhook", url="https://x.example/"))["ok"]
    assert (await call("getWebhookInfo"))["result"]["url"] == "https://x.example/"
    assert "can't use getUpdates method while webhook is active" in await call.why("getUpdates")
    assert (await call("deleteWebhook"))["ok"]
    assert (await call("getUpdates"))["ok"]


async def test_a_webhook_gets_each_update_in_order_and_again_until_it_answers_ok(
    anna: Person, call: Raw
) -> None:
    came: list[tuple[str, str | None]] = []

    async def receive(request: web.Request) -> web.Response:
        update = await request.json()
        came.append((update["message"]["text"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=503 if len(came) == 1 else 200)

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await anna.types("two")
    await call("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s3cret")
    await call.telegram.all_confirmed()
    await runner.cleanup()
    assert came == [("/start", "s3cret"), ("/start", "s3cret"), ("two", "s3cret")]


async def test_only_the_kinds_asked_for_are_kept(telegram: StandIn, call: Raw, anna: Person) -> None:
    await call("getUpdates", offset=2000, allowed_updates=["message"])
    await anna.edits(await anna.types("typo"), "better")
    await anna.blocks()
    assert [set(update) - {"update_id"} for update in telegram.updates.pending] == [{"message"}]


async def test_taps_live_for_150_seconds_and_messages_for_a_day(
    anna: Person, call: Raw, clock: Clock
) -> None:
    await call("sendMessage", chat_id=5, text="Yes?", reply_markup=buttons([("Yes", "a:1:yes")]))
    await anna.taps("Yes")
    clock.time += 149
    assert len((await call("getUpdates"))["result"]) == 2
    clock.time += 2
    assert len((await call("getUpdates"))["result"]) == 1
    clock.time += 86_400
    assert not (await call("getUpdates"))["result"]


async def test_updates_can_come_twice_out_of_order_and_poisoned(
    telegram: StandIn, anna: Person, call: Raw
) -> None:
    await call("getUpdates", offset=2000)
    telegram.updates.comes_again_next = True
    await anna.types("twice")
    telegram.updates.hold()
    await anna.types("a")
    await anna.types("b")
    await telegram.updates.release(backwards=True)
    await telegram.updates.push_raw({"message": 17})
    first = (await call("getUpdates"))["result"]
    assert [update["message"]["text"] for update in first[:3]] == ["twice", "b", "a"]
    assert first[3]["message"] == 17
    assert (await call("getUpdates", offset=first[-1]["update_id"] + 1))["result"] == first[:1]
    assert not (await call("getUpdates", offset=first[-1]["update_id"] + 1))["result"]


# --- people


async def test_nobody_is_written_to_before_they_wrote(telegram: StandIn, call: Raw) -> None:
    telegram.person(6)
    assert await call.why("sendMessage", chat_id=6, text="x") == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_tap_is_answered_once_and_not_too_late(anna: Person, call: Raw, clock: Clock) -> None:
    await call("sendMessage", chat_id=5, text="Yes?", reply_markup=buttons([("Yes", "a:1:yes")]))
    tap = await anna.taps("Yes")
    query = (await call("getUpdates"))["result"][-1]["callback_query"]
    assert (query["data"], query["message"]["message_id"], query["from"]["id"]) == ("a:1:yes", 2, 5)
    assert (await call("answerCallbackQuery", callback_query_id=query["id"], text="Noted"))["ok"]
    assert (await tap.answered()).text == "Noted"
    assert not (await call("answerCallbackQuery", callback_query_id=query["id"]))["ok"]
    await anna.taps("a:1:yes")
    late = (await call("getUpdates"))["result"][-1]["callback_query"]
    clock.time += 31
    assert not (await call("answerCallbackQuery", callback_query_id=late["id"]))["ok"]


async def test_one_press_can_arrive_as_two_updates_with_their_own_ids(anna: Person, call: Raw) -> None:
    await call("sendMessage", chat_id=5, text="Yes?", reply_markup=buttons([("Yes", "a:1:yes")]))
    await anna.taps("Yes", times=2)
    one, two = (await call("getUpdates"))["result"][-2:]
    assert one["update_id"] != two["update_id"]
    assert one["callback_query"]["id"] != two["callback_query"]["id"]
    assert one["callback_query"]["data"] == two["callback_query"]["data"]


async def test_an_edit_that_changes_nothing_is_refused_and_a_real_one_is_seen(
    anna: Person, call: Raw
) -> None:
    sent = (await call("sendMessage", chat_id=5, text="<b>One</b>", parse_mode="HTML"))["result"]
    await anna.sees("One")
    same = {"chat_id": 5, "message_id": sent["message_id"], "text": "<b>One</b>", "parse_mode": "HTML"}
    assert "message is not modified" in await call.why("editMessageText", **same)
    await call("editMessageText", **(same | {"text": "Two", "reply_markup": buttons([("Go", "go")])}))
    seen = await anna.sees("Two")
    assert (seen.edits, [button.label for button in anna.buttons()]) == (1, ["Go"])
    await call("editMessageReplyMarkup", chat_id=5, message_id=sent["message_id"])
    assert not anna.buttons()


async def test_nobody_sees_what_was_not_shown(anna: Person) -> None:
    with pytest.raises(AssertionError, match="does not see 'never'"):
        await anna.sees("never", timeout=0.01)
    with pytest.raises(AssertionError, match="has no button 'Yes'"):
        await anna.taps("Yes")


async def test_messages_over_the_limit_are_split_as_apps_do(telegram: StandIn, anna: Person) -> None:
    await anna.types("x" * 5000)
    lengths = [len(update["message"]["text"]) for update in telegram.updates.pending]
    assert lengths == [6, 4096, 904]


async def test_dates_are_whole_seconds_of_the_clock(anna: Person, call: Raw, clock: Clock) -> None:
    sent = (await call("sendMessage", chat_id=5, text="x"))["result"]
    clock.time += 1.5
    edited = (await call("editMessageText", chat_id=5, message_id=sent["message_id"], text="y"))["result"]
    assert (sent["date"], edited["edit_date"]) == (1_800_000_000, 1_800_000_002)


async def test_old_messages_cannot_be_deleted(anna: Person, call: Raw, clock: Clock) -> None:
    sent = (await call("sendMessage", chat_id=5, text="x"))["result"]
    clock.time += 48 * 3600
    assert "message can't be deleted" in await call.why(
        "deleteMessage", chat_id=5, message_id=sent["message_id"]
    )


async def test_files_over_twenty_megabytes_cannot_be_fetched(
    telegram: StandIn, anna: Person, call: Raw
) -> None:
    await anna.sends_document("big.zip", b"x", size=21 * 1024 * 1024)
    document = telegram.updates.pending[-1]["message"]["document"]
    assert await call.why("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"


async def test_commands_are_kept_per_language_and_scope(call: Raw) -> None:
    command = [{"command": "stop", "description": "Stop"}]
    await call("setMyCommands", commands=command, language_code="nl")
    assert (await call("getMyCommands", language_code="nl"))["result"] == command
    assert (await call("getMyCommands"))["result"] == []


async def test_the_published_rates_are_kept_when_asked_for(clock: Clock) -> None:
    async with StandIn(clock=clock, rates=True) as telegram, aiohttp.ClientSession() as session:
        call = Raw(session, telegram)
        await telegram.person(5).starts()
        answers = [await call("sendMessage", chat_id=5, text="x") for _ in range(4)]
        assert [answer["ok"] for answer in answers] == [True, True, True, False]
        assert answers[3]["error_code"] == 429
        clock.time += answers[3]["parameters"]["retry_after"]
        assert (await call("sendMessage", chat_id=5, text="x"))["ok"]


async def test_trouble_is_for_the_calls_it_names_and_ends(anna: Person, telegram: StandIn, call: Raw) -> None:
    telegram.next_call("sendMessage", chat=6).answers(500)
    telegram.next_call("sendMessage", chat=5).answers(429, retry_after=3)
    refused = await call("sendMessage", chat_id=5, text="x")
    assert refused["parameters"] == {"retry_after": 3}
    assert (await call("sendMessage", chat_id=5, text="x"))["ok"]
    telegram.next_call("sendMessage", times=None).answers(502, taken=True)
    assert (await call("sendMessage", chat_id=5, text="taken all the same"))["error_code"] == 502
    assert anna.last.text == "taken all the same"
    telegram.recover()
    assert (await call("sendMessage", chat_id=5, text="y"))["ok"]
    assert [made.code for made in telegram.calls_of("sendMessage")] == [429, 200, 502, 200]


async def test_a_transcript_reads_like_the_chat(anna: Person, telegram: StandIn, call: Raw) -> None:
    markup = buttons([("Yes", "a:1:yes"), ("No", "a:1:no")])
    await call("sendMessage", chat_id=5, text="Shall we?", reply_markup=markup)
    await anna.taps("Yes")
    query = (await call("getUpdates"))["result"][-1]["callback_query"]
    await call("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    await call("editMessageText", chat_id=5, message_id=2, text="We shall")
    await anna.sends_document("plan.pdf")
    assert telegram.transcript(anna) == (
        "> /start\n< Shall we?\n  [Yes] [No]\n* Yes\n! Noted\n~ We shall\n> (document plan.pdf)\n"
    )
    assert "  [Yes|a:1:yes] [No|a:1:no]\n* Yes|a:1:yes\n" in telegram.transcript(anna, data=True)


async def test_groups_show_who_wrote_and_can_move_or_throw_the_bot_out(telegram: StandIn, call: Raw) -> None:
    group, anna = telegram.group(-7, "Owners"), telegram.person(5)
    await anna.types("hello all", group=group)
    message = telegram.updates.pending[0]["message"]
    assert (message["chat"]["id"], message["from"]["id"]) == (-7, 5)
    moved = await group.upgrades(-1007)
    answer = await call("sendMessage", chat_id=-7, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": -1007}
    assert (await call("sendMessage", chat_id=-1007, text="x"))["ok"]
    await moved.kicks_the_bot()
    assert (await call.why("sendMessage", chat_id=-1007, text="x")).startswith("Forbidden: bot was kicked")


async def test_as_a_process_it_is_driven_over_http(call: Raw) -> None:
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-m", "tests.telegram_stand_in", "--port", "0"],
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    lines = [(await process.stdout.readline()).decode().strip() for _ in range(3)]
    settings = dict(line.split("=", 1) for line in lines)
    api = settings["PEILER_TELEGRAM_API_URL"] + settings["PEILER_TELEGRAM_TOKEN"]
    control = settings["PEILER_TELEGRAM_API_URL"].removesuffix("bot") + "control"

    async def post(address: str, **body: Any) -> Json:
        async with call.session.post(address, json=body) as response:
            found: Json = await response.json()
            return found

    try:
        await post(f"{control}/say", user=5, text="/start")
        await post(f"{api}/sendMessage", chat_id=5, text="Yes?", reply_markup=buttons([("Yes", "a:1:yes")]))
        assert await post(f"{control}/tap", user=5, button="Yes") == {"data": "a:1:yes"}
        assert "has no button" in (await post(f"{control}/tap", user=5, button="No"))["error"]
        assert len((await post(f"{api}/getUpdates"))["result"]) == 2
        async with call.session.get(f"{control}/chat?user=5") as response:
            assert (await response.json())["messages"][1]["buttons"] == [[["Yes", "a:1:yes"]]]
        async with call.session.get(f"{control}/transcript?user=5") as response:
            assert await response.text() == "> /start\n< Yes?\n  [Yes]\n* Yes\n"
    finally:
        process.terminate()
        await process.wait()
