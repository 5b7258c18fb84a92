"""What a consultant can ask for, and what the consultant is told without asking."""

from __future__ import annotations

import re

import pytest

from tests.e2e.conftest import Town
from tests.operations.conftest import eventually
from tests.telegram_stand_in import Message

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_with_the_settings_made_a_new_round_can_invite_at_once(town: Town) -> None:
    said = await town.consultant.types("/new Gemeente Y")
    assert "Gemeente Y staat klaar" in said.text
    assert [button.data.rpartition(":")[2] for row in said.buttons for button in row] == list("SOBIM")


async def test_with_several_rounds_a_command_asks_which_one_is_meant(town: Town) -> None:
    carla = town.consultant
    await carla.types("/new Gemeente Een")
    await carla.types("/new Gemeente Twee")
    said = await carla.types("/status")
    assert {"Gemeente Een", "Gemeente Twee"} <= {button.label for row in said.buttons for button in row}
    await carla.taps("Gemeente Een")
    await carla.person.sees("Gemeente Een · 0 van 0 verstuurd", timeout=30)


async def test_the_consultant_hears_who_takes_part_and_that_it_was_not_used_by_who_does_not(
    town: Town,
) -> None:
    carla = town.consultant
    await carla.opens()
    await town.owner("M", name="Daan")
    await carla.person.sees("Daan doet mee: Mensen en Cultuur", timeout=30)
    declines = town.phone("Eva")
    await declines.opens(await town.token("M"))
    await declines.taps(declines.data("decline:"))
    await carla.person.sees("Eva doet niet mee", timeout=30)


async def test_before_anybody_sent_anything_a_report_says_so_and_has_a_chart(town: Town) -> None:
    carla = town.consultant
    await carla.types("/new Gemeente Leeg")
    await carla.types("/report")
    if any(button.label == "Gemeente Leeg" for button in carla.buttons):
        await carla.taps("Gemeente Leeg")
    await carla.person.sees("nog geen antwoorden verstuurd", timeout=60)
    await carla.person.sees(lambda message: "photo" in message.extra, timeout=60)
    assert not any("Traceback" in line for line in town.peiler.log().splitlines())


async def test_who_joins_the_team_gets_the_menu_of_consultants_until_taken_off(town: Town) -> None:
    carla, cor = town.consultant, town.phone("Cor")
    await carla.types("/new Gemeente Menu")
    await carla.types("/assessments")

    def rounds() -> Message | None:
        # What follows from /new may come late, above the list or below it.
        chat = [m for m in carla.person.chat if m.by_bot and m.has_button("Gemeente Menu")]
        return chat[-1] if chat else None

    assert await eventually(lambda: rounds() is not None)
    await carla.taps("Gemeente Menu", on=rounds())
    for press in ("Mede-adviseurs", "Nodig een mede-adviseur uit"):
        await carla.taps(press)
    forwarded = await carla.person.sees("start=", timeout=30)
    await cor.opens(re.findall(r"start=([\w-]+)", forwarded.text)[-1])
    await cor.taps("Ja, ik adviseer mee")
    assert await eventually(lambda: bool(town.menu(cor, "setMyCommands")))
    commands = town.menu(cor, "setMyCommands")[-1]
    assert {"status", "report"} <= commands
    assert "new" not in commands
    await carla.person.sees("Cor adviseert nu mee", timeout=30)
    await carla.taps("Haal weg: Cor")
    assert await eventually(lambda: bool(town.menu(cor, "deleteMyCommands")))


async def test_the_health_page_says_that_all_is_well(town: Town) -> None:
    import aiohttp

    async with aiohttp.ClientSession() as session, session.get(f"{town.peiler.address}/healthz") as answer:
        assert answer.status == 200
        assert (await answer.json())["status"] == "ok"
