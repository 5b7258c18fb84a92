"""What twenty people did against what is stored and what was shown."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.e2e.checking import check_export
from tests.e2e.robot import Deed, Robot
from tests.telegram_stand_in import StandIn

#: What still has to go out; of what may not be shown twice, an uncertain fate is the last word.
WAITING = """SELECT chat_id, kind, state, error FROM outbox
    WHERE state IN ('new', 'sending') OR (state = 'uncertain' AND policy = 'repeat')"""


def check_everybody(exported: dict[str, Any], robots: list[Robot], withdrawn: set[str]) -> int:
    """Nothing acknowledged is lost, nothing is there twice; gives the number of answers looked at."""
    shares = _shares(exported)
    states = {interview["id"]: interview["state"] for interview in exported["interviews"]}
    for robot in robots:
        assert states[robot.interview] == "submitted", robot.journal[-6:]
        robot.journal = _as_after_a_kill(robot.journal)
        check_export(shares[robot.interview], robot)
        _check_confirmed(shares[robot.interview], robot, withdrawn)
    assert len(exported["interviews"]) == len(robots)
    return len(exported["answers"])


def _as_after_a_kill(journal: list[Deed]) -> list[Deed]:
    """A kill takes toasts along: then the same update again is told to be noted, or to be too late.

    And a letter typed under a card that the killed program had not noted as shown is kept, not taken.
    """
    new = {deed.said for deed in journal if deed.new}
    seen: list[Deed] = []
    for deed in journal:
        if deed.verb and deed.toast and deed.said not in new:
            if deed.toast.startswith("✓"):
                new.add(deed.said)
                deed = replace(deed, toast="")
            elif deed.verb != "a":
                new.add(deed.said)
                deed = replace(deed, toast=None)
        seen.append(replace(deed, sure=False))
    return seen


def _shares(exported: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The export in pieces, one for each interview."""
    shares: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"interviews": exported["interviews"], "answers": [], "messages": []}
    )
    for kind in ("answers", "messages"):
        for entry in exported[kind]:
            shares[entry["interview"]][kind].append(entry)
    return shares


def _check_confirmed(share: dict[str, Any], robot: Robot, withdrawn: set[str]) -> None:
    """A tap whose toast was lost with the program was confirmed all the same, so its question is answered.

    Or it is not to be answered any more, because of another answer that was changed.
    """
    asks = {answer["ask"] for answer in share["answers"]} | withdrawn
    texts = {message["text"] for message in share["messages"]}
    for deed in robot.journal:
        if deed.verb == "a" and deed.toast is None:
            assert deed.said.split(":")[1] in asks, f"lost: {deed}"
        if deed.option is not None:
            assert deed.ask in asks or deed.said in texts, f"lost: {deed}"


def withdrawn(path: Path) -> set[str]:
    """Questions that were shown and are no longer asked."""
    with closing(sqlite3.connect(path)) as database:
        return {ask for (ask,) in database.execute("SELECT id FROM ask WHERE state = 'withdrawn'")}


def check_database(path: Path) -> None:
    """At most one open ask each, everything sent, nothing put aside, every page whole."""
    with closing(sqlite3.connect(path)) as database:

        def found(sql: str) -> list[Any]:
            return database.execute(sql).fetchall()

        assert not found(
            "SELECT interview FROM ask WHERE state = 'open' GROUP BY interview HAVING count(*) > 1"
        )
        assert not found("SELECT bot_id, update_id, error FROM inbox WHERE state = 'dead'")
        assert not found(WAITING)
        assert found("PRAGMA integrity_check") == [("ok",)]


def check_shown(path: Path, telegram: StandIn) -> None:
    """Nobody saw an older question after a newer one."""
    with closing(sqlite3.connect(path)) as database:
        opened = dict(database.execute("SELECT id, opened_at FROM ask").fetchall())
    newest: dict[int, str] = {}
    for change in telegram.world.changes:
        message = change.message
        if change.what not in ("sent", "edited") or message is None:
            continue
        asks = [b.data.split(":")[1] for row in message.buttons for b in row if b.data.startswith("a:")]
        for ask in asks[:1]:
            assert opened[ask] >= newest.get(change.chat_id, ""), (
                f"an old question came back: {message.text!r}"
            )
            newest[change.chat_id] = opened[ask]
