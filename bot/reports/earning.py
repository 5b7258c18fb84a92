"""What an initiative brings and costs, told in words: three chances side by side, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.interview.questions.common import Text
from bot.reports.running import ASKED, PROPOSED, inputs_of
from bot.reports.words import Words, one_line
from scoring.business_case import SHARES, Outcome, business_case

#: The shares, hundredfold: what is called 10% in the sum is told as 10.
_HUNDRED = Decimal(100)


def earning_text(body: Mapping[str, Any], topics: Mapping[str, Text], words: Words) -> Markup:
    """The sum as HTML; "" where nobody gave a figure. `topics`: what each question is called."""
    inputs = inputs_of(body)
    if inputs is None:
        return Markup("")
    case = business_case(inputs)
    return words.texts.say(
        "initiative_sum",
        words.language,
        name=one_line(str(body.get("name") or "")),
        chances=[_chance(name, case.outcomes[name]) for name in SHARES if name in case.outcomes],
        break_even=None if case.break_even is None else case.break_even * _HUNDRED,
        pays=case.pays,
        elsewhere=case.elsewhere,
        where=[one_line(one.where) for one in inputs.elsewhere if one.where],
        missing=_called(case.missing, topics, words),
        impossible=_called(case.impossible, topics, words),
        assumed=[_proposed(body, ASKED[name], topics, words) for name in case.assumptions],
        confirmed=[_proposed(body, question, topics, words) for question in _confirmed(body)],
        source=one_line(str(body.get("figures_from") or ""), 200),
    )


def _chance(name: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": name,
        "share": outcome.share * _HUNDRED,
        "benefit": outcome.benefit,
        "cost": outcome.cost,
        "net": outcome.net,
        "cash": outcome.cash,
        "capacity": outcome.capacity,
        "payback": outcome.payback,
    }


def _called(names: Iterable[str], topics: Mapping[str, Text], words: Words) -> list[str]:
    return [words.of(topics[ASKED[name]]) for name in names]


def _confirmed(body: Mapping[str, Any]) -> list[str]:
    """Questions whose figure was proposed and confirmed, and not told since."""
    proposed: Mapping[str, Any] = body.get(PROPOSED) or {}
    return [name for name, one in proposed.items() if one.get("confirmed") and body.get(name) is None]


def _proposed(
    body: Mapping[str, Any], question: str, topics: Mapping[str, Text], words: Words
) -> dict[str, Any]:
    """A figure that was proposed, with its source and year."""
    figure = body[PROPOSED][question]
    return {
        "topic": words.of(topics[question]),
        "amount": Decimal(figure["amount"]),
        "source": words.of(figure["source"]),
        "year": figure["year"],
    }
