"""How Telegram refuses a call: a code, a text, and sometimes a parameter that says what to do."""

from typing import Any


class Refusal(Exception):
    """The answer to a call that Telegram does not carry out."""

    def __init__(self, code: int, text: str, **parameters: int) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """`{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}`."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.text}
        return body | {"parameters": self.parameters} if self.parameters else body


def bad_request(text: str, **parameters: int) -> Refusal:
    """The call cannot be carried out as it is."""
    return Refusal(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> Refusal:
    """The bot may not do this."""
    return Refusal(403, f"Forbidden: {text}")


def conflict(text: str) -> Refusal:
    """Somebody else takes the updates."""
    return Refusal(409, f"Conflict: {text}")


def too_many(seconds: int) -> Refusal:
    """The bot goes too fast."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
TOO_LARGE = Refusal(413, "Request Entity Too Large")
