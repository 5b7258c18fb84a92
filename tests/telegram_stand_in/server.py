"""The stand-in itself: Telegram's side of the Bot API, served over HTTP on this machine."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.telegram_stand_in.arguments import MOST_UPLOAD, Raw, Upload, checked, read_arguments
from tests.telegram_stand_in.chat_methods import CHAT_METHODS, SHOWING
from tests.telegram_stand_in.errors import NOT_FOUND, UNAUTHORIZED, Refusal
from tests.telegram_stand_in.faults import Fault, Faults
from tests.telegram_stand_in.intake import Intake
from tests.telegram_stand_in.methods import METHODS
from tests.telegram_stand_in.people import Group, Person
from tests.telegram_stand_in.profile_methods import PROFILE_METHODS
from tests.telegram_stand_in.rates import Rates
from tests.telegram_stand_in.transcript import transcript_of
from tests.telegram_stand_in.updates import Updates
from tests.telegram_stand_in.world import World

TOKEN = "7000000001:stand-in-token-that-must-never-be-shown"
_BY_LOWER_CASE = {name.lower(): name for name in METHODS}


@dataclass(slots=True)
class Call:
    """One call of the bot: what it asked, and what it was told (`code` 0: the connection was cut)."""

    method: str
    arguments: dict[str, Any]
    at: float
    code: int | None = None  # None while it runs
    result: Any = None

    @property
    def chat(self) -> Any:
        return self.arguments.get("chat_id")


class StandIn:
    """`async with StandIn() as telegram:`; the bot gets `api_url`, `file_url` and `token`."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        rates: bool = False,
        first_update_id: int = 1000,
    ) -> None:
        self.token = token
        self.port = port
        self.updates = Updates(clock, first_update_id)
        self.intake = Intake(self.updates)
        about = {"is_bot": True, "first_name": "Peiler", "username": "peiler_bot"}
        self.world = World(clock, {"id": int(token.split(":")[0])} | about)
        self.calls: list[Call] = []
        self._called = asyncio.Condition()
        self._faults = Faults()
        self._rates = Rates(clock) if rates else None
        self._people: dict[int, Person] = {}
        self._groups: dict[int, Group] = {}
        self._runner: web.AppRunner | None = None
        self.extra_routes: list[web.RouteDef] = []

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def file_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/file/bot"

    # --- people and groups

    def person(
        self, user_id: int, first_name: str = "Anna", language_code: str = "nl", **more: Any
    ) -> Person:
        """The person with this id, who has not written to the bot yet when asked for the first time."""
        if user_id not in self._people:
            user = {"id": user_id, "is_bot": False, "first_name": first_name, "language_code": language_code}
            self._people[user_id] = Person(self.world, self.updates, user | more)
        return self._people[user_id]

    def group(self, chat_id: int, title: str = "Group") -> Group:
        """The group with this (negative) id, with the bot in it."""
        if chat_id not in self._groups:
            self._groups[chat_id] = Group(self.world, self.updates, chat_id, title)
        return self._groups[chat_id]

    def transcript(self, person: Person, *, data: bool = False) -> str:
        """What was said in the private chat with this person; `data`: with what the buttons send."""
        return transcript_of(self.world, person.user, data=data)

    # --- what goes wrong

    def next_call(
        self, method: str | None = None, *, chat: int | None = None, times: int | None = 1
    ) -> Fault:
        """Trouble for the next calls that fit: `.answers(429)`, `.is_cut(taken=True)`, `.waits(2)`.

        The method "download" stands for fetching a file. `times=None` lasts until `recover`.
        """
        return self._faults.next_call(method, chat, times)

    def recover(self) -> None:
        """Ends all scripted trouble."""
        self._faults.clear()

    async def all_confirmed(self, within: float = 5.0) -> None:
        """Waits until the bot has confirmed every update."""
        async with asyncio.timeout(within):
            await self.updates.emptied()

    async def called(self, method: str, times: int = 1, within: float = 5.0) -> None:
        """Waits until the bot has made this many calls of the method since the start."""
        async with asyncio.timeout(within), self._called:
            await self._called.wait_for(lambda: len(self.calls_of(method)) >= times)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, oldest first."""
        return [call for call in self.calls if call.method == method]

    # --- being there

    async def __aenter__(self) -> Self:
        await self.comes_back()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.goes_down()

    async def comes_back(self) -> None:
        """Listens, on the same port as before."""
        app = web.Application(client_max_size=2 * MOST_UPLOAD)
        app.router.add_route("*", "/bot{token}/{method}", self._answer_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._answer_download)
        app.add_routes(self.extra_routes)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        await self.intake.resume()

    async def goes_down(self) -> None:
        """Stops listening: connections are refused. What the world holds stays."""
        await self.intake.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            await asyncio.sleep(0.02)  # so that clients on this loop notice that their connections are closed

    # --- answering

    async def _answer_call(self, request: web.Request) -> web.StreamResponse:
        call: Call | None = None
        try:
            method = self._method_of(request)
            raw = await read_arguments(request)
            call = await self._log(method, raw)
            return await self._with_faults(request, call, raw)
        except Refusal as refusal:
            return _refused(refusal, call)

    def _method_of(self, request: web.Request) -> str:
        self._check_token(request)
        method = _BY_LOWER_CASE.get(request.match_info["method"].lower())
        if method is None:
            raise NOT_FOUND
        return method

    def _check_token(self, request: web.Request) -> None:
        token = request.match_info["token"]
        if token != self.token:
            raise UNAUTHORIZED if ":" in token else NOT_FOUND

    async def _log(self, method: str, raw: Raw) -> Call:
        shown = {name: value.name if isinstance(value, Upload) else value for name, value in raw.items()}
        arguments: dict[str, Any] = dict(shown)
        for name in ("chat_id", "message_id"):
            if str(shown.get(name, "")).lstrip("-").isdigit():
                arguments[name] = int(shown[name])
        call = Call(method, arguments, self.world.clock())
        self.calls.append(call)
        async with self._called:
            self._called.notify_all()
        return call

    async def _with_faults(self, request: web.Request, call: Call, raw: Raw) -> web.StreamResponse:
        fault = self._faults.take(call.method, call.chat) or Fault()
        await asyncio.sleep(fault.wait)
        if (fault.cut or fault.refusal) and not fault.taken:
            return _trouble(request, fault, call)
        call.result = await self._carry_out(call.method, raw)
        if fault.cut or fault.refusal:
            return _trouble(request, fault, call)
        call.code = 200
        return web.json_response({"ok": True, "result": call.result})

    async def _carry_out(self, method: str, raw: Raw) -> Any:
        arguments = checked(method, raw)
        if self._rates and method in SHOWING and isinstance(arguments.get("chat_id"), int):
            self._rates.count(arguments["chat_id"])
        if method in self.intake.methods:
            return await self.intake.methods[method](arguments)
        return await (CHAT_METHODS | PROFILE_METHODS)[method](self.world, arguments)

    async def _answer_download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            fault = self._faults.take("download", None) or Fault()
            await asyncio.sleep(fault.wait)
            if (fault.cut and fault.after is None) or fault.refusal:
                return _trouble(request, fault, None)
            paths = {file.path: file for file in self.world.files.values()}
            if request.match_info["path"] not in paths:
                raise NOT_FOUND
            return await _streamed(request, paths[request.match_info["path"]].content, fault)
        except Refusal as refusal:
            return _refused(refusal, None)


async def _streamed(request: web.Request, content: bytes, fault: Fault) -> web.StreamResponse:
    """A file, piece by piece if that is asked for; cut short perhaps."""
    response = web.StreamResponse(headers={"Content-Length": str(len(content))})
    await response.prepare(request)
    end = len(content) if fault.after is None else fault.after
    for start in range(0, end, fault.piece or max(end, 1)):
        await response.write(content[start : min(start + (fault.piece or end), end)])
        await asyncio.sleep(fault.pause)
    if fault.cut and request.transport:
        request.transport.abort()
        return response
    await response.write_eof()
    return response


def _trouble(request: web.Request, fault: Fault, call: Call | None) -> web.StreamResponse:
    if fault.refusal is None:
        if call:
            call.code = 0
        if request.transport:
            request.transport.abort()
        return web.Response()
    if fault.page is not None:
        if call:
            call.code = fault.refusal.code
        return web.Response(status=fault.refusal.code, text=fault.page, content_type="text/html")
    return _refused(fault.refusal, call)


def _refused(refusal: Refusal, call: Call | None) -> web.Response:
    if call:
        call.code = refusal.code
        call.result = refusal.text
    return web.json_response(refusal.body(), status=refusal.code)
