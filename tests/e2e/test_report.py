"""A report is ordered from the real program: killed while it is made it comes once; the memo is completed,
findings are gone through, and what may not have arrived is asked about.
"""

from __future__ import annotations

import asyncio

from tests.e2e.conftest import Town
from tests.e2e.phone import Phone
from tests.e2e.process import CONSULTANT, PATIENCE
from tests.e2e.robot import Robot

READY = "Hierboven staat"


async def handed_in(village: Town) -> Phone:
    """Anna handed in everything about strategy; gives the consultant's phone."""
    carla = village.consultant
    await carla.opens()
    await Robot(village.phone("Anna"), 3).finishes(await village.token("S"))
    await carla.person.sees("heeft de antwoorden over Strategie", timeout=PATIENCE)
    return carla


def files(carla: Phone) -> list[str]:
    """The names of all files that the consultant got."""
    return sorted(one.file.name for one in carla.person.chat if one.by_bot and one.file is not None)


async def test_a_report_whose_program_is_killed_again_and_again_comes_once(village: Town) -> None:
    carla = await handed_in(village)
    await carla.types("/report")
    for pause in (0.05, 0.4, 0.9, 1.4):
        await asyncio.sleep(pause)
        if any(READY in one.text for one in carla.person.chat):
            break
        await village.peiler.dies()
        await village.peiler.start()
    await carla.person.sees(READY, timeout=PATIENCE)
    assert files(carla) == ["memo.nl.docx", "memo.nl.pdf", "radar.png"]
    said = [one.text for one in carla.person.chat if one.by_bot]
    assert sum("Gemeente X: tussenstand" in text for text in said) == 1
    assert sum("Ik maak het rapport" in text for text in said) == 0
    assert "Traceback" not in village.peiler.log(), village.peiler.log()


async def test_the_memo_is_completed_and_findings_gone_through_though_the_program_dies(village: Town) -> None:
    carla = await handed_in(village)
    await carla.types("/report")
    await carla.person.sees(READY, timeout=PATIENCE)
    offer = next(one for one in carla.person.chat if "De memo van" in one.text)
    await carla.taps("Nu aanvullen", on=offer)
    await carla.types("College van B en W")
    await village.peiler.dies()
    await village.peiler.start()
    await carla.types("De gemeentesecretaris")
    await carla.taps("Stoppen met vragen")
    page = await carla.person.sees("Van: De gemeentesecretaris", timeout=PATIENCE)
    assert "Aan: College van B en W" in page.text

    closing = next(one for one in reversed(carla.person.chat) if READY in one.text)
    await carla.taps("Bevindingen nalopen", on=closing)
    await carla.taps("1")
    await carla.taps("Anders zeggen")
    await village.peiler.dies()
    await village.peiler.start()
    await carla.types("Zo zeggen wij het hier.")
    await carla.person.sees("staat er in uw woorden", timeout=PATIENCE)
    await carla.types("/assessments")
    await carla.taps("Gemeente X")
    await carla.taps("Tussenstand met grafiek")
    await carla.person.sees(lambda one: one is not closing and READY in one.text, timeout=PATIENCE)
    export = await village.peiler.export()
    assert [one["body"] for one in export["amendments"]] == [
        {"verdict": "reworded", "words": "Zo zeggen wij het hier."}
    ]
    assert "Traceback" not in village.peiler.log(), village.peiler.log()


async def test_a_memo_that_may_not_have_arrived_is_asked_about_and_not_sent_again(village: Town) -> None:
    carla = await handed_in(village)
    village.telegram.next_call("sendDocument", chat=CONSULTANT).is_cut(taken=False)
    await carla.types("/report")
    question = await carla.person.sees("Ik weet niet zeker of memo.nl.pdf is aangekomen", timeout=PATIENCE)
    await carla.person.sees(READY, timeout=PATIENCE)
    assert files(carla) == ["memo.nl.docx", "radar.png"]
    await carla.taps("Nog een keer", on=question)
    await carla.person.sees(
        lambda one: one.file is not None and one.file.name == "memo.nl.pdf", timeout=PATIENCE
    )
