"""Outside views: what a consultant found in public sources, filled in, put right, marked and taken away."""

from __future__ import annotations

import pytest

from bot.consultant.organisation_fields import as_link
from bot.conversation import Conversation
from bot.references.sets import given_set
from storage import Practice, Reference
from tests.authority.test_table import REFUSED
from tests.authority.world import CONSULTANT, OTHER_CONSULTANT, World, said
from tests.practices.known import consultant, entry, knows
from tests.practices.listing import again, organisations, press

LINK = "https://lisdodde.example/jaarverslag"


async def opens(world: World, one: Reference | None = None, act: str = "") -> str:
    """Presses a button of an outside view, or opens the list; what is said to it."""
    parts = ["outside", world.rounds["first"].id, one.id if one else "", act]
    before = {row.id for row in await world.rows(CONSULTANT)}
    toast = await world.taps(CONSULTANT, ":".join(part for part in parts if part))
    told = [said(row) for row in await world.rows(CONSULTANT) if row.id not in before]
    return "\n".join(told) or str(toast)


async def seen(world: World, name: str = "Gemeente Lisdodde") -> Reference:
    """An outside view, just added."""
    await opens(world)
    await press(world, f"outside:{world.rounds['first'].id}:add")
    await world.types(CONSULTANT, f"{name}\n{LINK}")
    return next(one for one in await organisations(world) if one.name == name)


async def examples(world: World, one: Reference) -> list[Practice]:
    return await world.storage.practices_of("main", one.id)


async def example(world: World, one: Reference, act: str = "p:new:step:S:1") -> Practice:
    """An example that was just added."""
    await opens(world, one, act)
    await world.types(CONSULTANT, "Eén doel vastgesteld.")
    return (await examples(world, one))[0]


async def test_a_name_and_a_link_make_an_outside_view_of_today(world: World) -> None:
    assert "Er is nog niets" in await opens(world)
    one = await seen(world)
    assert (one.kind, one.link, one.seen_on, one.year) == ("outside", LINK, "2026-11-23", 2026)
    text = await opens(world, one)
    assert "Buitenbeeld: van buiten gezien" in text
    assert "1. Gemeente Lisdodde, 2026: <i>buitenbeeld</i>" in await opens(world)


@pytest.mark.parametrize(
    "words",
    [
        "Gemeente Lisdodde",
        LINK,
        f"{LINK}\n{LINK}",
        "Gemeente\nlisdodde.example",
        f"\n{LINK}",
        "x\nftp://a.nl",
    ],
)
async def test_without_a_name_and_a_link_that_opens_nothing_is_added(world: World, words: str) -> None:
    await opens(world)
    await press(world, f"outside:{world.rounds['first'].id}:add")
    await world.types(CONSULTANT, words)
    assert await organisations(world) == []
    assert "Stuur twee regels" in await world.reads(CONSULTANT)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "https://", "https://localhost/x", "http://a b.nl", "https://user@x.nl",
        "https://x.nl:8080/", "https://[::1", "http://-x.nl", "https://x.nl/" + "a" * 500,
    ],
)  # fmt: skip
def test_what_cannot_be_opened_by_anybody_is_no_link(link: str) -> None:
    assert as_link(link) is None


async def test_the_same_organisation_is_not_looked_at_twice(world: World) -> None:
    await seen(world)
    await opens(world)
    await press(world, f"outside:{world.rounds['first'].id}:add")
    [text] = await world.types(CONSULTANT, f"gemeente lisdodde\n{LINK}")
    assert "staat er al" in text
    assert len(await organisations(world)) == 1


async def test_a_consultant_is_led_through_everything_and_may_skip(world: World) -> None:
    one = await seen(world)
    assert "[Verder: Sector|" in await opens(world, one)
    assert "[Verder: Overheid|" in await opens(world, one, "f:sector:6")
    assert "[Verder: Grootte|" in await opens(world, one, "f:government:0")
    assert "[Verder: Land|" in await opens(world, one, "f:size:2")
    await opens(world, one, "f:country")
    [text] = await world.types(CONSULTANT, "fr")
    assert "[Verder: Jaar|" in text
    assert "[Verder: Link|" in await opens(world, one, "f:year:1")
    await opens(world, one, "f:link")
    [text] = await world.types(CONSULTANT, "geen link")
    assert "geen link die iedereen kan openen" in text
    [text] = await world.types(CONSULTANT, "https://lisdodde.example/2025")
    assert "[Verder: Bekeken op|" in text
    await opens(world, one, "f:seen")
    for words in ("morgen", "2027-01-01", "2025"):
        [text] = await world.types(CONSULTANT, words)
        assert "Typ een dag tot en met vandaag" in text
    [text] = await world.types(CONSULTANT, "3 november 2026")
    assert "[Verder: Strategie" in text
    now = await again(world, one)
    assert (now.sector, now.government, now.size, now.country, now.year) == (
        "care",
        True,
        "large",
        "FR",
        2025,
    )
    assert (now.link, now.seen_on) == ("https://lisdodde.example/2025", "2026-11-03")


async def test_years_and_countries_that_cannot_be_are_asked_again(world: World) -> None:
    one = await seen(world)
    for field, wrong, hint in (
        ("year", ("1889", "2027", "vorig jaar"), "Typ een jaar vanaf 1990"),
        ("country", ("Frankrijk", "F1"), "Typ twee letters"),
    ):
        await opens(world, one, f"f:{field}")
        for words in wrong:
            [text] = await world.types(CONSULTANT, words)
            assert hint in text
    assert await opens(world, one, "f:link:-") == REFUSED
    assert "Land: Nederland" in await opens(world, one, "f:country:0")
    assert "Land: nog niet bekend" in await opens(world, one, "f:country:-")


async def test_levels_are_placed_with_the_anchors_in_view_and_can_be_taken_back(world: World) -> None:
    one = await seen(world)
    text = await opens(world, one, "l:S")
    assert "Er is <b>één vastgestelde strategie</b>" in text
    assert "[A|" in text
    text = await opens(world, one, "l:S:3")
    assert "één vastgestelde strategie" in text
    assert "[Verder: Organisatie en processen|" in text
    owner = await consultant(world)
    others = await world.storage.scores_beside("main", owner.id, "S", kind="outside")
    assert others.scores == (3.0,)
    await opens(world, one, "l:S:-")
    assert (await world.storage.scores_beside("main", owner.id, "S", kind="outside")).scores == ()
    assert await opens(world, one, "l:Z") == REFUSED
    assert await opens(world, one, "l:S:9") == REFUSED
    assert "[Verder:" not in await opens(world, one, "l:M:1")


async def test_what_they_did_is_added_told_word_by_word_and_found_with_its_mark(world: World) -> None:
    one = await seen(world)
    assert "Waarvan is het een voorbeeld?" in await opens(world, one, "p:new")
    assert "Welke" in await opens(world, one, "p:new:row")
    assert "In welke pijler" in await opens(world, one, "p:new:step")
    assert "Welke stap" in await opens(world, one, "p:new:step:S")
    known = await example(world, one)
    assert (known.pillar, known.from_level, known.to_level, known.source) == ("S", 1, 2, LINK)
    for field, words in (
        ("effort", "10 dagen"),
        ("result", "Sneller"),
        ("evidence", "Weeklijst"),
        ("source", "Krant"),
    ):
        await opens(world, one, f"p:{known.id}:{field}")
        [text] = await world.types(CONSULTANT, words)
        assert words in text
    await opens(world, one, f"p:{known.id}:done")
    await world.types(CONSULTANT, "Twee doelen vastgesteld.")
    await opens(world, one, f"p:{known.id}:row:listening")
    await opens(world, one, f"p:{known.id}:step:O:2")
    [now] = await examples(world, one)
    assert (now.pillar, now.from_level, now.to_level, now.row, now.done, now.evidence) == (
        "O", 2, 3, "listening", "Twee doelen vastgesteld.", "Weeklijst",
    )  # fmt: skip
    [text] = await world.types(CONSULTANT, "/practices luisteren")
    assert "Twee doelen vastgesteld." in text
    assert f"<i>Buitenbeeld</i>: {LINK}, bekeken op 23 november 2026" in text
    given = await given_set(world.desk, await consultant(world))
    [shared] = given.content["references"]
    assert (shared["kind"], shared["practices"][0]["row"]) == ("outside", "listening")


async def test_an_example_is_put_right_emptied_and_taken_away(world: World) -> None:
    one = await seen(world)
    known = await example(world, one, "p:new:row:failed")
    assert (known.pillar, known.row) == ("", "failed")
    assert "Wat niet lukte" in await opens(world, one, f"p:{known.id}")
    assert "Welke soort" in await opens(world, one, f"p:{known.id}:row:-"), "it would be of nothing"
    await opens(world, one, f"p:{known.id}:source:-")
    assert (await examples(world, one))[0].source is None
    await opens(world, one, f"p:{known.id}:step:S:0")
    await opens(world, one, f"p:{known.id}:row:-")
    assert (await examples(world, one))[0].row is None
    assert "Nu staat er: Eén doel" in await opens(world, one, f"p:{known.id}:done")
    [text] = await world.types(CONSULTANT, "x" * 1001)
    assert "te lang" in text
    await world.types(CONSULTANT, "Kort.")
    assert (await examples(world, one))[0].done == "Kort."
    assert "kan bij deze organisatie niet" in await opens(world, one, f"p:{known.id}:fly")
    assert "Voorbeelden:" in await opens(world, one)
    await opens(world, one, f"p:{known.id}:effort")
    await opens(world, one, f"p:{known.id}:drop")
    assert await examples(world, one) == []
    assert await opens(world, one, f"p:{known.id}") == REFUSED


async def test_what_is_typed_for_an_example_that_went_meanwhile_goes_nowhere(world: World) -> None:
    one = await seen(world)
    known = await example(world, one)
    await opens(world, one, f"p:{known.id}:drop")
    before = await world.reads(CONSULTANT)
    await world.types(CONSULTANT, "10 dagen")
    assert await examples(world, one) == []
    assert before in await world.reads(CONSULTANT)


async def test_after_a_restart_the_words_are_still_for_the_example(world: World) -> None:
    one = await seen(world)
    await opens(world, one, "p:new:step:S:1")
    world.conversation = Conversation(world.desk)
    await world.types(CONSULTANT, "Eén doel vastgesteld.")
    assert [known.done for known in await examples(world, one)] == ["Eén doel vastgesteld."]


async def test_an_outside_view_is_taken_away_after_one_question(world: World) -> None:
    one = await seen(world)
    await example(world, one)
    assert "weghalen, met alle voorbeelden?" in await opens(world, one, "drop")
    assert "Weggehaald" in await opens(world, one, "drop:yes")
    [text] = await world.types(CONSULTANT, "/practices")
    assert "Eén doel" not in text
    assert await opens(world, one) == REFUSED


async def test_what_another_consultant_gave_is_taken_away_but_not_changed(world: World) -> None:
    await knows(world, entry("delft"))
    [one] = await organisations(world)
    assert "kwam van een andere adviseur" in await opens(world, one)
    before = await again(world, one)
    for act in ("f:sector:1", "l:S:3", "p:new:row:listening"):
        assert "kwam van een andere adviseur" in await opens(world, one, act)
    assert await again(world, one) == before
    await opens(world, one, "drop:yes")
    assert (await again(world, one)).name is None


async def test_a_long_list_has_pages_and_nobody_else_sees_it(world: World) -> None:
    await knows(world, *(entry(f"stad{n}") for n in range(10)))
    assert "Samen 10" in await opens(world)
    assert "9. " in await press(world, f"outside:{world.rounds['first'].id}:8")
    [one, *_] = await organisations(world)
    for data in (f"outside:{world.rounds['first'].id}", f"outside:-:{one.id}"):
        assert await world.taps(OTHER_CONSULTANT, data) == REFUSED
    assert await world.taps("12345", "outside:-") == REFUSED
    assert await world.taps(CONSULTANT, "outside:nobodys000") == REFUSED


async def test_an_english_consultant_fills_in_in_english(world: World) -> None:
    one = await seen(world)
    await world.types(CONSULTANT, "/language en")
    assert "Outside view: seen from outside" in await opens(world, one)
    assert "one adopted strategy" in await opens(world, one, "l:S")
    known = await example(world, one)
    assert known.language == "en"
