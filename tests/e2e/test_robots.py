"""Robots that know only what buttons mean finish every interview; the export says exactly what they did."""

from __future__ import annotations

import pytest

from tests.e2e.checking import check_export
from tests.e2e.conftest import Town
from tests.e2e.robot import Robot

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("pillar", ["S", "O", "B", "I", "M"])
async def test_a_robot_finishes_any_pillar_and_all_of_it_is_in_the_export(town: Town, pillar: str) -> None:
    robot = Robot(town.phone(), seed=ord(pillar))
    await robot.finishes(await town.token(pillar))
    check_export(await town.peiler.export(), robot)


@pytest.mark.parametrize("seed", range(4))
async def test_a_restless_robot_that_taps_twice_goes_back_and_pauses_finishes_too(
    town: Town, seed: int
) -> None:
    robot = Robot(town.phone(), seed=seed, restless=0.25)
    await robot.finishes(await town.token("SOBIM"[seed % 5]))
    check_export(await town.peiler.export(), robot)


@pytest.mark.parametrize("seed", range(2))
async def test_a_wild_robot_with_old_buttons_and_early_words_loses_nothing_and_finishes(
    town: Town, seed: int
) -> None:
    robot = Robot(town.phone(), seed=seed, restless=0.2, wild=0.25)
    await robot.finishes(await town.token("SOBIM"[seed % 5]))
    check_export(await town.peiler.export(), robot)
