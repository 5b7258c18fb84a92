"""The parameters of one call, read from its HTTP request and checked against the method's table."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import BodyPartReader, web

from tests.telegram_stand_in.errors import TOO_LARGE, bad_request
from tests.telegram_stand_in.methods import METHODS, Kind

MOST_UPLOAD = 50 * 1024 * 1024

# What Telegram says when the best known parameters are missing.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "url": "bad webhook: url is empty",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in the body of the call."""

    name: str
    mime: str
    content: bytes


Raw = dict[str, "str | Upload"]


async def read_arguments(request: web.Request) -> Raw:
    """The parameters as sent: query string, form, multipart or JSON."""
    raw: Raw = dict(request.query)
    if request.content_type == "application/json":
        body = await request.json()
        return raw | {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()
        }
    if request.content_type == "multipart/form-data":
        return raw | await _read_multipart(request)
    return raw | {name: str(value) for name, value in (await request.post()).items()}


async def _read_multipart(request: web.Request) -> Raw:
    raw: Raw = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        content = bytes(await part.read())
        if len(content) > MOST_UPLOAD:
            raise TOO_LARGE
        name = str(part.name)
        if part.filename is None:
            raw[name] = content.decode()
        else:
            raw[name] = Upload(part.filename, part.headers.get("Content-Type", ""), content)
    return raw


def checked(method: str, raw: Raw) -> dict[str, Any]:
    """The parameters with their types; refuses unknown, missing and misshapen ones."""
    table = METHODS[method]
    attached = {name for name in raw if f"attach://{name}" in raw.values()}
    if unknown := set(raw) - set(table) - attached:
        raise bad_request(f"parameter {min(unknown)} is not known to {method}")
    for name, parameter in table.items():
        if parameter.required and raw.get(name, "") == "" and not _may_be_empty(method, name):
            raise bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    return {name: _value(table[name].kind, name, value, raw) for name, value in raw.items() if name in table}


def _may_be_empty(method: str, name: str) -> bool:
    return (method, name) == ("setWebhook", "url")


def _value(kind: Kind, name: str, value: str | Upload, raw: Raw) -> Any:
    if kind == "file":
        return (
            raw[value.removeprefix("attach://")] if isinstance(value, str) and "attach://" in value else value
        )
    if isinstance(value, Upload):
        raise bad_request(f"parameter {name} must not be a file")
    try:
        return _READERS[kind](value)
    except (ValueError, TypeError) as error:
        raise bad_request(f"wrong parameter {name} in request: {error}") from error


def _flag(value: str) -> bool:
    if value.lower() not in {"true", "false", "1", "0", "yes", "no"}:
        raise ValueError("Boolean expected")
    return value.lower() in {"true", "1", "yes"}


def _json_of(wanted: type) -> Any:
    def read(value: str) -> Any:
        found = json.loads(value)
        if not isinstance(found, wanted):
            raise TypeError(f"{wanted.__name__} expected")
        return found

    return read


def _chat(value: str) -> int | str:
    return value if value.startswith("@") else int(value)


_READERS: dict[Kind, Any] = {
    "chat": _chat,
    "int": int,
    "text": str,
    "flag": _flag,
    "list": _json_of(list),
    "object": _json_of(dict),
}
