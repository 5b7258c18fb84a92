"""Erasing for somebody who asked by mail: what the command line refuses, and what it leaves to the bot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app import erasing
from bot.app.erasing import EraseError, erase_now
from bot.app.plug import utc_now
from storage import SingleProcess
from tests.privacy.office import Office, everything_in, office

ANNA = "1001"
SECRET = "Zonnebloempit"


async def anna_in(folder: Path, **settings: Any) -> tuple[Office, str, str]:
    """The program has stopped, with Anna's answers in its database; (…, her id, the assessment's)."""
    async with office(folder) as peiler:
        town = await peiler.town(**settings)
        await peiler.joins(ANNA, town)
        await peiler.answers(ANNA, SECRET)
        return peiler, (await peiler.person(ANNA)).id, town.id


async def test_what_must_be_kept_is_not_erased_by_command_either(tmp_path: Path) -> None:
    peiler, person, town = await anna_in(tmp_path, woo_hold=True)
    for kind, id_ in (("person", person), ("assessment", town)):
        with pytest.raises(EraseError, match="must be kept"):
            await erase_now(peiler.desk.settings, kind, id_)
    assert SECRET.encode() in everything_in(tmp_path)
    assert not (tmp_path / "peiler.sqlite.erased").exists()


async def test_who_runs_a_round_is_erased_only_after_the_round(tmp_path: Path) -> None:
    peiler, _, town = await anna_in(tmp_path)
    with pytest.raises(EraseError, match=f"runs assessment {town}"):
        await erase_now(peiler.desk.settings, "person", "carla")
    assert await erase_now(peiler.desk.settings, "assessment", town) == town
    assert await erase_now(peiler.desk.settings, "person", "carla") == "carla"
    assert b"Carla" not in everything_in(tmp_path)


async def test_while_the_bot_runs_the_work_is_left_to_it_and_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    peiler, person, _ = await anna_in(tmp_path)
    monkeypatch.setattr(erasing, "LOOKS", 2)
    with SingleProcess(tmp_path / "peiler.sqlite"), pytest.raises(EraseError, match="but it will"):
        await erase_now(peiler.desk.settings, "person", person)
    async with office(tmp_path) as bot:
        bot.clock[0] = utc_now()  # the command line looks at the real clock
        await bot.settles()
    assert SECRET.encode() not in everything_in(tmp_path)


async def test_the_trail_names_the_operator_and_the_opaque_id(tmp_path: Path) -> None:
    peiler, person, town = await anna_in(tmp_path)
    await erase_now(peiler.desk.settings, "person", person)
    async with office(tmp_path) as bot:
        lines = await bot.desk.storage.audit("main", town, 9)
    assert [(line.who, line.subject) for line in lines if line.what == "erase"] == [("operator", person)]
