"""Two who want to be in touch, with the real program: proposed, agreed by both over a restart, introduced."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.golden import compare, conversation
from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, PATIENCE, Peiler
from tests.e2e.test_best_practice import TOLD, WORDS, asked_by, tells
from tests.telegram_stand_in import StandIn

PEOPLE = {"Rita": (71, "Lisdodde"), "Sem": (72, "Kalmoes")}
HEARS = {
    "nl": ("U wilt in contact komen", "samen een project doen", "hebben elkaars gegevens"),
    "en": ("You would like to be in touch", "do a project together", "have each other's details"),
}


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_two_organisations_at_the_third_level_are_brought_together_after_two_yeses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    noted, proposal, done = HEARS[language]
    monkeypatch.setitem(TOLD, "in_touch", "yes")
    async with StandIn() as telegram:
        # The clock of the program is the real one, and nobody is written to at night.
        hours = {"WORK_HOURS": "00:00-24:00", "WORK_DAYS": "mon-sun", "HOLIDAYS": ""}
        peiler = Peiler(tmp_path, telegram, LANGUAGE=language, **hours)
        await peiler.start()
        carla = Phone(telegram, telegram.person(CONSULTANT, "Carla", language))
        await carla.opens()
        await peiler.invites("S")
        phones = []
        for name, (number, organisation) in PEOPLE.items():
            monkeypatch.setitem(WORDS[language], "org_name", organisation)
            monkeypatch.setitem(WORDS[language], "profile", f"voorbeeld.example/{name.lower()}")
            one = await joined(telegram, telegram.person(number, name, language), await asked_by(carla))
            await tells(one, language, until="")
            await one.taps(one.data("submit:"))
            await one.person.sees(noted, timeout=PATIENCE)
            phones.append(one)
        rita, sem = phones
        await carla.types("/network")
        await carla.person.sees("Rita (Lisdodde)", timeout=PATIENCE)
        await carla.taps(carla.data("bring:"))
        for one in phones:
            await one.person.sees(proposal, timeout=PATIENCE)
        await rita.taps(rita.data("intouch:"))
        await peiler.stop()
        await peiler.start()
        assert "Kalmoes" not in conversation(telegram, rita.person)
        assert "Lisdodde" not in conversation(telegram, sem.person)
        await sem.taps(sem.data("intouch:"))
        await rita.person.sees("https://voorbeeld.example/sem", timeout=PATIENCE)
        await sem.person.sees("https://voorbeeld.example/rita", timeout=PATIENCE)
        await carla.person.sees(done, timeout=PATIENCE)
        await peiler.stop()
        assert "Traceback" not in peiler.log(), peiler.log()[-600:]
        compare(f"network.person.{language}", telegram, sem.person, noted, last=True)
        compare(f"network.consultant.{language}", telegram, carla.person, "> /network")
