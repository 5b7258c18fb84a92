"""Five owners who fall silent: the real program, with reminders after seconds instead of days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.e2e.conftest import Town
from tests.e2e.phone import Phone, joined
from tests.e2e.process import Peiler
from tests.telegram_stand_in import Message, StandIn

QUICK = {
    "REMIND_AFTER": "PT3S,PT6S",
    "WORK_HOURS": "00:00-24:00",
    "WORK_DAYS": "mon-sun",
    "HOLIDAYS": "",
    "REMIND_CAP": "2",
}
#: Longer than any reminder of this test takes to come.
SOON = 30


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, **QUICK)
        await peiler.start()
        town = Town(telegram, peiler)
        await town.consultant.types("/new Gemeente Stil")
        yield town
        assert await peiler.stop() == 0
        assert "Traceback" not in peiler.log(), peiler.log()


async def owner(town: Town, pillar: str, name: str) -> Phone:
    tokens = await town.peiler.invites(pillar, to="Gemeente Stil")
    phone = await joined(town.telegram, town.somebody(name), tokens[0])
    await phone.taps(phone.data("a:"))
    return phone


def label(message: Message, words: str) -> str:
    """The data of the button that says so."""
    found = [button.data for row in message.buttons for button in row if words in button.label]
    assert found, f"no {words!r} below {message.text!r}: {message.buttons}"
    return found[0]


async def reminded(phone: Phone, words: str = "Wij gaan verder waar u was") -> Message:
    return await phone.person.sees(words, timeout=SOON)


async def test_five_owners_fall_silent_and_each_button_of_a_reminder_does_what_it_says(town: Town) -> None:
    ada = await owner(town, "S", "Ada")
    # Continue.
    reminder = await reminded(ada)
    await ada.taps(label(reminder, "Verder"), on=reminder)
    await ada.person.sees("nog zo'n", timeout=SOON)
    # Later, in the own words.
    bram = await owner(town, "O", "Bram")
    reminder = await reminded(bram)
    await bram.taps(label(reminder, "andere dag"), on=reminder)
    await bram.person.sees("Wanneer zal ik u weer schrijven?", timeout=SOON)
    await bram.types("volgende week dinsdag")
    await bram.person.sees("Ik schrijf u op dinsdag", timeout=SOON)
    # In an hour.
    cora = await owner(town, "B", "Cora")
    reminder = await reminded(cora)
    await cora.taps(label(reminder, "over een uur"), on=reminder)
    await cora.person.sees("Ik schrijf u op", timeout=SOON)
    # Somebody else knows this better.
    daan = await owner(town, "I", "Daan")
    reminder = await reminded(daan)
    await daan.taps(label(reminder, "collega weet dit beter"), on=reminder)
    await daan.types("de archivaris")
    await daan.person.sees("Dank u, dat is genoteerd", timeout=SOON)
    await town.consultant.person.sees("de archivaris", timeout=SOON)
    # No more messages.
    eva = await owner(town, "M", "Eva")
    reminder = await reminded(eva)
    await eva.taps(label(reminder, "Geen berichten meer"), on=reminder)
    await eva.person.sees("geen berichten meer van mij", timeout=SOON)
    await town.consultant.person.sees("Eva is gestopt", timeout=SOON)
    told = len(eva.person.chat)

    # Who stays silent is not bothered for ever: the consultant hears of it, and Eva hears nothing any more.
    await town.consultant.person.sees("reageert niet meer", timeout=SOON)
    assert len(eva.person.chat) == told

    said = await town.consultant.types("/remind")
    assert "Bram" in said.text
    status = await town.consultant.types("/status")
    assert "■ Eva: gestopt" in status.text
    assert "Ada: bezig, 1 van" in status.text
    await town.consultant.taps(label(status, "Als plaatje"), on=status)
    await town.consultant.person.sees(lambda message: "photo" in message.extra, timeout=60)
