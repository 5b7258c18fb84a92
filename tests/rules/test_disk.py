"""From commit to disk: what SQLite is asked for, by the calls that it makes and by what is in its file."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from storage import StorageUnavailable, open_sqlite
from tests.storage.example import ADA, FIRM, NINE, answer, begun, saved
from tests.storage.sqlite.on_disk import content

ROOT = Path(__file__).parents[2]
#: How many answers a traced process saves before it is killed.
ANSWERS = 5
BACKUP = """
import asyncio, sys
from pathlib import Path
from storage import open_sqlite
from tests.storage.example import begun
async def main(path, copy):
    async with open_sqlite(path) as storage:
        await begun(storage)
        await storage.backup(copy)
asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of this test is."""
    return tmp_path / "peiler.sqlite"


@pytest.fixture
def strace(tmp_path: Path) -> list[str]:
    """The command that writes down system calls; without it kill -9 would prove nothing about power loss."""
    command = [
        "strace",
        "-f",
        "-y",
        "-e",
        "trace=fsync,fdatasync,write,rename",
        "-o",
        str(tmp_path / "calls"),
    ]
    works = shutil.which("strace") and not subprocess.run([*command, "true"], check=False).returncode
    if works:
        return command
    if os.environ.get("CI"):
        pytest.fail("strace is not here or may not trace: nobody knows whether answers reach the disk")
    pytest.skip("NO STRACE HERE: that answers reach the disk is not proved by this run")


def calls(folder: Path) -> Iterator[tuple[str, str]]:
    """(call, the rest of the line), in the order in which they began."""
    for line in (folder / "calls").read_text().splitlines():
        found = re.match(r"\d+ +(\w+)\((.*)", line)
        if found:
            yield found[1], found[2]


async def test_each_answer_is_flushed_to_the_disk_before_anybody_hears_that_it_is_kept(
    path: Path, strace: list[str]
) -> None:
    """A returned commit survives power loss, if the disk honours fsync."""
    command = [*strace, sys.executable, "-m", "tests.storage.sqlite.victim", str(path)]
    victim = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert victim.stdout is not None
    for _ in range(ANSWERS):
        await victim.stdout.readline()
    os.killpg(victim.pid, signal.SIGKILL)
    await victim.communicate()
    flushed, said = False, 0
    for call, rest in calls(path.parent):
        if call in ("fsync", "fdatasync") and "peiler.sqlite-wal>" in rest:
            flushed = True
        elif call == "write" and re.search(rf'^1<.*>, "{said + 1}\\n"', rest):
            assert flushed, f"answer {said + 1} was told of before it was on disk"
            flushed, said = False, said + 1
    assert said >= ANSWERS


def test_a_file_that_is_put_in_place_is_flushed_before_and_its_folder_after(
    path: Path, strace: list[str]
) -> None:
    copy = path.with_name("copy.sqlite")
    subprocess.run([*strace, sys.executable, "-c", BACKUP, str(path), str(copy)], cwd=ROOT, check=True)
    ours = [
        (call, rest)
        for call, rest in calls(path.parent)
        if "copy.sqlite.part" in rest or f"<{path.parent}>" in rest
    ]
    renamed = next(number for number, (call, _) in enumerate(ours) if call == "rename")
    assert any(call in ("fsync", "fdatasync") for call, rest in ours[:renamed] if ".part>" in rest)
    assert any(call == "fsync" for call, rest in ours[renamed:] if f"<{path.parent}>" in rest)


async def test_who_reads_before_writing_waits_for_the_lock_like_everybody_else(path: Path) -> None:
    """BEGIN IMMEDIATE always: a deferred transaction that reads and then writes fails at once."""
    async with open_sqlite(path) as storage:
        await begun(storage)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            saving = asyncio.ensure_future(saved(storage, replace(ADA, name="Ada L.")))
            done, _ = await asyncio.wait([saving], timeout=0.3)
            assert not done
            other.execute("COMMIT")
            await saving


async def test_a_database_that_can_only_be_read_takes_nothing_and_shows_what_it_has(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
    with monkeypatch.context() as patch:
        patch.setattr(aiosqlite, "connect", partial(read_only, aiosqlite.connect))
        async with open_sqlite(path) as storage:
            with pytest.raises(StorageUnavailable, match="READONLY"):
                await saved(storage, answer())
            assert await storage.person(FIRM, "ada") is not None
    async with open_sqlite(path) as storage:
        await saved(storage, answer())


def read_only(really: Any, path: Path, **more: Any) -> Any:
    """A connection to a file that is mounted for reading."""
    return really(f"{path.as_uri()}?mode=ro", uri=True, **more)


async def test_another_process_leaves_the_log_alone_however_much_it_writes(path: Path) -> None:
    """While the bot runs only its own connection checkpoints: two that do can damage the file."""
    async with open_sqlite(path) as owner, open_sqlite(path, owner=False) as visitor:
        await begun(owner)
        whole = len(content(path))
        for revision in range(1, 400):
            await saved(visitor, answer(revision=revision, text="x" * 9000))
        assert len(content(path.with_name(path.name + "-wal"))) > 1000 * 4096
        assert len(content(path)) == whole


async def test_what_was_erased_is_in_no_page_of_the_file_any_more(path: Path) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        await saved(storage, answer(text="THE-MAYOR-SAID " * 400))
        await storage.scrub()
        assert b"THE-MAYOR-SAID" in content(path)
        await storage.erase_person(FIRM, "ada", NINE)
        assert await storage.scrub()
    log = path.with_name(path.name + "-wal")
    assert b"THE-MAYOR-SAID" not in content(path) + (content(log) if log.exists() else b"")
