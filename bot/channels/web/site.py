"""What the site does with a request: read a conversation, take a form, show the page again."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from bot.channels.web.guard import Refused, check_form
from bot.channels.web.pages import LANGUAGE_COOKIE, Pages
from bot.channels.web.posted import Posted, read
from bot.channels.web.sides import Layout, Side, has_content, laid_out
from bot.ports import ChatLog, Entry, Event, Handle, Incoming, TryLater, Wrote
from bot.texts import LANGUAGES

CHANNEL = "web"
#: Of a long conversation the page shows the end.
SHOWN = 200


class Site:
    """The pages behind the door."""

    def __init__(
        self,
        handle: Handle,
        log: ChatLog,
        next_update_id: Callable[[], int],
        sides: Mapping[str, Side],
        pages: Pages,
        now: Callable[[], datetime],
        settled: Callable[[str], Awaitable[None]],
    ) -> None:
        self._handle, self._log, self._next_update_id = handle, log, next_update_id
        self._sides, self._pages, self._now, self._settled = sides, pages, now, settled

    async def choose(self, request: Request) -> Response:
        """Which side to be."""
        people = {name: side.person for name, side in self._sides.items()}
        return self._pages.page("choose", request, people=people)

    async def read(self, request: Request) -> Response:
        """The conversation of one side as it stands."""
        side = self._side(request)
        entries = await self._entries(side)
        layout = laid_out(entries, side.newest)
        return self._pages.page(
            "consultant" if side.name == "consultant" else "owner",
            request,
            side=side,
            toast=side.pop_toast(),
            entries=entries,
            layout=layout,
            last_seen=_last_seen(side, entries),
        )

    async def read_on(self, request: Request) -> Response:
        """The conversation of one side, at what is new. (A link to "#now" alone would fetch nothing.)"""
        return _at_new(self._side(request))

    async def post(self, request: Request) -> Response:
        """Takes one form, then shows the page again: a reload sends nothing."""
        check_form(request)
        side = self._side(request)
        async with request.form(max_files=1, max_fields=20) as form:
            posted = read(form)
        async with side.one_at_a_time:
            await self._take(request, side, posted)
        return _at_new(side)

    async def _take(self, request: Request, side: Side, posted: Posted) -> None:
        if side.has_taken(posted):
            return
        if posted.is_empty:
            side.toast = self._pages.say("toast.empty", request)
            return
        entries = await self._entries(side)
        layout = laid_out(entries)
        if _was_typed_for_another(posted, layout):
            side.keep_draft(layout.ask, posted.text)
            side.toast = self._pages.say("toast.other_question", request)
            return
        side.keep_draft(posted.ask, posted.text)
        handled = await self._handle(self._incoming(request, side, posted.event()))
        if posted.data is None:
            side.keep_draft(posted.ask, "")
        side.took(posted)
        side.toast, side.newest = handled.toast, entries[-1].id if entries else None
        if posted.data is None:
            side.said.append((side.newest, posted.text))
        await self._settled(side.person.chat_id)

    async def switch_language(self, request: Request) -> Response:
        """The page's language, and that of both conversations."""
        check_form(request)
        async with request.form(max_files=0, max_fields=5) as form:
            chosen, back = form.get("language"), form.get("back")
        if chosen not in LANGUAGES or not isinstance(chosen, str):
            raise Refused(400, "unknown_button")
        for side in self._sides.values():
            async with side.one_at_a_time:
                await self._handle(self._incoming(request, side, Wrote(f"/language {chosen}")))
                await self._settled(side.person.chat_id)
        sides = {f"/{name}" for name in self._sides}
        response = RedirectResponse(back if isinstance(back, str) and back in sides else "/", 303)
        response.set_cookie(LANGUAGE_COOKIE, chosen, httponly=True, samesite="lax", path="/")
        return response

    async def picture(self, request: Request) -> Response:
        """A chart out of one of the two conversations."""
        for side in self._sides.values():
            for entry in await self._entries(side):
                if entry.photo is not None and entry.id == request.path_params["id"]:
                    return FileResponse(entry.photo, media_type="image/png")
        raise HTTPException(404)

    async def refuse(self, request: Request, error: Exception) -> Response:
        """A page that says what is the matter and what to do."""
        status, name = _reason(error)
        return self._pages.page("refused", request, status, name=name)

    async def _entries(self, side: Side) -> list[Entry]:
        return [entry for entry in await self._log.entries(side.person.chat_id, SHOWN) if has_content(entry)]

    def _side(self, request: Request) -> Side:
        return self._sides[request.url.path.split("/")[1]]

    def _incoming(self, request: Request, side: Side, event: Event) -> Incoming:
        now = self._now()
        if isinstance(event, Wrote):
            event = Wrote(event.text, at=now)
        return Incoming(
            channel=CHANNEL,
            bot_id=CHANNEL,
            update_id=self._next_update_id(),
            user_id=side.person.user_id,
            chat_id=side.person.chat_id,
            private=True,
            name=side.person.name,
            language=self._pages.language(request),
            received_at=now,
            event=event,
            body=json.dumps(asdict(event), default=str).encode(),
        )


def _at_new(side: Side) -> Response:
    return RedirectResponse(f"/{side.name}#now", 303)


def _was_typed_for_another(posted: Posted, layout: Layout) -> bool:
    """Typed text carries no ask of its own, so words for a card that has gone would answer the next one."""
    return posted.data is None and posted.ask is not None and posted.ask != (layout.ask or "")


def _last_seen(side: Side, entries: Sequence[Entry]) -> str | None:
    """The entry after which the new ones begin: the newest when something was sent, else the last but one."""
    ids = [entry.id for entry in entries]
    if side.newest in ids or side.said:
        return side.newest
    return ids[-2] if len(ids) > 1 else None


def _reason(error: Exception) -> tuple[int, str]:
    """The status, and the name of the phrases."""
    match error:
        case Refused(status=status, name=name):
            return status, name
        case HTTPException(status_code=404):
            return 404, "not_found"
        case HTTPException(status_code=status):
            return status, "not_understood"
        case TryLater():
            return 503, "later"
        case _:
            return 500, "broken"
