"""The memo for the board: the eleven headings on one page, honest about how sure it is, fit to leave."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.advice import Step
from bot.reports.given import Given, WrongMemo, given_of
from bot.reports.memo import WORDS, Memo, memo
from bot.reports.memo_page import memo_page
from tests.reports.golden import same_as_kept
from tests.reports.memo_cases import CASES, as_text, case, half_answered, high_but_unbalanced, memo_of, of
from tests.reports.rounds import Round, assessment, whole_round

LANGUAGES = ("nl", "en")
HOSTILE = st.text(st.sampled_from("<>&\"'/#$*_`@[]{}%\\\n\x00\u202e😀\ufffe語x "), max_size=80)


def pages(content: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_memo_of_each_example_reads_as_kept_and_fits_one_page(
    name: str, language: str, tmp_path: Path
) -> None:
    made = case(name, language)
    assert same_as_kept(f"memo.{name}.{language}.txt", as_text(made))
    assert made.words <= WORDS
    content = memo_page(made, tmp_path / "memo.pdf").read_bytes()
    assert pages(content) == 1
    assert b"pdfuaid" in content


def test_the_same_round_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (memo_page(case("half_answered", "nl"), tmp_path / f"{n}.pdf") for n in range(2))
    assert first.read_bytes() == second.read_bytes()


def test_a_board_reads_what_is_asked_and_what_it_costs_in_euros_where_rates_are_given() -> None:
    text = as_text(case("balanced_and_low", "nl"))
    assert "€" in text.partition("2. De kern")[0]
    assert "kosten nog niet bekend" not in text
    assert text.count("€ 25.450") == 2, "the advised choice costs what is asked"


@pytest.mark.parametrize("name", ["high_but_unbalanced", "half_answered"])
def test_without_a_rate_there_are_person_days_and_no_invented_euros(name: str) -> None:
    text = as_text(case(name, "nl"))
    assert "persoonsdagen, kosten nog niet bekend" in text
    assert "€" not in text


def test_the_limiting_pillar_is_told_with_the_people_it_rests_on() -> None:
    assert "Beperkende pijler: Besturing en beheersing (op basis van 3 personen)" in as_text(
        case("high_but_unbalanced", "nl")
    )


def test_a_level_of_the_whole_takes_a_review_and_more_than_one_person_everywhere() -> None:
    assert "Niveau van het geheel" not in as_text(case("high_but_unbalanced", "nl"))
    made = of(dict.fromkeys("SOBIM", ("2222222", "2222222")))
    assert "Niveau van het geheel" not in as_text(memo_of(made))
    for one in made.interviews:
        made.judge(one.id, " ".join(a.question for a in made.answers if a.interview == one.id))
    assert "Niveau van het geheel: Afdeling." in as_text(memo_of(made))


def test_page_one_has_neither_scores_nor_balance_figures() -> None:
    for name in CASES:
        text = as_text(case(name, "nl"))
        assert not re.search(r"\b[0-4],\d\b", text)
        assert "balans" not in text.lower()


def test_what_single_people_answered_about_a_safeguard_is_not_on_page_one() -> None:
    few, many = ("0111111", "1111111"), ("0111111",) * 3
    rest = dict.fromkeys("SOIM", ("2222222",) * 3)
    assert "vertrouwelijke basismaatregel" in as_text(memo_of(of({**rest, "B": few})))
    assert "vertrouwelijke basismaatregel" not in as_text(memo_of(of({**rest, "B": many})))


def test_concept_stands_there_with_version_and_date_until_it_is_adopted() -> None:
    made = high_but_unbalanced()
    since = made.organisation.created_at
    assert memo_of(made).stamp == "CONCEPT · versie 20261123-1530 · 23 november 2026"
    made.organisation = replace(made.organisation, phase="factcheck", phase_since=since)
    assert memo_of(made).stamp.startswith("CONCEPT, in feitencheck · versie")
    made.organisation = replace(made.organisation, phase="adopted", adopted_at=since)
    assert memo_of(made).stamp == "VASTGESTELD op 20 november 2026"


def test_lines_of_the_head_that_nobody_filled_in_are_left_out() -> None:
    assert [name for name, _ in memo_of(half_answered()).head] == ["Datum"]
    told = memo_of(half_answered(), given=Given(to="De directie")).head
    assert told[0] == ("Aan", "De directie")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (of({}), "Er zijn nog geen antwoorden"),
        (of({"S": ("2222222",)}), "Van 1 van de 5 pijlers is genoeg bekend"),
        (of(dict.fromkeys("SOBIM", ("xxxxxxx",))), "daarom is er geen oordeel mogelijk"),
        (of({"S": ("2",)}), "te weinig beantwoord"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_round_with_hardly_anything_in_it_gives_a_memo_that_says_so(
    made: Round, told: str, language: str, tmp_path: Path
) -> None:
    assert told in as_text(memo_of(made))
    assert pages(memo_page(memo_of(made, language), tmp_path / "memo.pdf").read_bytes()) == 1


def test_without_a_list_of_actions_the_memo_asks_for_a_plan() -> None:
    made = memo(whole_round().facts(), None, "nl")
    assert "Er is nog geen plan met acties." in as_text(made)


def words_of_many(texts: str) -> Memo:
    """A memo in which everything that can be typed is this."""
    names = ("to", "sender", "case", "holder", "publicity", "fact", "example", "cover", "benefits", "less")
    typed: dict[str, Any] = dict.fromkeys(names, texts)
    given_ = Given.model_construct(**typed)
    made = high_but_unbalanced()
    made.organisation = assessment(texts)
    return memo_of(made, given=given_, steps=(Step("B", 1, 2, texts),) * 3)


@settings(max_examples=15, deadline=None)
@given(HOSTILE)
def test_nothing_that_people_type_breaks_the_page(
    tmp_path_factory: pytest.TempPathFactory, typed: str
) -> None:
    out = tmp_path_factory.getbasetemp() / "hostile.pdf"
    content = memo_page(words_of_many(typed), out).read_bytes()
    assert pages(content) in (1, 2)


def test_however_much_was_typed_there_are_two_pages_at_most(tmp_path: Path) -> None:
    made = words_of_many("wethouder " * 200)
    assert pages(memo_page(made, tmp_path / "memo.pdf").read_bytes()) <= 2


@pytest.mark.parametrize(
    "wrong",
    [{"day_rate": -1}, {"day_rate": "veel"}, {"expenses": float("nan")}, {"wat": "x"}, {"to": "x" * 121}],
)
def test_what_cannot_be_given_is_refused_by_the_name_of_its_field(wrong: dict[str, object]) -> None:
    [name] = wrong
    with pytest.raises(WrongMemo, match=rf"^{name}: .*there are: to, sender"):
        given_of(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_memo_about_what_does_not_apply_anywhere_does_not_look_like_an_outcome(language: str) -> None:
    made = Round()
    for pillar in "SOBIM":
        made.person(pillar, "xxxx")
    said = memo(made.facts(), None, language)
    told = " ".join(line for part in said.sections[:4] for line in (*part.lines, *part.items))
    assert " 0 " not in told
    assert ("niet van toepassing" if language == "nl" else "does not apply") in told


def test_a_memo_names_the_characters_that_it_cannot_draw(tmp_path: Path) -> None:
    plain = memo(Round().facts(), None, "nl")
    east, capital = (
        memo_page(replace(plain, subtitle=sign), tmp_path / "memo.pdf").read_bytes() for sign in "東京"
    )
    # Both are drawn as the same mark; what differs is the list.
    assert east != capital
