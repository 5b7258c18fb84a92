"""Organisations to ask: named by owners and by the consultant, asked, spoken to and thanked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.conversation import Conversation
from bot.interview.progress import Revision
from bot.invites import BEST_PRACTICE
from bot.references.candidates import wished
from bot.walking import load
from storage import Change, Reference
from tests.authority.test_table import REFUSED
from tests.authority.world import CONSULTANT, OTHER_CONSULTANT, World
from tests.practices.known import entry, knows
from tests.practices.listing import adds, again, opens, organisations, owner_wishes, press, the_list
from tests.practices.telling import TOLD, interview_of, takes_part, tells

OWNER, THERE = "210", "777"


async def asked(world: World, one: Reference, *, name: str = "") -> str:
    """The consultant makes the short invitation; its token."""
    await opens(world, one, "invite")
    start = f"candidates:{world.rounds['first'].id}:{one.id}:invite:"
    short = await world.button(CONSULTANT, start)
    await world.taps(CONSULTANT, short)
    await press(world, f"{short}:{'name' if name else 'no'}")
    if name:
        await world.types(CONSULTANT, name)
    return await world.token(CONSULTANT)


# --- what owners wish to see


async def test_whom_an_owner_would_like_to_visit_is_on_the_list_once_it_is_handed_in(world: World) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    [one] = await organisations(world)
    assert (one.name, one.stage, one.kind) == ("Gemeente Lisdodde", "candidate", "self")
    text = await the_list(world)
    assert "te benaderen" in text
    assert "1. Gemeente Lisdodde" in text


async def test_nothing_on_the_list_says_which_owner_wished_for_it(world: World) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    [one] = await organisations(world)
    for text in (await the_list(world), await opens(world, one), await opens(world, one, "f:name")):
        assert f"Persoon {OWNER}" not in text
        assert "Ada" not in text
    assert one.contact == {}


async def changes(world: World, given: str | None) -> None:
    """The owner answers otherwise after handing in, or takes the answer back."""
    scenery = await load(world.desk, (await interview_of(world, OWNER)).id)
    assert scenery is not None
    old = scenery.progress.answers["S7_visit"]
    assert isinstance(old, Revision)
    new = replace(old, value=given, number=old.number + 1)
    progress = replace(scenery.progress, answers={**scenery.progress.answers, "S7_visit": new})
    writes = await wished(world.desk, scenery.walk, scenery.script, progress, world.now)
    if writes:
        await world.storage.save(Change(writes=tuple(writes)))


async def test_a_wish_that_changes_changes_the_list_until_a_consultant_did_something_with_it(
    world: World,
) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    await changes(world, "Provincie Riet")
    assert [one.name for one in await organisations(world)] == ["Provincie Riet"]
    await changes(world, "provincie  RIET")
    assert [one.name for one in await organisations(world)] == ["provincie RIET"]
    await changes(world, None)
    assert await organisations(world) == []
    await changes(world, "Gemeente Els")
    assert [one.name for one in await organisations(world)] == ["Gemeente Els"]
    [one] = await organisations(world)
    await opens(world, one, "f:sector:0")
    await changes(world, None)
    assert [one.name for one in await organisations(world)] == ["Gemeente Els"]


async def test_who_names_nobody_or_one_that_is_there_adds_nothing(world: World) -> None:
    await adds(world, "Gemeente Lisdodde")
    await owner_wishes(world, OWNER, "gemeente LISDODDE")
    await changes(world, "Geen idee.")
    assert [one.name for one in await organisations(world)] == ["Gemeente Lisdodde"]


async def test_a_wish_that_the_consultant_took_away_does_not_come_back_by_itself(world: World) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    [one] = await organisations(world)
    await opens(world, one, "drop:yes")
    scenery = await load(world.desk, (await interview_of(world, OWNER)).id)
    assert scenery is not None
    assert await wished(world.desk, scenery.walk, scenery.script, scenery.progress, world.now) == []


@pytest.mark.parametrize("touched", [False, True])
async def test_the_wish_of_who_is_erased_goes_too_unless_the_consultant_took_it_up(
    world: World, touched: bool
) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    [one] = await organisations(world)
    if touched:
        await opens(world, one, "to:asked")
    interview = await interview_of(world, OWNER)
    await world.storage.erase_person("main", interview.person, world.now)
    assert [one.name for one in await organisations(world)] == (["Gemeente Lisdodde"] if touched else [])


async def test_the_wish_of_who_took_part_by_mistake_is_no_wish(world: World) -> None:
    await owner_wishes(world, OWNER, "Gemeente Lisdodde")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    assert await organisations(world) == []


# --- by hand


async def test_several_names_are_several_organisations_and_nobody_is_there_twice(world: World) -> None:
    await adds(world, "Gemeente Lisdodde", "", "Waterschap Kalmoes", "gemeente lisdodde")
    assert {one.name for one in await organisations(world)} == {"Gemeente Lisdodde", "Waterschap Kalmoes"}
    await press(world, f"candidates:{world.rounds['first'].id}:add")
    [text] = await world.types(CONSULTANT, "Waterschap kalmoes\n-")
    assert "Er is niets toegevoegd. 2 stonden al op de lijst" in text
    await press(world, f"candidates:{world.rounds['first'].id}:add")
    [text] = await world.types(CONSULTANT, "\n".join(f"Gemeente {n}" for n in range(60)))
    assert "te veel regels" in text
    [text] = await world.types(CONSULTANT, "\n".join(f"Gemeente {n}" for n in range(10)))
    assert "10 organisaties toegevoegd" in text
    assert "Samen 12" in text
    assert "12. " in await press(world, f"candidates:{world.rounds['first'].id}:8")


async def test_what_is_known_of_an_organisation_is_filled_in_with_buttons_and_words(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    assert "Sector: andere sector" in await opens(world, one)
    assert "Wat voor organisatie" in await opens(world, one, "f:sector")
    assert "Sector: gemeente" in await opens(world, one, "f:sector:0")
    assert "Grootte: 100 tot 500 mensen" in await opens(world, one, "f:size:1")
    await opens(world, one, "f:function")
    [text] = await world.types(CONSULTANT, "teamleider  communicatie")
    assert "Functie: teamleider communicatie" in text
    now = await again(world, one)
    assert (now.sector, now.government, now.size, now.contact) == (
        "municipality", True, "middle", {"function": "teamleider communicatie"},
    )  # fmt: skip
    assert "Grootte: nog niet bekend" in await opens(world, one, "f:size:-")
    assert (await opens(world, one, "f:name:-")) == REFUSED
    assert (await opens(world, one, "f:size:9")) == REFUSED
    assert (await opens(world, one, "f:link")) == REFUSED
    await opens(world, one, "f:sector")
    [text] = await world.types(CONSULTANT, "iets anders")
    assert "Dat begreep ik niet" in text


async def test_a_wish_for_two_at_once_is_split_by_the_consultant(world: World) -> None:
    await owner_wishes(world, OWNER, "Lisdodde en Kalmoes")
    [one] = await organisations(world)
    await opens(world, one, "f:name")
    await world.types(CONSULTANT, "Gemeente Lisdodde\nWaterschap Kalmoes")
    assert {one.name for one in await organisations(world)} == {"Gemeente Lisdodde", "Waterschap Kalmoes"}
    assert (await again(world, one)).name == "Gemeente Lisdodde"
    assert (await again(world, one)).interview is None


async def test_an_organisation_goes_through_the_stages_by_hand_and_back(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    for stage in ("asked", "spoken", "asked", "candidate"):
        await opens(world, one, f"to:{stage}")
        assert (await again(world, one)).stage == stage
    assert "kan bij deze organisatie niet" in await opens(world, one, "to:spoken")
    assert "kan bij deze organisatie niet" in await opens(world, one, "thanks")
    assert "kan bij deze organisatie niet" in await opens(world, one, "fly")
    await opens(world, one, "to:asked")
    await opens(world, one, "to:spoken")
    assert "Hartelijk dank voor het verhaal van Lisdodde" in await opens(world, one, "thanks")
    assert (await again(world, one)).stage == "thanked"
    assert "kan bij deze organisatie niet" in await opens(world, one, "invite")


async def test_who_is_taken_off_the_list_is_gone_after_one_question(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    assert "van de lijst halen" in await opens(world, one, "drop")
    assert (await again(world, one)).withdrawn_at is None
    text = await opens(world, one, "drop:yes")
    assert "Weggehaald" in text
    assert "nog niemand" in text
    assert (await again(world, one)).name is None
    assert await opens(world, one) == REFUSED


async def test_nobody_else_sees_or_changes_the_list(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    id_ = world.rounds["first"].id
    for data in (f"candidates:{id_}", f"candidates:{id_}:{one.id}", f"candidates:-:{one.id}:drop:yes"):
        assert await world.taps(OTHER_CONSULTANT, data) == REFUSED
    assert await world.taps("12345", f"candidates:{id_}") == REFUSED
    assert await world.taps(CONSULTANT, "candidates:nobodys000") == REFUSED
    await knows(world, entry("delft"))
    given = next(each for each in await organisations(world) if each.mark)
    assert await opens(world, given) == REFUSED, "what another consultant gave is not asked from here"


async def test_what_is_typed_for_one_that_is_gone_goes_nowhere(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "f:function")
    await world.storage.save(Change(writes=(replace(one, withdrawn_at=world.now),)))
    await world.types(CONSULTANT, "teamleider")
    assert (await again(world, one)).contact == {}


# --- asked, and telling


async def test_who_was_asked_and_tells_is_the_very_same_organisation(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "f:function")
    await world.types(CONSULTANT, "teamleider")
    token = await asked(world, one)
    assert (await again(world, one)).stage == "asked"
    await takes_part(world, THERE, token)
    await tells(world, THERE)
    now = await again(world, one)
    assert (now.name, now.stage, now.sector, now.size) == (
        "Gemeente Lisdodde", "spoken", "municipality", "middle",
    )  # fmt: skip
    assert len(await organisations(world)) == 1
    assert await world.storage.practices_of("main", one.id)
    assert "vertelde zelf" in await opens(world, one)
    assert "kan bij deze organisatie niet" in await opens(world, one, "f:name")
    assert "kan bij deze organisatie niet" in await opens(world, one, "to:asked")
    await opens(world, one, "thanks")
    await tells_more(world)
    assert (await again(world, one)).stage == "thanked"


async def tells_more(world: World) -> None:
    """Something is changed after handing in."""
    await world.types(THERE, "/answers")
    await world.taps(THERE, await world.button(THERE, "edit:"))
    await world.types(THERE, "Gemeente Lisdodde-West")


async def test_who_wants_no_name_keeps_it_with_the_consultant_and_goes_to_others_without(
    world: World,
) -> None:
    [one] = await adds(world, "Lisdodde")
    await takes_part(world, THERE, await asked(world, one))
    await tells(world, THERE, {**TOLD, "may_name": "anonymous"})
    now = await again(world, one)
    assert (now.name, now.anonymous) == ("Lisdodde", True)
    [text] = await world.types(CONSULTANT, "/practices")
    assert "Lisdodde" not in text


async def test_who_told_and_shares_nothing_was_spoken_to_all_the_same(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await takes_part(world, THERE, await asked(world, one))
    await tells(world, THERE, {**TOLD, "may_name": "nothing"})
    now = await again(world, one)
    assert (now.stage, now.name) == ("spoken", "Lisdodde")
    assert await world.storage.practices_of("main", one.id) == []
    assert "wil er niets van delen" in await opens(world, one)


async def test_a_name_is_on_the_invitation_only_after_a_yes_and_goes_when_it_lapses(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await asked(world, one, name="Bea Riet")
    assert "Beste Bea Riet" in await world.reads(CONSULTANT)
    [invite] = [i for i in await world.storage.invites("main", world.rounds["first"].id) if i.name]
    assert (invite.name, invite.pillar, invite.role) == ("Bea Riet", BEST_PRACTICE, "reference")
    assert "Riet" not in str(await again(world, one))


async def test_a_name_that_is_too_long_is_asked_again(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "invite")
    short = await world.button(CONSULTANT, f"candidates:{world.rounds['first'].id}:{one.id}:invite:")
    await world.taps(CONSULTANT, short)
    await press(world, f"{short}:name")
    [text] = await world.types(CONSULTANT, "x" * 121)
    assert "hooguit 120 tekens" in text
    await world.types(CONSULTANT, "Bea")
    assert (await again(world, one)).stage == "asked"
    assert "Deze link is al gemaakt" in str(await world.taps(CONSULTANT, f"{short}:no"))
    assert "kan bij deze organisatie niet" in str(await world.taps(CONSULTANT, f"{short}:maybe"))


async def test_a_second_link_takes_the_place_of_the_first_until_somebody_began(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    first = await asked(world, one)
    second = await asked(world, one)
    [text] = await world.types("778", f"/start {first}")
    assert "werkt niet" in text
    await takes_part(world, THERE, second)
    await opens(world, one, "invite")
    start = f"candidates:{world.rounds['first'].id}:{one.id}:invite:"
    await world.taps(CONSULTANT, short := await world.button(CONSULTANT, start))
    assert "al iemand begonnen" in await press(world, f"{short}:no")


async def test_a_link_that_is_renewed_still_leads_to_the_same_organisation(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await asked(world, one)
    await world.taps(CONSULTANT, f"invites:{world.rounds['first'].id}")
    await press(world, "renew:")
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await tells(world, THERE)
    assert (await again(world, one)).stage == "spoken"
    assert len(await organisations(world)) == 1


async def test_when_the_wrong_person_told_the_organisation_is_asked_again_and_nothing_is_left(
    world: World,
) -> None:
    [one] = await adds(world, "Lisdodde")
    await takes_part(world, THERE, await asked(world, one))
    await tells(world, THERE)
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "undo:"))
    now = await again(world, one)
    assert (now.stage, now.withdrawn_at) == ("asked", None)
    assert [p for p in await world.storage.practices_of("main", one.id) if not p.withdrawn] == []
    assert {score.coverage for score in await world.storage.reference_scores("main", one.id)} == {0.0}
    await takes_part(world, "779", await world.token(CONSULTANT))
    await tells(world, "779")
    assert (await again(world, one)).stage == "spoken"


async def test_without_a_round_that_goes_on_nobody_is_invited(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await world.taps(CONSULTANT, f"candidates:-:{one.id}:invite")
    assert "hoort bij een ronde die nog loopt" in await world.reads(CONSULTANT)


async def test_after_a_restart_typed_words_are_still_for_the_organisation(world: World) -> None:
    [one] = await adds(world, "Lisdodde")
    await opens(world, one, "f:function")
    world.conversation = Conversation(world.desk)
    await world.types(CONSULTANT, "teamleider")
    assert (await again(world, one)).contact == {"function": "teamleider"}


async def test_what_did_not_work_and_what_they_would_do_again_is_found_when_it_is_shared(
    world: World,
) -> None:
    [one] = await adds(world, "Lisdodde")
    await takes_part(world, THERE, await asked(world, one))
    shared = ("levels", "lessons")
    await tells(world, THERE, {**TOLD, "again": "Eerst een doel.", "may_share": shared})
    [text] = await world.types(CONSULTANT, "/practices wat niet lukte")
    assert "Te veel kanalen tegelijk." in text
    assert "Eerst een doel." not in text
    [text] = await world.types(CONSULTANT, "/practices first 90 days")
    assert "Eerst een doel." in text
    assert "De eerste 90 dagen" in text
    await press(world, f"practices:{world.rounds['first'].id}:-.-.-.-.0:r")
    assert "Wat niet lukte" in await world.reads(CONSULTANT)
