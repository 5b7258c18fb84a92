"""Who may come in: the one browser that first opened the printed address."""

from __future__ import annotations

import hashlib
import secrets

from starlette.requests import Request
from starlette.responses import Response


class Door:
    """Changes the one-time token into a session that lives as long as the program."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._session: str | None = None
        # Cookies know no ports: two demos on one machine must not overwrite each other's.
        self._cookie = f"peiler_{hashlib.sha256(token.encode()).hexdigest()[:12]}"

    def admits(self, request: Request) -> bool:
        """Whether this browser was let in before."""
        return self._session is not None and _same(request.cookies.get(self._cookie, ""), self._session)

    def open(self, token: str) -> bool:
        """Whether the token is right and was not used before; from now on it is used."""
        if self._session is not None or not _same(token, self._token):
            return False
        self._session = secrets.token_urlsafe(32)
        return True

    def hand_key(self, response: Response) -> None:
        """Gives the browser its session."""
        assert self._session is not None
        response.set_cookie(self._cookie, self._session, httponly=True, samesite="lax", path="/")


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode(), expected.encode())
