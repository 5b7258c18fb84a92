"""How far the actions are that the board decided about, by what was told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.following.asking import ANSWERS, DONE
from bot.following.partaking import decided
from bot.reports.amended import amendments_of
from storage.records import Amendment


@dataclass(frozen=True, slots=True)
class News:
    """So many actions, of which `done` and `running`, and when something was `last` told (None: never)."""

    actions: int
    done: int
    running: int
    last: datetime | None


def news_of(amendments: list[Amendment]) -> News | None:
    """None: nothing was decided about. Own words tell something, but not how far it is."""
    dropped = amendments_of(amendments).dropped
    ids = {one["id"] for one in decided(amendments).get("actions", ())} - dropped
    if not ids:
        return None
    told = [one for one in amendments if one.kind == "progress" and one.subject in ids and one.body]
    known = [one for one in told if one.body.get("state") in ANSWERS]
    newest = {one.subject: one.body["state"] for one in sorted(known, key=lambda one: one.number)}
    states = list(newest.values())
    last = max((one.at for one in told), default=None)
    return News(len(ids), states.count(DONE), states.count("partly"), last)
