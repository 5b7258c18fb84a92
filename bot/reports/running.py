"""What was told of an initiative, as values to reckon with: fields by the ids of the script's questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from bot.interview.questions.date import days_of
from scoring.business_case import Elsewhere, Figure, Inputs
from scoring.initiative import Initiative, Status

#: In a body: figures that were proposed, by question: {"amount", "source" per language, "year", "confirmed"}.
PROPOSED = "proposed"
#: In a body: fields that a consultant changed, with what was told before.
CHANGED = "changed"
#: In a body: why a consultant left it out.
REASON = "reason"
#: Part of the sum -> the question that asks for it; shares are told in per cents.
ASKED: Mapping[str, str] = {
    "contacts": "contacts",
    "low": "share_low",
    "mid": "share_mid",
    "high": "share_high",
    "old_cost": "old_cost",
    "new_cost": "new_cost",
    "extra": "extra",
    "fte": "fte",
    "fte_cost": "fte_cost",
    "licences": "licences",
    "one_off": "one_off",
    "avoided": "avoided",
}
_PER_CENT = frozenset({"low", "mid", "high"})
#: Part of the sum -> the question whether money is paid for it.
_PAID = {"contacts": "old_cost_paid", "people": "fte_hired"}


def initiative_of(id_: str, body: Mapping[str, Any]) -> Initiative:
    """One initiative for the matrix. What is only known to a year or month counts from its last day on, so
    that nothing is called old too early.
    """
    since, until = _day(body.get("since"), 1), _day(body.get("until"), 1)
    run_well = body.get("run_well")
    return Initiative(
        id=id_,
        name=str(body.get("name") or ""),
        objective=body.get("objective"),
        goals=tuple(body.get("other_goals") or ()),
        main_goal=body.get("main_goal"),
        status=body["status"] if body.get("status") in get_args(Status) else None,
        since=since,
        until=until,
        department=str(body.get("department") or ""),
        owner=str(body.get("owner") or ""),
        hours_a_week=_amount(body.get("hours")),
        euros_a_year=_amount(body.get("euros")),
        run_well=int(run_well) if run_well is not None else None,
        reusable=tuple(body.get("reusable") or ()),
    )


def inputs_of(body: Mapping[str, Any]) -> Inputs | None:
    """What the sum of an initiative is made of; None if nobody gave a figure for it."""
    figures = dict(_figures(body))
    elsewhere = _amount(body.get("elsewhere"))
    if not figures:
        return None
    others = (Elsewhere(str(body.get("elsewhere_who") or ""), Figure(elsewhere)),) if elsewhere else ()
    cash = {part: body[name] == "yes" for part, name in _PAID.items() if body.get(name) in ("yes", "no")}
    return Inputs(**figures, elsewhere=others, cash=cash)


def _figures(body: Mapping[str, Any]) -> Iterator[tuple[str, Figure]]:
    source = str(body.get("figures_from") or "")
    for part, question in ASKED.items():
        own, proposed = _amount(body.get(question)), (body.get(PROPOSED) or {}).get(question)
        if own is not None:
            yield part, Figure(own / 100 if part in _PER_CENT else own, source)
        elif proposed is not None:
            amount, sure = Decimal(proposed["amount"]), bool(proposed.get("confirmed"))
            yield part, Figure(amount, next(iter(proposed["source"].values())), proposed["year"], sure)


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: Any, which: int) -> dt.date | None:
    return days_of(str(value))[which] if value else None
