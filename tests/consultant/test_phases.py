"""Both sides are heard: a fact check by the owners, adoption by name, and what closing a round stops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.phases import (
    ADOPTED,
    CONCEPT,
    FACT_CHECK,
    FIGURES,
    ITEMS,
    PILLAR_TEXT,
    fact_check_ends,
    frozen,
    may_leave,
)
from storage import Assessment, Change, Job, Note
from tests.authority.world import CONSULTANT, World, buttons, co_consultant_of
from tests.consultant.answering import answers_all
from tests.consultant.test_review import assessment_of, interview_of, joins, last, opens, press
from tests.reports.rounds import assessment

OWNER = "11"


@pytest.fixture
async def round_(world: World) -> World:
    """Ada handed in everything about strategy; Ben is busy with governance."""
    await joins(world, OWNER, "S")
    await answers_all(world, OWNER, level="3")
    await joins(world, "12", "B")
    return world


async def to(world: World, verb: str) -> str | None:
    return await world.taps(CONSULTANT, f"{verb}:{world.rounds['first'].id}")


async def checked(world: World) -> None:
    """The fact check has begun, and its texts are made."""
    await to(world, "factcheck")
    await world.works()


async def text_of(world: World, chat: str) -> str:
    """What an owner reads in the fact check."""
    return next(str(row.payload["html"]) for row in await world.rows(chat) if row.kind == "factcheck")


async def notes(world: World, kind: str | None = None) -> list[Note]:
    return await world.storage.notes("main", world.rounds["first"].id, kind)


# --- what may leave


@pytest.mark.parametrize(
    ("phase", "leaves"),
    [
        (CONCEPT, {FIGURES}),
        (FACT_CHECK, {FIGURES, PILLAR_TEXT}),
        (ADOPTED, {FIGURES, PILLAR_TEXT, ITEMS}),
    ],
)
def test_what_may_leave_follows_from_the_phase_alone(phase: str, leaves: set[str]) -> None:
    assert may_leave(replace(assessment(), phase=phase)) == leaves
    assert frozen(replace(assessment(), phase=phase)) == (phase == ADOPTED)


# --- the fact check


async def test_without_anything_handed_in_there_is_nothing_to_check(world: World) -> None:
    assert "niets te controleren" in str(await to(world, "factcheck"))
    assert (await assessment_of(world)).phase == CONCEPT


async def test_each_owner_who_handed_in_reads_about_the_own_pillar_and_nobody_else_does(
    round_: World,
) -> None:
    await checked(round_)
    text = await text_of(round_, OWNER)
    assert "Feitencheck: de tekst over Strategie" in text
    assert "CONCEPT, in feitencheck" in text
    assert "volgens opgave" in text
    assert "Besturing" not in text
    assert "Feitencheck" not in await round_.reads("12")
    assert "1 eigenaar krijgt" in await round_.reads(CONSULTANT)


async def test_an_owner_reads_what_the_consultant_adjusted_and_why(round_: World) -> None:
    interview = await interview_of(round_, OWNER)
    await round_.taps(CONSULTANT, f"score:{interview.assessment}:{interview.id}:0:1.0:1.5")
    await round_.types(CONSULTANT, "Alleen Communicatie heeft een plan.")
    await checked(round_)
    text = await text_of(round_, OWNER)
    assert "Visie en doel: u koos “<b>Eén doel" in text
    assert "tussen Ad hoc en Afdeling: Alleen Communicatie heeft een plan." in text


async def test_an_owner_reads_which_evidence_is_not_enough_yet(round_: World) -> None:
    await opens(round_)
    card = (await round_.rows(CONSULTANT))[-1]
    not_enough = next(one for one in buttons(card) if one.startswith("suffices") and one.endswith("no"))
    await round_.taps(CONSULTANT, not_enough)
    await checked(round_)
    assert "Onderbouwing die nog niet genoeg is:</b> Visie en doel." in await text_of(round_, OWNER)


async def test_of_two_owners_neither_reads_what_the_other_answered(round_: World) -> None:
    await joins(round_, "13", "S")
    await round_.taps("13", (await round_.button("13", "a:"))[:-1] + "0")
    await answers_all(round_, "13", level="3")
    await checked(round_)
    for chat in (OWNER, "13"):
        text = await text_of(round_, chat)
        assert "op basis van 2 personen" in text
        assert "Visie en doel" not in text
        assert "Koppeling aan doelen" not in text


async def test_who_agrees_is_counted_once_and_the_consultant_hears_it(round_: World) -> None:
    await checked(round_)
    agree = await round_.button(OWNER, "agree:")
    await round_.taps(OWNER, agree)
    assert "al laten weten" in str(await round_.taps(OWNER, agree))
    assert len(await notes(round_, "seen")) == 1
    assert "vindt de tekst over Strategie" in await round_.reads(CONSULTANT)


async def test_remarks_are_filed_shown_to_the_consultant_and_exported(round_: World) -> None:
    await checked(round_)
    await round_.taps(OWNER, await round_.button(OWNER, "remark:"))
    await round_.types(OWNER, "Het plan is van <2024>.")
    round_.now += timedelta(minutes=1)
    await round_.taps(OWNER, await round_.button(OWNER, "remark:"))
    await round_.types(OWNER, "En er is een eigenaar.")
    assert [note.text for note in await notes(round_, "remark")] == [
        "Het plan is van <2024>.",
        "En er is een eigenaar.",
    ]
    assert "“Het plan is van &lt;2024&gt;.”" in await round_.reads(CONSULTANT)
    await to(round_, "phase")
    assert "2 opmerkingen" in await last(round_)
    assert "• S: En er is een eigenaar." in await last(round_)
    exported = await round_.storage.export(
        "main", round_.rounds["first"].id, at=round_.now, dormant=lambda *_: ()
    )
    assert {one["text"] for one in exported["notes"]} == {"Het plan is van <2024>.", "En er is een eigenaar."}


async def test_words_of_an_owner_who_goes_on_answering_are_no_remark(round_: World) -> None:
    await checked(round_)
    await round_.taps(OWNER, await round_.button(OWNER, "remark:"))
    round_.now += timedelta(minutes=1)
    await round_.types(OWNER, "/answers")
    await round_.types(OWNER, "dit hoort bij mijn antwoorden")
    assert await notes(round_, "remark") == []


async def test_a_remark_of_a_whole_letter_is_asked_to_be_shorter(round_: World) -> None:
    await checked(round_)
    await round_.taps(OWNER, await round_.button(OWNER, "remark:"))
    await round_.types(OWNER, "x" * 2001)
    assert "hoogstens 2000" in await last(round_, OWNER)
    await round_.types(OWNER, "Korter dan.")
    assert [note.text for note in await notes(round_, "remark")] == ["Korter dan."]


async def test_outside_of_the_fact_check_nobody_agrees_or_remarks(round_: World) -> None:
    await checked(round_)
    agree, remark = await round_.button(OWNER, "agree:"), await round_.button(OWNER, "remark:")
    await round_.taps(OWNER, remark)
    await to(round_, "concept")
    for data in (agree, remark):
        assert "voorbij of nog niet begonnen" in str(await round_.taps(OWNER, data))
    await round_.types(OWNER, "te laat")
    assert "feitencheck is voorbij" in (await last(round_, OWNER))
    assert await notes(round_) == []


async def test_after_five_working_days_the_consultant_is_told_what_came_in(round_: World) -> None:
    await checked(round_)
    await round_.taps(OWNER, await round_.button(OWNER, "agree:"))
    ends = fact_check_ends(round_.desk.settings, await assessment_of(round_), round_.now)
    assert ends.isoformat() == "2026-11-30T16:00:00+00:00"
    round_.now = ends - timedelta(minutes=1)
    await round_.works()
    assert "is voorbij" not in await round_.reads(CONSULTANT)
    round_.now = ends
    await round_.works()
    assert "0 opmerkingen, 1 eigenaar vindt" in await last(round_)


async def test_before_the_fact_check_the_consultant_reads_who_is_not_done_and_what_that_means(
    round_: World,
) -> None:
    await to(round_, "phase")
    assert "1 gesprek is</b>" not in await last(round_)
    assert "1 gesprek is nog niet verstuurd" in await last(round_)
    await checked(round_)
    await round_.types(CONSULTANT, "/remind")
    assert "de ronde is in de feitencheck" in await last(round_)
    await to(round_, "adopt")
    assert "1 gesprek is nog niet verstuurd en telt dan niet mee" in await last(round_)


async def test_who_hands_in_during_the_fact_check_reads_the_own_text_too_and_nobody_twice(
    round_: World,
) -> None:
    await checked(round_)
    await answers_all(round_, "12", level="3")
    await round_.works()
    assert "Feitencheck: de tekst over Besturing" in await text_of(round_, "12")
    assert sum(row.kind == "factcheck" for row in await round_.rows(OWNER)) == 1


async def test_back_at_the_concept_silence_is_looked_at_again(round_: World) -> None:
    await checked(round_)
    await to(round_, "concept")
    pending = await round_.storage.pending_jobs("main", f"remind:{round_.rounds['first'].id}:")
    assert {job.due_at for job in pending} == {round_.desk.now()}


async def test_back_at_the_concept_nobody_is_told_that_the_time_is_over(round_: World) -> None:
    await checked(round_)
    await to(round_, "concept")
    round_.now += timedelta(days=30)
    await round_.works()
    assert "is voorbij" not in await round_.reads(CONSULTANT)


async def test_a_phase_button_pressed_twice_moves_the_round_once(round_: World) -> None:
    await to(round_, "factcheck")
    assert "intussen veranderd" in str(await to(round_, "factcheck"))
    await round_.works()
    assert (await round_.reads(OWNER)).count("Feitencheck: de tekst") == 1
    await to(round_, "concept")
    assert "intussen veranderd" in str(await to(round_, "concept"))


async def test_who_asked_for_silence_is_left_alone_by_the_fact_check(round_: World) -> None:
    person = await round_.storage.person_at("main", "telegram", OWNER)
    assert person is not None
    await round_.storage.save(Change(writes=(replace(person, stopped_at=round_.now),)))
    count = len(await round_.rows(OWNER))
    await checked(round_)
    assert len(await round_.rows(OWNER)) == count


# --- adoption


async def test_adopting_shows_the_remarks_first_and_asks_whether_it_is_meant(round_: World) -> None:
    await checked(round_)
    await round_.taps(OWNER, await round_.button(OWNER, "remark:"))
    await round_.types(OWNER, "Dit klopt niet.")
    await to(round_, "adopt")
    card = await last(round_)
    assert "Dit klopt niet." in card
    assert "nog niet om" in card
    assert "De cijfers zijn: volgens opgave." in card
    assert (await assessment_of(round_)).phase == FACT_CHECK


async def test_a_round_is_adopted_by_a_named_consultant_and_then_nothing_changes_any_more(
    round_: World,
) -> None:
    await checked(round_)
    await to(round_, "adopt")
    await press(round_, "adopt:")
    found, me = await assessment_of(round_), await round_.storage.person_at("main", "telegram", CONSULTANT)
    assert me is not None
    assert (found.phase, found.state, found.adopted_by, found.adopted_at) == (
        ADOPTED,
        "closed",
        me.id,
        round_.now,
    )
    assert "vastgesteld op maandag 23 november 2026 door Persoon 900" in await last(round_)
    interview = await interview_of(round_, OWNER)
    assert "verandert niets meer" in str(
        await round_.taps(CONSULTANT, f"accept:{interview.assessment}:{interview.id}:0:1.0")
    )
    for verb in ("reopen", "factcheck", "concept", "adopt"):
        assert await to(round_, verb)
    assert (await assessment_of(round_)) == found
    assert "gesloten" in str(await round_.taps("12", await round_.button("12", "a:")))
    lines = [line.what for line in await round_.storage.audit("main", found.id, 20)]
    assert {"factcheck", "adopted"} <= set(lines)


async def test_a_concept_cannot_be_adopted_without_a_fact_check(round_: World) -> None:
    assert "intussen veranderd" in str(await to(round_, "adopt"))
    assert "intussen veranderd" in str(
        await round_.taps(CONSULTANT, f"adopt:{round_.rounds['first'].id}:yes")
    )
    assert (await assessment_of(round_)).phase == CONCEPT


async def test_reports_say_in_which_phase_the_round_is(round_: World) -> None:
    for verb, head in (("", "CONCEPT"), ("factcheck", "CONCEPT, in feitencheck"), ("adopt", "VASTGESTELD")):
        if verb:
            await to(round_, f"{verb}")
        if verb == "adopt":
            await press(round_, "adopt:")
        await round_.taps(CONSULTANT, f"report:{round_.rounds['first'].id}")
        await round_.works()
        await round_.works()
        assert head in await round_.reads(CONSULTANT)


# --- closing


async def test_closing_asks_first_then_nobody_answers_and_everything_is_kept(round_: World) -> None:
    answers = await round_.storage.answers("main", round_.rounds["first"].id)
    await round_.types(CONSULTANT, "/close")
    assert "1 persoon is nog bezig" in await last(round_)
    assert (await assessment_of(round_)).state == "open"
    await press(round_, "close:")
    assert (await assessment_of(round_)).closed_at == round_.now
    toast = str(await round_.taps("12", await round_.button("12", "a:")))
    assert "Alles is bewaard" in toast
    assert await round_.storage.answers("main", round_.rounds["first"].id) == answers
    assert "al gesloten" in str(await to(round_, "close"))


async def test_closing_takes_back_the_reminders_that_were_planned(round_: World) -> None:
    first = round_.rounds["first"].id
    job = Job("main", "later", "remind", f"remind:{first}:somebody", {}, round_.now + timedelta(days=3))
    await round_.storage.save(Change(writes=(job,)))
    await round_.taps(CONSULTANT, f"close:{first}:yes")
    assert await round_.storage.pending_job("main", job.key) is None


async def test_a_round_that_is_opened_again_goes_on_where_it_was(round_: World) -> None:
    await round_.taps(CONSULTANT, f"close:{round_.rounds['first'].id}:yes")
    await round_.types(CONSULTANT, "/reopen")
    assert "is weer open" in await last(round_)
    found = await assessment_of(round_)
    assert (found.state, found.closed_at) == ("open", None)
    await round_.taps("12", (await round_.button("12", "a:"))[:-1] + "2")
    assert "vraag 2" in await last(round_, "12")
    await round_.types(CONSULTANT, "/reopen")
    assert "geen gesloten ronde" in await last(round_)


async def test_opening_again_after_the_deadline_says_that_it_has_passed(round_: World) -> None:
    await round_.taps(CONSULTANT, f"close:{round_.rounds['first'].id}:yes")
    round_.now += timedelta(days=60)
    await to(round_, "reopen")
    assert "Spreek een nieuwe af" in await last(round_)


async def test_the_menu_of_a_round_offers_what_fits_its_state(round_: World) -> None:
    async def offered() -> set[str]:
        await to(round_, "assessment")
        row = (await round_.rows(CONSULTANT))[-1]
        return {data.partition(":")[0] for data in buttons(row)}

    assert {"close", "reviews", "phase", "invite"} <= await offered()
    assert "reopen" not in await offered()
    await round_.taps(CONSULTANT, f"close:{round_.rounds['first'].id}:yes")
    assert {"reopen", "reviews", "phase"} <= await offered()
    assert not {"close", "invite"} & await offered()


async def test_an_adopted_round_is_still_there_to_be_read(round_: World) -> None:
    await to(round_, "factcheck")
    await round_.taps(CONSULTANT, f"adopt:{round_.rounds['first'].id}:yes")
    assert "Welke ronde?" in (await round_.types(CONSULTANT, "/assessments"))[-1]
    assert "vastgesteld" in (await round_.types(CONSULTANT, "/status"))[-1]
    await round_.types(CONSULTANT, "/report")
    await round_.works()
    assert "VASTGESTELD" in await round_.reads(CONSULTANT)
    assert "Antwoorden kan tot en met" not in (await round_.types(CONSULTANT, "/invite S Eva"))[-1]


async def test_with_no_round_open_nobody_is_told_to_have_none_and_who_may_not_begin_one_not_how(
    round_: World,
) -> None:
    await co_consultant_of(round_, CONSULTANT, "500")
    await round_.taps(CONSULTANT, f"close:{round_.rounds['first'].id}:yes")
    for chat, how in ((CONSULTANT, True), ("500", False)):
        await round_.types(chat, "/remind")
        assert "Geen van uw rondes is open" in await last(round_, chat)
        assert ("/new" in await last(round_, chat)) is how
        await round_.types(chat, "/help")
        assert ("/new" in await last(round_, chat)) is how


async def test_a_repeat_and_the_closed_round_of_the_same_name_are_told_apart(round_: World) -> None:
    await round_.taps(CONSULTANT, f"close:{round_.rounds['first'].id}:yes")
    await round_.types(CONSULTANT, "/new Gemeente Zilvermeer")
    await round_.types(CONSULTANT, "/assessments")
    shown = (await round_.rows(CONSULTANT))[-1].payload["buttons"]
    assert sorted(label for [[label, _]] in shown) == [
        "Gemeente Zilvermeer",
        "Gemeente Zilvermeer · gesloten 23 november 2026",
    ]


async def test_status_says_in_which_phase_the_round_is(round_: World) -> None:
    await to(round_, "status")
    assert "concept" in await last(round_)
    await checked(round_)
    await to(round_, "status")
    assert "feitencheck" in await last(round_)


def test_a_round_that_is_made_today_is_a_concept() -> None:
    made: Assessment = assessment()
    assert made.phase == CONCEPT
