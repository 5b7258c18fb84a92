"""What an answer of Telegram means, or the lack of one: which error says what became of the call.

    no connection          NotSent                   nothing left this machine
    timed out, cut, 5xx    TimedOut, NetworkError    it may have arrived
    400, 413               BadRequest                refused, by its text
    401                    TokenRefused
    403                    Forbidden
    404                    EndPointNotFound
    409                    Conflict
    429                    TooFast                   refused for now
    group moved            ChatMigrated

No error holds the address, because the token is part of it; for the same reason none has a cause.
"""

import json
import re
from typing import Any

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.fate import NotSent, TokenRefused, TooFast

_PAUSE_UNNAMED = 5.0  # seconds, when a 429 does not say how long

_ERRORS: dict[int, type[TelegramError]] = {
    400: BadRequest,
    401: TokenRefused,
    403: Forbidden,
    404: EndPointNotFound,
    409: Conflict,
    413: BadRequest,
}


def failure_of(error: Exception) -> TelegramError:
    """By when it happened; the message names the kind of error only, never its text."""
    kind = type(error).__name__
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError() | aiohttp.InvalidURL():
            return NotSent(f"no connection to Telegram ({kind})")
        case TimeoutError():
            return TimedOut(f"no answer in time ({kind})")
        case _:
            return NetworkError(f"the connection broke ({kind})")


def raise_for(status: int, payload: bytes) -> None:
    """Returns for a success, raises for everything else."""
    if 200 <= status < 300:
        return
    answer = json_of(payload)
    if "description" not in answer and status != 413:
        # The page of a proxy on the way: it refuses no chat and no token.
        raise NetworkError(f"status {status} from something that is not Telegram")
    text = str(answer.get("description", "Request Entity Too Large"))
    parameters = answer.get("parameters") or {}
    if status == 429:
        raise TooFast(_pause(parameters, text))
    if "migrate_to_chat_id" in parameters:
        raise ChatMigrated(int(parameters["migrate_to_chat_id"]))
    raise _ERRORS.get(status, NetworkError)(text)


def _pause(parameters: dict[str, Any], text: str) -> float:
    named = re.search(r"retry after (\d+)", text)
    return float(parameters.get("retry_after") or (named[1] if named else _PAUSE_UNNAMED))


def json_of(payload: bytes) -> dict[str, Any]:
    """An empty object for what is none: pages of proxies can repeat the address."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
