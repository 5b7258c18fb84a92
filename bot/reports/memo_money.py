"""What a memo says of money: what actions cost and where it comes from, what initiatives bring; nothing is
guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.reports.memo_case import Case, days, spent
from bot.reports.running import inputs_of
from bot.reports.words import one_line
from scoring.business_case import SHARES, business_case
from scoring.candidates import Candidate

#: So many sources of money, and initiatives that bring something, are named.
SOURCES, NAMED = 3, 2


def costs(case: Case, actions: Sequence[Candidate]) -> str:
    """Days at the client's rate, and what was given to be paid besides."""
    given, euros = case.given, case.cost(actions)
    expenses = (given.expenses or Decimal(0)) + (spent(case.edits, actions) or Decimal(0))
    rate = given.day_rate
    work = None if rate is None else rate * Decimal(str(days(actions)))
    return case.tell(
        "costs",
        days=days(actions),
        euros=euros,
        rate=rate,
        expenses=expenses,
        total=(work or Decimal(0)) + expenses,
    )


def cover(case: Case, actions: Sequence[Candidate]) -> str:
    """Where it comes from: as a whole, and for single actions; what has no source yet is told."""
    found: dict[str, Decimal] = {}
    for action in actions:
        edit = case.edits.get(action.id)
        if edit is not None and edit.cover:
            source = one_line(edit.cover, 60).rstrip(".")
            found[source] = found.get(source, Decimal(0)) + (edit.cost or Decimal(0))
    covered = [action for action in actions if action.id in case.edits and case.edits[action.id].cover]
    whole = one_line(case.given.cover, 160).rstrip(".")
    return case.tell(
        "cover",
        cover=whole,
        parts=list(found.items())[:SOURCES],
        more=max(0, len(found) - SOURCES),
        open=not whole and bool(found) and len(covered) < len(actions),
    )


def benefits(case: Case) -> str:
    """What was given; else the sums of what runs already, where there are figures for one."""
    told = one_line(case.given.benefits, 200).rstrip(".")
    sums = [] if told else list(_sums(case))
    if not sums:
        return case.tell("benefits", benefits=told)
    return case.tell(
        "earned",
        names=[name for name, *_ in sums[:NAMED]],
        more=max(0, len(sums) - NAMED),
        low=sum(low for _, low, _, _ in sums),
        high=sum(high for _, _, high, _ in sums),
        assumed=any(assumed for *_, assumed in sums),
    )


def _sums(case: Case) -> Iterator[tuple[str, Decimal, Decimal, bool]]:
    """(name, net a year at the careful and at the hopeful share, whether that rests on assumptions)."""
    for one in case.running:
        inputs = inputs_of(one.body)
        found = business_case(inputs) if inputs is not None else None
        if found is not None and found.outcomes:
            nets = [found.outcomes[share].net for share in SHARES if share in found.outcomes]
            name = one_line(str(one.body.get("name") or ""), 40)
            yield name, min(nets), max(nets), bool(found.assumptions)
