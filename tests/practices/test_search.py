"""A consultant looks for practices: by words and buttons, first what fits the round, nobody given away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.seed import seed
from bot.references.wanted import LEVELS, ROWS, SECTORS, Wanted, from_data, from_words
from storage import Change, Initiative
from tests.authority.world import CONSULTANT, NINE, OTHER_CONSULTANT, World, buttons
from tests.consultant.answering import answers_all
from tests.practices.known import consultant, entry, knows, nameless, step

PILLARS = ("S", "O", "B", "I", "M")


def listening(**other: object) -> dict[str, object]:
    return {"row": "listening", "language": "en", "done": "Read along every morning.", **other}


async def search(world: World, words: str = "", chat: str = CONSULTANT) -> str:
    [text] = await world.types(chat, f"/practices {words}".strip())
    return text


async def press(world: World, start: str) -> str:
    """Presses the newest button that begins so, and gives what is said to it."""
    before = {row.id for row in await world.rows(CONSULTANT)}
    assert await world.taps(CONSULTANT, await world.button(CONSULTANT, start)) is None
    [row] = [row for row in await world.rows(CONSULTANT) if row.id not in before]
    return str(row.payload["html"])


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Wanted()),
        ("luisteren", Wanted(row="listening")),
        ("listening municipalities", Wanted(row="listening", sector="municipality")),
        ("gemeenten van ad hoc naar afdeling", Wanted(from_level=1, sector="municipality")),
        ("From department to organisation", Wanted(from_level=2)),
        ("S 1-2", Wanted("S", 1)),
        ("Strategie & Bedrijfsvoering, van 2", Wanted("S", 2)),
        ("people culture 0 to 1", Wanted("M", 0)),
        ("mensen en cultuur bij een waterschap", Wanted("M", sector="water_board")),
        ("national government Embracing", Wanted(row="embracing", sector="national")),
        ("toverij gemeente", Wanted(sector="municipality", unknown=("toverij",))),
    ],
)
async def test_what_a_consultant_types_is_understood_in_both_languages(
    world: World, words: str, wanted: Wanted
) -> None:
    assert from_words(world.desk, words) == wanted


@given(
    st.builds(
        Wanted,
        st.none() | st.sampled_from(PILLARS),
        st.none() | st.sampled_from([int(level) for level in LEVELS]),
        st.none() | st.sampled_from(ROWS),
        st.none() | st.sampled_from(SECTORS),
        st.integers(0, 999),
    )
)
def test_a_button_asks_for_just_what_it_was_made_for_and_fits(wanted: Wanted) -> None:
    data = wanted.data(PILLARS)
    assert from_data(data, PILLARS) == wanted
    assert len(f"practices:abcdefghij:{data}:p") <= 64


@given(st.text(max_size=40) | st.from_regex(r"[-0-9.]{1,20}"))
def test_no_forged_data_is_taken_for_a_search_that_is_not_there(data: str) -> None:
    found = from_data(data, PILLARS)
    assert found is None or from_data(found.data(PILLARS), PILLARS) == found


async def test_practices_are_found_by_pillar_step_row_and_sector_with_buttons_and_words(world: World) -> None:
    await knows(
        world,
        entry("delft", practices=[step(effort="10 dagen", evidence="weeklijst", source="gesprek")]),
        entry("kiel", sector="province", practices=[listening()], kind="outside",
              link="https://kiel.example", seen_on="2026-10-01"),
    )  # fmt: skip
    text = await search(world)
    assert "Gemeente delft" in text
    assert "Gemeente kiel" in text
    assert "Inzet: 10 dagen" in text
    assert "https://kiel.example, bekeken op 1 oktober 2026" in text
    assert "Gemeente kiel" not in await search(world, "strategie")
    assert "Gemeente delft" not in await search(world, "provincie")
    assert "Welke soort?" in await press(world, f"practices:{world.rounds['first'].id}:-.-.-.1.0:r")
    text = await press(world, f"practices:{world.rounds['first'].id}:-.-.0.1.0")
    assert "Gezocht op: Luisteren · provincie" in text
    assert "Gemeente kiel" in text
    for kind, question in (("p", "Welke pijler?"), ("l", "Welke stap?"), ("s", "Welke sector?")):
        assert question in await press(world, f"practices:{world.rounds['first'].id}:-.-.0.1.0:{kind}")
    assert "nog niets bewaard" in await search(world, "toverij onderwijs")
    assert "Dit zei mij niets: toverij" in await search(world, "toverij onderwijs")


async def test_an_english_consultant_reads_everything_in_english(world: World) -> None:
    person = await consultant(world)
    await world.storage.save(Change(writes=(replace(person, language="en"),)))
    await knows(world, entry("kiel", practices=[listening()]))
    text = await search(world, "listening")
    assert "Looked for: Listening" in text
    assert "municipality, 100 to 500 people" in text


async def test_what_is_the_organisations_own_next_step_or_empty_row_comes_first(world: World) -> None:
    other = step(pillar="M", from_level=3, to_level=4, done="Later pas.")
    later = [entry(f"later{number}", practices=[other]) for number in range(6)]
    await knows(world, entry("next", practices=[step(done="Nu.")]), entry("row", practices=[listening()]))
    world.desk.now = lambda: NINE.replace(hour=12)
    await knows(world, *later)
    assert "past bij" not in await search(world)
    first = world.rounds["first"]
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types("200", f"/start {await world.token(CONSULTANT)}")
    await world.taps("200", await world.button("200", "consent:"))
    await answers_all(world, "200", level="1")
    text = await search(world)
    assert text.index("Gemeente next") < text.index("Gemeente later")
    assert text.count("past bij Gemeente Zilvermeer") == 1
    running = Initiative(
        "main", "i1", first.id, None, "list", {"objective": "talking"}, "open", "x", NINE, "m1"
    )
    await world.storage.save(Change(writes=(running,)))
    text = await search(world)
    assert text.index("Gemeente next") < text.index("Gemeente row") < text.index("Gemeente later")
    assert "4." in text
    assert "5." not in text
    text = await press(world, f"practices:{first.id}:-.-.-.-.1")
    assert "8." in text
    assert "Meer is er niet." in await world_page(world, first.id, 2)


async def world_page(world: World, id_: str, page: int) -> str:
    before = {row.id for row in await world.rows(CONSULTANT)}
    await world.taps(CONSULTANT, f"practices:{id_}:-.-.-.-.{page}")
    [row] = [row for row in await world.rows(CONSULTANT) if row.id not in before]
    return str(row.payload["html"])


async def test_who_may_not_be_named_is_one_of_at_least_five_or_is_not_there_at_all(world: World) -> None:
    await knows(world, *(nameless(f"n{number}") for number in range(4)))
    assert "Eén doel" not in await search(world)
    await knows(world, nameless("n4"))
    text = await search(world)
    assert "<b>1. Gemeente, 100 tot 500 mensen</b>" in text
    assert not any(f"n{number}" in text for number in range(5))


async def test_nobody_finds_what_another_consultant_was_told(world: World) -> None:
    await knows(world, entry())
    await world.types(OTHER_CONSULTANT, "/start")
    assert "Gemeente delft" not in await search(world, chat=OTHER_CONSULTANT)
    first = world.rounds["first"]
    assert await world.taps(OTHER_CONSULTANT, f"practices:{first.id}:-.-.-.-.0")
    assert await world.taps(CONSULTANT, "practices:-:9.-.-.-.0")
    assert await world.taps(CONSULTANT, "practices:-:-.-.-.-.0:x")
    assert await world.taps("100", "practices:-:-.-.-.-.0")
    assert await world.taps(OTHER_CONSULTANT, "practices:-:-.-.-.-.0") is None


async def test_several_rounds_can_be_chosen_from_and_a_long_list_is_cut(world: World) -> None:
    world.now = NINE.replace(hour=10)
    await world.types(CONSULTANT, "/new Gemeente Kobaltdorp")
    rounds = await world.storage.assessments("main")
    await knows(world, *(entry(f"x{number}") for number in range(61)))
    text = await search(world)
    assert "Er is meer." in text
    newest = buttons((await world.rows(CONSULTANT))[-1])
    assert sum(data.startswith(f"practices:{one.id}:-.-.-.-.0") for one in rounds for data in newest) >= 1


async def test_in_the_demo_the_made_up_organisations_are_found_and_marked(office: World) -> None:
    await seed(office.desk)
    [assessment] = await office.storage.assessments("main")
    owner = await office.storage.person("main", assessment.owner)
    assert owner is not None
    await office.storage.save(Change(writes=(replace(owner, channel="telegram", address=CONSULTANT),)))
    text = await search(office)
    assert "DEMO: verzonnen organisaties" in text
    assert "(verzonnen)" in text
