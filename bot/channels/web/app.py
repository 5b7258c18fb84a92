"""The site of the demo: the sides of one conversation, each a page with forms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web.door import Door
from bot.channels.web.guard import Refused, SafeHeaders
from bot.channels.web.pages import Pages
from bot.channels.web.sides import Side, WebPerson
from bot.channels.web.site import Site
from bot.ports import ChatLog, Handle, TryLater

STATIC = Path(__file__).parent / "static"


async def _at_once(chat_id: str) -> None:
    """When everything is there as soon as it was handled."""


def create_app(
    *,
    handle: Handle,
    log: ChatLog,
    next_update_id: Callable[[], int],
    people: Mapping[str, WebPerson],
    token: str,
    language: str,
    now: Callable[[], datetime],
    allowed_hosts: Sequence[str],
    settled: Callable[[str], Awaitable[None]] = _at_once,
) -> Starlette:
    """The site, for one browser that opens `/?token=…` first.

    `people` has "owner" and "consultant", and may have "reference"; `allowed_hosts` are host names without
    port; `settled` returns when nothing more is under way for a chat, or after a few seconds, so that the
    page has the answer to what was sent.
    """
    sides = {name: Side(name, person) for name, person in people.items()}
    site = Site(handle, log, next_update_id, sides, Pages(language, tuple(sides)), now, settled)
    door = Door(token)

    def inside(endpoint: Endpoint) -> Endpoint:
        return _behind(door, endpoint)

    return Starlette(
        routes=[
            Route("/", _entrance(door, site.choose)),
            *(route for name in sides for route in _side(name, site, inside)),
            Route("/language", inside(site.switch_language), methods=["POST"]),
            Route("/pictures/{id}.png", inside(site.picture)),
            Route("/healthz", _healthy),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(allowed_hosts), www_redirect=False),
        ],
        exception_handlers=dict.fromkeys((Refused, HTTPException, TryLater, Exception), site.refuse),
    )


Endpoint = Callable[[Request], Awaitable[Response]]


def _side(name: str, site: Site, inside: Callable[[Endpoint], Endpoint]) -> list[Route]:
    """The pages of one person."""
    return [
        Route(f"/{name}", inside(site.read)),
        Route(f"/{name}", inside(site.post), methods=["POST"]),
        Route(f"/{name}/now", inside(site.read_on)),
    ]


def _behind(door: Door, endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        if not door.admits(request):
            raise Refused(403, "no_session")
        return await endpoint(request)

    return guarded


def _entrance(door: Door, endpoint: Endpoint) -> Endpoint:
    """The printed address leads to one without the token; who is in needs none."""

    async def enter(request: Request) -> Response:
        token = request.query_params.get("token")
        if token is None:
            return await _behind(door, endpoint)(request)
        response = RedirectResponse("/", 303)
        if not door.admits(request):
            # Looking ahead (HEAD) must not use the token up.
            if request.method != "GET" or not door.open(token):
                raise Refused(403, "used_address")
            door.hand_key(response)
        return response

    return enter


async def _healthy(request: Request) -> Response:
    return PlainTextResponse("ok")
