"""`peiler initiatives`: the matrix of a round, and a list that is shown, asked about once, and taken."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.consultant.inviting import InviteError
from bot.consultant.registering import matrix_of, register_list
from tests.authority.world import World
from tests.consultant.sheets import csv_of
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

LIST = csv_of((("Naam", "Soort"), ("Buurtapp", "luisteren"), ("Winkel", "verkopen"))).encode()


async def test_a_list_is_only_shown_until_it_is_sure_and_then_taken_once(world: World) -> None:
    round_ = world.rounds["first"]
    shown = await register_list(world.desk, None, LIST, "operator", sure=False)
    assert (shown.count, shown.taken) == (1, False)
    assert [line.split(":")[0] for line in shown.refused] == ["Row 3"]
    assert await world.storage.initiatives("main", round_.id) == []
    await register_list(world.desk, round_.id, LIST, "operator", sure=True)
    again = await register_list(world.desk, round_.name, LIST, "operator", sure=True)
    assert again.count == 0
    assert len(await world.storage.initiatives("main", round_.id)) == 1
    assert "Buurtapp" in await matrix_of(world.desk, None, "en")


@pytest.mark.parametrize("data", [b"", csv_of((("Kanaal",), ("X",))).encode()])
async def test_a_file_that_is_no_list_of_initiatives_is_refused_with_the_reason(
    world: World, data: bytes
) -> None:
    with pytest.raises(InviteError):
        await register_list(world.desk, None, data, "operator", sure=True)


async def test_which_round_is_meant_has_to_be_said_where_there_are_several(world: World) -> None:
    await world.types("900", "/new Gemeente Twee")
    with pytest.raises(InviteError, match="--assessment"):
        await register_list(world.desk, None, LIST, "operator", sure=True)


async def test_the_command_takes_a_list_and_prints_the_matrix(tmp_path: Path) -> None:
    file = tmp_path / "lijst.csv"
    await asyncio.to_thread(file.write_bytes, LIST)
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.invites("S")
        refused = await peiler.run("initiatives", "--list", str(file))
        assert refused.code == 1, "nobody is there to say yes"
        taken = await peiler.run("initiatives", "--list", str(file), "--yes")
        assert (taken.code, taken.out) == (0, "initiatives taken: 1\n"), taken.err
        assert "Row 3:" in taken.err
        again = await peiler.run("initiatives", "--list", str(file), "--yes")
        assert again.code == 1
        assert "no row can be taken" in again.err
        shown = await peiler.run("initiatives", "--lang", "nl")
        assert "Buurtapp" in shown.out
        assert (await peiler.run("initiatives", "--list", str(tmp_path / "gone.csv"))).code == 1
        assert (await peiler.run("initiatives", "--lang", "fr")).code == 2
