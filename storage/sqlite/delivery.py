"""What became of a row of the outbox, written inside a transaction; each may be repeated without harm."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from storage.port import Change, Saved
from storage.records import Lane, Outgoing
from storage.rows import from_row, json_text, time_text, to_row
from storage.sqlite.changes import apply, later, merged_echo
from storage.sqlite.queries import Q

#: The browser shows sent messages from the outbox, so theirs keep their payload.
WEB = "web"


def sending(connection: sqlite3.Connection, row: Outgoing, now: datetime) -> bool:
    """Claim a row; False when it is not there to be claimed."""
    return bool(Q.set_sending(connection, tenant=row.tenant, id=row.id, now=time_text(now)))


def sent(connection: sqlite3.Connection, row: Outgoing, message_id: int, date: datetime) -> None:
    """The row arrived: row, card, ask and lane know."""
    stored = Q.outgoing(connection, tenant=row.tenant, id=row.id)
    payload = None if row.bot_id == WEB else "{}"
    if not Q.set_sent(
        connection,
        tenant=row.tenant,
        id=row.id,
        message_id=message_id,
        sent_at=time_text(date),
        payload=payload,
    ):
        _forget_shown_echo(connection, row)
    if row.kind == "card":
        _card_shown(connection, row, row.ask or (stored and stored["ask"]), message_id, time_text(date))
    if row.kind == "collapse":
        Q.set_card_collapsed(connection, tenant=row.tenant, id=row.card_id)
    Q.write_lane(connection, **to_row(Lane(row.tenant, row.bot_id, row.chat_id, message_id)))


def unreachable(connection: sqlite3.Connection, lane: Lane, now: datetime, also: Change | None) -> Saved:
    """The chat rests, and `also` says what follows from it."""
    if also is not None:
        apply(connection, also)
    place = {"tenant": lane.tenant, "bot_id": lane.bot_id, "chat_id": lane.chat_id}
    Q.set_unreachable(connection, **place, since=time_text(now))
    return Saved.DONE


def _card_shown(
    connection: sqlite3.Connection, row: Outgoing, ask: str | None, message_id: int, at: str
) -> None:
    shown: dict[str, Any] = {"tenant": row.tenant, "message_id": message_id, "shown_at": at}
    Q.set_card_sent(connection, id=row.card_id, version=row.card_version or 0, **shown)
    Q.set_ask_shown(connection, id=ask, **shown)


def _forget_shown_echo(connection: sqlite3.Connection, row: Outgoing) -> None:
    """The row was replaced while it was in flight; the newer one must not show its echo again."""
    newer = Q.pending_of_card(connection, tenant=row.tenant, card_id=row.card_id)
    if newer is None:
        return
    waiting = json.loads(newer["echo"])
    shown = next(
        n for n in range(len(waiting), -1, -1) if tuple(waiting[:n]) == row.echo[len(row.echo) - n :]
    )
    _set_echo(connection, row, newer, json_text(waiting[shown:]), newer["not_before"])


def put_back(
    connection: sqlite3.Connection, row: Outgoing, state: str, not_before: datetime, error: str
) -> None:
    """The row is to be tried again, unless a newer version of its card waits already: then that one only."""
    newer = _newer(connection, row)
    wait = {"not_before": time_text(not_before)}
    if newer is None:
        Q.set_state(
            connection,
            tenant=row.tenant,
            id=row.id,
            state=state,
            attempt=row.attempt + 1,
            error=error,
            **wait,
        )
        return
    stored = Q.outgoing(connection, tenant=row.tenant, id=row.id)
    echo = (
        newer["echo"]
        if stored is None
        else merged_echo(json_text(row.echo), tuple(json.loads(newer["echo"])))
    )
    _set_echo(connection, row, newer, echo, later(newer, wait))
    over(connection, row, "cancelled", error)


def uncertain(
    connection: sqlite3.Connection, row: Outgoing, not_before: datetime, error: str, also: Change | None
) -> None:
    """Nobody knows whether the row arrived, and `also` says what follows from it."""
    if also is not None:
        apply(connection, also)
    put_back(connection, row, "uncertain", not_before, error)


def over(connection: sqlite3.Connection, row: Outgoing, state: str, error: str) -> None:
    """The row will not be sent any more."""
    Q.set_over(connection, tenant=row.tenant, id=row.id, state=state, error=error)


def arrived(
    connection: sqlite3.Connection, place: dict[str, str], ask: str, message_id: int, date: datetime
) -> bool:
    """The uncertain row that shows this ask was sent after all; False when there is none."""
    stored = Q.uncertain_of_ask(connection, ask=ask, message_id=message_id, **place)
    if stored is None:
        return False
    sent(connection, from_row(Outgoing, stored), message_id, date)
    return True


def _newer(connection: sqlite3.Connection, row: Outgoing) -> Any:
    """The unsent row of the same card, if that is another one."""
    if row.kind != "card":
        return None
    pending = Q.pending_of_card(connection, tenant=row.tenant, card_id=row.card_id)
    return None if pending is None or pending["id"] == row.id else pending


def _set_echo(
    connection: sqlite3.Connection, row: Outgoing, newer: Any, echo: str, not_before: str | None
) -> None:
    Q.set_echo(connection, tenant=row.tenant, id=newer["id"], echo=echo, not_before=not_before)
