"""What every answer carries and every form must show before it is read."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A form is an answer in words; nothing longer is typed by hand.
MAX_FORM = 256 * 1024
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Nothing ever leaves this site; "no-referrer" would also turn the Origin of our own forms into "null".
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Going back in the browser must show the question of now, not a form of before.
    "cache-control": "no-store",
}


class SafeHeaders:
    """Puts the headers on every response that does not have its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Refused(Exception):
    """A request that is not taken: its status, and the name of the phrases that say why."""

    def __init__(self, status: int, name: str) -> None:
        super().__init__(name)
        self.status, self.name = status, name


def check_form(request: Request) -> None:
    """Raises Refused for a form that another site sent, or that is larger than a form can be."""
    if not _from_here(request):
        raise Refused(403, "elsewhere")
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise Refused(411, "too_large")
    if int(length) > MAX_FORM:
        raise Refused(413, "too_large")


def _from_here(request: Request) -> bool:
    """A browser says where a form came from; what says nothing is no browser, and cannot be tricked."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return False
    if origin is None:
        return True
    if origin == "null":
        return site == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host")
