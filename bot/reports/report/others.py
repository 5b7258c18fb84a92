"""Other organisations in a report: what they did, where they stand, and what is concluded from all of it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.beside import Beside
from bot.reports.blocks import Block, Line, Listed, Notice, Section, Table
from bot.reports.facts import PillarFacts
from bot.reports.report.findings import Finding, concluded, opinions
from bot.reports.report.pictures import gap
from bot.reports.report.running import REUSE
from bot.reports.report.source import Source

#: Of somebody else's step, so many characters.
STEP = 400
COLUMNS = ("pillar", "view", "own", "low", "median", "high", "n", "years")


def others(source: Source) -> Section:
    """How others came a step further from where this organisation is weakest."""
    pillars = {pillar.id: pillar for pillar in source.facts.pillars}
    lines = tuple(
        source.line(
            "long.others.step",
            name=source.name(pillars[step.pillar]),
            start=source.words.level(pillars[step.pillar], step.from_level),
            end=source.words.level(pillars[step.pillar], step.to_level),
            done=source.typed(step.done, STEP),
            same=pillars[step.pillar].card.level == step.from_level,
        )
        for step in source.advice.steps
        if step.pillar in pillars
    )
    if not lines:
        return Section("others", source.say("long.others"), (source.told("long.others.nothing"),))
    blocks = (source.told("long.others.intro"), Listed(lines), source.told("long.others.use"))
    return Section("others", source.say("long.others"), blocks)


def comparison(source: Source) -> Section:
    """Figures beside others, then every conclusion with what it rests on and what answers it."""
    return Section(
        "comparison",
        source.say("long.comparison"),
        (),
        (
            Section("beside", source.say("long.comparison.beside"), tuple(_beside(source))),
            Section("conclusions", source.say("long.comparison.conclusions"), tuple(_conclusions(source))),
        ),
    )


def _beside(source: Source) -> list[Block]:
    pairs = [(pillar, one) for pillar in source.facts.known for one in pillar.beside]
    if not pairs:
        return [source.told("long.comparison.nothing")]
    picture = gap(source)
    enough = [(pillar, one) for pillar, one in pairs if not one.too_few]
    blocks: list[Block] = [picture] if picture is not None else []
    if enough:
        blocks += [_table(source, enough), source.told("long.comparison.reading")]
    few = tuple(_few(source, pillar, one) for pillar, one in pairs if one.too_few)
    return [*blocks, Listed(few)] if few else blocks


def _table(source: Source, pairs: list[tuple[PillarFacts, Beside]]) -> Table:
    keys = {n: (f"pillar:{pillar.id}", f"beside:{pillar.id}") for n, (pillar, _) in enumerate(pairs)}
    return Table(
        source.say("long.comparison.caption"),
        tuple(source.say(f"long.beside.{name}") for name in COLUMNS),
        tuple(_row(source, pillar, one) for pillar, one in pairs),
        (6,),
        source.receipts(keys),
    )


def _row(source: Source, pillar: PillarFacts, one: Beside) -> tuple[str, ...]:
    low, high = one.span or (None, None)
    halves = [
        "–" if score is None else source.half(pillar, score)
        for score in (pillar.card.score, low, one.figures.median, high)
    ]
    years = "–" if one.years is None else "–".join(dict.fromkeys(map(str, one.years)))
    view = source.say(f"beside.view.{one.view}")
    return (source.name(pillar), view, *halves, str(one.figures.n), years)


def _few(source: Source, pillar: PillarFacts, one: Beside) -> Line:
    facts = {
        "name": source.name(pillar),
        "n": one.figures.n,
        "named": [source.typed(n, 60) for n in one.named],
    }
    return source.line("long.comparison.few", (f"beside:{pillar.id}",), **facts)


def _conclusions(source: Source) -> list[Block]:
    found = tuple(one for one in concluded(source) if not one.id.startswith(REUSE))
    blocks: list[Block] = []
    if found:
        blocks.append(source.told("long.comparison.rests"))
        blocks.append(_traced(source, found))
    else:
        blocks.append(source.told("long.summary.nothing_found"))
    blocks += list(_own(source))
    return blocks


def _own(source: Source) -> Iterator[Notice]:
    own = opinions(source)
    if own:
        names = {pillar.id: source.name(pillar) for pillar in source.facts.pillars}
        lines = [
            source.line("long.comparison.about", name=names[one.pillar], words=one.words)
            if one.pillar in names
            else Line(one.words)
            for one in own
        ]
        yield Notice("opinion", own[0].title, tuple(lines))


def _traced(source: Source, found: tuple[Finding, ...]) -> Table:
    """Each conclusion beside the topics it rests on and the actions that answer it."""
    numbers = {one.id: number for number, one in enumerate(source.actions, 1)}
    rows = tuple(
        (
            one.words,
            rests_on(source, one),
            source.listed(str(numbers[id_]) for id_ in one.actions if id_ in numbers) or "–",
        )
        for one in found
    )
    return Table(
        source.say("long.comparison.traced"),
        tuple(source.say(f"long.traced.{name}") for name in ("conclusion", "rests", "actions")),
        rows,
        (),
        source.receipts({n: one.receipts for n, one in enumerate(found)}),
    )


def rests_on(source: Source, one: Finding) -> str:
    """Items where they may be told, else the pillar, the whole, or what runs."""
    items = [id_ for id_ in one.items if id_ in source.items]
    if items:
        return source.listed(items)
    pillar = next((p for p in source.facts.pillars if p.id == one.pillar), None)
    if pillar is not None:
        shown = [item.id for item in pillar.items]
        return f"{shown[0]}–{shown[-1]}" if len(shown) > 1 else source.name(pillar)
    return source.say("long.traced.running" if one.kind in ("running", "loss") else "long.traced.whole")
