"""What the pages show, to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.web.pages import TEMPLATES
from bot.channels.web.sides import laid_out
from bot.ports import Entry
from bot.texts import Texts
from tests.web.fake_program import NOON, FakeProgram
from tests.web.visitor import Visitor


def entry(name: str, kind: str = "notice") -> Entry:
    return Entry(name, NOON, kind, name)


def names(entries: object) -> str:
    assert isinstance(entries, list)
    return " ".join(item.id for item in entries)


async def test_the_first_page_says_what_this_is_and_offers_both_sides(visitor: Visitor) -> None:
    page = await visitor.opens("/")
    assert "Demo" in page.words
    assert "Gemeente Voorbeeld" in page.words
    links = [given.get("href") for tag, given in page.tags if tag == "a"]
    assert "/owner" in links
    assert "/consultant" in links


async def test_each_choice_is_a_button_with_its_data(visitor: Visitor) -> None:
    page = await visitor.presses("consent:i1")
    expected = [f"a:q1:{level}" for level in range(5)]
    expected += ["a:q1:dont_know", "a:q1:not_applicable", "a:q1:depends", "back:q1", "why:q1", "pause:i1"]
    assert page.data == expected


async def test_a_card_that_has_gone_has_no_buttons_left(visitor: Visitor) -> None:
    await visitor.presses("consent:i1")
    page = await visitor.presses("a:q1:3")
    assert not [data for data in page.data if data.startswith("a:q1")]


async def test_progress_is_said_and_drawn(visitor: Visitor) -> None:
    await visitor.presses("consent:i1")
    page = await visitor.presses("a:q1:3")
    assert "nog zo'n 14 min" in page.words
    assert ("progress", {"value": "0.09", "max": "1", "aria-labelledby": "progress"}) in page.tags


async def test_the_title_of_the_page_is_the_question(visitor: Visitor) -> None:
    page = await visitor.presses("consent:i1")
    assert "<title>Is duidelijk, en staat op papier" in page.html


async def test_who_declined_finds_a_way_back(visitor: Visitor) -> None:
    page = await visitor.presses("decline:i1")
    assert page.form_with("text", "/start")


async def test_who_has_sent_the_answers_sees_the_own_picture_and_the_way_to_the_other_side(
    visitor: Visitor,
) -> None:
    for data in ("consent:i1", "a:q1:3", "skip:evidence", "confirm:q2"):
        await visitor.presses(data)
    page = await visitor.presses("submit:i1")
    assert "Uw eigen beeld" in page.words
    assert "Wilt u zien wat de adviseur nu ziet?" in page.words
    page = await visitor.presses("review:i1")
    assert "Eerdere berichten (1)" in page.words


async def test_the_consultant_reads_the_answer_below_the_own_words(visitor: Visitor) -> None:
    await visitor.types("/status", on="/consultant")
    page = await visitor.types("/report", on="/consultant")
    places = [page.words.index(words) for words in ("U /status", "wacht", "U /report", "Rapport (concept)")]
    assert places == sorted(places)
    assert page.html.index("/status</div>") < page.html.index('id="now"') < page.html.index("/report</div>")


async def test_the_consultant_may_press_the_buttons_of_a_message(
    visitor: Visitor, program: FakeProgram
) -> None:
    await visitor.types("/status", on="/consultant")
    await visitor.presses("remind:1", on="/consultant")
    assert program.tapped() == ["remind:1"]


async def test_a_chart_is_shown_as_a_picture_with_words_for_who_cannot_see_it(visitor: Visitor) -> None:
    page = await visitor.types("/report", on="/consultant")
    [picture] = [given for tag, given in page.tags if tag == "img"]
    assert picture["alt"]
    chart = await visitor.opens(str(picture["src"]))
    assert (chart.status, chart.headers["content-type"]) == (200, "image/png")


@pytest.mark.parametrize("name", ["c-owner-0", "nothing", "..%2f..%2fpages", "chart"])
async def test_only_pictures_of_the_conversations_can_be_fetched(visitor: Visitor, name: str) -> None:
    assert (await visitor.opens(f"/pictures/{name}.png")).status == 404


async def test_nothing_that_is_shown_can_bring_markup_of_its_own(
    visitor: Visitor, program: FakeProgram
) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>a</a><b>ok"
    program.tell("c-consultant", nasty, [(nasty, 'x"><script>')])
    page = await visitor.types(nasty, on="/consultant")
    assert "<script" not in page.html
    assert "javascript:" not in [given.get("href") for _, given in page.tags]
    assert not [given for _, given in page.tags if "onerror" in given]
    assert "<b>ok</b>" in page.html


async def test_what_was_called_off_leaves_no_empty_frame(visitor: Visitor, program: FakeProgram) -> None:
    program.tell("c-owner", "", kind="card")
    page = await visitor.opens("/owner")
    assert "Voordat u begint" in page.words


async def test_a_card_without_parts_is_drawn_flat(visitor: Visitor, program: FakeProgram) -> None:
    program.tell("c-owner", "<b>Een kaart</b>", [("Verder", "resume:i1")], kind="card")
    page = await visitor.opens("/owner")
    assert "Een kaart" in page.words
    assert page.data == ["resume:i1"]


async def test_an_empty_chat_offers_a_beginning(visitor: Visitor, program: FakeProgram) -> None:
    program.said.clear()
    page = await visitor.opens("/owner")
    assert "Er staat nu geen vraag voor u klaar" in page.words
    assert page.form_with("text", "/start")
    assert "Er is nog niets gezegd" in (await visitor.opens("/consultant")).words


def test_messages_with_the_card_are_new_until_something_is_sent() -> None:
    talk = [entry("old"), entry("c1", "card"), entry("result"), entry("c2", "card"), entry("notice")]
    first = laid_out(talk)
    assert first.card == talk[3]
    assert (names(first.above), names(first.below), names(first.earlier)) == ("result", "notice", "old")
    later = laid_out(talk, "result")
    assert (names(later.above), names(later.below), names(later.earlier)) == ("", "notice", "old result")
    last = laid_out(talk, "notice")
    assert (names(last.above), names(last.below), names(last.earlier)) == ("", "", "old result notice")


def test_a_chat_without_a_card_is_all_messages() -> None:
    layout = laid_out([entry("one"), entry("two")])
    assert layout.card is None
    assert layout.ask is None
    assert names(layout.above) == "one two"
    assert laid_out([replace(entry("c", "card"), view={"ask": "x"})]).ask == "x"


def test_both_languages_have_every_phrase() -> None:
    texts = Texts(TEMPLATES)
    assert texts.names("nl") == texts.names("en")
