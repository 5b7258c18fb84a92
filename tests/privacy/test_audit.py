"""Who did what and when, for who runs the round and for nobody else."""

from __future__ import annotations

from bot.ports import Tap
from bot.privacy.audit import OPERATOR, PROGRAM, noted
from storage import Change
from tests.privacy.office import CARLA, Office

ANNA = "1001"


async def test_the_consultant_reads_the_trail_of_the_own_round_from_its_menu(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.joins(ANNA, town)
    await peiler.types(CARLA, "/report")
    anna = await peiler.person(ANNA)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    await peiler.types(CARLA, "/assessments")
    await peiler.taps(CARLA, "assessment:")
    await peiler.taps(CARLA, "audit:")
    told = peiler.said(CARLA)
    assert "adviseur · rapport gevraagd" in told
    assert "uitnodiging gebruikt" in told
    assert f"<code>{anna.id}</code> · gegevens gewist" in told
    assert "Person 1001" not in told
    assert ANNA not in told


async def test_an_empty_trail_says_that_nothing_has_happened(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.does(CARLA, Tap(f"audit:{town.id}"))
    assert "nog niets gebeurd" in peiler.said(CARLA)


async def test_nobody_else_reads_the_trail(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.joins(ANNA, town)
    assert "niet voor u bedoeld" in str(await peiler.does(ANNA, Tap(f"audit:{town.id}")))


async def test_a_long_trail_shows_its_newest_lines_and_says_so(peiler: Office) -> None:
    town = await peiler.town()
    who = (OPERATOR, PROGRAM, "somebody")
    lines = [noted(peiler.desk, who[n % 3], "export", town.id) for n in range(40)]
    await peiler.desk.storage.save(Change(writes=tuple(lines)))
    await peiler.does(CARLA, Tap(f"audit:{town.id}"))
    told = peiler.said(CARLA)
    assert "nieuwste 30 regels" in told
    assert "beheerder · alles geëxporteerd" in told
    assert "deelnemer <code>somebody</code>" in told


async def test_an_erased_person_stays_an_opaque_id_in_the_trail(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.joins(ANNA, town)
    anna = await peiler.person(ANNA)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    [line] = [line for line in await peiler.desk.storage.audit("main", town.id, 9) if line.what == "erase"]
    assert (line.who, line.subject) == (anna.id, anna.id)
