"""How another organisation got so far, with the real program: asked, told, and set beside a round."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.library import load_folder
from tests.e2e.golden import compare
from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, PATIENCE, Peiler
from tests.e2e.test_initiatives import SHIPPED, hands_in
from tests.telegram_stand_in import StandIn

SCRIPT = load_folder(SHIPPED).script("best_practice").script
#: An option, several, or words; what is not here is skipped.
TOLD: dict[str, str | tuple[str, ...]] = {
    "org_sector": "municipality",
    "org_size": "middle",
    "org_country": "NL",
    "level_S": "2",
    "level_O": "3",
    "proud": ("listening",),
    "step_pillar": "S",
    "step_from": "to_3",
    "step_months": "14",
    "step_days": "60",
    "step_euros": "5.000",
    "step_again": "no",
    "may_name": "named",
    "may_share": ("levels", "initiatives", "steps"),
    "in_return": ("comparison",),
    "in_touch": "no",
}
WORDS = {
    "nl": {
        "org_name": "Gemeente Lisdodde",
        "proud_listening": "Elke ochtend lezen twee collega's mee in de wijkgroepen.",
        "proud_listening_result": "Klachten over afval komen een dag eerder binnen (weeklijst 2026).",
        "step_what": "Eén strategie voor alle afdelingen, vastgesteld door de directie.",
        "step_who": "hoofd communicatie en de controller",
        "step_result": "Elke afdeling werkt met hetzelfde doel.",
        "failed": "Wij begonnen met te veel kanalen tegelijk.",
        "again": "Eerst met drie afdelingen praten over wat inwoners vragen.",
        "learned": "vertelde hoe een andere organisatie",
        "search": "/practices luisteren",
    },
    "en": {
        "org_name": "Lisdodde Council",
        "proud_listening": "Every morning two colleagues read along in the neighbourhood groups.",
        "proud_listening_result": "Complaints about waste reach us a day earlier (weekly list 2026).",
        "step_what": "One strategy for all departments, adopted by the board.",
        "step_who": "head of communications and the controller",
        "step_result": "Every department works towards the same goal.",
        "failed": "We began with too many channels at once.",
        "again": "First talk with three departments about what residents ask.",
        "learned": "told how another organisation",
        "search": "/practices listening",
    },
}


def known_already() -> bytes:
    """Four others, so that with the one that tells there are enough for a figure."""
    others = [
        {
            "id": f"other-{number}",
            "name": f"Town {number}",
            "sector": "municipality",
            "government": True,
            "country": "NL",
            "year": 2026,
            "kind": "self",
            "scores": {"S": {"score": number / 2, "coverage": 1.0}},
        }
        for number in range(4)
    ]
    return json.dumps({"schema": 1, "references": others}).encode()


async def asked_by(carla: Phone) -> str:
    """A link for somebody of another organisation; its token."""
    await carla.types("/invite")
    await carla.taps(carla.data("refer:"))
    await carla.person.sees("start=", timeout=PATIENCE)
    return str(re.findall(r"start=([\w-]+)", carla.person.last.text)[-1])


async def tells(phone: Phone, language: str, until: str) -> None:
    """What is in `TOLD` and `WORDS`; the rest is skipped; up to this question, or to the end."""
    before = ""
    while not any(button.data.startswith("submit:") for button in phone.buttons):
        before = _asked(phone.card.text, language, before)
        if before == until:
            return
        await _answers(phone, TOLD.get(before) or WORDS[language].get(before))


def _asked(card: str, language: str, before: str) -> str:
    """The question on a card. Some read the same: then it belongs to what was `before`."""
    found = [q.id for section in SCRIPT.sections for q in section.questions if _shows(card, q.text[language])]
    result = f"{before}_result"
    return result if result in found else found[0]


def _shows(card: str, text: str) -> bool:
    pieces = re.split(r"\{[^}]*\}", text.replace("**", ""))
    return all(piece in card for piece in pieces)


async def _answers(phone: Phone, given: Any) -> None:
    if given is None:
        await phone.taps(phone.data("skip:"))
        return
    for one in [given] if isinstance(given, str) else given:
        option = next((b.data for b in phone.buttons if b.data.split(":")[2:3] == [one]), None)
        if option is not None:
            await phone.taps(option)
        else:
            await phone.types(one)
    if not isinstance(given, str):
        await phone.taps(phone.data("confirm:"))


async def somebody_there(telegram: StandIn, carla: Phone, language: str) -> Phone:
    """Somebody of another organisation at the first level; anchors run upwards, which is drawn by lot."""
    for number in range(70, 100):
        rita = await joined(telegram, telegram.person(number, "Rita", language), await asked_by(carla))
        await tells(rita, language, until="level_S")
        if rita.data("a:").endswith(":0"):
            return rita
    raise AssertionError("thirty times the same side of the coin")


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_another_organisation_tells_its_way_and_stands_beside_the_round(
    tmp_path: Path, language: str
) -> None:
    words = WORDS[language]
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, LANGUAGE=language)
        await peiler.start()
        carla = Phone(telegram, telegram.person(CONSULTANT, "Carla", language))
        await carla.opens()
        (tmp_path / "set.json").write_bytes(known_already())
        [token] = await peiler.invites("S")
        await hands_in(await joined(telegram, telegram.person(41, "Anna", language), token))
        taken = await peiler.run("references", "import", "set.json", "--consultant", str(CONSULTANT))
        assert taken.code == 0, taken.err
        rita = await somebody_there(telegram, carla, language)
        await tells(rita, language, until="may_name")
        await rita.taps(rita.data("why:"))
        await tells(rita, language, until="")
        await rita.taps(rita.data("submit:"))
        await carla.person.sees(words["learned"], timeout=PATIENCE)
        await carla.types("/practices")
        await carla.types(words["search"])
        await carla.types("/report")
        await carla.person.sees("--distribution", timeout=PATIENCE)
        await peiler.stop()
        assert "Traceback" not in peiler.log(), peiler.log()[-600:]
        compare(f"best_practice.reference.{language}", telegram, rita.person)
        compare(f"best_practice.consultant.{language}", telegram, carla.person, "> /invite", last=True)
