"""What already runs, in a report: the matrix, what there is to see in it, what can be used again, sums."""

from __future__ import annotations

from decimal import Decimal

from bot.reports.blocks import Block, Line, Listed, Notice, Section, Table
from bot.reports.matrix import Laid
from bot.reports.report.findings import Finding, concluded
from bot.reports.report.pictures import matrix, payback
from bot.reports.report.source import Source
from bot.reports.words import one_line
from scoring.business_case import SHARES, BusinessCase
from scoring.initiative import Initiative

#: What can be used again has a list of its own.
REUSE = "running:reuse"
COLUMNS = ("number", "name", "kind", "goal", "status", "department", "cost")


def running(source: Source) -> Section:
    """The chapter; where nothing was told, it says so."""
    laid, title = source.laid, source.say("long.running")
    if laid is None or not laid.initiatives:
        return Section("initiatives", title, (source.told("long.running.nothing"),))
    return Section(
        "initiatives",
        title,
        tuple(_overview(source, laid)),
        (
            Section("reuse", source.say("long.running.reuse"), tuple(_reuse(source))),
            Section("cases", source.say("long.running.cases"), tuple(_cases(source))),
        ),
    )


def _overview(source: Source, laid: Laid) -> list[Block]:
    blocks: list[Block] = [source.told("long.running.intro", ("initiatives",), count=len(laid.initiatives))]
    picture = matrix(source)
    blocks += [picture] if picture is not None else []
    seen = [one for one in _read(source) if not one.id.startswith(REUSE)]
    blocks.append(_table(source, laid))
    return [*blocks, Listed(_lines(source, seen))] if seen else blocks


def _read(source: Source) -> list[Finding]:
    return [one for one in concluded(source) if one.kind == "running"]


def _lines(source: Source, found: list[Finding]) -> tuple[Line, ...]:
    return tuple(source.said(one.words, one.receipts) for one in found)


def _table(source: Source, laid: Laid) -> Table:
    return Table(
        source.say("long.running.caption"),
        tuple(source.say(f"long.running.{name}") for name in COLUMNS),
        tuple(_row(source, laid, one) for one in laid.initiatives),
        (0, len(COLUMNS) - 1),
        source.receipts({n: (f"initiative:{one.id}",) for n, one in enumerate(laid.initiatives)}),
    )


def _row(source: Source, laid: Laid, one: Initiative) -> tuple[str, ...]:
    main = one.main or next(iter(one.serves), None)
    return (
        str(laid.number(one)),
        one_line(one.name, 60),
        laid.objectives.get(one.objective or "", "–"),
        one_line(laid.goals.get(main or "", "–"), 60),
        source.say(f"long.status.{one.status or 'unknown'}"),
        one_line(one.department, 40) or "–",
        "–" if one.euros_a_year is None else source.euros(one.euros_a_year),
    )


def _reuse(source: Source) -> list[Block]:
    found = [one for one in _read(source) if one.id.startswith(REUSE)]
    return [Listed(_lines(source, found))] if found else [source.told("long.running.no_reuse")]


def _cases(source: Source) -> list[Block]:
    """Three chances side by side, what is not known yet, and what is assumed."""
    if not source.cases:
        return [source.told("long.running.no_cases")]
    whole = {id_: case for id_, case in source.cases.items() if case.outcomes}
    blocks: list[Block] = [source.told("long.running.cases_intro")]
    picture = payback(source)
    blocks += [picture] if picture is not None else []
    if whole:
        blocks.append(_sums(source, whole))
    lines = [line for id_, case in source.cases.items() for line in _remarks(source, id_, case)]
    lines += [source.said(one.words, one.receipts) for one in concluded(source) if one.kind == "loss"]
    return [*blocks, Notice("note", source.say("long.running.remarks"), tuple(lines))] if lines else blocks


def _sums(source: Source, cases: dict[str, BusinessCase]) -> Table:
    columns = ("name", *SHARES, "payback", "cash", "capacity")
    return Table(
        source.say("long.sum.caption"),
        tuple(source.say(f"long.sum.{name}") for name in columns),
        tuple(_sum(source, id_, case) for id_, case in cases.items()),
        tuple(range(1, len(columns))),
        source.receipts({n: (f"initiative:{id_}",) for n, id_ in enumerate(cases)}),
    )


def _sum(source: Source, id_: str, case: BusinessCase) -> tuple[str, ...]:
    found = [case.outcomes.get(name) for name in SHARES]
    mid = case.outcomes.get("mid")
    return (
        source.called(id_),
        *("–" if one is None else source.euros(one.net) for one in found),
        "–" if mid is None else source.say("long.sum.months", payback=mid.payback),
        "–" if mid is None else source.euros(mid.cash),
        "–" if mid is None else source.euros(mid.capacity),
    )


def _remarks(source: Source, id_: str, case: BusinessCase) -> list[Line]:
    keys, name = (f"initiative:{id_}",), source.called(id_)
    lines = []
    if case.missing:
        lines.append(source.line("long.sum.missing", keys, name=name, topics=source.asked(case.missing)))
    if case.impossible:
        lines.append(
            source.line("long.sum.impossible", keys, name=name, topics=source.asked(case.impossible))
        )
    if case.assumptions:
        lines.append(source.line("long.sum.assumed", keys, name=name, topics=source.asked(case.assumptions)))
    if case.elsewhere > Decimal(0):
        lines.append(source.line("long.sum.elsewhere", keys, name=name, amount=case.elsewhere))
    if case.break_even is not None and case.outcomes:
        share = float(case.break_even)
        lines.append(source.line("long.sum.break_even", keys, name=name, share=share))
    return lines
