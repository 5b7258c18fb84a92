"""What a figure rests on, in chat: for who runs the round, without names, and never for anybody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.authority.world import CONSULTANT, World, begins, buttons, copied, opened, said
from tests.consultant.answering import answers_all

OWNER = "200"


async def make(path: Path) -> None:
    async with opened(path) as world:
        await world.types(CONSULTANT, "/new Gemeente Zilvermeer")
        await world.types(CONSULTANT, "/invite S Ada de Vries, strateeg")
        await world.types(OWNER, f"/start {await world.token(CONSULTANT)}")
        await begins(world, OWNER)
        await answers_all(world, OWNER, level="1")
        await world.works()


@pytest.fixture(scope="session")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round in which the owner of one pillar answered, made once."""
    path = tmp_path_factory.mktemp("why") / "peiler.sqlite"
    asyncio.run(make(path))
    return path


@pytest.fixture
async def world(answered: Path, tmp_path: Path) -> AsyncIterator[World]:
    async with opened(copied(answered, tmp_path / "own")) as found:
        yield found


async def last(world: World, chat: str = CONSULTANT) -> str:
    return said((await world.rows(chat))[-1])


async def pressed(world: World, start: str) -> str:
    """Press the newest button that begins so; what is read then."""
    data = [b for b in buttons((await world.rows(CONSULTANT))[-1]) if b.startswith(start)]
    await world.taps(CONSULTANT, data[0])
    return await last(world)


async def test_a_consultant_who_asks_about_an_item_reads_what_was_chosen_and_by_which_function(
    world: World,
) -> None:
    await world.types(CONSULTANT, "/why S2")
    text = await last(world)
    assert "S2" in text
    assert "eigenaar van de pijler, strateeg" in text
    assert "Ad hoc" in text
    assert "Formule" in text
    assert "Ada" not in text


async def test_small_letters_and_a_pillar_do_too(world: World) -> None:
    await world.types(CONSULTANT, "/why s")
    text = await last(world)
    assert "Score" in text
    assert "(1,0 × 1,00 + 1,5 × 1,00" in text


async def test_without_a_topic_or_with_one_that_is_not_there_buttons_are_offered(world: World) -> None:
    await world.types(CONSULTANT, "/why")
    assert "Kies hieronder" in await last(world)
    await world.types(CONSULTANT, "/why Q9 <b>")
    text = await last(world)
    assert "ken ik niet" in text
    assert "<b>”" not in text
    [assessment] = await world.storage.assessments("main")
    assert "Strategie" in await pressed(world, f"receipt:{assessment.id}:S")
    assert "S3" in await pressed(world, f"receipt:{assessment.id}:S3")
    assert "Kies hieronder" in await pressed(world, f"receipt:{assessment.id}")


async def test_the_whole_and_the_plan_have_a_receipt_as_well(world: World) -> None:
    for wanted, expected in (("overall", "Pijlers"), ("plan", "persoonsdagen"), ("respondents", "Pijler")):
        await world.types(CONSULTANT, f"/why {wanted}")
        assert expected in await last(world)


async def test_who_answers_finds_no_such_command(world: World) -> None:
    await world.types(OWNER, "/why S2")
    text = await last(world, OWNER)
    assert "Formule" not in text


async def test_all_buttons_fit_and_the_text_fits_in_one_message(world: World) -> None:
    for wanted in ("", "S", "S2", "plan"):
        await world.types(CONSULTANT, f"/why {wanted}")
        row = (await world.rows(CONSULTANT))[-1]
        assert len(said(row)) < 4000
        assert all(len(one.encode()) <= 64 for one in buttons(row))
