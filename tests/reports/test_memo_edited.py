"""What the client said of actions is on page one: who, when, what goes less, money, what it builds on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.reports.advice import ActionEdit, Running
from bot.reports.choices import Choices
from bot.reports.given import Given
from bot.reports.memo import WORDS, Memo, memo
from scoring import Capacity, Roadmap
from tests.reports.golden import same_as_kept
from tests.reports.memo_cases import GIVEN, as_text, balanced_and_low, memo_of, plan_for

WEBCARE = Running(
    "i1",
    {
        "name": "Webcare",
        "contacts": 120_000,
        "share_low": 5,
        "share_mid": 10,
        "old_cost": 5,
        "new_cost": 1.5,
        "extra": 4_000,
        "fte": 0.2,
        "fte_cost": 70_000,
        "licences": 4_000,
        "one_off": 6_000,
    },
)
NOBODY_KNOWS = Running("i2", {"name": "Podcast"})


def first_of(plan: Roadmap, wave: int) -> str:
    return plan.waves[wave].actions[0].id


def edited(language: str = "nl", given: Given = GIVEN, **more: Any) -> Memo:
    """The balanced and low case after the client said something of three actions."""
    plan = plan_for(balanced_and_low())
    soon, later = first_of(plan, 1), first_of(plan, 2)
    edits = {
        soon: ActionEdit(
            owner="gemeentesecretaris",
            until=dt.date(2027, 2, 1),
            own_role="beslist",
            less="een informatieavond",
            cost=Decimal(1500),
            cover="reserve dienstverlening",
            builds_on="i1",
        ),
        later: ActionEdit(start=dt.date(2027, 3, 1), less="de papieren nieuwsbrief", cost=Decimal(500)),
        "no_such_action": ActionEdit(cost=Decimal(99_999), cover="nergens", less="niets"),
    }
    return memo_of(balanced_and_low(), language, given, edits=edits, running=[WEBCARE, NOBODY_KNOWS], **more)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_was_said_of_actions_reads_as_kept_and_still_fits(language: str) -> None:
    made = edited(language)
    assert same_as_kept(f"memo.edited.{language}.txt", as_text(made))
    assert made.words <= WORDS


def test_who_when_own_role_and_what_it_builds_on_stand_with_the_action() -> None:
    text = as_text(edited(given=Given()))
    assert "(gemeentesecretaris, klaar 1 februari 2027; eigen rol: beslist; bouwt voort op Webcare)." in text
    begins = {first_of(plan_for(balanced_and_low()), 1): ActionEdit(start=dt.date(2027, 1, 4))}
    assert "(privacy officer, vanaf 4 januari 2027)." in as_text(memo_of(balanced_and_low(), edits=begins))
    assert "Wat er minder gaat: een informatieavond; de papieren nieuwsbrief." in text
    assert "€ 99.999" not in text
    assert "nergens" not in text


def test_costs_of_actions_come_on_top_of_days_and_each_names_where_it_comes_from() -> None:
    plain, made = as_text(memo_of(balanced_and_low(), given=GIVEN)), as_text(edited())
    assert "plus € 4.000 aan uitgaven" in plain
    assert "plus € 6.000 aan uitgaven" in made
    assert "Dekking: bestaand budget dienstverlening; reserve dienstverlening (€ 1.500)." in made


def test_without_a_rate_only_what_was_given_is_told_and_the_rest_is_not_known_yet() -> None:
    text = as_text(edited(given=Given()))
    assert "kosten nog niet bekend, wel € 1.500 aan uitgaven" in text
    assert "kosten nog niet bekend, wel € 2.000 aan uitgaven." in text
    assert "Dekking: reserve dienstverlening (€ 1.500); de rest nog niet aangegeven." in text


def test_what_runs_already_brings_its_sum_unless_benefits_were_given() -> None:
    assert "Baten: Webcare, naar raming van € 3.000 nadeel tot € 18.000 voordeel per jaar." in as_text(
        edited()
    )
    told = replace_given(benefits="minder klachten")
    assert "Baten: minder klachten." in as_text(edited(given=told))
    nothing = as_text(memo_of(balanced_and_low(), running=[NOBODY_KNOWS]))
    assert "Baten: nog niet berekend." in nothing


def replace_given(**more: Any) -> Given:
    return GIVEN.model_copy(update=more)


def test_a_plan_that_does_not_fit_says_so() -> None:
    made = balanced_and_low()
    plan = plan_for(made, Choices(capacity=Capacity(1, 1)))
    text = as_text(memo(made.facts(), plan, "nl"))
    assert f"{len(plan.crowded)} acties passen niet en wachten op een volgend plan" in text


def test_what_nobody_wants_is_told_with_the_pillar_that_then_misses_its_target() -> None:
    made = balanced_and_low()
    whole = plan_for(made, Choices(capacity=Capacity(99, 99)))
    of_people = [each.id for wave in whole.waves for each in wave.actions if each.action.pillar == "M"]
    plan = plan_for(made, Choices(capacity=Capacity(99, 99), dropped=frozenset(of_people)))
    text = as_text(memo(made.facts(), plan, "nl"))
    told = (
        f"Dit plan laat {len(of_people)} voorgestelde acties weg; Mensen en Cultuur haalt het doel dan niet."
    )
    assert told in text


def test_two_sources_of_a_kind_are_one_and_many_are_counted() -> None:
    made = balanced_and_low()
    plan = plan_for(made)
    ids = [each.id for wave in plan.waves for each in wave.actions][:6]
    pots = ["pot A", "pot A", "pot B", "pot C", "pot D", "pot E"]
    edits = {id_: ActionEdit(cost=Decimal(100), cover=pot) for id_, pot in zip(ids, pots, strict=True)}
    text = as_text(memo_of(made, edits=edits))
    assert "pot A (€ 200); pot B (€ 100); pot C (€ 100); en nog 2; de rest nog niet aangegeven." in text
    assert "pot D" not in text


def test_words_of_the_client_break_no_line_and_are_no_markup() -> None:
    plan = plan_for(balanced_and_low())
    nasty = "<b>x</b>\n#eval $y$ " * 9
    edits = {first_of(plan, 1): replace(ActionEdit(), owner=nasty, own_role=nasty, less=nasty, cover=nasty)}
    made = memo_of(balanced_and_low(), edits=edits)
    assert all("\n" not in item for section in made.sections for _, items in section.more for item in items)
    assert made.words <= WORDS
