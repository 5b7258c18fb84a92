"""Being forgotten: asked, thought over or at once, and then really gone."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.consultant.exporting import export_of
from bot.ports import Tap, Wrote
from bot.privacy.erasing import erase_again
from storage import Change, Person, Update, ledger
from tests.privacy.office import BOT, CARLA, NINE, Office, everything_in, office

SECRET = "Zonnebloempit"
ANNA = "1001"
DAY = timedelta(days=1)


async def anna_answered(peiler: Office) -> None:
    """Anna is in the middle of her interview and said what she would rather not have said."""
    await peiler.joins(ANNA, await peiler.town())
    await peiler.answers(ANNA, SECRET)


async def test_asking_to_be_forgotten_erases_nothing_yet_and_explains_what_goes_and_stays(
    peiler: Office,
) -> None:
    await anna_answered(peiler)
    told = await peiler.types(ANNA, "/forget")
    assert "wissen wij" in told
    assert "Dit blijft" in told
    assert "48 uur" in told
    await peiler.passes(2 * DAY)
    assert (await peiler.person(ANNA)).name


async def test_a_day_passes_before_anything_is_erased_and_nothing_is_sent_meanwhile(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    person, said = await peiler.person(ANNA), len(peiler.sent[ANNA])
    assert person.stopped_at is not None
    await peiler.passes(timedelta(hours=23))
    assert (len(peiler.sent[ANNA]), (await peiler.person(ANNA)).name) == (said, person.name)
    await peiler.passes(timedelta(hours=2))
    assert "zijn gewist" in peiler.said(ANNA)
    erased = await peiler.desk.storage.person("main", person.id)
    assert erased is not None
    assert erased.name == ""


async def test_while_waiting_answers_are_not_taken_and_the_way_back_is_shown(peiler: Office) -> None:
    await anna_answered(peiler)
    [old] = [b for b in peiler.buttons[ANNA] if b.startswith("a:")][:1]
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    before = await peiler.desk.storage.export("main", at=NINE, dormant=lambda *_: ())
    assert "/forget" in str(await peiler.does(ANNA, Tap(old)))
    assert "gewist op" in await peiler.types(ANNA, "nog iets")
    after = await peiler.desk.storage.export("main", at=NINE, dormant=lambda *_: ())
    assert (before["answers"], before["messages"]) == (after["answers"], after["messages"])
    await peiler.taps(ANNA, "undo")
    assert (await peiler.person(ANNA)).stopped_at is None
    await peiler.passes(3 * DAY)
    assert (await peiler.person(ANNA)).name
    assert any(data.startswith("resume:") for data in peiler.buttons[ANNA])


async def test_who_had_stopped_is_still_stopped_after_changing_their_mind(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/stop")
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    await peiler.taps(ANNA, "undo")
    assert "niets gewist" in peiler.said(ANNA)
    assert (await peiler.person(ANNA)).stopped_at is not None


async def test_at_once_takes_a_second_confirmation_and_then_a_receipt(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    assert (await peiler.person(ANNA)).name
    assert "gewist" in str(await peiler.taps(ANNA, "sure"))
    assert "zijn gewist" in peiler.said(ANNA)
    assert await peiler.desk.storage.person_at("main", "telegram", ANNA) is None


async def test_waiting_can_be_cut_short(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    assert "zijn gewist" in peiler.said(ANNA)


async def test_an_old_button_that_is_touched_by_accident_erases_nothing(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.passes(timedelta(minutes=11))
    await peiler.taps(ANNA, "sure")
    assert "Uw gegevens wissen" in peiler.said(ANNA)
    assert (await peiler.person(ANNA)).name


@pytest.mark.parametrize(
    "data", ["forget:{other}:sure:{now}", "forget:{me}:sure:zz", "forget:{me}:all:1", "forget::"]
)
async def test_a_forged_button_erases_nobody(peiler: Office, data: str) -> None:
    town = await peiler.town()
    await peiler.joins(ANNA, town)
    await peiler.joins("1002", town, "O")
    me, other = await peiler.person(ANNA), await peiler.person("1002")
    now = f"{int(peiler.clock[0].timestamp()):x}"
    await peiler.does(ANNA, Tap(data.format(me=me.id, other=other.id, now=now)))
    assert (await peiler.person(ANNA), (await peiler.person("1002")).name) == (me, other.name)


async def test_pressing_later_twice_plans_one_erasure(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    [later] = [data for data in peiler.buttons[ANNA] if ":later:" in data]
    await peiler.does(ANNA, Tap(later))
    assert "✓" in str(await peiler.does(ANNA, Tap(later)))
    due = await peiler.desk.storage.due_jobs("main", NINE + 9 * DAY, 99)
    assert [job.kind for job in due].count("forget") == 1
    [undo] = [data for data in peiler.buttons[ANNA] if ":undo:" in data]
    await peiler.does(ANNA, Tap(undo))
    assert "niets klaar" in str(await peiler.does(ANNA, Tap(undo)))


async def test_keeping_everything_is_one_press(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    assert await peiler.taps(ANNA, "keep") == "Er is niets gewist."


async def test_what_telegram_still_lets_us_take_back_is_taken_back(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.passes(timedelta(hours=49))
    await peiler.types(ANNA, "/answers")
    young = {number for number, _ in peiler.sent[ANNA][-1:]}
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    numbers = {number for chat, number in peiler.taken_back if chat == ANNA}
    receipt = peiler.sent[ANNA][-1][0]
    assert numbers >= young
    assert receipt not in numbers
    assert min(numbers) > peiler.sent[ANNA][0][0]


async def test_the_erasure_is_listed_outside_the_database_before_it_happens(
    peiler: Office, tmp_path: Path
) -> None:
    await anna_answered(peiler)
    person = await peiler.person(ANNA)
    listed = ledger.ledger_of(tmp_path / "peiler.sqlite")
    listed.mkdir()  # cannot be written
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    assert (await peiler.person(ANNA)).name
    assert "zijn gewist" not in peiler.said(ANNA)
    listed.rmdir()
    await peiler.passes(timedelta(hours=1), steps=20)
    assert "zijn gewist" in peiler.said(ANNA)
    assert [(one.kind, one.id) for one in ledger.read(listed)] == [("person", person.id)]


async def test_a_restored_copy_is_erased_again(peiler: Office, tmp_path: Path) -> None:
    await anna_answered(peiler)
    copy = tmp_path / "copies" / "peiler.sqlite"
    copy.parent.mkdir()
    await peiler.desk.storage.backup(copy)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    assert SECRET.encode() in copy.read_bytes()
    async with office(copy.parent) as restored:
        assert await erase_again(restored.desk, ledger.ledger_of(tmp_path / "peiler.sqlite")) == 1
    assert SECRET.encode() not in everything_in(copy.parent)


async def test_a_program_that_dies_half_way_goes_on_where_it_was(peiler: Office) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    [sure] = [data for data in peiler.buttons[ANNA] if ":sure:" in data]
    await peiler.does(ANNA, Tap(sure), settles=False)
    await peiler.jobs.once()  # erased, and then it dies: files, log and receipt are still to do
    assert "zijn gewist" not in peiler.said(ANNA)
    again = Office(peiler.desk, peiler.clock)
    await again.settles()
    assert "zijn gewist" in again.said(ANNA)


async def test_files_that_only_the_erased_person_gave_are_gone(peiler: Office, tmp_path: Path) -> None:
    await anna_answered(peiler)
    await peiler.types(ANNA, "/mydata")
    [document] = peiler.documents[ANNA]
    assert SECRET.encode() in document.read_bytes()
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    assert not document.exists()


async def test_a_round_that_must_be_kept_stops_the_erasure_and_says_so(peiler: Office) -> None:
    town = await peiler.town(woo_hold=True)
    await peiler.joins(ANNA, town)
    told = await peiler.types(ANNA, "/forget")
    assert "Gemeente X" in told
    assert "open overheid" in told
    assert "fg@gemeente-x.example" in told


async def test_a_hold_that_comes_during_the_day_stops_the_erasure_too(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.joins(ANNA, town)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    await peiler.changes(town, settings={"woo_hold": True})
    await peiler.passes(2 * DAY)
    assert "Er is niets gewist" in peiler.said(ANNA)
    person = await peiler.person(ANNA)
    assert (bool(person.name), person.stopped_at) == (True, None)


async def test_who_runs_a_round_cannot_take_it_away_from_everybody_in_it(peiler: Office) -> None:
    await anna_answered(peiler)
    assert "leidt een ronde" in await peiler.types(CARLA, "/forget")


async def test_a_stranger_has_nothing_to_be_forgotten(peiler: Office) -> None:
    assert "uitnodiging" in await peiler.types("77", "/forget")
    assert "uitnodiging" in await peiler.types("78", "/mydata")


async def test_who_was_forgotten_is_a_stranger_afterwards(peiler: Office) -> None:
    await anna_answered(peiler)
    old = await peiler.person(ANNA)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "now")
    await peiler.taps(ANNA, "sure")
    assert "uitnodiging" in await peiler.types(ANNA, "hallo?")
    new = await peiler.person(ANNA)
    assert (new.id != old.id, new.stopped_at) == (True, None)


WORDS = st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=12, max_size=30).map(
    lambda t: f"q{t}q"
)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=WORDS, at_once=st.booleans())
async def test_nothing_that_an_erased_person_typed_is_found_anywhere(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, secret: str, at_once: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path_factory.mktemp("town")
    async with office(folder) as peiler:
        town = await peiler.town()
        await peiler.joins(ANNA, town)
        await peiler.joins("1002", town, "O")
        await peiler.answers(ANNA, secret)
        await peiler.answers("1002", "Bobs own words")
        body = json.dumps({"text": secret}, ensure_ascii=False).encode()
        dead = Update("main", BOT, 9999, ANNA, peiler.clock[0], body, "dead", "KeyError")
        await peiler.desk.storage.save(Change(dead))
        await peiler.types(ANNA, "/mydata")
        await peiler.does(ANNA, Wrote(f"{secret} last words", 9999, peiler.clock[0]), settles=False)
        assert secret.encode() in everything_in(folder)
        await peiler.types(ANNA, "/forget")
        await peiler.taps(ANNA, "now" if at_once else "later")
        await (peiler.taps(ANNA, "sure") if at_once else peiler.passes(2 * DAY, steps=2))
        assert "zijn gewist" in peiler.said(ANNA)
        found = everything_in(folder)
        assert secret.encode() not in found
        assert f"Invited {ANNA}".encode() not in found
        assert f"Person {ANNA}".encode() not in found
        assert b"Bobs own words" in found
        export = json.dumps(await export_of(peiler.desk, None), ensure_ascii=False)
        assert secret not in export
        assert secret not in caplog.text
        assert await peiler.desk.storage.problems() == []


async def test_a_notice_that_waits_and_names_who_is_erased_never_arrives(peiler: Office) -> None:
    await anna_answered(peiler)
    anna, told = await peiler.person(ANNA), len(peiler.sent[CARLA])
    await peiler.does(ANNA, Wrote("/stop", 5000, peiler.clock[0]), settles=False)
    [waiting] = [
        row for row in await peiler.desk.storage.messages("main", BOT, CARLA, 99) if row.state == "new"
    ]
    assert anna.name in str(waiting.payload)
    await peiler.desk.storage.erase_person("main", anna.id, peiler.clock[0])
    await peiler.settles()
    assert len(peiler.sent[CARLA]) == told
    rows = await peiler.desk.storage.messages("main", BOT, CARLA, 99)
    assert anna.name not in str([row.payload for row in rows])


async def test_an_invitation_that_waits_to_be_forwarded_goes_with_who_it_was_for(peiler: Office) -> None:
    town = await peiler.town()
    asked = Wrote("/invite S Zonnebloem", 6000, peiler.clock[0])
    await peiler.does(CARLA, asked, settles=False)
    storage = peiler.desk.storage
    [made] = await storage.invites("main", town.id)
    assert "Zonnebloem" in str(await storage.messages("main", BOT, CARLA, 99))
    anna = Person("main", "anna", "telegram", ANNA, "Anna", "nl", peiler.clock[0])
    await storage.save(Change(writes=(anna, replace(made, state="bound", bound_to="anna"))))
    await storage.erase_person("main", "anna", peiler.clock[0])
    assert "Zonnebloem" not in str(await storage.messages("main", BOT, CARLA, 99))
    await peiler.settles()
    assert "Zonnebloem" not in str(peiler.sent.get(CARLA))
