"""Ids and invite tokens: opaque, from the operating system's randomness; of a token only its hash is kept."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

#: What follows /start, or stands in a link that does the same.
_TOKEN = re.compile(rb"(start(?:@\w+)?(?:[ =+]|%20|\\u0020)+)[A-Za-z0-9_-]+")


def without_tokens(body: bytes | None) -> bytes | None:
    """A stored update without its invite tokens: who reads dead letters must not be able to use one."""
    return None if body is None else _TOKEN.sub(rb"\1[token]", body)


def new_id() -> str:
    """Ten letters and digits (50 bits): unique in a database, and short enough for a button."""
    return base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]


def new_mark() -> str:
    """What makes a button unlike every other of its kind in a chat, so that it can work once (30 bits)."""
    return new_id()[:6]


def id_from(*parts: str) -> str:
    """The id of what a button makes: the same button always gives the same, and nobody else's button does."""
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return base64.b32encode(digest).decode().lower()[:10]


def new_token() -> str:
    """An invite's secret: 192 bits, fit for a Telegram start link."""
    return secrets.token_urlsafe(24)


def hash_of_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
