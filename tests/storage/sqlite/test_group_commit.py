"""Many people answer at once: they share commits, and nobody's trouble is somebody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from storage import Change, InterviewAt, Saved, SqliteStorage, StorageUnavailable, open_sqlite
from storage.sqlite import writer
from tests.storage.example import ADA, FIRM, INTERVIEW, LANE, TOWN, answer, begun, saved, update
from tests.storage.sqlite.conftest import Disk, fails, lies

PEOPLE = 500


def step_of(number: int) -> Change:
    """Somebody's first answer."""
    interview = f"walk{number}"
    return Change(update(number), (InterviewAt(interview, 0),), (answer(interview=interview),))


async def everybody_begins(storage: SqliteStorage, people: int = PEOPLE) -> None:
    """As many interviews as there are people."""
    await saved(storage, ADA, TOWN, *(replace(INTERVIEW, id=f"walk{number}") for number in range(people)))


async def test_five_hundred_people_who_answer_at_once_share_a_few_commits(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage)
        before = disk.count
        results = await asyncio.gather(*(storage.save(step_of(number)) for number in range(PEOPLE)))
        assert set(results) == {Saved.DONE}
        assert disk.count - before == -(-PEOPLE // writer.LARGEST_GROUP)
        assert len(await storage.answers(FIRM, "town")) == PEOPLE


async def test_who_goes_away_while_saving_leaves_the_database_usable(path: Path) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 20)
        tasks = [asyncio.ensure_future(storage.save(step_of(number))) for number in range(20)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert results[1::2] == [Saved.DONE] * 10
        assert await storage.save(Change(update(99))) is Saved.DONE


async def test_who_goes_away_after_the_commit_began_has_saved(path: Path) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 1)
        task = asyncio.ensure_future(storage.save(step_of(0)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # now the writer has it
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await saved(storage, LANE)
        assert await storage.seen(FIRM, "bot", 0)


async def test_a_save_that_everybody_left_before_it_began_costs_no_commit(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        before = disk.count
        task = asyncio.ensure_future(storage.save(Change(update(1))))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0)
        assert disk.count == before
        assert not await storage.seen(FIRM, "bot", 1)


async def test_a_commit_that_failed_is_tried_again_for_each_alone(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 3)
        disk.commits = [fails]
        results = await asyncio.gather(*(storage.save(step_of(number)) for number in range(3)))
        assert results == [Saved.DONE] * 3
        assert len(await storage.answers(FIRM, "town", history=True)) == 3


async def test_a_commit_that_was_written_though_it_failed_is_not_repeated(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 3)
        disk.commits = [lies]
        results = await asyncio.gather(*(storage.save(step_of(number)) for number in range(3)))
        assert results == [Saved.DONE] * 3
        assert len(await storage.answers(FIRM, "town", history=True)) == 3


async def test_who_was_written_at_the_second_attempt_is_told_so(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 1)
        disk.commits = [fails, lies]
        assert await storage.save(step_of(0)) is Saved.DONE


async def test_a_disk_that_stays_broken_is_reported_and_leaves_nothing(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await everybody_begins(storage, 2)
        disk.commits = [fails, fails, fails]
        results = await asyncio.gather(
            *(storage.save(step_of(number)) for number in range(2)), return_exceptions=True
        )
        assert [type(result) for result in results] == [StorageUnavailable] * 2
        assert await storage.answers(FIRM, "town") == []
        assert await storage.save(step_of(0)) is Saved.DONE


async def test_a_result_of_delivery_is_written_again_after_a_failed_commit(path: Path, disk: Disk) -> None:
    async with open_sqlite(path) as storage:
        await begun(storage)
        disk.commits = [lies]
        await storage.lane_waits(LANE, INTERVIEW.created_at)
        assert await storage.lane(FIRM, "bot", LANE.chat_id) is not None


async def test_in_memory_a_failed_commit_is_tried_again_on_the_same_connection(disk: Disk) -> None:
    async with open_sqlite(":memory:") as storage:
        await begun(storage)
        disk.commits = [fails]
        assert await storage.save(Change(update(1))) is Saved.DONE
        assert await storage.person(FIRM, "ada") == ADA


async def test_saves_that_wait_when_the_storage_is_closed_are_finished(path: Path) -> None:
    storage = await open_sqlite(path)
    await everybody_begins(storage, 9)
    saves = [asyncio.ensure_future(storage.save(step_of(number))) for number in range(9)]
    await asyncio.sleep(0)
    await storage.close()
    assert await asyncio.gather(*saves) == [Saved.DONE] * 9


async def test_a_closed_storage_says_so_to_writers_and_readers(path: Path) -> None:
    storage = await open_sqlite(path)
    await storage.close()
    await storage.close()
    with pytest.raises(StorageUnavailable, match="closed"):
        await storage.save(Change(update(1)))
    with pytest.raises(StorageUnavailable, match="closed"):
        await storage.person(FIRM, "ada")


async def test_a_program_that_is_torn_down_leaves_nobody_waiting_for_ever(path: Path) -> None:
    async with open_sqlite(path) as storage:
        save = asyncio.ensure_future(storage.save(Change(update(1))))
        await asyncio.sleep(0)
        [task] = [task for task in asyncio.all_tasks() if task.get_name() == "storage writer"]
        task.cancel()
        with pytest.raises(StorageUnavailable):
            await save
