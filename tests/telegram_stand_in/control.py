"""A small HTTP interface by which a script or a person plays everybody around the bot."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.telegram_stand_in.people import Person
from tests.telegram_stand_in.server import StandIn
from tests.telegram_stand_in.world import Message

Json = dict[str, Any]
Act = Callable[[StandIn, Json], Awaitable[Any]]


def add_control(telegram: StandIn) -> None:
    """Serves `/control/…` beside the Bot API; call before the stand-in listens."""
    telegram.extra_routes += [
        web.post(f"/control/{name}", _handler(telegram, act)) for name, act in _ACTS.items()
    ]
    telegram.extra_routes += [
        web.get(f"/control/{name}", _handler(telegram, act)) for name, act in _VIEWS.items()
    ]


def _handler(telegram: StandIn, act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            given = dict(request.query) if request.method == "GET" else await request.json()
            result = await act(telegram, given)
        except (AssertionError, KeyError, ValueError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.Response(text=result) if isinstance(result, str) else web.json_response(result)

    return handle


def _person(telegram: StandIn, given: Json) -> Person:
    more = {name: given[name] for name in ("first_name", "language_code") if name in given}
    return telegram.person(int(given["user"]), **more)


async def _say(telegram: StandIn, given: Json) -> Json:
    message = await _person(telegram, given).types(given["text"])
    return {"message_id": message.message_id}


async def _tap(telegram: StandIn, given: Json) -> Json:
    """`{"user": 5, "button": "Yes", "on": 12, "times": 1, "wait": 5}`: the last three may be left out."""
    person = _person(telegram, given)
    on = next((m for m in person.chat if m.message_id == given.get("on")), None)
    tap = await person.taps(
        given["button"], on=on, times=given.get("times", 1), forged=given.get("forged", False)
    )
    if "wait" not in given:
        return {"data": tap.data}
    try:
        answer = await tap.answered(float(given["wait"]))
    except TimeoutError:
        return {"data": tap.data, "answered": False}
    return {"data": tap.data, "answered": True, "toast": answer.text, "alert": answer.alert}


async def _send_file(telegram: StandIn, given: Json) -> Json:
    content = str(given.get("content", "content")).encode()
    message = await _person(telegram, given).sends_document(given.get("name", "file.txt"), content)
    return {"message_id": message.message_id}


async def _block(telegram: StandIn, given: Json) -> Json:
    await _person(telegram, given).blocks()
    return {}


async def _unblock(telegram: StandIn, given: Json) -> Json:
    await _person(telegram, given).unblocks()
    return {}


async def _update(telegram: StandIn, given: Json) -> Json:
    """Any raw update, also one that no client understands."""
    return await telegram.updates.push_raw(given)


async def _trouble(telegram: StandIn, given: Json) -> Json:
    """`{"method": …, "chat": …, "times": 1}` with `"code": 429`, `"cut": true` or `"wait": 2`."""
    fault = telegram.next_call(given.get("method"), chat=given.get("chat"), times=given.get("times", 1))
    taken = given.get("taken", False)
    if "wait" in given:
        fault.waits(float(given["wait"]))
    if "code" in given:
        fault.answers(given["code"], retry_after=given.get("retry_after", 1), taken=taken)
    if given.get("cut"):
        fault.is_cut(taken=taken)
    return {}


async def _recover(telegram: StandIn, _: Json) -> Json:
    telegram.recover()
    return {}


async def _chat(telegram: StandIn, given: Json) -> Json:
    return {"messages": [_shown(message) for message in _person(telegram, given).chat]}


def _shown(message: Message) -> Json:
    return {
        "message_id": message.message_id,
        "by_bot": message.by_bot,
        "text": message.text,
        "html": message.html,
        "buttons": [[[button.label, button.data] for button in row] for row in message.buttons],
        "edits": message.edits,
        "file": message.file.name if message.file else None,
    }


async def _transcript(telegram: StandIn, given: Json) -> str:
    return telegram.transcript(_person(telegram, given), data="data" in given)


async def _calls(telegram: StandIn, given: Json) -> Json:
    start = int(given.get("from", 0))
    rows = [
        {"method": c.method, "arguments": c.arguments, "at": c.at, "code": c.code}
        for c in telegram.calls[start:]
    ]
    return {"calls": json.loads(json.dumps(rows, default=str)), "next": start + len(rows)}


async def _pending(telegram: StandIn, _: Json) -> Json:
    return {"updates": telegram.updates.pending}


_ACTS: dict[str, Act] = {
    "say": _say,
    "tap": _tap,
    "file": _send_file,
    "block": _block,
    "unblock": _unblock,
    "update": _update,
    "trouble": _trouble,
    "recover": _recover,
}
_VIEWS: dict[str, Act] = {"chat": _chat, "transcript": _transcript, "calls": _calls, "pending": _pending}
