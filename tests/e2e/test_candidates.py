"""An organisation on the list, with the real program: typed, asked, told of in full, and withdrawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, PATIENCE, Peiler
from tests.operations.conftest import eventually
from tests.telegram_stand_in import StandIn

#: What somebody there answers, by a piece of the question: an option, or words; the rest is skipped.
GIVEN = {
    "Hoe heet": "Gemeente Lisdodde",
    "uitgebreid vertellen": "I",
    "Mogen wij": "named",
    "Wat mogen andere": "levels",
}

WAYS = ("submit:", "skipall:", "confirm:", "skip:", "keep:", "leave:", "a:", "begin:", "resume:")


async def goes_on(phone: Phone, done: set[str]) -> str:
    """One step: what is given, else the likeliest; the beginning of what was pressed."""
    card, data = phone.card.text, [button.data for button in phone.buttons]
    piece = next((one for one in GIVEN if one in card and one not in done), "")
    given = GIVEN.get(piece)
    done.add(piece)
    option = next((one for one in data if one.split(":")[2:3] == [given]), None)
    if given is not None and option is None:
        await phone.types(given)
        return "typed"
    if option is not None:
        await phone.taps(option)
        return "chose"
    ways = [one for start in WAYS for one in data if one.startswith(start)]
    assert ways, (card, data)
    await phone.taps(ways[0])
    return ways[0].partition(":")[0]


async def test_an_organisation_is_asked_tells_in_full_and_takes_everything_back(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram)
        await peiler.start()
        carla = Phone(telegram, telegram.person(CONSULTANT, "Carla"))
        await carla.opens()
        await peiler.invites("S")
        await carla.types("/practices")
        await carla.taps(carla.data("candidates:"))
        await carla.taps(next(button.data for button in carla.buttons if button.data.endswith(":add")))
        await peiler.dies()
        await peiler.start()
        await carla.types("Lisdodde\nKalmoes")
        listed = await carla.person.sees(
            lambda one: any(button.label == "Lisdodde" for row in one.buttons for button in row),
            timeout=PATIENCE,
        )
        await carla.taps("Lisdodde", on=listed)
        for ending in (":invite", ":full", ":no"):
            await carla.taps(await ending_in(carla, ending))
        await carla.person.sees("start=", timeout=PATIENCE)
        token = re.findall(r"start=([\w-]+)", carla.person.last.text)[-1]
        rita = await joined(telegram, telegram.person(71, "Rita"), token)
        done: set[str] = set()
        for _ in range(120):
            if await goes_on(rita, done) == "submit":
                break
        await rita.person.sees("Dank u wel voor uw verhaal", timeout=PATIENCE)
        exported = await peiler.export()
        [told] = [one for one in exported["references"] if one["name"] == "Gemeente Lisdodde"]
        assert told["stage"] == "spoken"
        assert told["scores"]["I"]["coverage"] >= 0.75
        await rita.taps(rita.data("withdraw:"))
        await rita.taps(rita.data("withdraw:"))
        await rita.person.sees("Alles is teruggetrokken", timeout=PATIENCE)
        await carla.person.sees("trok alles terug", timeout=PATIENCE)
        names = {one["name"] for one in (await peiler.export())["references"]}
        assert names == {"Kalmoes"}
        await peiler.stop()
        assert "Traceback" not in peiler.log(), peiler.log()[-600:]


async def ending_in(phone: Phone, ending: str) -> str:
    """The data of the card's button that ends so, as soon as it is there."""

    def found() -> str | None:
        return next((button.data for button in phone.buttons if button.data.endswith(ending)), None)

    assert await eventually(lambda: found() is not None), f"no button {ending}: {phone.buttons}"
    return str(found())


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_an_outside_view_is_filled_in_and_found_with_its_mark(tmp_path: Path, language: str) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, LANGUAGE=language)
        await peiler.start()
        carla = Phone(telegram, telegram.person(CONSULTANT, "Carla", language))
        await carla.opens()
        await peiler.invites("S")
        await carla.types("/practices")
        await carla.taps(carla.data("candidates:"))
        await carla.taps(carla.data("outside:"))
        await carla.taps(await ending_in(carla, ":add"))
        await carla.types("Lisdodde\nhttps://lisdodde.example/2026")
        await carla.taps(await ending_in(carla, ":l:S"))
        await carla.taps(await ending_in(carla, ":l:S:3"))
        await peiler.dies()
        await peiler.start()
        for ending in (":p:new", ":row", ":listening"):
            await carla.taps(await ending_in(carla, ending))
        await carla.types("Read along every morning.")
        answer = await carla.types("/practices listening")
        assert "Read along every morning." in answer.text
        assert {"nl": "Buitenbeeld", "en": "Outside view"}[language] in answer.text
        await peiler.stop()
        assert "Traceback" not in peiler.log(), peiler.log()[-600:]
