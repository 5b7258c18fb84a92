"""What people have a right to know is known before anybody is invited, and is what they read."""

from __future__ import annotations

import pytest

from bot.ports import Tap
from storage import Assessment
from tests.privacy.office import CARLA, Office

ANNA = "1001"


async def lacking(peiler: Office, *fields: str) -> Assessment:
    """A round of which these facts about privacy are not known."""
    town = await peiler.town()
    left = {name: value for name, value in town.privacy.items() if name not in fields}
    return await peiler.changes(town, privacy=left)


async def test_each_fact_that_is_missing_is_asked_in_turn_and_nobody_is_invited_before(
    peiler: Office,
) -> None:
    town = await lacking(peiler, "controller", "contact", "basis", "retention_days", "telegram")
    assert "verantwoordelijk" in await peiler.types(CARLA, "/invite S Ada")
    assert "Bij wie kunnen mensen terecht" in await peiler.types(CARLA, "Gemeente X zelf")
    assert "Op welke grond" in await peiler.types(CARLA, "fg@gemeente-x.example")
    assert "Op welke grond" in await peiler.types(CARLA, "/invite S Ada")
    await peiler.taps(CARLA, f"basis:{town.id}:legal_obligation")
    assert "Hoelang" in peiler.said(CARLA)
    await peiler.taps(CARLA, f"retention:{town.id}:180")
    assert "Telegram" in peiler.said(CARLA)
    assert await peiler.desk.storage.invites("main", town.id) == []
    await peiler.taps(CARLA, f"telegram:{town.id}:yes")
    assert "staat klaar" in peiler.said(CARLA)
    known = await peiler.desk.storage.assessment("main", town.id)
    assert known is not None
    assert known.privacy == {
        "controller": "Gemeente X zelf",
        "contact": "fg@gemeente-x.example",
        "basis": "legal_obligation",
        "retention_days": 180,
        "telegram": "yes",
    }
    trail = [line.what for line in await peiler.desk.storage.audit("main", town.id, 99)]
    assert trail.count("privacy") == 5


async def test_a_new_round_asks_only_for_what_the_settings_leave_open(peiler: Office) -> None:
    assert "staat klaar" in await peiler.types(CARLA, "/new Gemeente Y")


async def test_an_old_button_does_not_change_what_people_may_have_read(peiler: Office) -> None:
    town = await lacking(peiler, "basis")
    await peiler.types(CARLA, "/invite S")
    old = next(data for data in peiler.buttons[CARLA] if data.endswith(":contract"))
    await peiler.taps(CARLA, "basis:")
    for data in (old, f"retention:{town.id}:30", f"basis:{town.id}:anything"):
        assert await peiler.does(CARLA, Tap(data)) == "Dit is al ingevuld."
    known = await peiler.desk.storage.assessment("main", town.id)
    assert known is not None
    assert (known.privacy["basis"], known.privacy["retention_days"]) == ("public_task", 90)


OWN = {
    "controller": "Gemeenschappelijke Regeling Zuid",
    "contact": "fg@zuid.example",
    "purpose": "Wij zoeken uit waar het archief knelt.",
    "recipients": "Alleen het dagelijks bestuur krijgt het rapport.",
    "retention_days": 45,
    "telegram": "yes",
}


@pytest.mark.parametrize(
    ("basis", "words"),
    [("legal_obligation", "wettelijke plicht"), ("legitimate_interest", "gerechtvaardigd belang")],
)
async def test_the_explanation_tells_what_is_filled_in_and_nothing_else(
    peiler: Office, basis: str, words: str
) -> None:
    town = await peiler.changes(await peiler.town(), privacy=OWN | {"basis": basis})
    await peiler.opens(ANNA, town)
    read = peiler.said(ANNA)
    for fact in ("controller", "contact", "purpose", "recipients"):
        assert str(OWN[fact]) in read, fact
    assert "45 dagen nadat het rapport is vastgesteld" in read
    assert "uiterlijk op 23 november 2027" in read
    assert words in read
    assert "De directie krijgt een rapport" not in read


async def test_purpose_and_recipients_have_words_of_their_own_when_nobody_set_them(peiler: Office) -> None:
    await peiler.opens(ANNA, await peiler.town())
    read = peiler.said(ANNA)
    assert "Gemeente X wil weten hoe social media" in read
    assert "De directie krijgt een rapport." in read
    assert "90 dagen nadat" in read
    assert "taak van algemeen belang" in read
