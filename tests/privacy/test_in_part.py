"""Being forgotten as far as that goes: what must stay is named, with the reason, and all the rest is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.erasing import EraseError, erase_now
from bot.ports import Tap
from bot.privacy.erasing import erase_again
from storage import Change, Contact, Initiative, Kept, Update, ledger
from tests.privacy.office import BOT, CARLA, Office, everything_in, office
from tests.privacy.test_forget import ANNA, DAY

FIRST, SECOND, LOOSE = "Zonnebloempit", "Korenbloemblad", "Klaproosstengel"


async def in_two_rounds(peiler: Office) -> None:
    """Anna answered in two rounds; the second must be kept. She said something outside of both, too."""
    town = await peiler.town("Gemeente Een")
    await peiler.joins(ANNA, town)
    await peiler.answers(ANNA, FIRST)
    kept = await peiler.town("Gemeente Twee", woo_hold=True)
    await peiler.joins(ANNA, kept, "O")
    await peiler.answers(ANNA, SECOND)
    await says_outside(peiler, ANNA)


async def says_outside(peiler: Office, chat: str) -> None:
    """Words that belong to no interview, and an update that could not be handled."""
    person = await peiler.person(chat)
    loose = Kept("main", f"loose{chat}", None, person.id, None, LOOSE, peiler.clock[0], None, "kept")
    dead = Update("main", BOT, 9000 + int(chat), chat, peiler.clock[0], LOOSE.encode(), "dead", "KeyError")
    await peiler.desk.storage.save(Change(dead, writes=(loose,)))


async def beside_them(peiler: Office, chat: str) -> None:
    """In each of the rounds also an initiative outside any interview, and the wish to be in touch."""
    person = await peiler.person(chat)
    mine = await peiler.desk.storage.interviews_of("main", person.id)
    for interview, secret in zip(sorted(mine, key=lambda one: one.pillar), (SECOND, FIRST), strict=True):
        town, at = interview.assessment, peiler.clock[0]
        body = {"name": f"{secret} idea"}
        idea = Initiative("main", f"idea{town}", town, None, "chat", body, "open", person.id, at)
        touch = Contact(
            tenant="main",
            id=f"touch{town}",
            person=person.id,
            reference=None,
            assessment=town,
            wants=True,
            link=f"https://{secret}.example",
            themes={},
            agreed={},
            at=at,
        )
        await peiler.desk.storage.save(Change(writes=(idea, touch)))


async def test_the_wish_to_be_in_touch_and_initiatives_outside_interviews_go_and_stay_with_their_round(
    peiler: Office, tmp_path: Path
) -> None:
    await in_two_rounds(peiler)
    await beside_them(peiler, ANNA)
    copy = tmp_path / "copies" / "peiler.sqlite"
    copy.parent.mkdir()
    await peiler.desk.storage.backup(copy)
    await at_once(peiler, ANNA)
    assert await peiler.desk.storage.scrub()
    [gone, kept] = sorted(await peiler.desk.storage.contacts("main"), key=lambda one: one.wants)
    assert (gone.link, kept.link) == (None, f"https://{SECOND}.example")
    await peiler.types(ANNA, "/mydata")
    text = next(html for _, html in reversed(peiler.sent[ANNA]) if "over u is bewaard" in html)
    assert f"{SECOND} idea: telt mee" in text
    assert f"https://{SECOND}.example" in text
    assert FIRST not in text
    async with office(copy.parent) as restored:
        await erase_again(restored.desk, ledger.ledger_of(tmp_path / "peiler.sqlite"))
    assert FIRST.encode() not in everything_in(copy.parent)
    assert SECOND.encode() in everything_in(copy.parent)


async def at_once(peiler: Office, chat: str) -> None:
    """Asks, and confirms twice."""
    await peiler.types(chat, "/forget")
    await peiler.taps(chat, "now")
    await peiler.taps(chat, "sure")


async def test_with_one_round_on_hold_the_explanation_tells_what_goes_and_what_stays(peiler: Office) -> None:
    await in_two_rounds(peiler)
    told = await peiler.types(ANNA, "/forget")
    goes, _, stays = told.partition("Dit kan nu niet weg")
    assert "Gemeente Een" in goes
    assert "Gemeente Een" not in stays
    assert "Gemeente Twee" in stays
    assert "open overheid" in stays
    assert "fg@gemeente-x.example" in stays


async def test_what_is_not_on_hold_is_erased_and_the_receipt_says_what_stays(
    peiler: Office, tmp_path: Path
) -> None:
    await in_two_rounds(peiler)
    await peiler.types(ANNA, "/mydata")
    [document] = peiler.documents[ANNA]
    await at_once(peiler, ANNA)
    found = everything_in(tmp_path)
    assert FIRST.encode() not in found
    assert LOOSE.encode() not in found
    assert SECOND.encode() in found
    assert not document.exists()
    said = peiler.said(ANNA)
    assert "Een deel van uw gegevens is gewist" in said
    assert "Gemeente Een" in said.partition("Dit blijft")[0]
    assert "Gemeente Twee" in said.partition("Dit blijft")[2]
    person = await peiler.person(ANNA)
    assert (bool(person.name), person.stopped_at) == (True, None)
    assert await peiler.desk.storage.problems() == []


async def test_only_messages_about_what_is_erased_are_taken_back(peiler: Office) -> None:
    await in_two_rounds(peiler)
    person = await peiler.person(ANNA)
    held = {i.pillar: i for i in await peiler.desk.storage.interviews_of("main", person.id)}["O"]
    rows = await peiler.desk.storage.messages("main", BOT, ANNA, 999)
    cards = {
        row.message_id: await peiler.desk.storage.card("main", row.card_id) for row in rows if row.card_id
    }
    of_held = {number for number, card in cards.items() if card is not None and card.interview == held.id}
    await at_once(peiler, ANNA)
    taken = {number for _, number in peiler.taken_back}
    assert taken
    assert not taken & of_held


async def test_the_answers_that_stay_can_still_be_gone_on_with(peiler: Office) -> None:
    await in_two_rounds(peiler)
    await at_once(peiler, ANNA)
    await peiler.types(ANNA, "/start")
    assert any(data.startswith(("a:", "resume:")) for data in peiler.buttons[ANNA])
    assert FIRST not in await peiler.types(ANNA, "/mydata")


async def test_who_asks_again_when_the_hold_is_over_is_erased_altogether(
    peiler: Office, tmp_path: Path
) -> None:
    await in_two_rounds(peiler)
    await at_once(peiler, ANNA)
    assert "Er is niets gewist" in await peiler.types(ANNA, "/forget")
    for town in await peiler.desk.storage.assessments("main"):
        await peiler.changes(town, settings={})
    await at_once(peiler, ANNA)
    assert "zijn gewist" in peiler.said(ANNA)
    assert SECOND.encode() not in everything_in(tmp_path)


async def test_a_hold_that_comes_during_the_day_keeps_only_its_own_round(
    peiler: Office, tmp_path: Path
) -> None:
    towns = [await peiler.town(name) for name in ("Gemeente Een", "Gemeente Twee")]
    for town, pillar, secret in zip(towns, "SO", (FIRST, SECOND), strict=True):
        await peiler.joins(ANNA, town, pillar)
        await peiler.answers(ANNA, secret)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    await peiler.changes(towns[1], settings={"woo_hold": True})
    await peiler.passes(2 * DAY, steps=4)
    assert "Een deel van uw gegevens" in peiler.said(ANNA)
    found = everything_in(tmp_path)
    assert (FIRST.encode() in found, SECOND.encode() in found) == (False, True)


async def test_who_runs_a_round_is_told_what_stops_it_and_what_to_do(peiler: Office) -> None:
    await peiler.town()
    told = await peiler.types(CARLA, "/forget")
    assert "Er is niets gewist" in told
    assert "U leidt een ronde (Gemeente X)" in told
    assert "beheerder eerst die ronde wissen" in told


async def test_who_runs_a_round_keeps_name_and_address_and_loses_all_else(
    peiler: Office, tmp_path: Path
) -> None:
    await peiler.town("Gemeente Een")
    other = await peiler.town("Gemeente Twee")
    await peiler.changes(other, owner="somebody else")
    await peiler.joins(CARLA, other)
    await peiler.answers(CARLA, FIRST)
    await says_outside(peiler, CARLA)
    told = await peiler.types(CARLA, "/forget")
    assert "uw antwoorden bij Gemeente Twee" in told
    await peiler.taps(CARLA, "now")
    await peiler.taps(CARLA, "sure")
    assert "Een deel van uw gegevens" in peiler.said(CARLA)
    assert "U leidt een ronde (Gemeente Een)" in peiler.said(CARLA)
    found = everything_in(tmp_path)
    assert FIRST.encode() not in found
    assert LOOSE.encode() not in found
    assert (await peiler.person(CARLA)).name
    assert "Gemeente Een" in await peiler.types(CARLA, "/status")


async def test_a_restored_copy_loses_the_same_part_again_and_no_more(peiler: Office, tmp_path: Path) -> None:
    await in_two_rounds(peiler)
    copy = tmp_path / "copies" / "peiler.sqlite"
    copy.parent.mkdir()
    await peiler.desk.storage.backup(copy)
    await at_once(peiler, ANNA)
    async with office(copy.parent) as restored:
        assert await erase_again(restored.desk, ledger.ledger_of(tmp_path / "peiler.sqlite")) == 2
    found = everything_in(copy.parent)
    assert FIRST.encode() not in found
    assert LOOSE.encode() not in found
    assert SECOND.encode() in found


async def test_a_program_that_dies_before_the_receipt_of_a_part_goes_on_where_it_was(peiler: Office) -> None:
    await in_two_rounds(peiler)
    await at_once_but_dies(peiler)
    again = Office(peiler.desk, peiler.clock)
    await again.settles()
    assert "Een deel van uw gegevens" in again.said(ANNA)


async def at_once_but_dies(peiler: Office) -> None:
    """Erased, and then the program ends."""
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    [sure] = [data for data in peiler.buttons[ANNA] if ":sure:" in data]
    await peiler.does(ANNA, Tap(sure), settles=False)
    await peiler.jobs.once()
    assert "Een deel" not in peiler.said(ANNA)


async def test_the_operator_erases_what_may_go_and_is_told_what_stays(tmp_path: Path) -> None:
    async with office(tmp_path) as peiler:
        await in_two_rounds(peiler)
        person = (await peiler.person(ANNA)).id
        kept = next(a for a in await peiler.desk.storage.assessments("main") if a.name == "Gemeente Twee")
        settings = peiler.desk.settings
    with pytest.raises(EraseError, match=f"erased in part.*assessment {kept.id} must be kept"):
        await erase_now(settings, "person", person)
    found = everything_in(tmp_path)
    assert (FIRST.encode() in found, LOOSE.encode() in found, SECOND.encode() in found) == (
        False,
        False,
        True,
    )
    with pytest.raises(EraseError, match="nothing was erased"):
        await erase_now(settings, "person", person)


async def test_each_round_of_which_something_went_has_it_in_its_trail(peiler: Office) -> None:
    await in_two_rounds(peiler)
    await at_once(peiler, ANNA)
    trails = {
        town.name: [line.what for line in await peiler.desk.storage.audit("main", town.id, 99)]
        for town in await peiler.desk.storage.assessments("main")
    }
    assert "erase" in trails["Gemeente Een"]
    assert "erase" not in trails["Gemeente Twee"]
