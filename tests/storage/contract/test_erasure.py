"""What people said and are can be made to vanish; the skeleton stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import Change, InterviewAt, Record, Saved, Storage
from tests.storage.example import (
    ADA,
    AMENDMENT,
    ASK,
    BOT,
    CARD,
    CHAT,
    DAY,
    FILE,
    FIRM,
    INTERVIEW,
    INVITE,
    JOB,
    JUDGEMENT,
    KEPT,
    LANE,
    NINE,
    NOTE,
    REMINDER,
    TOWN,
    answer,
    begun,
    message,
    only_due,
    saved,
    update,
)

SECRET = "the mayor forbade it"
BOB = replace(ADA, id="bob", address="1002", name="Bob")
BOBS = replace(INTERVIEW, id="bobs", person="bob")


async def ada_has_spoken(storage: Storage) -> None:
    """Her words are in every table that can hold them."""
    await begun(storage)
    await storage.sent(await only_due(storage), 50, NINE)
    evidence = ({"kind": "file", "file": "file1", "text": SECRET}, {"kind": "example", "text": SECRET})
    await saved(
        storage,
        BOB,
        BOBS,
        replace(ADA, calendar={"off": [SECRET]}),
        replace(INVITE, state="bound", bound_to="ada", function=SECRET, department=SECRET),
        answer(text=SECRET, reason=SECRET, best=SECRET, weakest=SECRET, evidence=evidence),
        answer(interview="bobs", author="bob"),
        replace(FILE, name=SECRET, address="tram.pdf"),
        replace(
            FILE, id="bob's", source="telegram:1002:1", interview="bobs", person="bob", address="bob.pdf"
        ),
        REMINDER,
        replace(JUDGEMENT, reason=SECRET),
        replace(JUDGEMENT, interview="bobs"),
        replace(NOTE, text=SECRET, reply=SECRET),
        replace(NOTE, id="remark", interview=None, person=None, by="ada", text=SECRET),
        replace(NOTE, id="bob's", interview="bobs", person="bob"),
        KEPT,
        replace(KEPT, id="loose", interview=None, text=SECRET),
        replace(KEPT, id="bobs", interview="bobs", person="bob", text="bob's own"),
        message("told", payload={"html": SECRET}, file_ref="told.pdf"),
        message("notice", chat_id="2000", payload={"html": SECRET}, about="walk", file_ref="notice.pdf"),
        message("bob's", chat_id="1002"),
        replace(JOB, key="remind:town:ada"),
        replace(JOB, id="bob's", key="remind:town:bob"),
        replace(JOB, id="fetch", key="fetch:file1", payload={"remote": SECRET}),
        replace(JOB, id="over", key="x", payload={"file": "file1", "is": SECRET}, state="done"),
        replace(INTERVIEW, progress={"draft": SECRET}, department=SECRET),
        LANE,
    )
    await storage.save(Change(update(9, body=SECRET.encode(), state="dead", error=SECRET)))


async def test_nothing_that_an_erased_person_said_or_is_remains(storage: Storage) -> None:
    await ada_has_spoken(storage)
    erased = await storage.erase_person(FIRM, "ada", NINE)
    assert erased.interviews == ("walk",)
    assert erased.files == ("notice.pdf", "told.pdf", "tram.pdf")
    facts = await storage.facts(FIRM)
    everything = [
        facts.answers,
        facts.kept,
        await storage.person(FIRM, "ada"),
        await storage.invites(FIRM, "town"),
        await storage.walk(FIRM, "walk"),
        await storage.card(FIRM, "card"),
        await storage.lane(FIRM, BOT, CHAT),
        await storage.messages(FIRM, BOT, CHAT, 99),
        await storage.messages(FIRM, BOT, "2000", 99),
        await storage.messages(FIRM, BOT, "erased:ada", 99),
        await storage.dead_letters(FIRM),
        *(facts.files, facts.notes, facts.judgements, facts.reminders),
        await storage.pending_job(FIRM, "remind:town:ada"),
        await storage.pending_job(FIRM, "fetch:file1"),
    ]
    for trace in (SECRET, "Ada", CHAT, "by the way"):
        assert trace not in str(everything)


async def test_a_report_on_its_way_that_quotes_an_erased_person_among_others_is_not_sent(
    storage: Storage,
) -> None:
    await ada_has_spoken(storage)
    report = message("report", chat_id="2000", payload={"html": SECRET}, about="town")
    await saved(storage, report, replace(report, id="other", dedupe_key="other", about="elsewhere"))
    await storage.erase_person(FIRM, "ada", NINE)
    rows = {row.id: row for row in await storage.messages(FIRM, BOT, "2000", 9)}
    assert (rows["report"].state, rows["report"].payload) == ("cancelled", {})
    assert rows["other"].state == "new"


async def test_ids_revisions_and_times_of_erased_answers_stay(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    [said] = await storage.answers_of(FIRM, "ada", "town")
    blank = answer(option=None, value=None, source=None)
    assert said == blank
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    assert (walk.interview.state, walk.card) == ("stopped", None)
    assert [ask.state for ask in walk.asks] == ["withdrawn"]
    assert walk.person.stopped_at == NINE


async def test_erasing_one_person_leaves_the_others_alone(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    assert await storage.person(FIRM, "bob") == BOB
    [said] = await storage.answers_of(FIRM, "bob", "town")
    assert said.value == 3
    assert [row.id for row in await storage.due(FIRM, BOT, NINE, 9)] == ["bob's"]
    assert [job.key for job in await storage.pending_jobs(FIRM, "")] == ["remind:town:bob"]
    [file] = await storage.files(FIRM, "bobs")
    assert (file.name, file.address, file.state) == ("tram.pdf", "bob.pdf", "kept")
    assert [one.reason for one in await storage.judgements(FIRM, "town") if one.interview == "bobs"] == [
        JUDGEMENT.reason
    ]
    note = await storage.note(FIRM, "bob's")
    assert note == replace(NOTE, id="bob's", interview="bobs", person="bob")
    assert [kept.text for kept in (await storage.facts(FIRM)).kept if kept.person == "bob"] == ["bob's own"]


async def test_a_step_under_way_cannot_bring_erased_words_back(storage: Storage) -> None:
    await ada_has_spoken(storage)
    walk = await storage.walk(FIRM, "walk")
    assert walk is not None
    await storage.erase_person(FIRM, "ada", NINE)
    late = Change(guards=(InterviewAt("walk", walk.interview.rev),), writes=(KEPT,))
    assert await storage.save(late) is Saved.STALE


async def test_who_was_erased_can_be_told_so_and_can_come_back_as_somebody_new(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    await saved(storage, replace(ADA, id="ada again"), message("receipt"))
    assert [row.id for row in await storage.messages(FIRM, BOT, CHAT, 9)] == ["receipt"]
    await storage.erase_person(FIRM, "ada again", NINE)
    assert await storage.person_at(FIRM, "telegram", CHAT) is None


async def test_erasing_somebody_twice_or_nobody_does_no_harm(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    again = await storage.erase_person(FIRM, "ada", NINE + DAY)
    assert (again.interviews, again.files) == (("walk",), ())
    assert (await storage.erase_person(FIRM, "nobody", NINE)).interviews == ()


async def test_a_file_that_somebody_else_also_gave_is_not_to_be_unlinked(storage: Storage) -> None:
    await ada_has_spoken(storage)
    bobs = replace(FILE, id="same", source="telegram:1002:2", interview="bobs", person="bob")
    await saved(storage, replace(bobs, address="tram.pdf"))
    assert await storage.files_in(FIRM, "tram.pdf") == 2
    erased = await storage.erase_person(FIRM, "ada", NINE)
    assert erased.files == ("notice.pdf", "told.pdf")
    assert await storage.files_in(FIRM, "tram.pdf") == 1
    assert (await storage.erase_person(FIRM, "bob", NINE)).files == ("bob.pdf", "tram.pdf")


async def test_erasing_an_assessment_erases_who_is_in_no_other(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(TOWN, id="other"), replace(BOBS, id="bob's other", assessment="other"))
    erased = await storage.erase_assessment(FIRM, "town", NINE)
    assert set(erased.interviews) == {"walk", "bobs"}
    assert erased.files == ("bob.pdf", "notice.pdf", "told.pdf", "tram.pdf")
    assert all(said.value is None for said in await storage.answers(FIRM, "town"))
    ada, town = await storage.person(FIRM, "ada"), await storage.assessment(FIRM, "town")
    assert ada is not None
    assert town is not None
    assert (ada.name, town.name, town.privacy) == ("", "", {})
    assert await storage.person(FIRM, "bob") == BOB
    assert [interview.state for interview in await storage.interviews(FIRM, "other")] == ["active"]
    assert [(one.name, one.state) for one in await storage.invites(FIRM, "town")] == [(None, "revoked")]


async def test_the_erased_interview_has_no_live_card_and_no_open_question(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_assessment(FIRM, "town", NINE)
    card, ask = await storage.card(FIRM, "card"), await storage.ask(FIRM, "ask1")
    assert card == replace(
        CARD, chat_id="erased:ada", state="retired", sent_version=1, message_id=50, shown_at=NINE
    )
    assert ask == replace(ASK, state="withdrawn", message_id=50, shown_at=NINE)


async def test_ids_and_times_of_files_notes_and_judgements_stay_and_nothing_else(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await storage.erase_person(FIRM, "ada", NINE)
    [file] = await storage.files(FIRM, "walk")
    blank = replace(FILE, source="erased:file1", name="", mime=None, size=None, address=None, state="erased")
    assert file == blank
    judged, *_ = await storage.judgements(FIRM, "town")
    assert judged == replace(JUDGEMENT, interview="bobs")
    assert replace(JUDGEMENT, score=None, reason=None, evidence=None) in await storage.judgements(
        FIRM, "town"
    )
    assert await storage.note(FIRM, "note1") == replace(NOTE, text="", state="erased")
    remark = await storage.note(FIRM, "remark")
    assert remark is not None
    assert (remark.text, remark.state) == ("", "erased")
    assert await storage.reminders(FIRM, "town") == [REMINDER]


@pytest.mark.parametrize(
    "late",
    [
        FILE,
        replace(NOTE, reply="late"),
        replace(NOTE, id="new", text="late"),
        replace(JUDGEMENT, number=2, reason="late"),
    ],
    ids=["a download", "a reply", "a query", "a judgement"],
)
async def test_nothing_that_ends_after_an_erasure_brings_anything_back(
    storage: Storage, late: Record
) -> None:
    await ada_has_spoken(storage)
    await storage.erase_interviews(FIRM, ["walk"], NINE)
    before = await storage.facts(FIRM)
    assert await storage.save(Change(writes=(late,))) is Saved.STALE
    assert await storage.facts(FIRM) == before


async def test_who_judged_takes_the_words_along_and_leaves_what_others_said(storage: Storage) -> None:
    await ada_has_spoken(storage)
    cora = replace(BOB, id="cora", address="2000")
    await saved(storage, cora, replace(NOTE, reply="since May"), replace(NOTE, id="own", interview=None))
    await storage.erase_person(FIRM, "cora", NINE)
    judged = await storage.judgements(FIRM, "town")
    assert [(one.score, one.reason) for one in judged] == [(2.5, None), (2.5, None)]
    query, own = await storage.note(FIRM, "note1"), await storage.note(FIRM, "own")
    assert query is not None
    assert own is not None
    assert (query.text, query.reply, query.state) == ("", "since May", "erased")
    assert (own.text, own.reply) == ("", None)


@pytest.mark.parametrize("about", ["walk", "inv", "ada", "town"])
async def test_a_message_that_waits_and_tells_of_who_is_erased_is_not_sent(
    storage: Storage, about: str
) -> None:
    await ada_has_spoken(storage)
    told = message("told another", chat_id="2000", payload={"html": SECRET}, file_ref="told.png", about=about)
    await saved(storage, told)
    erased = await storage.erase_person(FIRM, "ada", NINE)
    assert "told.png" in erased.files
    [row] = [row for row in await storage.messages(FIRM, BOT, "2000", 9) if row.id == "told another"]
    assert (row.state, row.payload, row.file_ref) == ("cancelled", {}, None)


async def test_a_link_that_waits_to_be_sent_goes_with_its_assessment(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, replace(INVITE, id="unused", token_hash="other"))
    await saved(storage, message("forward", chat_id="2000", payload={"html": SECRET}, about="unused"))
    await storage.erase_assessment(FIRM, "town", NINE)
    [row] = await storage.messages(FIRM, BOT, "2000", 9)
    assert (row.state, row.payload) == ("cancelled", {})


async def test_who_has_another_interview_is_reminded_of_that_one_still(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(INTERVIEW, id="second", pillar="O"))
    await storage.erase_interviews(FIRM, ["walk"], NINE)
    assert await storage.pending_job(FIRM, "remind:town:ada") is not None


async def test_who_runs_a_round_is_not_reminded_of_an_erased_interview(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(TOWN, id="own", owner="ada"))
    await storage.erase_interviews(FIRM, ["walk"], NINE)
    ada = await storage.person(FIRM, "ada")
    assert ada is not None
    assert ada.name == "Ada"
    assert await storage.pending_job(FIRM, "remind:town:ada") is None


async def test_the_notes_of_an_assessment_go_with_it_whoever_made_them(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(NOTE, id="loose", interview=None, person=None, text=SECRET))
    await storage.erase_assessment(FIRM, "town", NINE)
    assert {(note.text, note.reply, note.state) for note in await storage.notes(FIRM, "town")} == {
        ("", None, "erased")
    }


async def test_what_was_made_of_a_report_goes_with_its_round_and_nothing_is_added(storage: Storage) -> None:
    await ada_has_spoken(storage)
    await saved(storage, replace(AMENDMENT, body={"words": SECRET}))
    await storage.erase_assessment(FIRM, "town", NINE)
    assert await storage.amendments(FIRM, "town") == [replace(AMENDMENT, body={})]
    assert await storage.save(Change(writes=(replace(AMENDMENT, number=2),))) is Saved.STALE


async def test_what_somebody_remarked_goes_with_the_interview_though_the_person_stays(
    storage: Storage,
) -> None:
    await ada_has_spoken(storage)
    of_pillar = replace(NOTE, id="of O", interview=None, person=None, pillar="O", by="ada", text=SECRET)
    await saved(
        storage,
        replace(TOWN, id="own", owner="ada"),
        of_pillar,
        replace(of_pillar, id="of all", pillar=None),
        replace(of_pillar, id="bob's remark", pillar="S", by="bob"),
    )
    await storage.erase_interviews(FIRM, ["walk"], NINE)
    left = [note.id for note in await storage.notes(FIRM, "town") if note.text]
    assert left == ["bob's", "bob's remark", "of O"]
