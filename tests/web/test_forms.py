"""What people press and type reaches the program once, whole, and nothing else does."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.ports import SentThing, Tap, Wrote
from tests.web.fake_program import NOON, FakeProgram
from tests.web.site import Served
from tests.web.visitor import Visitor


@pytest.fixture
async def at_evidence(visitor: Visitor, program: FakeProgram) -> Visitor:
    """Somebody who is asked to type."""
    await visitor.presses("consent:i1")
    await visitor.presses("a:q1:3")
    program.heard.clear()
    return visitor


async def test_a_press_reaches_the_program_as_that_person(visitor: Visitor, program: FakeProgram) -> None:
    await visitor.presses("consent:i1")
    [heard] = program.heard
    assert heard.event == Tap("consent:i1")
    assert (heard.user_id, heard.chat_id, heard.private) == ("u-owner", "c-owner", True)
    assert (heard.channel, heard.language, heard.received_at) == ("web", "nl", NOON)


async def test_after_a_press_the_next_card_stands_on_a_page_that_can_be_reloaded(visitor: Visitor) -> None:
    page = await visitor.sends("/owner", {"data": "consent:i1"}, allow_redirects=False)
    assert (page.status, page.headers["location"]) == (303, "/owner#now")
    page = await visitor.opens("/owner")
    assert "Is duidelijk, en staat op papier" in page.words


async def test_what_was_answered_is_echoed_above_the_next_card(visitor: Visitor) -> None:
    await visitor.presses("consent:i1")
    page = await visitor.presses("a:q1:3")
    assert "✓ Visie en doel: Eén doel voor de hele organisatie , vastgesteld" in page.words


async def test_typed_words_arrive_as_they_were_typed(at_evidence: Visitor, program: FakeProgram) -> None:
    await at_evidence.types("Plan <b>2026</b> & meer,\r\ntweede regel\0")
    assert [event.event for event in program.heard] == [
        Wrote("Plan <b>2026</b> & meer,\ntweede regel", at=NOON)
    ]


async def test_sending_the_same_form_twice_changes_nothing(
    at_evidence: Visitor, program: FakeProgram
) -> None:
    page = await at_evidence.opens("/owner")
    fields = page.form_with("text") | {"text": "Communicatieplan"}
    await asyncio.gather(at_evidence.sends("/owner", fields), at_evidence.sends("/owner", fields))
    page = await at_evidence.sends("/owner", fields)
    assert program.wrote() == ["Communicatieplan"]
    assert "Welke kanalen gebruikt uw organisatie?" in page.words


async def test_the_same_words_may_be_sent_again_from_a_new_page(
    visitor: Visitor, program: FakeProgram
) -> None:
    for _ in range(2):
        page = await visitor.opens("/consultant")
        await visitor.sends("/consultant", page.form_with("text", "/status") | {"text": "/status"})
    assert program.wrote() == ["/status", "/status"]


async def test_words_for_a_card_that_has_gone_are_kept_in_sight_and_answer_nothing(
    at_evidence: Visitor, program: FakeProgram
) -> None:
    old = (await at_evidence.opens("/owner")).form_with("text")
    await at_evidence.presses("skip:evidence")
    page = await at_evidence.sends("/owner", old | {"text": "C"})
    assert program.wrote() == []
    assert "Intussen staat hier een andere kaart" in page.words
    assert page.typed == "C"


async def test_words_typed_before_another_button_was_pressed_are_still_there(
    at_evidence: Visitor, program: FakeProgram
) -> None:
    page = await at_evidence.opens("/owner")
    page = await at_evidence.sends(
        "/owner", page.form_with("text") | {"text": "half een zin", "data": "why:evidence"}
    )
    assert program.tapped() == ["why:evidence"]
    assert program.wrote() == []
    assert page.typed == "half een zin"


async def test_words_that_were_sent_are_not_offered_again(at_evidence: Visitor) -> None:
    await at_evidence.types("Communicatieplan")
    page = await at_evidence.presses("back:q2")
    assert page.typed == ""


@pytest.mark.parametrize("text", ["", "  \n"])
async def test_an_empty_box_is_not_sent_and_says_so_once(
    at_evidence: Visitor, program: FakeProgram, text: str
) -> None:
    page = await at_evidence.types(text)
    assert "Het tekstvak is nog leeg" in page.words
    assert program.heard == []
    assert "Het tekstvak is nog leeg" not in (await at_evidence.opens("/owner")).words


async def test_what_the_program_says_at_once_is_shown_once(visitor: Visitor) -> None:
    await visitor.presses("consent:i1")
    page = await visitor.presses("back:q1")
    assert "Dit is de eerste vraag; eerder is er niets." in page.words
    assert ("p", {"role": "status", "class": "toast"}) in page.tags
    assert "Dit is de eerste vraag" not in (await visitor.opens("/owner")).words


async def test_when_nothing_can_be_kept_the_words_stay_in_the_box(
    at_evidence: Visitor, program: FakeProgram
) -> None:
    program.full = True
    page = await at_evidence.types("Communicatieplan")
    assert page.status == 503
    assert "Wij kunnen dit nu niet bewaren" in page.words
    program.full = False
    page = await at_evidence.opens("/owner")
    assert page.typed == "Communicatieplan"
    await at_evidence.sends("/owner", page.form_with("text") | {"text": page.typed})
    assert program.wrote() == ["Communicatieplan"]


async def test_a_mistake_of_ours_is_owned_up_to_and_loses_no_words(
    at_evidence: Visitor, program: FakeProgram
) -> None:
    program.broken = True
    page = await at_evidence.types("Communicatieplan")
    assert page.status == 500
    assert "Er ging iets mis bij ons" in page.words
    assert "mistake" not in page.html
    assert page.headers["x-content-type-options"] == "nosniff"
    assert (await at_evidence.opens("/owner")).typed == "Communicatieplan"


async def test_a_file_is_passed_on_as_something_that_was_sent(visitor: Visitor, program: FakeProgram) -> None:
    form = aiohttp.FormData({"text": "ons plan"}, quote_fields=False)
    form.add_field("file", b"%PDF", filename="../plan.pdf", content_type="application/pdf")
    async with visitor.session.post(visitor.address + "/owner", data=form) as answer:
        assert answer.status == 200
    assert program.heard[0].event == SentThing("document", caption="ons plan", name="plan.pdf")


@pytest.mark.parametrize("data", ["", "é", "a:" + "x" * 63, "a\nb"])
async def test_a_button_that_cannot_be_ours_gets_a_kind_page(
    visitor: Visitor, program: FakeProgram, data: str
) -> None:
    page = await visitor.sends("/owner", {"data": data})
    assert page.status == 400
    assert "Deze knop kennen wij niet" in page.words
    assert program.heard == []


FROM_ELSEWHERE = [
    {"origin": "https://evil.example"},
    {"origin": "http://127.0.0.1:1"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
async def test_a_form_that_another_site_sends_does_nothing(
    visitor: Visitor, program: FakeProgram, headers: dict[str, str]
) -> None:
    for path in ("/owner", "/consultant", "/language"):
        page = await visitor.sends(path, {"data": "consent:i1", "language": "en"}, headers=headers)
        assert page.status == 403
    assert "Dit formulier kwam niet van deze pagina" in page.words
    assert program.heard == []


async def test_a_form_of_this_site_is_taken_however_the_browser_says_so(
    visitor: Visitor, site: Served
) -> None:
    own = [{"origin": site.address}, {"origin": "null", "sec-fetch-site": "same-origin"}, {}]
    for headers in own:
        assert (await visitor.sends("/owner", {"data": "why:q1"}, headers=headers)).status == 200
    assert len(site.program.heard) == len(own)


async def test_a_book_in_the_box_is_refused_with_a_word(visitor: Visitor, program: FakeProgram) -> None:
    page = await visitor.sends("/owner", {"text": "boek " * 60_000})
    assert page.status == 413
    assert "te veel tekst" in page.words
    assert program.heard == []


async def test_every_press_has_an_update_id_of_its_own(visitor: Visitor, program: FakeProgram) -> None:
    await visitor.presses("consent:i1")
    await visitor.presses("why:q1")
    await visitor.presses("why:q1")
    ids = [heard.update_id for heard in program.heard]
    assert len(set(ids)) == 3


async def test_the_other_language_holds_for_the_pages_and_both_conversations(
    visitor: Visitor, program: FakeProgram
) -> None:
    page = await visitor.sends("/language", {"language": "en", "back": "/consultant"})
    assert page.address.endswith("/consultant")
    assert "What would you like to know?" in page.words
    assert [
        (heard.chat_id, heard.event.text) for heard in program.heard if isinstance(heard.event, Wrote)
    ] == [
        ("c-owner", "/language en"),
        ("c-consultant", "/language en"),
    ]


async def test_the_way_back_from_the_language_never_leaves_the_site(visitor: Visitor) -> None:
    page = await visitor.sends("/language", {"language": "nl", "back": "https://evil.example/"})
    assert page.address == visitor.address + "/"
    assert (await visitor.sends("/language", {"language": "xx"})).status == 400
