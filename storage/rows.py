"""The translation between records and rows of plain text, numbers and bytes; the same for every database."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

R = TypeVar("R")

#: A row as a database takes it.
Row = dict[str, str | int | float | bytes | None]


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value goes into a column and comes out again; None is NULL for every type."""

    encode: Callable[[Any], str | int | float | bytes]
    decode: Callable[[Any], Any]


def time_text(moment: datetime) -> str:
    """`2026-11-23T09:00:00.000000Z`: as text it sorts like time. A moment without a zone is refused."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def json_text(value: Any) -> str:
    """Compact JSON that every JSON reader takes: no NaN, letters as they are."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _tuple_of(text: str) -> tuple[Any, ...]:
    return tuple(json.loads(text))


def _same(value: Any) -> Any:
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("this number cannot be stored")
    return value


_AS_IT_IS = Codec(_same, _same)
_FLOAT = Codec(_finite, float)
_TIME = Codec(time_text, datetime.fromisoformat)
_BOOL = Codec(int, bool)
_JSON = Codec(json_text, json.loads)
_JSON_TUPLE = Codec(json_text, _tuple_of)
_PLAIN = {
    str: _AS_IT_IS,
    int: _AS_IT_IS,
    float: _FLOAT,
    bytes: _AS_IT_IS,
    bool: _BOOL,
    datetime: _TIME,
}


def _codec(hint: Any) -> Codec:
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if NoneType in get_args(hint):
        return _codec(kinds[0])
    if get_origin(hint) is tuple:
        return _JSON_TUPLE
    return _PLAIN.get(hint, _JSON)


_CODECS: dict[type, Mapping[str, Codec]] = {}


def codecs(record_type: Any) -> Mapping[str, Codec]:
    """The codec of each field, in the order of the fields."""
    if record_type not in _CODECS:
        hints = get_type_hints(record_type)
        _CODECS[record_type] = {field.name: _codec(hints[field.name]) for field in fields(record_type)}
    return _CODECS[record_type]


def to_row(record: Any) -> Row:
    """A record as a row; TypeError or ValueError when something in it cannot be stored."""
    row: Row = {}
    for name, codec in codecs(type(record)).items():
        value = getattr(record, name)
        row[name] = None if value is None else codec.encode(value)
    return row


def from_row(record_type: type[R], row: Mapping[str, Any]) -> R:
    """The record that a row holds; columns of the database's own are ignored."""
    return record_type(
        **{
            name: None if row[name] is None else codec.decode(row[name])
            for name, codec in codecs(record_type).items()
        }
    )


def records(record_type: type[R], rows: Iterable[Mapping[str, Any]]) -> list[R]:
    """All rows as records."""
    return [from_row(record_type, row) for row in rows]
