"""Being in touch with other organisations: said, proposed, agreed by both, and told to nobody before that."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.network.wanting import LONGEST, id_of, read_link
from storage import Change, Contact, Saved
from tests.authority.world import CONSULTANT, MINUTE, OTHER_CONSULTANT, World, begins, buttons, opened, said
from tests.consultant.test_running import hands_in, works
from tests.consultant.test_running import tells as tells_of_one
from tests.practices import test_in_full as in_full
from tests.practices.telling import TOLD, chooses, interview_of, takes_part, tells

ANNA, BEN, THERE = "200", "201", "777"
LINK = "https://voorbeeld.example/anna"
OTHERS_LINK = "https://voorbeeld.example/ben"
NOTED, REFUSED = "✓ Dit antwoord is al genoteerd.", "Deze knop is niet voor u bedoeld."
TOUCH = {"in_touch": "yes", "profile": "voorbeeld.example/lis"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Two organisations of one consultant, each with an owner of I at the third level who handed in."""
    async with opened(tmp_path / "peiler.sqlite") as found:
        for name, town, chat in (("first", "Zilvermeer", ANNA), ("second", "Kobaltdorp", BEN)):
            await owner(found, CONSULTANT, name, town, chat)
        yield found


async def owner(world: World, runner: str, name: str, town: str, chat: str, level: str = "3") -> None:
    """A round with one owner, who handed in."""
    known = {one.id for one in await world.storage.assessments("main")}
    await world.types(runner, f"/new Gemeente {town}")
    [world.rounds[name]] = [one for one in await world.storage.assessments("main") if one.id not in known]
    await world.types(runner, "/invite I Ida")
    wanted = [data for data in buttons((await world.rows(runner))[-1]) if world.rounds[name].id in data]
    if wanted:
        await world.taps(runner, wanted[0])
    await world.types(chat, f"/start {await world.token(runner)}")
    await begins(world, chat)
    await hands_in(world, chat, level)


async def wants(world: World, chat: str, link: str = "") -> None:
    """Says yes to the offer under the own picture, with or without a link."""
    world.now += MINUTE
    await world.taps(chat, await world.button(chat, "network:"))
    await world.taps(chat, await world.button(chat, "network:"))
    if link:
        await world.types(chat, link)
    else:
        await world.taps(chat, await world.button(chat, "network:"))


async def contact(world: World, chat: str, name: str) -> Contact:
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    found = await world.storage.contact("main", id_of(person.id, world.rounds[name].id))
    assert found is not None
    return found


async def both(world: World) -> tuple[Contact, Contact]:
    return await contact(world, ANNA, "first"), await contact(world, BEN, "second")


async def last(world: World, chat: str) -> str:
    return said((await world.rows(chat))[-1])


async def proposed(world: World) -> None:
    """Both want it, and the consultant proposes them to each other."""
    await wants(world, ANNA, LINK)
    await wants(world, BEN, OTHERS_LINK)
    await world.types(CONSULTANT, "/network")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))


async def answers(world: World, chat: str, what: str) -> str | None:
    pressed = await world.button(chat, "intouch:")
    return await world.taps(chat, f"{pressed.rpartition(':')[0]}:{what}")


def nothing_of(text: str, *secrets: str) -> bool:
    return not any(one in text for one in secrets)


# --- said


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://voorbeeld.example/anna?x=1 ", "https://voorbeeld.example/anna?x=1"),
        ("http://voorbeeld.example:8080", "http://voorbeeld.example:8080"),
        ("www.voorbeeld.example/in/anna", "https://www.voorbeeld.example/in/anna"),
        ("@anna_de_vries", "https://t.me/anna_de_vries"),
        ("a.de-vries+1@voorbeeld.example", "a.de-vries+1@voorbeeld.example"),
    ],
)
def test_a_link_is_an_address_on_the_web_for_mail_or_a_name_on_telegram(typed: str, kept: str) -> None:
    assert read_link(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *("", "anna", "mijn pagina", "javascript:alert(1)", "ftp://voorbeeld.example", "https://"),
        *(
            "https://bank.example@kwaad.example/",
            "http://[::1",
            "https://voor beeld.example",
            "@a",
            "tg://x.nl",
        ),
        "https://voorbeeld.example/" + "a" * LONGEST,
    ],
)
def test_whatever_else_is_typed_is_no_link(typed: str) -> None:
    assert read_link(typed) is None


@given(st.text())
def test_of_any_words_a_link_leads_to_the_web_or_to_mail_or_is_none(typed: str) -> None:
    found = read_link(typed)
    assert found is None or found.startswith(("http://", "https://")) or "@" in found


async def test_an_owner_is_offered_it_with_the_own_picture_and_gives_a_link(world: World) -> None:
    await wants(world, ANNA, "geen idee")
    assert "lees ik niet als een link" in await last(world, ANNA)
    await world.types(ANNA, "voorbeeld.example/anna")
    one = await contact(world, ANNA, "first")
    assert (one.wants, one.link, one.reference, one.agreed) == (True, LINK, None, {})
    await world.types(ANNA, "/network")
    assert LINK in await last(world, ANNA)
    await world.taps(ANNA, f"network:{(await interview_of(world, ANNA)).id}:nolink")
    assert (await contact(world, ANNA, "first")).link is None


async def test_what_was_said_is_changed_and_taken_back_at_any_time(world: World) -> None:
    await wants(world, ANNA)
    start = f"network:{(await interview_of(world, ANNA)).id}"
    assert await world.taps(ANNA, f"{start}:yes") == NOTED
    await world.taps(ANNA, f"{start}:link")
    await world.types(ANNA, "@anna_de_vries")
    assert (await contact(world, ANNA, "first")).link == "https://t.me/anna_de_vries"
    await world.taps(ANNA, f"{start}:no")
    gone = await contact(world, ANNA, "first")
    assert (gone.wants, gone.link, gone.themes, gone.agreed) == (False, None, {}, {})
    for more in ("link", "nolink", "nonsense"):
        assert await world.taps(ANNA, f"{start}:{more}") == REFUSED
    assert await world.taps(ANNA, f"{start}:no") == NOTED
    await world.taps(ANNA, f"{start}:yes")
    assert (await contact(world, ANNA, "first")).wants


async def test_a_link_that_comes_after_a_no_is_not_kept(world: World) -> None:
    await wants(world, ANNA)
    start = f"network:{(await interview_of(world, ANNA)).id}"
    await world.taps(ANNA, f"{start}:link")
    one = await contact(world, ANNA, "first")
    await world.storage.save(Change(writes=(replace(one, wants=False),)))
    await world.types(ANNA, LINK)
    assert (await contact(world, ANNA, "first")).link is None


async def test_before_handing_in_there_is_nothing_to_say_and_others_interviews_are_not_ones_own(
    world: World,
) -> None:
    await world.types(CONSULTANT, "/invite S Sam")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "invite:"))
    await world.types("205", f"/start {await world.token(CONSULTANT)}")
    await begins(world, "205")
    assert "zodra u uw antwoorden hebt verstuurd" in "".join(await world.types("205", "/network"))
    of_ben = (await interview_of(world, BEN)).id
    for chat, id_ in (("205", (await interview_of(world, "205")).id), (ANNA, of_ben), (ANNA, "nobody")):
        assert await world.taps(chat, f"network:{id_}:yes") == REFUSED
    assert await world.storage.contacts("main") == []


async def test_who_is_in_several_rounds_chooses_for_which(world: World) -> None:
    await owner(world, CONSULTANT, "third", "Derdewoud", ANNA)
    await world.types(ANNA, "/network")
    offered = buttons((await world.rows(ANNA))[-1])
    assert len(offered) == 2
    await world.taps(ANNA, offered[1])
    await world.taps(ANNA, await world.button(ANNA, "network:"))
    assert len(await world.storage.contacts("main")) == 1


async def test_who_tells_as_another_organisation_says_it_in_that_conversation(world: World) -> None:
    await reference_tells(world)
    person = await world.storage.person_at("main", "telegram", THERE)
    assert person is not None
    [one] = await world.storage.contacts("main", person=person.id)
    assert (one.wants, one.link) == (True, "https://voorbeeld.example/lis")
    assert one.reference is not None
    assert one.themes == {"pillars": {"O": 3, "S": 2}, "rows": ["listening"]}
    assert "voorbeeld.example/lis" in await world.reads(THERE)


async def test_who_tells_in_full_knows_about_the_pillars_that_were_scored(world: World) -> None:
    await in_full.invited(world)
    await in_full.tells(world, {**in_full.FULL, **TOUCH})
    one = await of_there(world)
    assert one is not None
    assert one.themes["pillars"] == {"O": 3, "S": 3}
    assert one.reference is not None


async def reference_tells(world: World, **other: Any) -> None:
    """Somebody of a third organisation tells everything."""
    await world.taps(CONSULTANT, f"refer:{world.rounds['first'].id}:abcdef")
    await takes_part(world, THERE, await world.token(CONSULTANT))
    await tells(world, THERE, {**TOLD, **TOUCH, **other})


async def of_there(world: World) -> Contact | None:
    person = await world.storage.person_at("main", "telegram", THERE)
    assert person is not None
    return next(iter(await world.storage.contacts("main", person=person.id)), None)


async def test_a_link_that_cannot_be_used_is_told_and_a_better_one_stays_when_answers_change(
    world: World,
) -> None:
    await reference_tells(world, profile="mijn pagina op internet")
    one = await of_there(world)
    assert one is not None
    assert one.link is None
    assert "Uw link kon ik niet lezen" in await world.reads(THERE)
    await world.storage.save(Change(writes=(replace(one, link=OTHERS_LINK),)))
    await changes(world, "level_S", "4")
    now = await of_there(world)
    assert now is not None
    assert (now.link, now.themes["pillars"]["S"]) == (OTHERS_LINK, 4)
    await changes(world, "in_touch", "no")
    assert await of_there(world) == replace(one, wants=False, link=None, themes={}, agreed={})
    await changes(world, "level_S", "3")
    gone = await of_there(world)
    assert gone is not None
    assert (gone.wants, gone.themes) == (False, {})


async def changes(world: World, question: str, option: str) -> None:
    """Another answer after handing in."""
    walk = await world.storage.walk("main", (await interview_of(world, THERE)).id)
    assert walk is not None
    ask = next(answer.ask for answer in walk.answers if answer.question == question)
    await world.taps(THERE, f"edit:{ask}")
    await chooses(world, THERE, option)
    for row in (await world.rows(THERE))[-1:]:
        for data in [data for data in buttons(row) if data.startswith("confirm:")]:
            await world.taps(THERE, data)


async def test_who_shares_nothing_can_still_be_in_touch_and_who_wants_neither_leaves_nothing(
    world: World,
) -> None:
    await reference_tells(world, may_name="nothing")
    one = await of_there(world)
    assert one is not None
    assert (one.wants, one.reference) == (True, None)


async def test_who_does_not_want_it_leaves_no_trace_of_it(world: World) -> None:
    await reference_tells(world, in_touch="no")
    assert await of_there(world) is None


# --- proposed


async def test_nobody_is_proposed_before_both_want_it(world: World) -> None:
    assert "Nog niemand wil" in "".join(await world.types(CONSULTANT, "/network"))
    await wants(world, ANNA, LINK)
    assert "Er is nu niemand" in "".join(await world.types(CONSULTANT, "/network"))
    one = await contact(world, ANNA, "first")
    assert (
        await world.taps(CONSULTANT, f"bring:{one.id}:{one.id}")
        == "Dit kan nu niet (meer). Stuur /network voor wat er kan."
    )


async def test_two_at_the_third_level_are_proposed_for_a_project_and_read_nothing_of_each_other(
    world: World,
) -> None:
    await proposed(world)
    shown = await world.reads(CONSULTANT)
    assert "Persoon 200 (Gemeente Zilvermeer) en Persoon 201 (Gemeente Kobaltdorp)" in shown
    assert "samen een project" in shown
    for chat in (ANNA, BEN):
        row = (await world.rows(chat))[-1]
        assert "Een andere organisatie is ook bezig met <b>Informatietechnologie</b>" in said(row)
        assert "Misschien kunt u samen een project doen" in said(row)
        assert (row.kind, row.policy) == ("notice", "once")
    assert nothing_of(await world.reads(ANNA), "Kobaltdorp", "201", OTHERS_LINK)
    assert nothing_of(await world.reads(BEN), "Zilvermeer", "200", LINK)


async def test_of_a_round_whose_kind_is_known_a_proposal_tells_that_and_nothing_else(world: World) -> None:
    for one in await world.storage.assessments("main"):
        settings = {**one.settings, "sector": "water_board"} if "Zilver" in one.name else one.settings
        await world.storage.save(Change(writes=(replace(one, settings=settings),)))
    await proposed(world)
    read = [said(row) for chat in (ANNA, BEN) for row in await world.rows(chat)]
    told = [text for text in read if "Een andere organisatie" in text]
    assert sorted("Een andere organisatie (waterschap) is ook" in text for text in told) == [False, True]


async def test_only_after_two_yeses_each_reads_who_the_other_is_and_the_consultant_hears(
    world: World,
) -> None:
    await proposed(world)
    assert await answers(world, ANNA, "yes") is None
    assert nothing_of(await world.reads(ANNA), "Kobaltdorp", OTHERS_LINK)
    assert await answers(world, ANNA, "yes") == NOTED
    before = len(await world.rows(CONSULTANT))
    await answers(world, BEN, "yes")
    for chat, name, organisation, link in (
        (ANNA, "Persoon 201", "Gemeente Kobaltdorp", OTHERS_LINK),
        (BEN, "Persoon 200", "Gemeente Zilvermeer", LINK),
    ):
        told = await last(world, chat)
        assert all(one in told for one in (name, organisation, link))
    assert "hebben elkaars gegevens" in await last(world, CONSULTANT)
    assert len(await world.rows(CONSULTANT)) == before + 1
    told_once = len(await world.rows(ANNA))
    for chat in (ANNA, BEN):
        for what in ("yes", "no", "never", "later"):
            assert await answers(world, chat, what) == NOTED
    assert len(await world.rows(ANNA)) == told_once
    await world.types(CONSULTANT, "/network")
    assert "1 keer kwam er contact" in await last(world, CONSULTANT)
    assert "Er is nu niemand" in await last(world, CONSULTANT)
    await world.types(ANNA, "/network")
    assert "al 1 keer met iemand in contact" in await last(world, ANNA)


async def test_two_who_say_yes_at_the_same_moment_both_hear(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await proposed(world)
    save = world.desk.storage.save

    async def after_the_other(change: Change) -> Saved:
        monkeypatch.setattr(world.desk.storage, "save", save)
        await answers(world, BEN, "yes")
        return await save(change)

    monkeypatch.setattr(world.desk.storage, "save", after_the_other)
    await answers(world, ANNA, "yes")
    assert OTHERS_LINK in await last(world, ANNA)
    assert LINK in await last(world, BEN)


@pytest.mark.parametrize("first", ["no", "never"])
async def test_a_no_is_told_to_who_said_yes_without_saying_who_it_was(world: World, first: str) -> None:
    await proposed(world)
    await answers(world, BEN, "yes")
    await answers(world, ANNA, first)
    assert "gaat deze keer niet door" in await last(world, BEN)
    assert nothing_of(await world.reads(BEN), "Zilvermeer", LINK, "200")
    assert await answers(world, BEN, "yes") == NOTED
    assert (await contact(world, ANNA, "first")).wants is (first == "no")
    await world.types(CONSULTANT, "/network")
    assert not any(data.startswith("bring:") for data in buttons((await world.rows(CONSULTANT))[-1]))


async def test_who_wants_no_proposals_any_more_gets_none_from_any_round(world: World) -> None:
    await owner(world, CONSULTANT, "third", "Derdewoud", ANNA)
    anna = await world.storage.person_at("main", "telegram", ANNA)
    assert anna is not None
    for one in await world.storage.interviews_of("main", anna.id):
        await world.taps(ANNA, f"network:{one.id}:yes")
    await wants(world, BEN)
    await world.types(CONSULTANT, "/network")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))
    await answers(world, ANNA, "never")
    assert [one.wants for one in await world.storage.contacts("main", person=anna.id)] == [False, False]


async def test_who_did_not_answer_yet_hears_nothing_of_a_no(world: World) -> None:
    await proposed(world)
    told = len(await world.rows(BEN))
    await answers(world, ANNA, "no")
    assert len(await world.rows(BEN)) == told
    assert await answers(world, BEN, "yes") == NOTED


async def test_later_leaves_the_proposal_open_and_it_is_shown_again_when_asked_for(world: World) -> None:
    await proposed(world)
    await answers(world, ANNA, "later")
    assert "werken tot en met" in await last(world, ANNA)
    await world.types(ANNA, "/network")
    assert "Iemand om mee te praten?" in await last(world, ANNA)
    await answers(world, ANNA, "yes")
    await world.types(ANNA, "/network")
    assert "Iemand om mee te praten?" not in await last(world, ANNA)


@pytest.mark.parametrize("gone", ["withdrawn", "stopped", "time", "erased"])
async def test_a_proposal_to_who_is_not_there_any_more_lapses_and_nothing_is_told(
    world: World, gone: str
) -> None:
    await proposed(world)
    one = await contact(world, BEN, "second")
    person = await world.storage.person("main", str(one.person))
    assert person is not None
    if gone == "withdrawn":
        await world.taps(BEN, f"network:{(await interview_of(world, BEN)).id}:no")
    elif gone == "stopped":
        await world.storage.save(Change(writes=(replace(person, stopped_at=world.now),)))
    elif gone == "erased":
        await world.storage.erase_person("main", person.id, world.now)
    else:
        world.now += timedelta(days=31)
    said_first = await answers(world, ANNA, "yes")
    assert said_first == NOTED if gone == "withdrawn" else "vervallen" in await last(world, ANNA)
    assert nothing_of(await world.reads(ANNA), "Kobaltdorp", OTHERS_LINK, "201")
    assert await answers(world, ANNA, "yes") == NOTED


async def test_nobody_has_two_proposals_at_a_time_and_what_nobody_answered_can_be_proposed_again(
    world: World,
) -> None:
    await owner(world, CONSULTANT, "third", "Derdewoud", "202")
    await wants(world, "202")
    await proposed(world)
    [pressed] = [data for data in buttons((await world.rows(CONSULTANT))[-2]) if data.startswith("bring:")][
        :1
    ]
    assert "Dit kan nu niet" in str(await world.taps(CONSULTANT, pressed))
    await world.types(CONSULTANT, "/network")
    assert "Er is nu niemand" in await last(world, CONSULTANT)
    assert "1 voorstel wacht" in await last(world, CONSULTANT)
    world.now += timedelta(days=31)
    await world.types(CONSULTANT, "/network")
    assert len(buttons((await world.rows(CONSULTANT))[-1])) == 3


async def test_somebody_is_written_to_in_working_hours_only(world: World) -> None:
    world.now = world.now.replace(hour=21)
    await proposed(world)
    row = (await world.rows(BEN))[-1]
    assert row.not_before is not None
    assert row.not_before > world.now + timedelta(hours=8)


async def test_a_project_is_for_two_who_are_ahead_and_a_talk_for_one_who_is(world: World) -> None:
    await reference_tells(world)
    await wants(world, ANNA)
    assert "Er is nu niemand" in "".join(await world.types(CONSULTANT, "/network")), "nothing in common"
    await owner(world, CONSULTANT, "third", "Derdewoud", "202", "1")
    await wants(world, "202")
    shown = "".join(await world.types(CONSULTANT, "/network"))
    assert (
        "Persoon 200 (Gemeente Zilvermeer) en Persoon 202 (Gemeente Derdewoud): Informatietechnologie\n"
        in shown
    )
    assert "samen een project" not in shown
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))
    assert "samen een project" not in await last(world, "202")


async def test_an_initiative_of_the_same_kind_is_something_to_talk_about_too(world: World) -> None:
    await reference_tells(world, proud=("supporting",), proud_supporting="Een loket in de wijk.")
    await wants(world, ANNA)
    await world.types(ANNA, "/initiatives")
    await world.taps(ANNA, await world.button(ANNA, "tell:"))
    await tells_of_one(world, ANNA)
    await world.types(CONSULTANT, "/network")
    assert "Persoon 777 (Gemeente Lisdodde) en Persoon 200 (Gemeente Zilvermeer): Ondersteunen" in await last(
        world, CONSULTANT
    )
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))
    assert "bezig met <b>Ondersteunen</b>" in await last(world, THERE)
    await answers(world, THERE, "yes")
    await answers(world, ANNA, "yes")
    assert "Persoon 777 van Gemeente Lisdodde" in await last(world, ANNA)


async def test_two_of_one_organisation_are_never_proposed_to_each_other(world: World) -> None:
    await owner(world, CONSULTANT, "again", " zilvermeer", "202")
    await wants(world, ANNA)
    await wants(world, "202")
    assert "Er is nu niemand" in "".join(await world.types(CONSULTANT, "/network"))


async def test_sector_and_size_are_told_only_where_enough_are_alike(world: World) -> None:
    await reference_tells(world, level_I="4")
    one = await of_there(world)
    assert one is not None
    own = await world.storage.reference("main", str(one.reference))
    assert own is not None
    alike = [replace(own, id=f"like{n}", interview=None, mark=None) for n in range(4)]
    await world.storage.save(Change(writes=tuple(alike)))
    await wants(world, ANNA)
    await world.types(CONSULTANT, "/network")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))
    assert "Een andere organisatie (gemeente, " in await last(world, ANNA)
    await world.storage.save(Change(writes=(replace(own, sharing={"name": "nothing"}),)))
    await world.types(ANNA, "/network")
    assert "Een andere organisatie is ook bezig" in await last(world, ANNA), (
        "who shares nothing is not told of"
    )
    await world.storage.save(Change(writes=(own, replace(alike[0], withdrawn_at=world.now))))
    await world.types(ANNA, "/network")
    assert "Een andere organisatie is ook bezig" in await last(world, ANNA)
    await world.storage.save(Change(writes=(replace(own, withdrawn_at=world.now),)))
    await answers(world, ANNA, "yes")
    assert "vervallen" in await last(world, ANNA)


async def test_who_takes_everything_back_is_in_touch_with_nobody_any_more(world: World) -> None:
    await reference_tells(world, level_I="4", may_name="nothing")
    await wants(world, ANNA)
    await world.types(CONSULTANT, "/network")
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:"))
    await world.taps(THERE, await world.button(THERE, "withdraw:"))
    await world.taps(THERE, await world.button(THERE, "withdraw:"))
    await works(world)
    left = [one for one in await world.storage.contacts("main") if one.wants]
    assert left == [await contact(world, ANNA, "first")]
    await answers(world, ANNA, "yes")
    assert "vervallen" in await last(world, ANNA)


async def test_a_long_network_is_shown_a_page_at_a_time(world: World) -> None:
    for number in range(2):
        await owner(world, CONSULTANT, f"more{number}", f"Dorp {number}", str(210 + number))
    for chat in (ANNA, BEN, "210", "211"):
        await wants(world, chat)
    await world.types(CONSULTANT, "/network")
    assert len(buttons((await world.rows(CONSULTANT))[-1])) == 6
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "bring:more"))
    assert len(buttons((await world.rows(CONSULTANT))[-1])) == 1
    await world.taps(CONSULTANT, "bring:more:x")
    assert len(buttons((await world.rows(CONSULTANT))[-1])) == 6


# --- kept apart


async def test_the_networks_of_two_consultants_are_kept_apart(world: World) -> None:
    await owner(world, OTHER_CONSULTANT, "foreign", "Verweg", "300")
    await wants(world, "300")
    await wants(world, ANNA)
    for consultant in (CONSULTANT, OTHER_CONSULTANT):
        assert "Er is nu niemand" in "".join(await world.types(consultant, "/network"))
    mine, theirs = await contact(world, ANNA, "first"), await contact(world, "300", "foreign")
    for data in (f"bring:{mine.id}:{theirs.id}", f"bring:{theirs.id}:{mine.id}", "bring::", "bring:nonsense"):
        assert "Dit kan nu niet" in str(await world.taps(CONSULTANT, data))
    assert await contact(world, ANNA, "first") == mine


async def test_made_up_people_are_never_proposed_to_real_ones(world: World) -> None:
    await wants(world, ANNA)
    await wants(world, BEN)
    second = world.rounds["second"]
    await world.storage.save(Change(writes=(replace(second, demo=True),)))
    assert "Er is nu niemand" in "".join(await world.types(CONSULTANT, "/network"))


async def test_nobody_but_who_was_asked_answers_a_proposal_however_a_button_is_forged(world: World) -> None:
    await proposed(world)
    before = await both(world)
    anna, ben = (one.id for one in before)
    for chat in (BEN, CONSULTANT, "999"):
        for what in ("yes", "no", "never", "later"):
            assert await world.taps(chat, f"intouch:{anna}:{ben}:{what}") == REFUSED
    for data in (f"{anna}:{anna}:yes", f"{anna}::yes", f"{anna}:{ben}:", f"{anna}:{ben}:perhaps", "::", "x"):
        assert await world.taps(ANNA, f"intouch:{data}") == REFUSED
    assert await world.taps(ANNA, f"bring:{anna}:{ben}") == REFUSED
    assert await both(world) == before


async def test_no_yes_counts_for_a_proposal_that_was_never_made(world: World) -> None:
    await wants(world, ANNA, LINK)
    await wants(world, BEN, OTHERS_LINK)
    anna, ben = await both(world)
    assert await world.taps(ANNA, f"intouch:{anna.id}:{ben.id}:yes") == REFUSED
    assert await world.taps(BEN, f"intouch:{ben.id}:{anna.id}:yes") == REFUSED
    assert nothing_of(await world.reads(ANNA), "Kobaltdorp", OTHERS_LINK)


async def test_two_presses_of_the_consultant_propose_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wants(world, ANNA)
    await wants(world, BEN)
    await world.types(CONSULTANT, "/network")
    pressed, save = await world.button(CONSULTANT, "bring:"), world.desk.storage.save
    before = len(await world.rows(ANNA))

    async def after_the_other(change: Change) -> Saved:
        monkeypatch.setattr(world.desk.storage, "save", save)
        await world.taps(CONSULTANT, pressed)
        return await save(change)

    monkeypatch.setattr(world.desk.storage, "save", after_the_other)
    assert "Dit kan nu niet" in str(await world.taps(CONSULTANT, pressed))
    assert len(await world.rows(ANNA)) == before + 1


async def test_who_took_part_by_mistake_is_in_no_network(world: World) -> None:
    await wants(world, ANNA)
    await wants(world, BEN)
    one = await interview_of(world, BEN)
    await world.storage.save(Change(writes=(replace(one, state="ended"),)))
    assert "Er is nu niemand" in "".join(await world.types(CONSULTANT, "/network"))
    assert await world.taps(BEN, f"network:{one.id}:no") == REFUSED


async def test_of_a_round_that_was_erased_nothing_is_left_to_say(world: World) -> None:
    await wants(world, ANNA)
    one = await interview_of(world, ANNA)
    await world.storage.erase_assessment("main", one.assessment, world.now)
    assert await world.taps(ANNA, f"network:{one.id}") == REFUSED
    assert await world.types(ANNA, "/network") != []
    assert "Nog niemand wil" in "".join(await world.types(CONSULTANT, "/network"))


async def test_in_english_everything_is_in_english(world: World) -> None:
    await world.types(ANNA, "/language en")
    await world.taps(ANNA, "lang:en")
    await world.types(CONSULTANT, "/language en")
    await world.taps(CONSULTANT, "lang:en")
    await proposed(world)
    assert "working on <b>Information technology</b> too" in await last(world, ANNA)
    await answers(world, ANNA, "yes")
    await answers(world, BEN, "yes")
    assert "You are in touch with each other" in await last(world, ANNA)
    assert "both said yes" in await last(world, CONSULTANT)
