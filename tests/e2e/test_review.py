"""The end of a round with the real program: reviewed, asked about, checked, adopted; and killed twice."""

from __future__ import annotations

from tests.e2e.conftest import Town
from tests.e2e.process import PATIENCE
from tests.e2e.robot import Robot


async def test_a_round_is_reviewed_checked_and_adopted_though_the_program_dies_in_between(
    village: Town,
) -> None:
    anna, carla = village.phone("Anna"), village.consultant
    await carla.opens()
    await Robot(anna, 3).finishes(await village.token("S"))
    notice = await carla.person.sees("heeft de antwoorden over Strategie", timeout=PATIENCE)
    await anna.person.sees("Uw eigen beeld van", timeout=PATIENCE)

    await carla.types("/review")
    await carla.taps(carla.data("item:"))
    await carla.taps("1")
    await carla.taps(carla.data("adjust:"))
    await carla.taps("1,5")
    await village.peiler.dies()
    await village.peiler.start()
    await carla.types("Alleen Communicatie heeft een plan.")
    await carla.person.sees("aangepast naar 1,5", timeout=PATIENCE)
    await carla.taps("Gespreksleidraad")
    page = await carla.person.sees(
        lambda message: message.file is not None and "document" in message.extra, timeout=60
    )
    assert page.file is not None
    assert page.file.content.startswith(b"%PDF")

    await carla.types("Waar staat dat plan?", reply_to=notice)
    await anna.person.sees("Waar staat dat plan?", timeout=PATIENCE)
    await anna.types("Op het intranet.")
    await carla.person.sees("“Op het intranet.”", timeout=PATIENCE)

    await carla.types("/assessments")
    for press in ("Gemeente X", "Feitencheck en vaststellen", "Naar de feitencheck"):
        await carla.taps(press)
    await anna.person.sees("Feitencheck: de tekst over Strategie", timeout=PATIENCE)
    await anna.taps("Ik heb een opmerking")
    await village.peiler.dies()
    await village.peiler.start()
    await anna.types("Het plan geldt voor iedereen.")
    await carla.person.sees("“Het plan geldt voor iedereen.”", timeout=PATIENCE)

    await carla.types("/assessments")
    for press in ("Gemeente X", "Feitencheck en vaststellen", "Vaststellen", "Ja, ik stel het vast"):
        await carla.taps(press)
    await carla.person.sees("is vastgesteld op", timeout=PATIENCE)
    export = await village.peiler.export()
    assert export["assessments"][0]["phase"] == "adopted"
    assert [one["reason"] for one in export["judgements"]] == ["Alleen Communicatie heeft een plan."]
    assert {note["kind"] for note in export["notes"]} == {"query", "remark"}
    assert "Traceback" not in village.peiler.log(), village.peiler.log()
