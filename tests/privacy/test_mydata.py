"""People see what is kept about them, to read and to take along."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.ports import Wrote
from tests.privacy.office import Office

ANNA, BOB = "1001", "1002"
SECRET = "Zonnebloempit"


async def test_own_data_come_as_a_text_to_read_and_a_file_to_take_along(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    await peiler.answers(ANNA, SECRET)
    await peiler.types(ANNA, "/mydata")
    readable = next(html for _, html in reversed(peiler.sent[ANNA]) if "over u is bewaard" in html)
    assert f"Person {ANNA}" in readable
    assert f"{SECRET} who" in readable
    assert f"{SECRET} by the way" in readable
    [document] = peiler.documents[ANNA]
    assert document.stat().st_mode & 0o777 == 0o600
    data = json.loads(document.read_text("utf-8"))
    assert set(data) == {
        "schema",
        "exported_at",
        "assessments",
        "interviews",
        "answers",
        "messages",
        "judgements",
        "amendments",
        "notes",
        "files",
        "reminders",
        "initiatives",
        "references",
        "practices",
        "contacts",
        "person",
    }
    assert data["schema"] == 1
    assert (data["person"]["address"], data["person"]["invited_as"]) == (ANNA, [f"Invited {ANNA}"])
    assert f"{SECRET} reason" in document.read_text("utf-8")


async def test_own_data_hold_nothing_of_anybody_else(peiler: Office) -> None:
    town = await peiler.town()
    await peiler.joins(BOB, town, "S")
    await peiler.answers(BOB, "Bobs own words")
    await peiler.joins(ANNA, town, "S")
    await peiler.answers(ANNA, SECRET)
    await peiler.types(ANNA, "/mydata")
    [document] = peiler.documents[ANNA]
    shown = document.read_text("utf-8") + "".join(html for _, html in peiler.sent[ANNA])
    bob = await peiler.person(BOB)
    for trace in ("Bobs own words", BOB, bob.id):
        assert trace not in shown


async def test_asking_many_times_at_once_makes_one_file(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    for _ in range(3):
        await peiler.does(ANNA, Wrote("/mydata"), settles=False)
    await peiler.settles()
    assert len(peiler.documents[ANNA]) == 1


async def test_own_data_can_still_be_asked_for_while_waiting_to_be_forgotten(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    await peiler.answers(ANNA, SECRET)
    await peiler.types(ANNA, "/forget")
    await peiler.taps(ANNA, "later")
    await peiler.types(ANNA, "/mydata")
    assert len(peiler.documents[ANNA]) == 1


async def test_own_data_come_in_the_language_of_who_asks(peiler: Office) -> None:
    await peiler.joins(ANNA, await peiler.town())
    await peiler.types(ANNA, "/language en")
    await peiler.types(ANNA, "/mydata")
    assert any("What is kept about you" in html for _, html in peiler.sent[ANNA])


async def test_after_the_term_the_answers_are_said_to_be_erased(peiler: Office) -> None:
    town, other = await peiler.town(), await peiler.town("Gemeente Y")
    await peiler.joins(ANNA, town)
    await peiler.joins(ANNA, other, "O")
    person = await peiler.person(ANNA)
    first = (await peiler.desk.storage.interviews_of("main", person.id))[0]
    await peiler.desk.storage.erase_interviews("main", [first.id], peiler.clock[0])
    await peiler.passes(timedelta(minutes=1))
    await peiler.types(ANNA, "/mydata")
    assert any("De antwoorden zijn gewist" in html for _, html in peiler.sent[ANNA])
