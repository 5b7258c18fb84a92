"""What people said and are can be made to vanish; the skeleton stays."""

from __future__ import annotations

from dataclasses import replace

from storage import Change, InterviewAt, Saved, Storage
from tests.storage.example import (
    ADA,
    ASK,
    BOT,
    CARD,
    CHAT,
    DAY,
    FIRM,
    INTERVIEW,
    INVITE,
    JOB,
    KEPT,
    LANE,
    NINE,
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
    evidence = ({"kind": "file", "file": "tram.pdf"}, {"kind": "example", "text": SECRET})
    await saved(
        storage,
        BOB,
        BOBS,
        replace(INVITE, state="bound", bound_to="ada"),
        answer(text=SECRET, reason=SECRET, best=SECRET, weakest=SECRET, evidence=evidence),
        answer(interview="bobs", author="bob", evidence=({"kind": "file", "file": "bob.pdf"},)),
        KEPT,
        replace(KEPT, id="loose", interview=None, text=SECRET),
        replace(KEPT, id="bobs", interview="bobs", person="bob", text="bob's own"),
        message("told", payload={"html": SECRET}, file_ref="told.pdf"),
        message("notice", chat_id="2000", payload={"html": SECRET}, about="walk", file_ref="notice.pdf"),
        message("bob's", chat_id="1002"),
        replace(JOB, key="remind:walk"),
        replace(JOB, id="bob's", key="remind:bobs"),
        replace(INTERVIEW, progress={"draft": SECRET}),
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
        await storage.pending_job(FIRM, "remind:walk"),
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
    assert await storage.pending_job(FIRM, "remind:bobs") is not None
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
    await saved(storage, answer("S2", interview="bobs", evidence=({"kind": "file", "file": "tram.pdf"},)))
    erased = await storage.erase_person(FIRM, "ada", NINE)
    assert erased.files == ("notice.pdf", "told.pdf")


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
