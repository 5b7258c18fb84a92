"""What already runs, and who is further ahead: initiatives, references, scores, practices, contacts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from storage import Change, Contact, DataRejected, IsStill, Others, Record, Saved, Storage
from storage.port import FEW
from tests.storage.example import (
    ADA,
    BOT,
    CONTACT,
    DAY,
    FIRM,
    INITIATIVE,
    INTERVIEW,
    INVITE,
    JOB,
    MINUTE,
    NINE,
    PRACTICE,
    REFERENCE,
    REFERENCE_SCORE,
    TOWN,
    begun,
    message,
    saved,
)

LATER = NINE + MINUTE
CORA = replace(ADA, id="cora", address="2000")


def reference(name: str, **changed: Any) -> Record:
    """Another organisation, seen by Cora."""
    return replace(REFERENCE, id=name, name=name.title(), mark=f"set:{name}", **changed)


def score(of: str, value: float, **changed: Any) -> Record:
    """What it scores for S."""
    return replace(REFERENCE_SCORE, reference=of, score=value, **changed)


def practice(name: str, minutes: int = 0, **changed: Any) -> Record:
    """Something that Delft did, so much later than the first."""
    return replace(PRACTICE, id=name, at=NINE + minutes * MINUTE, **changed)


async def found(storage: Storage, **wanted: Any) -> list[str]:
    """Which of Cora's practices a search shows."""
    return [one.id for one in await storage.practices(FIRM, "cora", **({"limit": 99} | wanted))]


async def scores(storage: Storage, **wanted: Any) -> tuple[float, ...]:
    """The scores for S that count beside another."""
    return (await storage.scores_beside(FIRM, "cora", "S", **({"kind": "self"} | wanted))).scores


# initiatives


async def test_initiatives_of_a_round_are_found_oldest_first_and_by_id(storage: Storage) -> None:
    await begun(storage)
    older = replace(INITIATIVE, id="older", mark=None, source="chat", at=NINE - DAY, state="withdrawn")
    of_other = replace(INITIATIVE, id="other", assessment="other")
    await saved(storage, INITIATIVE, older, replace(TOWN, id="other"), of_other)
    assert await storage.initiatives(FIRM, "town") == [older, INITIATIVE]
    assert await storage.initiative(FIRM, "idea") == INITIATIVE
    assert await storage.initiatives("rival", "town") == []
    assert await storage.initiative("rival", "idea") is None


@pytest.mark.parametrize("one", [INITIATIVE, CONTACT], ids=["initiative", "contact"])
async def test_what_somebody_else_changed_meanwhile_is_not_overwritten(storage: Storage, one: Any) -> None:
    await begun(storage)
    await saved(storage, REFERENCE, one)
    mine = Change(guards=(IsStill(one),), writes=(replace(one, at=LATER),))
    assert await storage.save(mine) is Saved.DONE
    assert await storage.save(mine) is Saved.STALE
    nobodys = Change(guards=(IsStill(replace(one, id="nobody")),), writes=(one,))
    assert await storage.save(nobodys) is Saved.STALE


async def test_an_initiative_can_be_changed_and_confirmed(storage: Storage) -> None:
    await begun(storage)
    confirmed = replace(INITIATIVE, body={"name": "tram news", "euros": 12.5}, state="confirmed")
    await saved(storage, INITIATIVE)
    await saved(storage, confirmed)
    assert await storage.initiatives(FIRM, "town") == [confirmed]


async def test_a_list_that_is_loaded_twice_changes_nothing_but_adds_what_is_new(storage: Storage) -> None:
    await begun(storage)
    confirmed = replace(INITIATIVE, state="confirmed")
    await saved(storage, confirmed)
    new = replace(INITIATIVE, id="new", mark="row 2", at=LATER)
    await saved(storage, replace(INITIATIVE, id="again", body={}), new)
    assert await storage.initiatives(FIRM, "town") == [confirmed, new]


async def test_what_is_told_by_hand_has_no_mark_and_is_taken_each_time(storage: Storage) -> None:
    await begun(storage)
    one = replace(INITIATIVE, source="chat", mark=None)
    await saved(storage, one, replace(one, id="two", at=LATER))
    assert len(await storage.initiatives(FIRM, "town")) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        replace(INITIATIVE, source="rumour"),
        replace(INITIATIVE, state="perhaps"),
        replace(INITIATIVE, assessment="nowhere"),
        replace(REFERENCE, kind="both"),
        replace(REFERENCE, stage="forgotten"),
        replace(REFERENCE, interview="none"),
        replace(REFERENCE_SCORE, coverage=1.5),
        replace(REFERENCE_SCORE, score=float("nan")),
        replace(CONTACT, person="nobody"),
    ],
    ids=["source", "state", "assessment", "kind", "stage", "interview", "coverage", "score", "person"],
)
async def test_what_means_nothing_or_belongs_to_nothing_is_refused(storage: Storage, wrong: Record) -> None:
    await begun(storage)
    await saved(storage, REFERENCE)
    with pytest.raises(DataRejected):
        await storage.save(Change(writes=(wrong,)))


# references


async def test_references_are_found_newest_first_and_by_stage(storage: Storage) -> None:
    asked = reference("asked", stage="asked", at=LATER)
    await saved(storage, REFERENCE, asked, reference("rival", owner="rita"))
    assert await storage.references(FIRM, "cora", limit=9) == [asked, REFERENCE]
    assert await storage.references(FIRM, "cora", limit=1) == [asked]
    assert await storage.references(FIRM, "cora", stage="spoken", limit=9) == [REFERENCE]
    assert await storage.references(FIRM, "cora", stage="thanked", limit=9) == []
    assert await storage.references("rival", "cora", limit=9) == []
    assert await storage.reference(FIRM, "delft") == REFERENCE
    assert await storage.reference("rival", "delft") is None


async def test_a_set_that_is_imported_twice_changes_nothing(storage: Storage) -> None:
    await saved(storage, REFERENCE, REFERENCE_SCORE, PRACTICE)
    again = replace(REFERENCE, id="again", name="Not Delft")
    late = (again, score("again", 4.0), practice("again", reference="again"))
    assert await storage.save(Change(writes=late)) is Saved.STALE
    assert await storage.references(FIRM, "cora", limit=9) == [REFERENCE]
    assert await storage.reference_marked(FIRM, "cora", "set:delft") == REFERENCE
    assert await storage.reference_marked(FIRM, "rita", "set:delft") is None
    assert await found(storage) == ["alerts"]


async def test_two_consultants_can_have_the_same_set_and_see_only_their_own(storage: Storage) -> None:
    hers = replace(REFERENCE, id="ritas", owner="rita")
    her_practice = replace(PRACTICE, id="ritas", reference="ritas", owner="rita")
    await saved(storage, REFERENCE, REFERENCE_SCORE, PRACTICE, hers, score("ritas", 1.0), her_practice)
    assert await scores(storage) == (2.5,)
    assert await found(storage) == ["alerts"]
    assert await storage.references(FIRM, "rita", limit=9) == [hers]
    assert await storage.practices(FIRM, "rita", limit=9) == [her_practice]


@pytest.mark.parametrize(
    "taken",
    [
        replace(REFERENCE, owner="rita", mark=None),
        replace(PRACTICE, id="new", owner="rita"),
        replace(PRACTICE, reference="ritas"),
        replace(PRACTICE, id="new", reference="nobody"),
        score("nobody", 1.0),
    ],
    ids=["a reference", "a new practice", "a practice", "of nobody", "a score of nobody"],
)
async def test_nobody_writes_in_what_another_consultant_keeps(storage: Storage, taken: Record) -> None:
    hers = replace(REFERENCE, id="ritas", owner="rita")
    await saved(
        storage, REFERENCE, PRACTICE, hers, replace(PRACTICE, id="ritas", reference="ritas", owner="rita")
    )
    assert await storage.save(Change(writes=(reference("bystander"), taken))) is Saved.STALE
    assert await storage.reference(FIRM, "delft") == REFERENCE
    assert await storage.practice(FIRM, "alerts") == PRACTICE
    assert await storage.reference(FIRM, "bystander") is None


async def test_a_practice_stays_with_its_reference(storage: Storage) -> None:
    await saved(storage, REFERENCE, reference("gouda"), PRACTICE)
    assert await storage.save(Change(writes=(replace(PRACTICE, reference="gouda"),))) is Saved.STALE
    assert await storage.practice(FIRM, "alerts") == PRACTICE
    assert await storage.practice("rival", "alerts") is None


async def test_how_many_are_alike_counts_who_was_spoken_to_or_seen(storage: Storage) -> None:
    await saved(
        storage,
        REFERENCE,
        reference("thanked", stage="thanked"),
        reference("seen", kind="outside", stage="candidate"),
        reference("to ask", stage="candidate"),
        reference("asked", stage="asked"),
        reference("large", size="large"),
        reference("sizeless", size=None),
        reference("water", sector="water"),
        reference("made up", demo=True),
        reference("gone", withdrawn_at=LATER),
        reference("rival", owner="rita"),
    )
    assert await storage.alike(FIRM, "cora", "municipality", "middle") == 3
    assert await storage.alike(FIRM, "cora", "municipality", "middle", demo=True) == 1
    assert await storage.alike(FIRM, "cora", "municipality", None) == 1
    assert await storage.alike("rival", "cora", "municipality", "middle") == 0


# scores


async def test_whose_scores_are_of_after_a_moment_is_told_of_one_owner(storage: Storage) -> None:
    await saved(storage, ADA, CORA, reference("old"), reference("new"))
    await saved(
        storage, score("old", 2.0), score("new", 3.0, at=LATER), score("new", 3.0, pillar="O", at=LATER)
    )
    assert await storage.scored_after(FIRM, "cora", NINE) == ["new"]
    assert await storage.scored_after(FIRM, "cora", LATER) == []
    assert await storage.scored_after(FIRM, "ada", NINE) == []


async def test_scores_beside_are_those_of_one_view_that_know_enough(storage: Storage) -> None:
    await saved(
        storage,
        *(REFERENCE, score("delft", 2.5)),
        *(reference("enough", year=2023), score("enough", 1.5, coverage=0.75)),
        *(reference("too little", year=2001), score("too little", 3.0, coverage=0.74)),
        *(reference("outside", kind="outside"), score("outside", 3.5)),
        *(reference("made up", demo=True), score("made up", 4.0)),
        *(reference("water", sector="water", year=None), score("water", 2.0)),
        *(reference("firm", government=False, year=2024), score("firm", 0.5)),
        score("delft", 4.0, pillar="O"),
    )
    assert await storage.scores_beside(FIRM, "cora", "S", kind="self") == Others(
        scores=(0.5, 1.5, 2.0, 2.5),
        years=(2023, 2026),
        sectors=("municipality", "water"),
        references=("firm", "enough", "water", "delft"),
        governments=(False, True),
    )
    rest = await storage.scores_beside(FIRM, "cora", "S", kind="self", without={"firm", "water", "nobody"})
    assert rest == Others((1.5, 2.5), (2023, 2026), ("municipality",), ("enough", "delft"), (True,))
    assert await scores(storage, sector="municipality") == (0.5, 1.5, 2.5)
    assert await scores(storage, government=True) == (1.5, 2.0, 2.5)
    assert await scores(storage, sector="municipality", government=False) == (0.5,)
    assert await scores(storage, coverage=0.5) == (0.5, 1.5, 2.0, 2.5, 3.0)
    assert await scores(storage, kind="outside") == (3.5,)
    assert await scores(storage, demo=True) == (4.0,)


async def test_of_many_scores_it_is_not_told_whose_they_are(storage: Storage) -> None:
    many = [f"r{number}" for number in range(FEW)]
    await saved(storage, *(reference(id_) for id_ in many), *(score(id_, 2.0) for id_ in many))
    found = await storage.scores_beside(FIRM, "cora", "S", kind="self")
    assert (len(found.scores), found.references) == (FEW, ())
    fewer = await storage.scores_beside(FIRM, "cora", "S", kind="self", without={"r0"})
    assert set(fewer.references) == set(many) - {"r0"}


async def test_the_names_of_references_are_found_without_those_that_have_none(storage: Storage) -> None:
    await saved(
        storage,
        REFERENCE,
        replace(REFERENCE, id="nameless", name=None, anonymous=True, mark=None),
        reference("gone", withdrawn_at=LATER),
        reference("rival", owner="rita"),
    )
    assert await storage.names(FIRM, "cora") == [("delft", REFERENCE.name)]
    assert await storage.names("rival", "cora") == []


async def test_with_nobody_beside_there_is_nothing_to_say(storage: Storage) -> None:
    await saved(storage, reference("water", year=None), score("water", 2.0))
    assert await storage.scores_beside(FIRM, "cora", "B", kind="self") == Others((), None, (), ())
    assert (await storage.scores_beside(FIRM, "cora", "S", kind="self")).years is None
    assert (await storage.scores_beside("rival", "cora", "S", kind="self")).scores == ()


async def test_a_score_that_is_set_again_replaces_the_old_one(storage: Storage) -> None:
    again = score("delft", 3.0, at=LATER)
    await saved(storage, REFERENCE, REFERENCE_SCORE, replace(REFERENCE_SCORE, pillar="O"))
    await saved(storage, again)
    assert await storage.reference_scores(FIRM, "delft") == [replace(REFERENCE_SCORE, pillar="O"), again]
    assert await storage.reference_scores("rival", "delft") == []


async def test_what_is_corrected_in_a_reference_holds_for_its_scores_and_practices(storage: Storage) -> None:
    await saved(storage, REFERENCE, REFERENCE_SCORE, PRACTICE)
    await saved(storage, replace(REFERENCE, sector="water", government=False, year=2020, kind="outside"))
    beside = await storage.scores_beside(FIRM, "cora", "S", kind="outside", sector="water", government=False)
    assert (beside.scores, beside.years) == ((2.5,), (2020, 2020))
    assert await scores(storage) == ()
    await saved(storage, replace(REFERENCE, demo=True))
    assert await scores(storage) == ()
    assert await found(storage) == []
    assert await found(storage, demo=True) == ["alerts"]


# practices


async def test_practices_are_searched_by_whatever_is_given_newest_first(storage: Storage) -> None:
    await saved(
        storage,
        REFERENCE,
        practice("a", 1, pillar="S", from_level=1, row="listening"),
        practice("b", 2, pillar="S", from_level=2, row=None, sector="water"),
        practice("c", 3, pillar="O", from_level=1, row="talking"),
        practice("d", 3, pillar="S", from_level=1, row="talking"),
        practice("gone", 9, withdrawn=True),
    )
    assert await found(storage) == ["c", "d", "b", "a"]
    assert await found(storage, limit=2) == ["c", "d"]
    assert await found(storage, pillar="S") == ["d", "b", "a"]
    assert await found(storage, pillar="S", from_level=1) == ["d", "a"]
    assert await found(storage, from_level=1) == ["c", "d", "a"]
    assert await found(storage, row="talking") == ["c", "d"]
    assert await found(storage, sector="water") == ["b"]
    assert await found(storage, pillar="S", row="talking", sector="municipality") == ["d"]
    assert await found(storage, pillar="M") == []
    assert await storage.practices("rival", "cora", limit=9) == []


async def test_what_helps_most_comes_first_and_nothing_comes_twice(storage: Storage) -> None:
    await saved(
        storage,
        REFERENCE,
        practice("row", 1, pillar="M", from_level=0, row="embracing"),
        practice("step", 2, pillar="O", from_level=2),
        practice("both", 3, pillar="O", from_level=2, row="embracing"),
        practice("other", 4, pillar="S", from_level=1),
        practice("newest", 5, pillar="S", from_level=3),
    )
    first = (("O", 2), "embracing")
    assert await found(storage, first=first) == ["both", "step", "row", "newest", "other"]
    assert await found(storage, first=first[::-1]) == ["both", "row", "step", "newest", "other"]
    assert await found(storage, first=first, limit=4) == ["both", "step", "row", "newest"]
    assert await found(storage, first=first, limit=1) == ["both"]
    assert await found(storage, first=first, pillar="S") == ["newest", "other"]
    assert await found(storage, first=first, row="embracing") == ["both", "row"]
    assert await found(storage, first=[("B", 1)]) == await found(storage)


async def test_practices_of_one_reference_leave_out_what_is_withdrawn(storage: Storage) -> None:
    later = practice("later", 1)
    of_gouda = practice("gouda", reference="gouda")
    await saved(storage, REFERENCE, reference("gouda"), PRACTICE, later, of_gouda)
    await saved(storage, practice("gone", withdrawn=True))
    assert await storage.practices_of(FIRM, "delft") == [later, PRACTICE]
    assert await storage.practices_of("rival", "delft") == []


# contacts


async def test_contacts_are_found_by_person_by_reference_and_by_round(storage: Storage) -> None:
    await begun(storage)
    older = replace(CONTACT, id="older", reference=None, assessment=None, wants=False, at=NINE - DAY)
    loose = replace(CONTACT, id="loose", person=None, assessment=None, link=None, at=LATER)
    agreed = replace(CONTACT, agreed={"loose": "2026-11-23"})
    await saved(storage, REFERENCE, CONTACT, older, loose)
    await saved(storage, agreed)
    assert await storage.contacts(FIRM) == [older, agreed, loose]
    assert await storage.contacts(FIRM, person="ada") == [older, agreed]
    assert await storage.contacts(FIRM, reference="delft") == [agreed, loose]
    assert await storage.contacts(FIRM, assessment="town") == [agreed]
    assert await storage.contacts(FIRM, person="ada", reference="delft") == [agreed]
    assert await storage.contacts("rival") == []
    assert await storage.contact(FIRM, "touch") == agreed
    assert await storage.contact("rival", "touch") is None


# withdrawal and erasure

GONE = replace(
    REFERENCE,
    name=None,
    anonymous=True,
    contact={},
    sharing={},
    link=None,
    seen_on=None,
    withdrawn_at=LATER,
)
BLANK = replace(PRACTICE, done="", effort=None, result=None, evidence=None, source=None, withdrawn=True)
SILENT = replace(CONTACT, wants=False, link=None, themes={})


async def everything(storage: Storage, **changed: Any) -> None:
    """A reference with all that belongs to it."""
    await begun(storage)
    await saved(
        storage,
        replace(REFERENCE, **changed),
        REFERENCE_SCORE,
        PRACTICE,
        CONTACT,
        replace(INITIATIVE, **changed),
    )


async def test_who_withdraws_is_no_longer_shown_named_or_counted(storage: Storage) -> None:
    await everything(storage)
    await saved(storage, replace(REFERENCE, withdrawn_at=LATER))
    assert await storage.reference(FIRM, "delft") == GONE
    assert await storage.references(FIRM, "cora", limit=9) == []
    assert await storage.reference_scores(FIRM, "delft") == []
    assert await scores(storage) == ()
    assert await storage.practice(FIRM, "alerts") == BLANK
    assert await found(storage) == await storage.practices_of(FIRM, "delft") == []
    assert await storage.contacts(FIRM) == [SILENT]
    assert await storage.alike(FIRM, "cora", "municipality", "middle") == 0


@pytest.mark.parametrize(
    "late",
    [
        REFERENCE,
        replace(REFERENCE, id="again"),
        REFERENCE_SCORE,
        PRACTICE,
        replace(PRACTICE, id="new"),
        CONTACT,
    ],
    ids=["the reference", "the same set", "a score", "the practice", "a new practice", "a contact"],
)
async def test_nothing_brings_back_who_withdrew(storage: Storage, late: Record) -> None:
    await everything(storage)
    await saved(storage, replace(REFERENCE, withdrawn_at=LATER))
    assert await storage.save(Change(writes=(late,))) is Saved.STALE
    marked = await storage.reference_marked(FIRM, "cora", "set:delft")
    assert marked == GONE
    assert await found(storage) == []


@pytest.mark.parametrize("whose", ["person", "interview", "assessment"])
async def test_what_was_told_in_an_interview_goes_when_it_is_erased(storage: Storage, whose: str) -> None:
    await everything(storage, interview="walk")
    await (
        storage.erase_person(FIRM, "ada", LATER)
        if whose == "person"
        else storage.erase_interviews(FIRM, ["walk"], LATER)
        if whose == "interview"
        else storage.erase_assessment(FIRM, "town", LATER)
    )
    assert await storage.reference(FIRM, "delft") == replace(GONE, interview="walk")
    assert await storage.practice(FIRM, "alerts") == BLANK
    assert await storage.reference_scores(FIRM, "delft") == []
    assert await storage.contact(FIRM, "touch") == SILENT
    blank = replace(INITIATIVE, interview="walk", body={}, state="erased", mark=None)
    assert await storage.initiatives(FIRM, "town") == [blank]
    for late in (
        replace(INITIATIVE, interview="walk"),
        replace(INITIATIVE, id="new", interview="walk", mark="walk"),
        replace(REFERENCE, id="new", mark=None, interview="walk"),
        CONTACT,
    ):
        assert await storage.save(Change(writes=(late,))) is Saved.STALE


async def test_with_an_interview_goes_what_the_person_said_beside_it_in_that_round_and_nowhere_else(
    storage: Storage,
) -> None:
    await begun(storage)
    elsewhere = replace(INTERVIEW, id="elsewhere", assessment="other")
    touch = replace(CONTACT, reference=None)
    chat = replace(INITIATIVE, source="chat", mark=None, by="ada", interview=None)
    theirs = (replace(touch, id="theirs", person=None), replace(chat, id="theirs", by="cora"))
    there = (replace(touch, id="there", assessment="other"), replace(chat, id="there", assessment="other"))
    listed = replace(INITIATIVE, id="listed", by="ada", interview=None)
    others = (*theirs, *there, listed)
    await saved(storage, replace(TOWN, id="other"), replace(INVITE, id="inv2", token_hash="2"), elsewhere)
    await saved(storage, touch, chat, *others)
    await storage.erase_interviews(FIRM, ["walk"], LATER)
    assert await storage.contact(FIRM, "touch") == replace(SILENT, reference=None)
    assert await storage.initiative(FIRM, chat.id) == replace(chat, body={}, state="erased")
    for one in others:
        again = storage.contact if isinstance(one, Contact) else storage.initiative
        assert await again(FIRM, one.id) == one


async def test_the_list_of_an_erased_assessment_is_erased_and_not_loaded_again(storage: Storage) -> None:
    await everything(storage)
    await storage.erase_assessment(FIRM, "town", LATER)
    [blank] = await storage.initiatives(FIRM, "town")
    assert (blank.body, blank.state, blank.mark) == ({}, "erased", None)
    new = replace(INITIATIVE, id="new", interview=None)
    assert await storage.save(Change(writes=(new,))) is Saved.STALE
    assert await storage.save(Change(writes=(replace(CONTACT, id="new", person=None),))) is Saved.STALE


async def test_who_is_erased_leaves_no_way_to_be_reached_and_nothing_they_told(storage: Storage) -> None:
    await everything(storage)
    told = replace(INITIATIVE, id="told", source="chat", mark=None, by="ada", at=LATER)
    listed = replace(INITIATIVE, id="listed", mark="row 2", by="ada", at=LATER + MINUTE)
    await saved(storage, told, listed)
    await storage.erase_person(FIRM, "ada", LATER)
    assert await storage.reference(FIRM, "delft") == replace(REFERENCE, contact={})
    assert await storage.contacts(FIRM) == [SILENT]
    assert await storage.practice(FIRM, "alerts") == PRACTICE
    assert await storage.initiatives(FIRM, "town") == [
        INITIATIVE,
        replace(told, body={}, state="erased"),
        listed,
    ]


async def test_references_go_with_the_consultant_whose_they_are(storage: Storage) -> None:
    await everything(storage)
    await saved(storage, CORA, reference("ritas", owner="rita"))
    await storage.erase_person(FIRM, "cora", LATER)
    assert await storage.reference(FIRM, "delft") == GONE
    assert await found(storage) == []
    assert len(await storage.references(FIRM, "rita", limit=9)) == 1


async def test_who_keeps_references_is_not_forgotten_for_want_of_a_round(storage: Storage) -> None:
    await begun(storage)
    await saved(storage, CORA, replace(TOWN, owner="rita"), REFERENCE)
    assert [one.id for one in await storage.idle_people(FIRM, NINE + DAY)] == []
    await saved(storage, replace(REFERENCE, withdrawn_at=LATER))
    assert [one.id for one in await storage.idle_people(FIRM, NINE + DAY)] == ["cora"]


@pytest.mark.parametrize("about", ["idea", "delft"])
async def test_a_message_that_waits_and_tells_of_what_is_erased_is_not_sent(
    storage: Storage, about: str
) -> None:
    await everything(storage, interview="walk")
    told = message("told another", chat_id="2000", payload={"html": "Delft"}, about=about)
    await saved(storage, told, replace(JOB, payload={"of": about}))
    await storage.erase_interviews(FIRM, ["walk"], LATER)
    [row] = await storage.messages(FIRM, BOT, "2000", 9)
    assert (row.state, row.payload) == ("cancelled", {})
    assert await storage.pending_job(FIRM, JOB.key) is None


# facts


async def test_what_is_kept_of_one_person_holds_what_they_told_and_wish(storage: Storage) -> None:
    await everything(storage, interview="walk")
    others = (reference("gouda"), replace(INITIATIVE, id="hers", mark="row 2", interview=None))
    chat = replace(INITIATIVE, id="chat", source="chat", mark=None, by="ada", interview=None, at=LATER)
    listed = replace(chat, id="listed", source="list")
    await saved(storage, *others, chat, listed, replace(CONTACT, id="hers", person=None))
    facts = await storage.facts_of(FIRM, "ada")
    assert facts.initiatives == (replace(INITIATIVE, interview="walk"), chat)
    assert facts.references == (replace(REFERENCE, interview="walk"),)
    assert (facts.reference_scores, facts.practices) == ((REFERENCE_SCORE,), (PRACTICE,))
    assert facts.contacts == (CONTACT,)
    nobody = await storage.facts_of(FIRM, "bob")
    assert (nobody.initiatives, nobody.references, nobody.contacts) == ((),) * 3


async def test_facts_hold_what_was_told_of_a_round_and_no_references(storage: Storage) -> None:
    await everything(storage)
    peek = replace(INTERVIEW, id="peek", state="opened")
    await saved(storage, peek, replace(INITIATIVE, id="hidden", interview="peek", mark=None))
    await saved(storage, replace(TOWN, id="other"))
    for facts in (await storage.facts(FIRM), await storage.facts(FIRM, "town")):
        assert (facts.initiatives, facts.contacts) == ((INITIATIVE,), (CONTACT,))
        assert (facts.references, facts.reference_scores, facts.practices) == ((), (), ())
    elsewhere = await storage.facts(FIRM, "other")
    assert (elsewhere.initiatives, elsewhere.contacts) == ((), ())
