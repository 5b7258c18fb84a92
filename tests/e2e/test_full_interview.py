"""One round in each language, from a consultant's first word to the report, as files that people can read."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.e2e.golden import compare, conversation
from tests.e2e.phone import Phone
from tests.e2e.process import CONSULTANT, Peiler
from tests.telegram_stand_in import StandIn

WORDS = {
    "nl": {
        "organisation": "Gemeente Voorbeeldstad",
        "contact": "Functionaris gegevensbescherming, fg@voorbeeldstad.example",
        "evidence": "Communicatieplan 2026, directie 12 maart",
        "story": "Vorig jaar zijn we om dit doel gestopt met een account.",
        "who": "de controller",
        "reason": "Deze taak ligt bij de regio.",
        "best": "Burgerzaken: vaste webcare",
        "weakest": "Ruimte",
        "hello": "Goedemorgen, ik ben er weer",
        "text": "In een paar woorden: {}",
    },
    "en": {
        "organisation": "Municipality of Exampleton",
        "contact": "Data protection officer, dpo@exampleton.example",
        "evidence": "Communication plan 2026, management team, 12 March",
        "story": "Last year we stopped an account because of this purpose.",
        "who": "the controller",
        "reason": "This task lies with the region.",
        "best": "Civil affairs: regular web care",
        "weakest": "Spatial planning",
        "hello": "Good morning, here I am again",
        "text": "In a few words: {}",
    },
}


class Round:
    """A consultant and one owner, in one language."""

    def __init__(self, telegram: StandIn, language: str) -> None:
        self.words = WORDS[language]
        self.telegram = telegram
        self.consultant = Phone(telegram, telegram.person(CONSULTANT, "Carla", language))
        self.owner = Phone(telegram, telegram.person(41, "Anna", language))

    async def is_set_up(self) -> str:
        """A round with what the settings left open, and an invitation; gives its token."""
        carla = self.consultant
        await carla.opens()
        await carla.types("/new")
        await carla.types(f"/new {self.words['organisation']}")
        await carla.types(self.words["contact"])
        await carla.taps(carla.data("telegram:"))
        await carla.types("/invite S Anna de Vries")
        await carla.person.sees("https://t.me/")
        return str(re.findall(r"start=([\w-]+)", carla.person.last.text)[-1])

    async def owner_answers(self) -> None:
        """All that an owner can do, once."""
        anna, words = self.owner, self.words
        await anna.taps(anna.data("why:"))
        await self.chooses("3")
        await anna.types(words["evidence"])
        await anna.types(words["story"])
        await self.chooses("dont_know")
        await anna.types(words["who"])
        await self.chooses("not_applicable")
        await anna.types(words["reason"])
        await self.chooses("depends")
        await anna.types(words["best"])
        await anna.types(words["weakest"])
        await self.chooses("2")
        await anna.taps(anna.data("back:"))
        await self.chooses("1")
        await anna.taps(anna.data("pause:"))
        await anna.types(words["hello"])
        await anna.taps(anna.data("resume:"))

    async def owner_changes_the_first_answer(self) -> None:
        """From the list of answers, with a look at what it would hide."""
        anna = self.owner
        await anna.types("/answers")
        await anna.taps(anna.data("edit:"))
        await self.chooses("0")
        await anna.taps(anna.data("confirm:"))

    async def owner_finishes(self) -> None:
        """The rest, then the list, then off it goes."""
        anna = self.owner
        number = 0
        while not any(button.data.startswith("submit:") for button in anna.buttons):
            number += 1
            options = [button for button in anna.buttons if button.data.startswith("a:")]
            if options:
                await anna.taps(options[min(2, len(options) - 1)].data)
            elif any(button.data.startswith("confirm:") for button in anna.buttons):
                await anna.taps(anna.data("confirm:"))
            else:
                await anna.types(self.words["text"].format(number))
        await anna.taps(anna.data("submit:"))

    async def chooses(self, option: str) -> None:
        """Taps this option of the open question."""
        ask = self.owner.data("a:").split(":")[1]
        await self.owner.taps(f"a:{ask}:{option}")


@asynccontextmanager
async def ascending_round(folder: Path, language: str) -> AsyncIterator[Round]:
    """A round whose anchors run upwards: which way is drawn by lot, so draw until they do."""
    for attempt in range(30):
        async with StandIn() as telegram:
            home = folder / str(attempt)
            home.mkdir()
            peiler = Peiler(home, telegram, LANGUAGE=language, PRIVACY_CONTACT="", TELEGRAM_FOR_OWNERS="ask")
            await peiler.start()
            try:
                drawn = Round(telegram, language)
                await drawn.owner.opens(await drawn.is_set_up())
                await drawn.owner.taps(drawn.owner.data("consent:"))
                await drawn.owner.taps(drawn.owner.data("begin:"))
                if drawn.owner.data("a:").endswith(":0"):
                    yield drawn
                    return
            finally:
                await peiler.stop()
    raise AssertionError("thirty times the same side of the coin")


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_a_whole_round_reads_as_it_did_from_the_first_word_to_the_report(
    tmp_path: Path, language: str
) -> None:
    async with ascending_round(tmp_path, language) as found:
        await found.owner_answers()
        await found.consultant.types("/status")
        await found.owner_changes_the_first_answer()
        await found.owner_finishes()
        await found.owner.person.sees(lambda message: "photo" in message.extra, timeout=60)
        await found.consultant.types("/report")
        await found.consultant.person.sees("--distribution", timeout=60)
        said = conversation(found.telegram, found.owner.person)
        assert not re.search(r"None|\{\{|\}\}|&amp;|&lt;|  $", said)
        compare(f"owner.{language}", found.telegram, found.owner.person)
        compare(f"consultant.{language}", found.telegram, found.consultant.person)
