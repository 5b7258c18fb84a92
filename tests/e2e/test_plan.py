"""The plan with the real program: an action filled in, a target weighed, a decision; killed in between."""

from __future__ import annotations

from tests.e2e.conftest import Town
from tests.e2e.process import PATIENCE
from tests.e2e.robot import Robot


async def test_a_plan_is_filled_in_weighed_and_decided_though_the_program_dies_in_between(
    village: Town,
) -> None:
    anna, carla = village.phone("Anna"), village.consultant
    await carla.opens()
    await Robot(anna, 1).finishes(await village.token("S"))
    await carla.person.sees("heeft de antwoorden over Strategie", timeout=PATIENCE)

    await carla.types("/assessments")
    for press in ("Gemeente X", "Plan"):
        await carla.taps(press)
    await carla.person.sees("Het plan", timeout=PATIENCE)
    # What a robot answers is its own affair; of four pillars nothing is known, and that comes now.
    await carla.taps(next(label for label in carla.labels if label.startswith("Nu ")))
    await carla.taps("1")
    await carla.taps("Eigenaar")
    await village.peiler.dies()
    await village.peiler.start()
    await carla.types("directeur")
    await carla.person.sees("✓ Genoteerd.", timeout=PATIENCE)
    await carla.taps("Kosten")
    await carla.types("€ 2.500")
    await carla.person.sees("€ 2.500", timeout=PATIENCE)

    await carla.taps("Terug naar de lijst")
    await carla.taps("Heel het plan")
    await carla.taps("Wat als…")
    await carla.taps("Grotere acties")
    await carla.taps("0")
    await carla.person.sees("nog niet bewaard", timeout=PATIENCE)
    await carla.taps("Zo houden")
    await carla.person.sees("persoonsdagen worden", timeout=PATIENCE)

    await carla.taps("Besluit")
    await carla.taps("Besluit")
    await carla.types("Akkoord met het eerste deel.")
    await carla.person.sees("Bedrag: niet genoemd", timeout=PATIENCE)
    export = await village.peiler.export()
    kinds = [one["kind"] for one in export["amendments"]]
    assert sorted(kinds) == ["action", "action", "decision"]
    assert export["amendments"][1]["body"] == {"owner": "directeur", "cost": "2500.00"}
    told = await village.peiler.run("decision", "Gemeente X")
    assert "Akkoord met het eerste deel." in told.out
    assert "Traceback" not in village.peiler.log(), village.peiler.log()
