"""Looks at everything that Peiler needs, also while it runs, and says what is wrong; never a secret."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.app.disk import FLOOR, room_for
from bot.app.health import LONGEST_WAIT, outbox_age
from bot.app.plug import TELEGRAM, open_desk, utc_now
from bot.app.ready import ready_to_serve
from bot.channels.telegram.asking import About, ask_about
from bot.config import Settings
from bot.delivery import away_since
from bot.desk import Desk
from bot.house import House, Logo
from bot.reports.typesetting import PRESS, NotTypeset
from storage import SingleProcess, StorageError, StorageUnavailable, sqlite_path

#: Seconds that our clock may differ from Telegram's.
LONGEST_DRIFT = 30.0
#: Below this much room somebody should look, in bytes.
LITTLE = 1024**3
#: The first version of each line in which a checkpoint beside a writer cannot damage the database.
_MENDED = {(3, 44): (3, 44, 6), (3, 50): (3, 50, 7), (3, 51): (3, 51, 3)}

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)

Verdict = Literal["ok", "note", "ILL"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    verdict: Verdict
    about: str
    said: str

    def __str__(self) -> str:
        return f"{self.verdict:<4}  {self.about}: {self.said}"


async def examine(folder: Path) -> AsyncIterator[Finding]:
    """All findings, one by one; `folder` has the scripts."""
    settings, problems = ready_to_serve(folder)
    for problem in problems:
        yield Finding("ILL", "settings", problem)
    if settings is None:
        return
    if not problems:
        yield Finding("ok", "settings", f"all {len(Settings.model_fields)} can be used")
    for about in (_telegram, _database, _documents):
        async for finding in about(settings):
            yield finding
    yield _disk(settings)


async def _documents(settings: Settings) -> AsyncIterator[Finding]:
    if settings.logo is not None:
        yield await asyncio.to_thread(_drawn, settings.logo, settings.house)


def _drawn(logo: Logo, house: House) -> Finding:
    """Whether what sets documents can draw the logo."""
    try:
        PRESS.typeset("logo.typ", {"house": house.as_data("")}, as_="png", ppi=72)
    except NotTypeset:
        return Finding("ILL", "logo", "the picture cannot be drawn: save it anew, or leave PEILER_LOGO empty")
    finally:
        PRESS.close()
    return Finding("ok", "logo", f"{logo.kind}, {logo.width:g} x {logo.height:g}")


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    if settings.telegram_token is None:
        return
    before = utc_now()
    about = await ask_about(settings.telegram_token, settings.telegram_api_url, settings.webhook_url)
    if about.problem:
        yield Finding("ILL", "token", about.problem)
        return
    yield Finding("ok", "token", f"it is @{about.username}'s")
    yield _webhook(about, settings)
    yield _clock(about, before)


def _webhook(about: About, settings: Settings) -> Finding:
    waiting = f"{about.pending} updates wait at Telegram"
    if not about.as_wanted and about.webhook:
        said = f"one at {about.webhook} takes this bot's updates; stop that, or `peiler serve --take-over`"
        return Finding("ILL", "webhook", said)
    if not about.as_wanted:
        return Finding("note", "webhook", f"not set yet: `peiler serve` does that at its start; {waiting}")
    if about.trouble and about.pending:
        said = f"Telegram could not bring updates to {about.webhook} ({about.trouble}); {waiting}"
        return Finding("ILL", "webhook", said)
    place = f"at {about.webhook}" if settings.webhook_url else "none"
    return Finding("ok", "webhook", f"{place}, as it should be; {waiting}")


def _clock(about: About, before: datetime) -> Finding:
    if about.clock is None:
        return Finding("note", "clock", "Telegram's side did not tell the time")
    # Its time is in whole seconds, from some moment between our question and now.
    drift = max((before - about.clock).total_seconds() - 1, (about.clock - utc_now()).total_seconds(), 0.0)
    if drift > LONGEST_DRIFT:
        said = f"{drift:.0f} s from Telegram's: set this machine's clock by NTP"
        return Finding("ILL", "clock", said)
    return Finding("ok", "clock", "agrees with Telegram's")


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    path = sqlite_path(settings.database)
    if path is not None and not path.exists():
        yield _no_database(path)
        return
    try:
        async with open_desk(settings, owner=False) as desk:
            yield sqlite_version(await desk.storage.version())
            yield _integrity(await desk.storage.problems())
            yield await _writing(desk)
            serves = path is not None and await asyncio.to_thread(_serves, path)
            yield await _process(desk, serves)
            yield await _outbox(desk, serves)
            yield await _dead_letters(desk)
    except StorageError as error:
        yield Finding("ILL", "database", str(error))


def _no_database(path: Path) -> Finding:
    """Not yet there, or not any more: the lock stays where once a program ran."""
    if path.with_name(path.name + ".lock").exists():
        said = (
            f"{path} is gone: put it back or restore the last backup; else the next start begins with nothing"
        )
        return Finding("ILL", "database", said)
    return Finding("note", "database", f"{path} is not there yet: the first start makes it")


def sqlite_version(version: str) -> Finding:
    """Whether this SQLite has the bug in resetting its log (3.7.0 to 3.51.2, mended in three lines)."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    mended = _MENDED.get((numbers[0], numbers[1]))
    if numbers > (3, 51, 99) or (mended and numbers >= mended):
        return Finding("ok", "SQLite", version)
    said = "has the bug in resetting its log; Peiler works around it: let nothing else open the database"
    return Finding("note", "SQLite", f"{version} {said}")


def _integrity(problems: list[str]) -> Finding:
    if problems:
        said = f"{len(problems)} problems, the first: {problems[0]}; stop, and restore the last backup"
        return Finding("ILL", "integrity", said)
    return Finding("ok", "integrity", "the database is sound")


async def _writing(desk: Desk) -> Finding:
    """A write that changes nothing: there are no updates from before the first."""
    try:
        await desk.storage.prune_updates(desk.tenant, _BEFORE_ALL)
    except StorageError as error:
        said = f"{error}: does another program hold it open, or is the disk failing?"
        return Finding("ILL", "writing", said)
    return Finding("ok", "writing", "the database takes it")


def _serves(path: Path) -> bool:
    """Whether a process holds the lock; a free one is not left behind."""
    if not path.with_name(path.name + ".lock").exists():
        return False
    try:
        with SingleProcess(path):
            return False
    except StorageUnavailable:
        return True


async def _process(desk: Desk, serves: bool) -> Finding:
    last = await away_since(desk.storage, desk.tenant, desk.bots.get(TELEGRAM, TELEGRAM))
    said = f"last sign of life {last:%Y-%m-%d %H:%M:%S} UTC" if last else "no sign of life yet"
    if serves:
        return Finding("ok", "serve", f"runs; {said}")
    return Finding("note", "serve", f"does not run; {said}")


async def _outbox(desk: Desk, serves: bool) -> Finding:
    age = await outbox_age(desk, desk.bots.get(TELEGRAM, TELEGRAM))
    if age <= LONGEST_WAIT:
        return Finding("ok", "outbox", "nothing waits" if not age else f"the oldest waits for {age:.0f} s")
    said = f"a message waits for {age:.0f} s already"
    return Finding("ILL" if serves else "note", "outbox", said)


async def _dead_letters(desk: Desk) -> Finding:
    count = len(await desk.storage.dead_letters(desk.tenant))
    if not count:
        return Finding("ok", "dead letters", "none")
    said = f"{count} updates could not be handled and are put aside; the log says why"
    return Finding("note", "dead letters", said)


def _disk(settings: Settings) -> Finding:
    free = room_for(settings).free()
    said = f"{free // 1024**2} MB free"
    if free < FLOOR:
        return Finding("ILL", "disk", f"{said}: no updates are taken; make room")
    return Finding("note" if free < LITTLE else "ok", "disk", said)
