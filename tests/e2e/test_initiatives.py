"""What already runs, with the real program: told with figures, left out with a reason, and from a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import load_folder
from tests.consultant.sheets import csv_of
from tests.e2e.golden import compare
from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, PATIENCE, Peiler
from tests.telegram_stand_in import StandIn

SHIPPED = Path(__file__).parents[2] / "interview_scripts" / "social_media"
SCRIPT = load_folder(SHIPPED).script("initiative").script
#: The second worked case of the method, which does not earn itself back.
TOLD = {
    "name": "Webcare",
    "channel": "WhatsApp",
    "objective": "supporting",
    "owner": "teamleider KCC",
    "more": "now",
    "status": "pilot",
    "since": "2025",
    "main_goal": "service",
    "reckon": "yes",
    "contacts": "40000",
    "share_mid": "10",
    "share_low": "5",
    "share_high": "15",
    "new_cost": "1,50",
    "extra": "1500",
    "fte": "0,2",
    "fte_cost": "70000",
    "licences": "4000",
    "one_off": "6000",
}
WORDS = {
    "nl": {
        "begin": "Loopt er al iets? Een paar vragen",
        "told": "vertelde over een initiatief",
        "reason": "Dit stopt in mei.",
        "list": "Lijst sturen",
    },
    "en": {
        "begin": "Is something running? A few questions",
        "told": "told about an initiative",
        "reason": "It ends in May.",
        "list": "Send a list",
    },
}
LIST = csv_of(
    (
        ("Naam", "Soort", "Stand", "Kosten per jaar"),
        ("Buurtapp", "luisteren", "loopt", "ca. 5k"),
        ("Winkel", "verkopen", "loopt", "100"),
        ("Pagina", "talking", "proef", "veel"),
        ("buurtapp", "luisteren", "proef", "n.v.t."),
    )
)


async def somebody_upwards(telegram: StandIn, peiler: Peiler, language: str) -> Phone:
    """An owner whose anchors run upwards: which way is drawn by lot."""
    for number, token in enumerate(await peiler.invites("I", 30), 41):
        anna = await joined(telegram, telegram.person(number, "Anna", language), token)
        if anna.data("a:").endswith(":0"):
            return anna
    raise AssertionError("thirty times the same side of the coin")


async def hands_in(anna: Phone) -> None:
    """Answers what is asked with the third of its options or not at all, and sends it in."""
    while not any(button.data.startswith("submit:") for button in anna.buttons):
        options = [button.data for button in anna.buttons if button.data.startswith("a:")]
        level = next((data for data in options if data.endswith(":2")), None)
        skip = next((button.data for button in anna.buttons if button.data.startswith("skip:")), None)
        await anna.taps(level or skip or options[0])
    await anna.taps(anna.data("submit:"))
    await anna.person.sees(lambda message: "photo" in message.extra, timeout=PATIENCE)


async def tells(anna: Phone, language: str) -> None:
    """What is in `TOLD`; the rest is skipped."""
    asked = {q.text[language]: q.id for section in SCRIPT.sections for q in section.questions}
    while not any(button.data.startswith("submit:") for button in anna.buttons):
        question = next((id_ for text, id_ in asked.items() if _beginning(text) in anna.card.text), None)
        answer = TOLD.get(question or "")
        option = next((b.data for b in anna.buttons if b.data.endswith(f":{answer}")), None)
        if option is not None:
            await anna.taps(option)
        elif answer is not None:
            await anna.types(answer)
        else:
            await anna.taps(anna.data("skip:"))
    await anna.taps(anna.data("submit:"))


def _beginning(text: str) -> str:
    """The words of a question before a name that is filled in."""
    return text.partition("{")[0]


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_an_initiative_reads_as_it_did_from_the_offer_to_the_matrix(
    tmp_path: Path, language: str
) -> None:
    words = WORDS[language]
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, LANGUAGE=language, FILES_IN_TELEGRAM="yes")
        await peiler.start()
        carla = Phone(telegram, telegram.person(CONSULTANT, "Carla", language))
        await carla.opens()
        anna = await somebody_upwards(telegram, peiler, language)
        await hands_in(anna)
        await anna.taps(words["begin"])
        await anna.taps(anna.data("begin:"))
        await tells(anna, language)
        await carla.person.sees(words["told"], timeout=PATIENCE)
        await carla.types("/initiatives")
        await carla.taps(carla.data("initiative:"))
        one = carla.data("initiative:").rpartition(":")[0]
        await carla.taps(f"{one}:sum")
        await carla.taps(carla.data(f"{one}:take:phone"))
        await carla.taps(carla.data(f"{one}:sure:"))
        await carla.taps(one)
        await carla.taps(f"{one}:no")
        await carla.types(words["reason"])
        await anna.person.sees(words["reason"], timeout=PATIENCE)
        await anna.types("/initiatives")
        await anna.taps(anna.data("mine:"))
        await carla.types("/initiatives")
        await carla.taps(words["list"])
        await carla.person.sends_document("lijst.csv", LIST.encode())
        await carla.person.sees("Buurtapp", timeout=PATIENCE)
        await carla.taps(carla.data("rowed:"))
        await carla.taps(carla.data("matrix:"))
        await carla.person.sees("ladder", timeout=PATIENCE)
        await peiler.stop()
        assert "Traceback" not in peiler.log(), peiler.log()[-600:]
        compare(f"initiatives.owner.{language}", telegram, anna.person, since=f"* {words['begin']}")
        compare(f"initiatives.consultant.{language}", telegram, carla.person, since="> /initiatives")
