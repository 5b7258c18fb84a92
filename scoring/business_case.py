"""What an initiative brings and costs in a year, when it earns itself back, and what is missing to say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

MONTHS = 12
#: Parts of the sum, and whether they are money that is paid, if nobody says otherwise. The others are time
#: that comes free or is taken: a call less a year frees somebody's minutes, it does not lower a bill.
CASH: Mapping[str, bool] = {
    "contacts": False,
    "avoided": True,
    "extra": False,
    "people": False,
    "licences": True,
}
BENEFITS = ("contacts", "avoided")
#: The shares of the contacts that go away, from careful to hopeful.
SHARES = ("low", "mid", "high")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number somebody gave. One that nobody confirmed is an assumption, and carries its source and year."""

    amount: Decimal
    source: str = ""
    year: int | None = None
    confirmed: bool = True

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise ValueError("a figure is a number")
        if not self.confirmed and not (self.source.strip() and self.year):
            raise ValueError("a figure that nobody confirmed carries its source and its year")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What others gain in a year, who pay none of it: shown beside the sum, never in it."""

    where: str
    yearly: Figure


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the sum is made of, a year: None is unknown, which is not 0.

    `low`, `mid` and `high` (0 to 1) are the shares of the `contacts` that really go away; `old_cost` and
    `new_cost` are for one contact; `extra` are contacts that were not there before; `fte_cost` is for one
    fte. `avoided` is what need no longer be bought (None: nothing). `cash` overrules `CASH` for some parts.
    """

    contacts: Figure | None = None
    low: Figure | None = None
    mid: Figure | None = None
    high: Figure | None = None
    old_cost: Figure | None = None
    new_cost: Figure | None = None
    extra: Figure | None = None
    fte: Figure | None = None
    fte_cost: Figure | None = None
    licences: Figure | None = None
    one_off: Figure | None = None
    avoided: Figure | None = None
    elsewhere: tuple[Elsewhere, ...] = ()
    cash: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One year at one share; `payback` in months, None: it does not earn itself back.

    `benefit` = `contacts` + `avoided`; `cost` = `extra` + `people` + `licences`;
    `net` = `benefit` - `cost` = `cash` + `capacity`.
    """

    share: Decimal
    contacts: Decimal
    avoided: Decimal
    extra: Decimal
    people: Decimal
    licences: Decimal
    cash: Decimal
    payback: Decimal | None

    @property
    def benefit(self) -> Decimal:
        """What it brings in a year."""
        return self.contacts + self.avoided

    @property
    def cost(self) -> Decimal:
        """What it costs in a year, once it is there."""
        return self.extra + self.people + self.licences

    @property
    def net(self) -> Decimal:
        """What is left in a year."""
        return self.benefit - self.cost

    @property
    def capacity(self) -> Decimal:
        """The part of `net` that is time: freed, or taken when it is below 0."""
        return self.net - self.cash


@dataclass(frozen=True, slots=True)
class BusinessCase:
    """The outcomes by name (`SHARES`); none of them while something is missing or cannot be.

    A share that is missing lacks only its own outcome. `break_even` is the share at which benefit is cost
    (above 1: not even if every contact went away); None where a larger share does not help, or is not known.
    `assumptions` are the names of the figures that nobody confirmed.
    """

    outcomes: Mapping[str, Outcome]
    break_even: Decimal | None
    elsewhere: Decimal
    missing: tuple[str, ...]
    impossible: tuple[str, ...]
    assumptions: tuple[str, ...]

    @property
    def pays(self) -> bool | None:
        """Whether anything is left at the middle share; None if that is not known."""
        mid = self.outcomes.get("mid")
        return None if mid is None else mid.net > 0


def business_case(inputs: Inputs) -> BusinessCase:
    """The whole case. Figures are exact: to be rounded once, where they are shown."""
    given = dict(_given(inputs))
    missing = tuple(_missing(given))
    impossible = tuple(_impossible(given))
    known = not impossible and set(missing) <= set(SHARES)
    year = _Year(given, {**CASH, **(inputs.cash or {})}) if known else None
    return BusinessCase(
        outcomes={name: year.outcome(given[name]) for name in SHARES if name in given} if year else {},
        break_even=year.break_even() if year else None,
        elsewhere=sum((one.yearly.amount for one in inputs.elsewhere), _NOTHING),
        missing=missing,
        impossible=impossible,
        assumptions=tuple(_assumptions(inputs)),
    )


class _Year:
    """One year with all its figures but the share."""

    def __init__(self, given: Mapping[str, Decimal], cash: Mapping[str, bool]) -> None:
        self._cash = cash
        self._one_off = given["one_off"]
        self._if_all = given["contacts"] * (given["old_cost"] - given["new_cost"])
        self._fixed = {
            "avoided": given.get("avoided", _NOTHING),
            "extra": given["extra"] * given["new_cost"],
            "people": given["fte"] * given.get("fte_cost", _NOTHING),
            "licences": given["licences"],
        }

    def outcome(self, share: Decimal) -> Outcome:
        parts = {"contacts": self._if_all * share, **self._fixed}
        signed = {name: part if name in BENEFITS else -part for name, part in parts.items()}
        net = sum(signed.values(), _NOTHING)
        cash = sum((part for name, part in signed.items() if self._cash[name]), _NOTHING)
        payback = self._one_off / (net / MONTHS) if net > 0 else None
        return Outcome(share=share, cash=cash, payback=payback, **parts)

    def break_even(self) -> Decimal | None:
        if self._if_all <= 0:
            return None
        cost = sum((part for name, part in self._fixed.items() if name not in BENEFITS), _NOTHING)
        return max(_NOTHING, (cost - self._fixed["avoided"]) / self._if_all)


def _given(inputs: Inputs) -> Iterator[tuple[str, Decimal]]:
    for name, figure in _figures(inputs):
        yield name, figure.amount


def _figures(inputs: Inputs) -> Iterator[tuple[str, Figure]]:
    for field in fields(inputs):
        value = getattr(inputs, field.name)
        if isinstance(value, Figure):
            yield field.name, value


def _missing(given: Mapping[str, Decimal]) -> Iterator[str]:
    """What is not known and needed; who takes no fte need not know what one costs."""
    needless = {"avoided", "elsewhere", "cash"} | ({"fte_cost"} if given.get("fte") == 0 else set())
    for field in fields(Inputs):
        if field.name not in given and field.name not in needless:
            yield field.name


def _impossible(given: Mapping[str, Decimal]) -> Iterator[str]:
    """Figures below 0, shares above 1 and shares that are not in their order."""
    before = _NOTHING
    for name, amount in given.items():
        lowest = before if name in SHARES else _NOTHING
        if amount < lowest or (name in SHARES and amount > 1):
            yield name
        elif name in SHARES:
            before = amount


def _assumptions(inputs: Inputs) -> Iterator[str]:
    for name, figure in _figures(inputs):
        if not figure.confirmed:
            yield name
    for one in inputs.elsewhere:
        if not one.yearly.confirmed:
            yield one.where
