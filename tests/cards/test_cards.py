"""Every card that can come up is one that Telegram takes, in both languages, whatever people typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Card, Scene, build
from bot.cards.build import BUILDERS
from bot.interview.events import Said
from bot.interview.path import path_of
from bot.interview.plan import plan_of
from bot.interview.script import Script
from bot.texts import shipped as shipped_texts
from tests.interview.deeds import Deed, deeds, does
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.random_scripts import scripts
from tests.interview.small_script import question, script_of, small
from tests.telegram_stand_in import parse_html, utf16_length

LANGUAGES = st.sampled_from(["nl", "en"])
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "<b>bold</b>",
            "</i></b><a href='x'>",
            '&lt;script&gt; & "quotes"',
            "{{ 7 * 7 }} {% raw %}",
            "{A | nothing} **stars**",
            "\0 \1 \x02",
            "😀" * 4000,
            "&" * 4000,
            "a\n\n\nb\u202e",
        ]
    ),
)
FACTS: dict[str, Any] = {
    "organisation": "Gemeente <Voorbeeld> & co",
    "pillar": "Strategie & bedrijfsvoering",
    "pillar_name": "Strategie & bedrijfsvoering",
    "name": "<Ada>",
    "consultant": "Piet & <b>Zonen</b>",
    "controller": "Gemeente <Voorbeeld>",
    "basis": "taak van algemeen belang <AVG>",
    "contact": "fg@voorbeeld.example",
    "purpose": "Om te zien hoe <social media> is geregeld.",
    "recipients": "De directie & het college.",
    "retention_days": 90,
    "files": True,
    "delete_date": datetime(2027, 11, 23, tzinfo=UTC),
    "deadline": datetime(2026, 12, 1, tzinfo=UTC),
    "telegram": True,
    "demo": False,
}


def card_of(person: Interviewee, facts: Mapping[str, Any] = FACTS) -> Card:
    """What the person is shown now."""
    path = path_of(plan_of(person.script), person.progress)
    hint = person.last.hint if person.last else None
    return build(Scene(person.script, person.progress, person.prompt, path, shipped_texts(), facts), hint)


def assert_telegram_takes(card: Card) -> None:
    """Markup, length, buttons, and that it can be stored."""
    plain, _ = parse_html(card.html())
    assert 0 < utf16_length(plain) <= 4096
    buttons = [press for row in card.rows() for press in row]
    assert len(buttons) <= 100
    for label, data in buttons:
        assert label.strip()
        assert "<b>" not in label
        assert 1 <= len(data.encode()) <= 64
    assert len({data for _, data in buttons if data.startswith("a:")}) == sum(
        data.startswith("a:") for _, data in buttons
    )
    json.dumps(card.payload())


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(scripts(), st.lists(st.one_of(deeds, WORDS), max_size=30), LANGUAGES, st.booleans())
def test_every_card_of_any_interview_is_one_that_telegram_takes(
    script: Script, doings: list[Deed | str], language: str, descending: bool
) -> None:
    person = Interviewee(script, language=language, descending=descending)
    event = None
    assert_telegram_takes(card_of(person))
    person.begins()
    for number, deed in enumerate(doings):
        if isinstance(deed, Deed):
            event = does(person, deed, event)
        else:
            person.does(Said(deed, f"w{number}", timely=number % 3 > 0, id=f"w{number}"))
        assert_telegram_takes(card_of(person))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("words", ["😀" * 4000, "&<" * 2000, "<b>" * 50])
def test_a_review_of_long_answers_fits_in_one_message(shipped: Script, language: str, words: str) -> None:
    for pillar in "SOBIM":
        person = Interviewee(shipped, pillar, language=language).begins()
        for _ in range(100):
            if person.prompt.kind == "review":
                break
            if person.prompt.kind == "question" and plan_of(shipped).stops[person.prompt.about].is_level:
                person.taps("dont_know")
            elif person.prompt.kind == "who" or not person.prompt.question.options:  # type: ignore[union-attr]
                person.types(words)
            else:
                person.moves_on()
            assert_telegram_takes(card_of(person))
        assert person.prompt.kind == "review"


#: A tour along every kind of card of the small script, one deed after the other.
TOUR: tuple[Callable[[Interviewee], object], ...] = (
    *(lambda p, verb=verb: p.presses(verb, INTERVIEW) for verb in ("decline", "consent", "pause", "resume")),
    lambda p: p.presses("stop", INTERVIEW),
    lambda p: p.presses("resume", INTERVIEW),
    lambda p: p.presses("begin", INTERVIEW),
    lambda p: p.taps("depends"),
    lambda p: p.types("the contact centre"),
    lambda p: p.types("the archive"),
    lambda p: p.taps("3"),
    lambda p: p.types("Plan 2026"),
    lambda p: p.taps("yes"),
    lambda p: p.taps("dont_know"),
    lambda p: p.presses("back"),
    lambda p: p.taps("not_applicable"),
    lambda p: p.types("with the region"),
    lambda p: p.taps("2", p.revision("A").ask),
    lambda p: p.presses("keep"),
    lambda p: p.presses("edit", p.revision("A").ask),
    lambda p: p.presses("keep"),
    *(Interviewee.moves_on for _ in range(9)),
    lambda p: p.is_queried("n1"),
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_card_has_its_words(language: str) -> None:
    person = Interviewee(small(), language=language)
    shown = {person.prompt.kind}
    for deed in TOUR:
        deed(person)
        assert_telegram_takes(card_of(person))
        shown.add(person.prompt.kind)
    asked = Interviewee(small(), language=language, department=None)
    asked.presses("consent", INTERVIEW)
    assert_telegram_takes(card_of(asked))
    assert shown | {asked.prompt.kind} == set(BUILDERS)


def test_what_people_type_and_are_called_is_shown_as_they_wrote_it() -> None:
    person = Interviewee(
        script_of(question("T", "text"), question("U", "text", why={"nl": "x", "en": "1 < 2"}))
    )
    person.begins()
    person.types("<b>1 & 2</b> {{ x }}")
    person.presses("pause", INTERVIEW)
    plain, _ = parse_html(card_of(person).html())
    assert "<b>1 & 2</b> {{ x }}" in plain
    person.presses("resume", INTERVIEW)
    person.presses("why")
    assert "1 < 2" in parse_html(card_of(person).html())[0]


def test_skipping_is_offered_where_the_engine_takes_it(script: Script) -> None:
    person = Interviewee(script).begins()

    def offers_skip() -> bool:
        return any(data.startswith("skip:") for row in card_of(person).rows() for _, data in row)

    assert not offers_skip()
    for _ in range(3):
        person.types("hmm")
    assert offers_skip()
    person.walks_to("Y")
    assert offers_skip()
    person.walks_to("T")
    assert offers_skip()


def test_evidence_is_asked_in_the_words_of_the_script_where_a_level_has_none(script: Script) -> None:
    person = Interviewee(script).begins().walks_to("B")
    person.taps("3")
    assert "What shows it?" in card_of(person).html()


def test_letters_run_the_other_way_where_the_highest_comes_first(script: Script) -> None:
    person = Interviewee(script, descending=True).begins()
    first = card_of(person).options[0]
    assert (first.letter, first.html, first.data) == ("A", "Anchor 4", f"a:{person.ask}:4")


def test_kept_words_are_shown_with_the_places_they_may_have(script: Script) -> None:
    person = Interviewee(script).begins().walks_to("T")
    person.types("an early <word>", timely=False)
    card = card_of(person)
    assert "an early &lt;word&gt;" in card.hint
    assert [data.partition(":")[0] for _, data in card.actions] == ["use", "leave", "skip"]


@pytest.mark.parametrize(
    ("typed", "language", "read"),
    [
        ("70000", "nl", "70.000 euro"),
        ("1,5", "nl", "1,50 euro"),
        ("1.5", "en", "1.50 euros"),
        ("0,125", "nl", "0,125 euro"),
        ("0", "en", "0 euros"),
    ],
)
def test_a_number_reads_as_people_write_it_with_what_it_counts(typed: str, language: str, read: str) -> None:
    euros = {"nl": "euro", "en": "euros"}
    number = question("N", "number", decimals=3, min=0, max=10**6, unit=euros)
    person = Interviewee(script_of(number, question("T", "text")), language=language).begins()
    person.types(typed)
    person.presses("skip")
    assert person.prompt.kind == "review"
    assert f"<b>N</b>: {read}\n" in card_of(person).html()


def test_a_text_that_names_a_question_shows_its_answer_and_no_fact_that_is_called_the_same() -> None:
    asks = {"nl": "Bij welke afdeling hoort {name | dit}?", "en": "Whose is {name | this}?"}
    script = script_of(question("name", "text", optional=True), question("T", "text", text=asks))
    told, untold = Interviewee(script).begins(), Interviewee(script).begins()
    told.types("Webcare")
    untold.presses("skip")
    assert "Whose is Webcare?" in card_of(told).html()
    assert "Whose is this?" in card_of(untold).html()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_tells_of_another_organisation_reads_what_becomes_of_that(language: str) -> None:
    person = Interviewee(small(), language=language)
    card = card_of(person, FACTS | {"reference": True})
    assert_telegram_takes(card)
    text = card.html()
    assert "Gemeente &lt;Voorbeeld&gt; &amp; co" in text
    assert {"nl": "U kunt dat altijd terugdraaien", "en": "You can always take that back"}[language] in text
    assert str(FACTS["recipients"]).partition(" ")[2] not in text.replace("&amp;", "&")
    assert text != card_of(person).html()


@pytest.mark.parametrize(("language", "some"), [("nl", ", soms met"), ("en", "sometimes with")])
def test_letters_are_announced_as_often_as_they_come(language: str, some: str) -> None:
    levels = [question("A", "level"), question("B", "level")]
    texts = [question(name, "text") for name in "TUV"]
    assert some in card_of_begin(language, *levels, *texts)
    assert some not in card_of_begin(language, *levels, texts[0])


def card_of_begin(language: str, *questions: dict[str, Any]) -> str:
    """What is said before the first question."""
    person = Interviewee(script_of(*questions), language=language)
    person.presses("consent", INTERVIEW)
    return card_of(person).html()
