"""A consultant goes through answers: only what was handed in, each card once, each reason to its item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.consultant.judging import half_points
from bot.conversation import Conversation
from bot.gathering import assessment_facts
from bot.ports import Wrote
from scoring.model import AnswerSet
from storage import Assessment, Change, Interview, Judgement
from tests.authority.world import CONSULTANT, World, begins, buttons, co_consultant_of
from tests.consultant.answering import answers_all

OWNER = "11"


@pytest.fixture
async def round_(world: World) -> World:
    """Ada handed in everything about strategy; Ben is busy with governance."""
    await joins(world, OWNER, "S")
    await answers_all(world, OWNER, level="3")
    await joins(world, "12", "B")
    return world


async def joins(world: World, chat: str, pillar: str) -> None:
    await world.types(CONSULTANT, f"/invite {pillar} Naam-{chat}")
    await world.types(chat, f"/start {await world.token(CONSULTANT)}")
    await begins(world, chat)


async def interview_of(world: World, chat: str) -> Interview:
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    return (await world.storage.interviews_of("main", person.id))[-1]


async def assessment_of(world: World) -> Assessment:
    found = await world.storage.assessment("main", world.rounds["first"].id)
    assert found is not None
    return found


async def judgements(world: World) -> list[Judgement]:
    return await world.storage.judgements("main", world.rounds["first"].id)


async def last(world: World, chat: str = CONSULTANT) -> str:
    return str((await world.rows(chat))[-1].payload["html"])


async def opens(world: World, place: int = 0) -> None:
    """The card of an item."""
    await world.types(CONSULTANT, "/review")
    await world.taps(CONSULTANT, f"{(await world.button(CONSULTANT, 'item:'))}{place}")


async def press(world: World, start: str) -> str | None:
    """The newest button of the consultant's last message that begins so."""
    row = (await world.rows(CONSULTANT))[-1]
    return await world.taps(CONSULTANT, next(data for data in buttons(row) if data.startswith(start)))


async def test_who_has_not_handed_in_shows_as_a_count_and_never_with_answers(round_: World) -> None:
    await round_.types(CONSULTANT, "/review")
    row = (await round_.rows(CONSULTANT))[-1]
    assert "Naam-12: nog niet verstuurd, 0 van ongeveer" in row.payload["html"]
    busy = await interview_of(round_, "12")
    assert not any(busy.id in data for data in buttons(row))
    first = round_.rounds["first"].id
    for verb in ("item", "guide"):
        assert "niet verstuurd" in str(
            await round_.taps(CONSULTANT, f"{verb}:{first}:{busy.id}:0".rstrip(":0"))
        )
    for verb in ("accept", "adjust", "score", "suffices"):
        assert "niet verstuurd" in str(await round_.taps(CONSULTANT, f"{verb}:{first}:{busy.id}:0:1.0:2"))


async def test_an_item_shows_question_answer_and_how_sure_it_is(round_: World) -> None:
    await opens(round_)
    card = await last(round_)
    assert "Visie en doel" in card
    assert "waarom uw gemeente social media gebruikt" in card
    assert "Antwoord (volgens opgave): <b>3</b> · “<b>Eén doel voor de hele organisatie</b>" in card
    assert "Onderbouwing: nog niet genoemd" in card


async def test_accepting_goes_on_to_the_next_item_and_is_kept_with_its_trail(round_: World) -> None:
    await opens(round_)
    await press(round_, "accept:")
    [one] = await judgements(round_)
    assert (one.question, one.number, one.score, one.reason, one.revision) == ("S1", 1, None, None, 1)
    assert "<b>Koppeling aan doelen</b>" in await last(round_)
    trail = await round_.storage.audit("main", round_.rounds["first"].id, 5)
    assert ("review", one.interview) in {(line.what, line.subject) for line in trail}


async def test_adjusting_takes_a_half_point_and_a_reason_or_nothing_happens(round_: World) -> None:
    await opens(round_)
    await press(round_, "adjust:")
    scores = [data.rpartition(":")[2] for data in buttons((await round_.rows(CONSULTANT))[-1])][:9]
    assert scores == ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4"]
    row = (await round_.rows(CONSULTANT))[-1]
    await round_.taps(CONSULTANT, next(d for d in buttons(row) if d.endswith(":2.5")))
    assert await judgements(round_) == []
    await round_.types(CONSULTANT, "   ")
    assert await judgements(round_) == []
    await round_.types(CONSULTANT, "Het plan is er al, gezien op 12 maart.")
    [one] = await judgements(round_)
    assert (one.question, one.score, one.reason) == ("S1", 2.5, "Het plan is er al, gezien op 12 maart.")
    facts = await assessment_facts(round_.desk, await assessment_of(round_), round_.now)
    assert facts.scorecard.item("S1").value == 2.5


async def test_the_reason_goes_to_the_item_it_was_asked_for_also_after_a_restart(round_: World) -> None:
    await opens(round_, 3)
    await press(round_, "adjust:")
    await press(round_, "score:")
    round_.conversation = Conversation(round_.desk)
    await round_.types(CONSULTANT, "Nog niets gezien.")
    assert [(one.question, one.score) for one in await judgements(round_)] == [("S4", 0.0)]


async def test_words_after_going_elsewhere_are_no_reason_any_more(round_: World) -> None:
    await opens(round_)
    await press(round_, "adjust:")
    await press(round_, "score:")
    await press(round_, "item:")
    await round_.types(CONSULTANT, "Dit is voor iets anders.")
    assert await judgements(round_) == []


async def test_a_reason_that_is_too_long_is_asked_for_again(round_: World) -> None:
    await opens(round_)
    await press(round_, "adjust:")
    await press(round_, "score:")
    await round_.types(CONSULTANT, "x" * 1001)
    assert "hoogstens 1000" in await last(round_)
    await round_.types(CONSULTANT, "Korter.")
    assert [one.reason for one in await judgements(round_)] == ["Korter."]


async def test_every_button_works_once(round_: World) -> None:
    await opens(round_)
    row = (await round_.rows(CONSULTANT))[-1]
    for data in [d for d in buttons(row) if d.startswith(("accept", "suffices"))]:
        await round_.taps(CONSULTANT, data)
    assert len(await judgements(round_)) == 1
    adjust = next(d for d in buttons(row) if d.startswith("adjust"))
    assert "al verwerkt" in str(await round_.taps(CONSULTANT, adjust))


async def test_evidence_is_judged_apart_and_the_adjusted_value_stays(round_: World) -> None:
    await opens(round_)
    await press(round_, "adjust:")
    await press(round_, "score:")
    await round_.types(CONSULTANT, "Reden.")
    await opens(round_)
    assert "aangepast naar 0" in await last(round_)
    await press(round_, "suffices:")
    two = (await judgements(round_))[-1]
    assert (two.number, two.score, two.reason, two.evidence) == (2, 0.0, "Reden.", True)
    assert "onderbouwing voldoende" in await last(round_)
    await opens(round_)
    await press(round_, "accept:")
    three = (await judgements(round_))[-1]
    assert (three.score, three.evidence) == (None, True)


async def test_an_answer_changed_afterwards_loses_its_judgement_and_says_so(round_: World) -> None:
    await opens(round_)
    await press(round_, "accept:")
    answers = await round_.storage.answers("main", round_.rounds["first"].id)
    old = next(one for one in answers if one.question == "S1")
    await round_.storage.save(Change(writes=(replace(old, revision=2, value=0, option="0", seq=99),)))
    await opens(round_)
    assert "gold voor een eerder antwoord" in await last(round_)
    facts = await assessment_facts(round_.desk, await assessment_of(round_), round_.now)
    assert [item.id for item in facts.overtaken] == ["S1"]


async def test_after_the_last_item_the_overview_tells_what_became_of_each(round_: World) -> None:
    await opens(round_)
    for _ in range(7):
        await press(round_, "accept:")
    assert "7 van 7 antwoorden beoordeeld" in await last(round_)
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    assert "<i>getoetst</i>" in await round_.reads(CONSULTANT)


async def test_what_was_not_known_has_nothing_to_accept(round_: World) -> None:
    await joins(round_, "13", "O")
    first = await round_.button("13", "a:")
    await round_.taps("13", f"{first.rpartition(':')[0]}:dont_know")
    await answers_all(round_, "13", level="3")
    interview = await interview_of(round_, "13")
    await round_.taps(CONSULTANT, f"item:{interview.assessment}:{interview.id}:0")
    assert "weet ik niet" in await last(round_)
    row = (await round_.rows(CONSULTANT))[-1]
    assert not any(data.startswith(("accept", "adjust")) for data in buttons(row))
    assert "al verwerkt" in str(
        await round_.taps(CONSULTANT, f"accept:{interview.assessment}:{interview.id}:0:1.0")
    )


async def test_a_co_consultant_reviews_too_and_both_see_one_state(round_: World) -> None:
    await co_consultant_of(round_, CONSULTANT, "500")
    await opens(round_)
    data = next(d for d in buttons((await round_.rows(CONSULTANT))[-1]) if d.startswith("accept"))
    await round_.taps("500", data)
    assert "al verwerkt" in str(await round_.taps(CONSULTANT, data))
    me = await round_.storage.person_at("main", "telegram", "500")
    assert me is not None
    assert [one.by for one in await judgements(round_)] == [me.id]


async def test_who_was_taken_off_between_pressing_and_typing_records_nothing(round_: World) -> None:
    await co_consultant_of(round_, CONSULTANT, "500")
    interview = await interview_of(round_, OWNER)
    await round_.taps("500", f"score:{interview.assessment}:{interview.id}:0:1.0:2")
    await round_.taps(CONSULTANT, await round_.button(CONSULTANT, "remove:"))
    await round_.types("500", "Een reden.")
    assert await judgements(round_) == []


async def test_the_page_for_the_conversation_comes_as_a_document_for_the_consultant_alone(
    round_: World,
) -> None:
    await opens(round_)
    assert "komt eraan" in str(await press(round_, "guide:"))
    await round_.works()
    row = (await round_.rows(CONSULTANT))[-1]
    assert (row.method, row.kind) == ("document", "guide")
    assert row.file_ref is not None
    assert row.about == (await interview_of(round_, OWNER)).id


async def test_where_documents_are_not_sent_the_command_that_makes_it_is_told(round_: World) -> None:
    round_.desk.settings = round_.desk.settings.model_copy(update={"documents_in_telegram": "none"})
    await opens(round_)
    await press(round_, "guide:")
    assert "peiler review --guide" in await last(round_)


async def test_every_button_of_a_review_fits_in_what_telegram_takes(round_: World) -> None:
    await opens(round_)
    await press(round_, "adjust:")
    for row in await round_.rows(CONSULTANT):
        assert all(len(data.encode()) <= 64 for data in buttons(row))


def test_scales_of_any_width_offer_halves_or_else_steps_that_fit_on_buttons() -> None:
    assert half_points(AnswerSet("level", 0, 4)) == [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]
    assert half_points(AnswerSet("percent", 0, 100)) == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert half_points(AnswerSet("yes", 0, 1)) == [0, 0.5, 1]


# --- asking an owner something


async def test_a_question_reaches_the_owner_after_the_open_one_and_the_reply_comes_back(
    round_: World,
) -> None:
    busy = await interview_of(round_, "12")
    await round_.taps(CONSULTANT, f"query:{busy.assessment}:{busy.id}")
    await round_.types(CONSULTANT, "Sinds wanneer is dat zo?")
    assert "na de vraag die nu open staat" in await last(round_)
    assert "Sinds wanneer" not in await round_.reads("12")
    await round_.taps("12", (await round_.button("12", "a:"))[:-1] + "2")
    assert "Sinds wanneer is dat zo?" in await last(round_, "12")
    await round_.types("12", "Sinds maart <b>2025</b>")
    [note] = await round_.storage.notes("main", busy.assessment, "query")
    assert (note.state, note.reply) == ("answered", "Sinds maart <b>2025</b>")
    assert "“Sinds maart &lt;b&gt;2025&lt;/b&gt;”" in await round_.reads(CONSULTANT)


async def test_who_handed_in_gets_the_question_at_once_and_stays_handed_in(round_: World) -> None:
    done = await interview_of(round_, OWNER)
    before = done.last_activity
    await round_.taps(CONSULTANT, f"query:{done.assessment}:{done.id}")
    await round_.types(CONSULTANT, "Waar staat dat?")
    assert "krijgt uw vraag nu" in await last(round_)
    assert "Waar staat dat?" in await last(round_, OWNER)
    now = await interview_of(round_, OWNER)
    assert (now.state, now.last_activity) == ("submitted", before)
    await round_.taps(OWNER, await round_.button(OWNER, "skip:"))
    [note] = await round_.storage.notes("main", done.assessment, "query")
    assert (note.state, note.reply) == ("skipped", None)
    assert "overgeslagen" in await round_.reads(CONSULTANT)
    assert "Vraag overgeslagen" in await round_.reads(OWNER)


async def test_who_replied_to_a_question_reads_that_it_was_passed_on(round_: World) -> None:
    done = await interview_of(round_, OWNER)
    await round_.taps(CONSULTANT, f"query:{done.assessment}:{done.id}")
    await round_.types(CONSULTANT, "Waar staat dat?")
    await round_.types(OWNER, "Op het intranet.")
    assert "✓ Uw antwoord is doorgegeven: Op het intranet." in await round_.reads(OWNER)


async def test_replying_to_a_notice_about_somebody_asks_that_person(round_: World) -> None:
    notice = [
        row
        for row in await round_.rows(CONSULTANT)
        if row.kind == "notice" and "verstuurd" in str(row.payload)
    ][-1]
    await round_.storage.sending(notice, round_.now)
    await round_.storage.sent(notice, 4711, round_.now)
    await round_.does(CONSULTANT, Wrote("Wie beheert de accounts?", 5000, reply_to=4711))
    assert "Wie beheert de accounts?" in await last(round_, OWNER)


async def test_a_question_to_who_asked_for_silence_waits_and_nothing_is_sent(round_: World) -> None:
    await round_.types("12", "/stop")
    count = len(await round_.rows("12"))
    busy = await interview_of(round_, "12")
    assert "geen vraag" in str(await round_.taps(CONSULTANT, f"query:{busy.assessment}:{busy.id}"))
    assert len(await round_.rows("12")) == count


async def test_a_question_that_is_too_long_is_asked_for_again(round_: World) -> None:
    busy = await interview_of(round_, "12")
    await round_.taps(CONSULTANT, f"query:{busy.assessment}:{busy.id}")
    await round_.types(CONSULTANT, "x" * 501)
    assert "hoogstens 500" in await last(round_)
    await round_.types(CONSULTANT, "Korter?")
    assert len(await round_.storage.notes("main", busy.assessment, "query")) == 1
