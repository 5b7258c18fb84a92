"""What is set of a round, and a round that is repeated, with the real program; killed in the middle."""

from __future__ import annotations

from tests.e2e.conftest import Town


async def test_what_a_setting_waits_for_is_remembered_by_a_program_that_was_killed(village: Town) -> None:
    carla = village.consultant
    await carla.types("/new Gemeente Rust")
    await carla.types("/assessments")
    if any(button.label == "Gemeente Rust" for button in carla.buttons):
        await carla.taps("Gemeente Rust")
    await carla.taps("Instellingen")
    await carla.taps("Stille weken")
    await village.peiler.dies()
    await village.peiler.start()
    # What was shown when it died may come again, before the answer.
    await carla.types("24-12-2026 t/m 3-1-2027, kerst")
    said = await carla.person.sees("24 december 2026 t/m 3 januari 2027", timeout=30)
    assert "“kerst”: dat begrijp ik niet" in said.text
    await carla.taps("Weg: 24 december 2026 t/m 3 januari 2027")
    await carla.person.sees("Er zijn er geen.", timeout=30)
    await carla.taps("Klaar")
    await carla.taps("Woo-bewaring aanzetten")
    await carla.taps("Ja, wis niets meer")
    await carla.person.sees("Woo-bewaring: aan", timeout=30)
    ran = await village.peiler.run("erase", "--assessment", "Gemeente Rust", "--yes")
    assert ran.code != 0, "a hold stops the command line too"


async def test_a_round_that_is_over_is_offered_to_be_repeated(village: Town) -> None:
    carla = village.consultant
    await carla.types("/new Gemeente Weer")
    await carla.types("/close")
    if any(button.label == "Gemeente Weer" for button in carla.buttons):
        await carla.taps("Gemeente Weer")
    await carla.taps("Ja, sluit de ronde")
    await carla.person.sees("is gesloten", timeout=30)
    await carla.types("/new Gemeente Weer")
    await carla.person.sees("een herhaling daarvan?", timeout=30)
    await carla.taps("Ja, een herhaling")
    await carla.person.sees("geen namen meer bewaard", timeout=30)
