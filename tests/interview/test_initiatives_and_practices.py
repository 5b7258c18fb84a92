"""Steps 2 and 3 of the method are scripts like any other: walked here, and true to what is made of them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.interview.questions import Level, Option, Question
from bot.interview.script import Script
from bot.library import load_folder
from scoring import parse_model
from scoring.initiative import OBJECTIVES, Status
from tests.interview.people import Interviewee

LIBRARY = load_folder(Path(__file__).parents[2] / "interview_scripts" / "social_media")
INITIATIVE = LIBRARY.script("initiative").script
BEST_PRACTICE = LIBRARY.script("best_practice").script
FIRST = ["name", "channel", "objective", "owner"]


def question(script: Script, name: str) -> Question:
    return next(one for section in script.sections for one in section.questions if one.id == name)


def labels(script: Script, name: str) -> tuple[Option, ...]:
    return question(script, name).options


def ids(script: Script, name: str) -> list[str]:
    return [option.id for option in labels(script, name)]


def telling(script: Script) -> Interviewee:
    return Interviewee(script).begins()


def skips_to(person: Interviewee, wanted: str) -> Interviewee:
    """Past everything that may be skipped, up to the card of a question."""
    for _ in range(100):
        if person.card == ("question", wanted):
            return person
        person.presses("skip")
    raise AssertionError(f"stuck at {person.card}")


def names_one(person: Interviewee) -> Interviewee:
    """The first four questions of an initiative."""
    person.types("Webcare op WhatsApp")
    person.types("WhatsApp")
    person.taps("supporting")
    person.types("teamleider KCC")
    return person


# --- an initiative


def test_four_fields_are_enough_to_register_an_initiative() -> None:
    person = names_one(telling(INITIATIVE))
    assert person.card == ("question", "more")
    person.taps("later")
    assert person.prompt.kind == "review"
    assert [person.value(name) for name in FIRST] == [
        "Webcare op WhatsApp",
        "WhatsApp",
        "supporting",
        "teamleider KCC",
    ]


def test_who_goes_on_may_skip_every_question_after_the_first_four() -> None:
    person = names_one(telling(INITIATIVE))
    person.taps("now")
    skipped = []
    while person.prompt.kind == "question":
        skipped.append(person.prompt.about)
        person.presses("skip")
    assert person.prompt.kind == "review"
    assert {"department", "status", "main_goal", "hours", "euros", "run_well"} <= set(skipped)


def test_the_figures_are_asked_only_of_who_wants_to_reckon() -> None:
    person = names_one(telling(INITIATIVE))
    person.taps("now")
    skips_to(person, "reckon")
    assert "contacts" not in person.path
    person.taps("yes")
    assert person.card == ("question", "contacts")


def test_every_figure_of_the_business_case_is_asked_for() -> None:
    asked = [one.id for section in INITIATIVE.sections if section.id == "sum" for one in section.questions]
    for name in (
        "contacts",
        "old_cost",
        "new_cost",
        "extra",
        "fte",
        "fte_cost",
        "licences",
        "one_off",
        "avoided",
    ):
        assert name in asked
    assert {"share_low", "share_mid", "share_high"} <= set(asked)


def test_a_year_is_exact_enough_to_tell_since_when_it_runs() -> None:
    person = names_one(telling(INITIATIVE))
    person.taps("now")
    skips_to(person, "status").taps("pilot")
    person.types("sinds 2024")
    assert person.value("since") == "2024"
    assert person.card == ("question", "until")


@pytest.mark.parametrize(("until", "asked"), [("maart 2022", True), ("2024", False), ("1-5-2024", False)])
def test_an_end_before_the_start_is_asked_about_at_the_end(until: str, asked: bool) -> None:
    person = names_one(telling(INITIATIVE))
    person.taps("now")
    skips_to(person, "status").taps("stopped")
    person.types("april 2024")
    person.types(until)
    assert ("X_dates" in person.path) is asked


def test_estimates_out_of_order_are_asked_about_at_the_end() -> None:
    person = names_one(telling(INITIATIVE))
    person.taps("now")
    skips_to(person, "reckon").taps("yes")
    skips_to(person, "share_mid").types("10")
    person.types("12")
    assert "X_shares" in person.path


def test_the_objectives_and_statuses_are_those_that_the_matrix_knows() -> None:
    assert tuple(ids(INITIATIVE, "objective")) == OBJECTIVES
    assert tuple(ids(INITIATIVE, "status")) == get_args(Status)
    assert ids(INITIATIVE, "main_goal") == ids(INITIATIVE, "other_goals")


def test_who_is_asked_four_fields_is_not_told_of_half_an_hour() -> None:
    person = telling(INITIATIVE)
    assert (person.left.left, person.left.minutes) == (5, 4)
    names_one(person)
    assert person.left.left == 1
    person.taps("now")
    assert person.left.left >= len([name for name in person.path if name in ("department", "hours", "euros")])
    before = person.left.left
    skips_to(person, "reckon").taps("yes")
    assert before > 10
    assert person.left.left >= 9


# --- best practice


def test_a_reference_places_itself_on_every_pillar_and_level_of_the_model() -> None:
    model = parse_model(LIBRARY.model.text, "model.yaml")
    placed = [
        one for section in BEST_PRACTICE.sections for one in section.questions if isinstance(one, Level)
    ]
    assert [one.id for one in placed] == [f"level_{pillar.id}" for pillar in model.dimensions]
    assert {len(one.options) for one in placed} == {5}
    assert ids(BEST_PRACTICE, "step_pillar") == [pillar.id for pillar in model.dimensions]


def test_each_kind_of_initiative_is_called_the_same_in_both_scripts() -> None:
    assert labels(BEST_PRACTICE, "proud") == labels(INITIATIVE, "objective")


def test_only_what_a_reference_is_proud_of_is_asked_about() -> None:
    person = telling(BEST_PRACTICE)
    skips_to(person, "proud").taps("listening")
    person.taps("embracing")
    person.presses("confirm")
    told = [name for name in person.path if name.startswith("proud_") and not name.endswith("_result")]
    assert told == ["proud_listening", "proud_embracing"]


def test_a_step_is_told_with_who_how_long_and_what_it_cost_and_there_may_be_two() -> None:
    person = telling(BEST_PRACTICE)
    skips_to(person, "step_pillar").taps("O")
    person.taps("to_3")
    told = []
    while person.prompt.about != "step_again":
        told.append(person.prompt.about)
        person.presses("skip")
    assert told == ["step_what", "step_who", "step_months", "step_days", "step_euros", "step_result"]
    person.taps("yes")
    assert person.card == ("question", "step2_pillar")


def test_who_shares_nothing_is_not_asked_what_may_be_shared() -> None:
    person = telling(BEST_PRACTICE)
    skips_to(person, "may_name").taps("nothing")
    assert "may_share" not in person.path
    assert person.card == ("question", "in_return")


@pytest.mark.parametrize("script", [INITIATIVE, BEST_PRACTICE], ids=lambda script: script.id)
@pytest.mark.parametrize("level", ["0", "2", "4"])
def test_both_scripts_can_be_walked_to_the_end_and_submitted(script: Script, level: str) -> None:
    person = telling(script).walks_on(level)
    person.presses("submit", "i1")
    assert person.prompt.kind == "done"
