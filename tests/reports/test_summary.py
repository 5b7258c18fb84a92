"""What the consultant reads in chat."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.charts import finding
from bot.reports.summary import MESSAGE, messages, summary
from bot.reports.words import Words, one_line
from bot.texts import shipped
from tests.reports.golden import same_as_kept
from tests.reports.rounds import Round, assessment, invite, whole_round
from tests.telegram_stand_in.html import parse_html

HOSTILE = st.text(st.sampled_from("<>&\"'/b ai=#;{}%\n\x00\u202e😀x"), max_size=80) | st.text(max_size=200)


def read(made: Round, language: str = "nl") -> str:
    return "\n".join(parse_html(message)[0] for message in summary(made.facts(), language))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_summary_of_a_whole_round_reads_as_kept(language: str) -> None:
    text = "\n\n=====\n\n".join(summary(whole_round().facts(invites=[invite("M")]), language))
    assert same_as_kept(f"summary.{language}.html", text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_summary_of_a_finished_round_reads_as_kept(language: str) -> None:
    made = Round().person("S", "3332", shown="S1").person("O", "3333", shown="O1 O2 O3").person("B", "1221")
    made.person("I", "2212").person("M", "2222").person("M", "2222").person("M", "2223")
    assert same_as_kept(f"finished.{language}.html", "\n\n=====\n\n".join(summary(made.facts(), language)))


def test_nobody_yet_is_said_kindly_with_what_to_do() -> None:
    text = read(Round())
    assert "nog geen antwoorden verstuurd" in text
    assert "/invite" in text


def test_while_people_are_busy_the_consultant_is_told_to_wait_and_see() -> None:
    text = read(Round().person("S", "22", state="active"))
    assert "/status" in text
    assert "Strategie & Bedrijfsvoering: 1 bezig" in text


def test_the_limiting_pillar_says_on_how_many_people_it_rests() -> None:
    made = Round().person("S", "3333").person("B", "1111").person("B", "1111", role="colleague")
    assert "Besturing en beheersing (Ad hoc), op basis van 2 personen" in read(made)


def test_a_whole_is_given_a_level_once_several_people_said_it_and_all_of_it_was_reviewed() -> None:
    made = Round()
    for pillar in "SOBIM":
        made.person(pillar, "1111" if pillar == "B" else "3333")
    assert "Noem het daarom nog geen niveau van het geheel." in read(made)
    for pillar in "SOBIM":
        made.person(pillar, "1111" if pillar == "B" else "3333", role="colleague")
    assert "Nog niet alles is getoetst. Noem daarom nog geen niveau van het geheel." in read(made)
    assert "Niveau van het geheel" not in read(made)
    for one in made.interviews:
        made.judge(one.id, " ".join(f"{one.pillar}{number}" for number in range(1, 5)))
    assert "Niveau van het geheel: Ad hoc" in read(made)


def test_a_demo_is_marked_in_both_languages() -> None:
    made = Round(assessment(demo=True)).person("S", "2222")
    assert "DEMO: verzonnen gegevens" in read(made)
    assert "DEMO: invented data" in read(made, "en")


def test_numbers_are_written_as_the_language_does() -> None:
    made = Round().person("S", "2231")
    assert "Afdeling · 2,0" in read(made)
    assert "Department · 2.0" in read(made, "en")


def test_who_gave_which_answer_is_nowhere_to_be_read() -> None:
    text = read(Round().person("S", "3222").person("S", "1222", role="colleague"))
    assert "tegenover" in text
    assert "person-" not in text
    assert "colleague" not in text


def test_the_consultant_is_warned_while_answers_can_be_traced() -> None:
    made = Round().person("S", "2222").person("S", "2222")
    assert "te herleiden" in read(made)
    assert "te herleiden" not in read(made.person("S", "2222"))


def test_too_little_answered_gives_no_level_but_what_is_possible() -> None:
    text = read(Round().person("S", "3???"))
    assert "Strategie & Bedrijfsvoering: nog geen niveau" in text
    assert "beantwoord 33%" in text


def test_a_gate_that_is_still_open_is_told_with_what_it_may_cost() -> None:
    assert "Is dat antwoord laag, dan wordt het Ad hoc" in read(Round().person("S", "3?33"))


@pytest.mark.parametrize(
    ("score", "told"),
    [
        (2.0, "Afdeling"),
        (1.2, "Ad hoc"),
        (1.3, "tussen Ad hoc en Afdeling"),
        (0.74, "tussen Afwezig en Ad hoc"),
    ],
)
def test_a_mean_is_told_in_half_levels(score: float, told: str) -> None:
    assert Words("nl", shipped()).about(Round().facts(), score) == told


def test_a_level_without_a_name_is_told_by_its_number() -> None:
    facts = replace(Round().facts(), levels=())
    assert Words("en", shipped()).level(facts, 2) == "level 2"


@given(HOSTILE, HOSTILE, st.sampled_from(["nl", "en"]))
def test_nothing_that_people_type_can_break_the_markup(name: str, typed: str, language: str) -> None:
    details = {"S3": {"text": typed}, "S4": {"reason": f"r{typed}", "best": typed, "weakest": name}}
    made = Round(assessment(name)).person("S", "33?x", details=details).person("S", "1111")
    for message in summary(made.facts(), language):
        shown, _ = parse_html(message)
        assert 0 < len(shown) <= len(message) <= MESSAGE


def test_a_long_list_is_cut_and_counted_and_every_message_fits() -> None:
    told = {f"{pillar}{n}": {"text": "<&>" * 300} for pillar in "SOBIM" for n in range(1, 5)}
    made = Round(assessment("&" * 5000))
    for pillar in "SOBIM":
        made.person(pillar, "????", details=told)
    parts = summary(made.facts(), "nl")
    assert len(parts) > 1
    assert all(len(part) <= MESSAGE for part in parts)
    assert "en nog 8" in "".join(parts)


@given(st.lists(st.text("ab ", min_size=1, max_size=30), max_size=30))
def test_cutting_into_messages_loses_no_line(lines: list[str]) -> None:
    text = "\n".join(lines)
    cut = list(messages(text, limit=60))
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(len(part) <= 60 for part in cut)


@given(st.text())
def test_what_was_typed_fits_on_one_line(text: str) -> None:
    line = one_line(text, 20)
    assert len(line) <= 20
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize(
    ("made", "nl", "en"),
    [
        (Round(), "Nog geen antwoorden verstuurd", "No answers sent yet"),
        (
            Round().person("S", "2222"),
            "Nog niet compleet: 1 van de 5 pijlers bekend",
            "Not complete yet: 1 of the 5 pillars known",
        ),
        (
            Round().person("S", "2222").person("B", "1111"),
            "Tot nu toe houdt Besturing en beheersing het geheel tegen",
            "So far Governance and control holds the whole back",
        ),
    ],
)
def test_the_picture_is_headed_by_what_it_shows(made: Round, nl: str, en: str) -> None:
    assert finding(made.facts(), Words("nl", shipped())) == nl
    assert finding(made.facts(), Words("en", shipped())) == en


@pytest.mark.parametrize(
    ("values", "nl"),
    [
        ("1111 2222 2222 2222 2222", "Strategie & Bedrijfsvoering houdt het geheel tegen"),
        ("2222 2222 2222 2222 2222", "De pijlers lopen gelijk op"),
        ("2222 2223 2222 2222 2222", "De pijlers lopen gelijk op"),
        ("2222 2442 2442 2442 2442", "Strategie & Bedrijfsvoering blijft het meest achter"),
    ],
)
def test_a_complete_picture_is_headed_by_what_it_shows(values: str, nl: str) -> None:
    made = Round()
    for pillar, given_ in zip("SOBIM", values.split(), strict=True):
        made.person(pillar, given_)
    assert finding(made.facts(), Words("nl", shipped())) == nl


def test_a_picture_names_the_level_of_the_whole_once_it_is_reviewed_and_rests_on_several_people() -> None:
    made = Round()
    for pillar in "SOBIM":
        made.person(pillar, "2222").person(pillar, "2222", role="colleague")
    assert finding(made.facts(), Words("nl", shipped())) == "De pijlers lopen gelijk op"
    for one in made.interviews:
        made.judge(one.id, " ".join(f"{one.pillar}{n}" for n in range(1, 5)))
    assert finding(made.facts(), Words("nl", shipped())) == "De pijlers lopen gelijk op: Afdeling"
