"""What was acknowledged before a backup began is in it, and a restore brings everybody back to it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.conftest import Town
from tests.e2e.phone import Phone
from tests.operations.conftest import eventually
from tests.telegram_stand_in import Person

Answer = tuple[str, str]


@dataclass
class Owner:
    """Answers one card after the other, and knows what was acknowledged."""

    phone: Phone
    acknowledged: list[Answer] = field(default_factory=list)

    async def answers(self, count: int) -> None:
        """Taps the letter D so often, wherever there is one; leaves other cards by what leads on."""
        while count:
            data = [button.data for button in self.phone.buttons]
            letter = next((one for one in data if one.startswith("a:")), None)
            onward = ("skip:", "confirm:", "resume:", "begin:")
            press = letter or next((one for one in data if one.startswith(onward)), None)
            assert press is not None, f"nothing leads on: {self.phone.card}"
            toasts = await self.phone.taps(press)
            if letter is not None and not toasts[0]:
                _, ask, option = letter.split(":")[:3]
                self.acknowledged.append((ask, option))
            count -= letter is not None


async def kept(town: Town) -> set[Answer]:
    """(ask, option) of every answer there is."""
    return {(answer["ask"], answer["option"]) for answer in (await town.peiler.export())["answers"]}


async def test_a_backup_made_under_load_holds_every_answer_acknowledged_before_it(
    village: Town, tmp_path: Path
) -> None:
    copy = tmp_path / "backups" / "monday.sqlite"
    copy.parent.mkdir()
    owners = [Owner(await village.owner(pillar, name)) for pillar, name in zip("SOBIS", "ABCDE", strict=True)]
    await asyncio.gather(*(owner.answers(2) for owner in owners))
    before = {answer for owner in owners for answer in owner.acknowledged}

    async with asyncio.TaskGroup() as group:
        copying = group.create_task(village.peiler.run("backup", str(copy)))
        for owner in owners:
            group.create_task(owner.answers(3))
    made = copying.result()
    assert made.code == 0, made.err
    assert "checked" in made.out
    assert copy.stat().st_mode & 0o777 == 0o600
    assert len(before) >= 10

    refused = await village.peiler.run("restore", str(copy))
    assert refused.code == 1
    assert "already serves" in refused.err

    assert await village.peiler.stop() == 0
    since = {answer for owner in owners for answer in owner.acknowledged}
    assert since <= await kept(village)
    restored = await village.peiler.run("restore", str(copy))
    assert restored.code == 0, restored.err
    assert before <= await kept(village)

    told = [len(owner.phone.person.chat) for owner in owners]
    await village.peiler.start()
    for owner, length in zip(owners, told, strict=True):
        await shown_anew(owner.phone.person, length)
        again = len(owner.acknowledged)
        await owner.answers(1)
        assert owner.acknowledged[again:]
    assert {owner.acknowledged[-1] for owner in owners} <= await kept(village)


async def shown_anew(person: Person, length: int) -> None:
    """A new card came, which says why."""

    def came() -> bool:
        return any("reservekopie" in message.text for message in person.chat[length:])

    assert await eventually(came)


async def test_a_second_start_after_a_restore_shows_nothing_twice(village: Town, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    owner = await village.owner()
    assert (await village.peiler.run("backup", str(copy))).code == 0
    await village.peiler.stop()
    assert (await village.peiler.run("restore", str(copy))).code == 0
    await village.peiler.start()
    await shown_anew(owner.person, 0)
    await village.peiler.stop()
    await village.peiler.start()
    await owner.types("/help")
    assert sum("reservekopie" in message.text for message in owner.person.chat) == 1


#: What is asked, and what the one line says.
IMPOSSIBLE = (
    ("backup", "nowhere/copy.sqlite", "nowhere"),
    ("backup", "peiler.sqlite", "name another place"),
    ("backup", "files/copy.sqlite", "name another place"),
    ("restore", "missing.sqlite", "missing.sqlite"),
    ("restore", "notes.txt", "not a SQLite database"),
)


async def test_copies_that_cannot_be_made_or_used_are_told_in_one_line(village: Town, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no backup " * 99)
    await village.owner()
    await village.peiler.stop()
    before = await village.peiler.export()
    for command, file, said in IMPOSSIBLE:
        ran = await village.peiler.run(command, file)
        assert ran.code == 1
        assert len(ran.err.strip().splitlines()) == 1
        assert said in ran.err
    after = await village.peiler.export()
    assert {**after, "exported_at": 0} == {**before, "exported_at": 0}
    assert not list(village.peiler.folder.glob(".peiler.sqlite.restoring*"))


async def test_there_is_no_backup_of_a_database_that_is_not_there(village: Town, tmp_path: Path) -> None:
    await village.peiler.stop()
    (tmp_path / "peiler.sqlite").unlink()
    ran = await village.peiler.run("backup", "copy.sqlite")
    assert ran.code == 1
    assert "there is no database" in ran.err
    assert not (tmp_path / "peiler.sqlite").exists()
