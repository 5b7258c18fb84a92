"""What somebody sees of the own pillar after handing in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.facts import Facts, facts_of_one
from bot.reports.own_picture import next_steps, own_picture, strengths
from tests.reports.golden import same_as_kept
from tests.reports.rounds import NOW, Round, assessment
from tests.telegram_stand_in.html import parse_html

ANSWERS = st.text("01234?x- ", min_size=4, max_size=4)


def of_one(values: str, **more: object) -> Facts:
    made = Round(assessment(demo=bool(more.get("demo")))).person("S", values)
    return facts_of_one(made.model, made.script, made.organisation, made.interviews[0], made.answers, NOW)


def picture(values: str, language: str = "nl") -> str:
    return own_picture(of_one(values), "S", language, person="Anna", consultant="Sam de Vries")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_own_picture_reads_as_kept(language: str) -> None:
    assert same_as_kept(f"own.{language}.html", picture("3120", language))


def test_strengths_are_the_highest_and_heaviest_answers() -> None:
    items = of_one("2324").pillar("S").items
    assert [item.id for item in strengths(items)] == ["S4", "S2", "S1"]


def test_what_is_left_to_chance_is_no_strength_but_a_beginning() -> None:
    text = picture("1010")
    assert "Sterk" not in text
    assert "Wat er al is" in text


def test_steps_begin_with_what_must_not_be_missing() -> None:
    items = of_one("0000").pillar("S").items
    assert [item.id for item in next_steps(items)] == ["S2", "S1", "S3"]


def test_a_step_aims_at_the_next_anchor_and_never_at_chance() -> None:
    by_id = {item.id: item.goal for item in of_one("0123").pillar("S").items}
    assert (
        by_id["S1"] == by_id["S2"] == {"nl": "**Eén afdeling** heeft tijd op papier.", "en": ""}
        or by_id["S1"]
    )
    assert str(by_id["S1"]).count("Eén afdeling") == 1
    assert str(by_id["S2"]).count("Eén afdeling") == 1
    assert str(by_id["S3"]).count("hele organisatie") == 1
    assert str(by_id["S4"]).count("Met partners") == 1


def test_who_has_arranged_everything_gets_no_steps() -> None:
    assert "volgende stap" not in picture("4444")


def test_too_few_answers_give_no_level_and_say_why() -> None:
    text = picture("3???")
    assert "noemen wij nog geen niveau" in text
    assert "1 van de 4 vragen" in text
    assert "geen laag antwoord" in text


def test_nothing_applicable_gives_no_picture_and_says_so() -> None:
    assert "geen van de vragen is bij u van toepassing" in picture("xxxx")


def test_a_provisional_picture_says_how_much_is_open() -> None:
    assert "Dit is voorlopig, want één vraag staat nog open." in picture("3?33")


@given(ANSWERS, st.sampled_from(["nl", "en"]))
def test_an_owner_never_reads_a_score(values: str, language: str) -> None:
    shown, _ = parse_html(picture(values, language))
    assert not re.search(r"\d[.,]\d|\d ?%", shown)


def test_after_the_deadline_nothing_is_promised_about_changing() -> None:
    facts = of_one("2222")
    assert "4 december" in own_picture(facts, "S", "nl", person="Anna", consultant="Sam")
    for deadline in (None, NOW):
        later = replace(facts, deadline=deadline)
        assert "Wijzigen" not in own_picture(later, "S", "nl", person="Anna", consultant="Sam")


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["nl", "en"]))
def test_names_cannot_break_the_markup(person: str, consultant: str, language: str) -> None:
    parse_html(own_picture(of_one("2102"), "S", language, person=person, consultant=consultant))
