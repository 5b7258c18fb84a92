"""`peiler invite --list`: everybody on a list gets an invite, or nobody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.consultant.inviting import InviteError
from bot.consultant.listing import MadeList, invite_list
from bot.tokens import hash_of_token
from tests.authority.world import World
from tests.consultant.sheets import ADA, BEN, HEADER, csv_of, xlsx_of
from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn

LIST = csv_of((HEADER, ADA, BEN)).encode()


async def listed(world: World, data: bytes, pillar: str = "") -> MadeList:
    """The list, for the round that is there."""
    return await invite_list(world.desk, None, world.rounds["first"].id, data, pillar, "owner", None)


async def test_everybody_on_a_list_gets_an_invite_with_all_that_the_list_says(world: World) -> None:
    made = await listed(world, LIST)
    invites = {one.token_hash: one for one in await world.storage.invites("main", made.assessment)}
    found = [invites[hash_of_token(one.token)] for one in made.made]
    assert [(i.name, i.function, i.department, i.pillar, i.language) for i in found] == [
        ("Ada de Vries", "adviseur", "Bestuur", "S", "nl"),
        ("Ben Öztürk", "webredacteur", "Communicatie", "O", "en"),
    ]
    assert made.notes == ("Read as a text file: encoding UTF-8, separated by semicolons.",)


async def test_one_wrong_row_makes_nothing_and_every_wrong_row_is_told(world: World) -> None:
    wrong = csv_of((HEADER, ADA, ("Ben", "", "", "Q", ""), ("", "", "", "S", ""))).encode()
    with pytest.raises(InviteError) as refused:
        await listed(world, wrong)
    assert [line.split(":")[0] for line in refused.value.problems] == ["Row 3", "Row 4"]
    assert await world.storage.invites("main", world.rounds["first"].id) == []


async def test_the_same_list_once_more_invites_nobody_twice(world: World) -> None:
    nameless = csv_of((HEADER, ADA, ("", "archivaris", "Archief", "I", ""))).encode()
    await listed(world, nameless)
    with pytest.raises(InviteError) as refused:
        await listed(world, nameless)
    assert [line.split(":")[0] for line in refused.value.problems] == ["Row 2", "Row 3"]
    assert len(await world.storage.invites("main", world.rounds["first"].id)) == 2


async def test_what_is_open_about_privacy_is_told_together_with_the_wrong_rows(world: World) -> None:
    with pytest.raises(InviteError) as refused:
        await invite_list(world.desk, " ", None, LIST, "", "owner", "900")
    assert refused.value.problems == ("--new: give the organisation's name",)
    with pytest.raises(InviteError) as refused:
        await invite_list(world.desk, "Gemeente Y", None, b"naam;pijler\nAda;Q\n", "", "boss", "900")
    assert len(refused.value.problems) == 2
    assert len(await world.storage.assessments("main")) == 1


async def test_a_list_is_taken_by_command_while_the_bot_runs_and_its_links_work(tmp_path: Path) -> None:
    file = tmp_path / "lijst.xlsx"
    file.write_bytes(xlsx_of((HEADER, ADA, BEN)))
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.start()
        ran = await peiler.run("invite", "--new", "Gemeente X", "--list", str(file))
        assert (ran.code, [line.split("\t")[1:] for line in ran.out.splitlines()]) == (
            0,
            [["S", "Ada de Vries"], ["O", "Ben Öztürk"]],
        )
        again = await peiler.run("invite", "--assessment", "Gemeente X", "--list", str(file), "--plain")
        exported = await peiler.export()
        assert await peiler.stop() == 0
    assert (again.code, again.out) == (1, "")
    assert [line.partition(": ")[2][:6] for line in again.err.splitlines()] == ["Row 2:", "Row 3:"]
    assert "assessment" in ran.err.splitlines()[-1]
    assert len(exported["assessments"]) == 1


@pytest.mark.parametrize("words", [("--count", "2"), ("--assessment", "X")])
async def test_a_list_with_a_count_or_two_rounds_is_a_wrong_command(tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "lijst.csv"
    file.write_bytes(LIST)
    peiler = Peiler(tmp_path)
    assert (await peiler.run("invite", "--new", "X", "--list", str(file), *words)).code == 2
    missing = await peiler.run("invite", "--new", "X", "--list", str(tmp_path / "weg.csv"))
    assert (missing.code, "weg.csv" in missing.err) == (1, True)
