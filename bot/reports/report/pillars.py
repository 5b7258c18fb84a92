"""A pillar in a report: where it stands and why, what is strong and weak, where people differ, what helps."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.blocks import Block, Line, Listed, Notice, Paragraph, Section
from bot.reports.discretion import TRACEABLE, is_small
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.report.findings import concluded, opinions
from bot.reports.report.pictures import heat, spread
from bot.reports.report.quotes import quotes
from bot.reports.report.source import Source
from scoring import Lift, lift_of
from scoring.compare import above, at_least, below

#: So many of what is strongest and of what is weakest.
MOST = 2
#: A safeguard below this is a risk, also where it does not keep the pillar down now.
AT_RISK = 2
#: What is told of a pillar itself, and not in the chapter about the whole.
HERE = frozenset({"gate", "claimed", "difference", "dont_know", "departments", "others"})


def pillars(source: Source) -> Section:
    """All pillars, each in a part of its own."""
    lines = [source.line("long.pillars.intro", count=len(source.facts.pillars))]
    if source.leaves and source.facts.security:
        lines.append(source.line("memo.remark.security"))
    parts = tuple(pillar_part(source, pillar) for pillar in source.facts.pillars)
    return Section("pillars", source.say("long.pillars"), (Paragraph(tuple(lines)),), parts)


def pillar_part(source: Source, pillar: PillarFacts) -> Section:
    """What there is to tell of one pillar."""
    blocks: list[Block] = [Paragraph(tuple(_standing(source, pillar)))]
    if pillar.card.applies and pillar.people:
        blocks += _items(source, pillar) if pillar.items else [_hidden(source)]
        blocks += _talking(source, pillar)
        said = quotes(source, pillar)
        blocks += [Notice("note", source.say("long.quotes"), said)] if said else []
        blocks += _lift(source, pillar)
    own = opinions(source, pillar.id)
    if own:
        blocks.append(Notice("opinion", own[0].title, tuple(Line(one.words) for one in own)))
    return Section(f"pillar-{pillar.id}", source.name(pillar), tuple(blocks))


def _standing(source: Source, pillar: PillarFacts) -> Iterator[Line]:
    """Level, what it means, how many and how sure, and what is still possible."""
    card, keys = pillar.card, (f"pillar:{pillar.id}",)
    if not card.applies:
        yield source.line("long.pillar.not_applicable")
    elif not pillar.people:
        yield source.line("long.pillar.nobody", keys, waiting=sum(pillar.waiting.values()))
    elif card.score is None or card.level is None:
        yield source.line("long.pillar.open", keys, people=pillar.people, coverage=card.coverage or 0.0)
    else:
        yield source.line("long.pillar.level", keys, level=source.case.placed(pillar))
        meaning = source.words.meaning(pillar, card.level)
        if meaning:
            yield Line(source.typed(meaning))
        yield source.line(
            "long.pillar.basis",
            keys,
            people=pillar.people,
            coverage=card.coverage,
            standing=source.words.standing(pillar),
            reviewed=card.reviewed,
            confidence=source.confidence(pillar),
        )
        yield from _because(source, pillar, keys)


def _because(source: Source, pillar: PillarFacts, keys: tuple[str, ...]) -> Iterator[Line]:
    """How many topics are there, and what holds the rest back."""
    level = pillar.card.level or 0
    valued = [item.card.value for item in pillar.items if item.card.value is not None]
    if valued and level < source.facts.top:
        yield source.line(
            "long.pillar.because",
            keys,
            count=len(valued),
            here=sum(at_least(value, level) for value in valued),
            level=source.words.level(pillar, level),
            further=sum(at_least(value, level + 1) for value in valued),
            above=source.words.level(pillar, level + 1),
        )
    risk = pillar.card.level_at_risk
    if risk is not None and risk != level:
        yield source.line("long.pillar.at_risk", keys, level=source.words.level(pillar, risk))
    if pillar.earlier is not None:
        yield source.line("long.pillar.earlier", keys, level=source.words.level(pillar, pillar.earlier))


def _hidden(source: Source) -> Notice:
    return Notice(
        "note", source.say("long.pillar.hidden_title"), (source.line("long.pillar.hidden", least=TRACEABLE),)
    )


def _items(source: Source, pillar: PillarFacts) -> list[Block]:
    """The picture of every item, then what is furthest and least far in words."""
    told = [item for item in pillar.items if item.card.value is not None and not item.urgent]
    ranked = sorted(told, key=lambda item: (-(item.card.value or 0.0), -item.card.weight))
    strong = [item for item in ranked if item.arranged][:MOST]
    weak = [item for item in reversed(ranked) if item not in strong and item.goal is not None][:MOST]
    lines = [_told(source, "long.pillar.strong", item) for item in strong]
    lines += [_told(source, "long.pillar.weak", item) for item in weak]
    blocks: list[Block] = [heat(source, pillar)]
    blocks += [Listed(tuple(lines))] if lines else []
    apart = spread(source, pillar)
    return [*blocks, apart] if apart is not None else blocks


def _told(source: Source, name: str, item: ItemFacts) -> Line:
    anchor = source.text(item.anchor(item.card.value or 0.0)).rstrip(".")
    facts = {
        "topic": source.topic(item),
        "anchor": anchor,
        "level": source.half(source.facts, item.card.value or 0.0),
    }
    return source.line(name, (f"item:{item.id}",), **facts)


def _talking(source: Source, pillar: PillarFacts) -> list[Block]:
    """Findings about this pillar, and safeguards that are thin."""
    lines = [
        source.said(one.words, one.receipts)
        for one in concluded(source)
        if one.pillar == pillar.id and one.kind in HERE
    ]
    thin = [
        item
        for item in pillar.items
        if item.card.gate
        and not item.urgent
        and item.card.value is not None
        and below(item.card.value, AT_RISK)
    ]
    if thin:
        keys = tuple(f"item:{item.id}" for item in thin)
        lines.append(source.line("long.pillar.thin", keys, topics=[source.topic(item) for item in thin]))
    if not source.leaves:
        lines += _gaps(source, pillar)
    if not lines:
        return [source.told("long.pillar.nothing")] if pillar.items else []
    return [Notice("warning", source.say("long.pillar.talk"), tuple(lines))]


def _gaps(source: Source, pillar: PillarFacts) -> Iterator[Line]:
    """What nobody knew, with who would; for the consultant alone."""
    mine = {item.id for item in pillar.items}
    for one in source.facts.findings.unknown:
        if one.item.id in mine:
            yield source.line(
                "long.pillar.unknown",
                (f"item:{one.item.id}",),
                topic=source.topic(one.item),
                who=[source.typed(text, 80) for text in one.texts[:3]],
            )


def _lift(source: Source, pillar: PillarFacts) -> list[Block]:
    """The fewest topics that bring the pillar one level up."""
    found = lift_for(source, pillar)
    if found is None or not pillar.items:
        return []
    named = [source.items[change.item] for change in found.changes]
    keys = (f"pillar:{pillar.id}",)
    beyond = pillar.card.ambition is not None and above(found.to_level, pillar.card.ambition)
    intro = source.line(
        "long.pillar.lift_beyond" if beyond else "long.pillar.lift",
        keys,
        level=source.words.level(pillar, found.to_level),
        count=len(named),
    )
    steps = [_step(source, item, change.to) for item, change in zip(named, found.changes, strict=True)]
    return [Paragraph((intro,)), Listed(tuple(steps))] if steps else []


def lift_for(source: Source, pillar: PillarFacts) -> Lift | None:
    """What would lift a pillar one level; None where nobody may know or nothing does. Of a pillar of which
    something is withheld it would be another set than the true one.
    """
    if source.basis is None or (is_small(pillar) and source.leaves):
        return None
    if any(item.withheld for item in pillar.items):
        return None
    dimension = next(one for one in source.basis.model.dimensions if one.id == pillar.id)
    return lift_of(dimension, pillar.card)


def _step(source: Source, item: ItemFacts, to: float) -> Line:
    facts = {"topic": source.topic(item), "goal": source.text(item.anchor(to)).rstrip(".")}
    return source.line("long.pillar.step", (f"item:{item.id}",), **facts)
