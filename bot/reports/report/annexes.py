"""The annexes of a report: every topic with its outcome, the method with its formulas, what was shown, who
took part, sources, what is not known, and what is for the consultant alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from bot.reports.blocks import Block, Line, Listed, Section, Table
from bot.reports.discretion import is_small
from bot.reports.facts import PillarFacts
from bot.reports.items import ItemFacts
from bot.reports.report.findings import concluded
from bot.reports.report.source import Source
from scoring.candidates import Candidate

#: Sources that the method names, each a text of its own.
SOURCES = ("article", "bmm", "evidence", "groundswell", "scoring")
FORMULAS = ("item", "confirmed", "score", "coverage", "level", "gate", "interval", "agreement", "confidence")
OF_THE_WHOLE = ("whole", "balance", "target", "plan")


def annexes(source: Source) -> tuple[Section, ...]:
    """In this order; the confidential one only in the consultant's copy."""
    made = [topics(source), traced(source), method(source), evidence(source), people(source)]
    made += [Section("sources", source.say("long.annex.sources"), (_sources(source),)), unknown(source)]
    return (*made, *confidential(source))


def topics(source: Source) -> Section:
    """Every question with what it came to, as far as that may be shown."""
    parts = tuple(
        Section(f"topics-{pillar.id}", source.name(pillar), (_topics(source, pillar),))
        for pillar in source.facts.pillars
    )
    return Section("topics", source.say("long.annex.topics"), (source.told("long.topics.intro"),), parts)


def _topics(source: Source, pillar: PillarFacts) -> Block:
    if not pillar.items:
        return _questions(source, pillar)
    return Table(
        source.say("long.topics.caption", name=source.name(pillar), people=pillar.people),
        tuple(source.say(f"long.topics.{name}") for name in ("id", "question", "outcome", "basis")),
        tuple(_topic(source, item) for item in pillar.items),
        (),
        source.receipts({n: (f"item:{item.id}",) for n, item in enumerate(pillar.items)}),
    )


def _questions(source: Source, pillar: PillarFacts) -> Block:
    """Of a pillar with so few people only what was asked."""
    items = [item.id for one in source.dimensions if one.id == pillar.id for item in one.leaves]
    asked = tuple(Line(f"{id_} {source.questions.get(id_, '')}") for id_ in items)
    return Listed(asked) if asked else source.told("long.pillar.hidden_title")


def _topic(source: Source, item: ItemFacts) -> tuple[str, ...]:
    value = item.card.value
    anchor = source.text(item.anchor(value)) if value is not None else ""
    words = source.value_words(item)
    asked = source.questions.get(item.id, "")
    return (
        item.id,
        f"{source.topic(item)}: {asked}" if asked else source.topic(item),
        source.say("long.topics.words", level=words, anchor=anchor),
        basis_of(source, item),
    )


def basis_of(source: Source, item: ItemFacts) -> str:
    """What an outcome rests on, in a word; a dash where there is none."""
    card = item.card
    if card.value is None:
        return "–"
    kind = "reviewed" if card.reviewed else "evidence" if card.evidence else "claimed"
    return source.say(f"standing.{kind}")


def traced(source: Source) -> Section:
    """Every action with its transition and the topics that it is there for."""
    title = source.say("long.annex.traced")
    if not source.actions:
        return Section("traced", title, (source.told("long.traced.nothing"),))
    columns = ("number", "action", "step", "topics", "priority")
    table = Table(
        source.say("long.traced.caption"),
        tuple(source.say(f"long.traced.{name}") for name in columns),
        tuple(_trace(source, one) for one in source.actions),
        (0, 4),
        source.receipts({n: (f"action:{one.id}",) for n, one in enumerate(source.actions)}),
    )
    return Section("traced", title, (source.told("long.traced.intro"), table))


def _trace(source: Source, one: Candidate) -> tuple[str, ...]:
    number, words = str(source.numbered[one.id]), source.action_words(one)
    if not source.tells(one):
        return (number, words, "–", "–", "–")
    pillar = source.facts.pillar(one.action.pillar)
    step = source.say(
        "long.traced.from_to",
        name=source.name(pillar),
        start=source.words.level(pillar, one.action.from_level),
        end=source.words.level(pillar, one.action.to_level),
    )
    # Which items an action is there for tells what was answered about them.
    items = source.listed(gap.item for gap in one.gaps if gap.item in source.shown) or "–"
    # So does how urgent it is: the value of what is not shown could be counted back from it.
    shown = not source.leaves or all(gap.item in source.shown for gap in one.gaps)
    return (number, words, step, items, source.number(one.priority) if shown else "–")


def method(source: Source) -> Section:
    """The formulas in words, with the figures of this version of the model."""
    title = source.say("long.annex.method")
    if source.basis is None:
        return Section("method", title, (source.told("long.method.nothing"),))
    facts = source.facts
    versions = source.told(
        "long.method.versions",
        script=facts.script_version,
        model=facts.scorecard.model_version,
        actions=source.advice.plan.catalogue_version if source.advice.plan else None,
    )
    s = source.basis.model.settings
    rules = {one.level.rule: one.level.parameters for one in source.dimensions if one.level is not None}
    figures = {"s": s, "shares": rules.get("shares"), "top": facts.top}
    lines = [source.line(f"long.method.{name}", **figures) for name in (*FORMULAS, *OF_THE_WHOLE)]
    limits = Listed(tuple(source.line(f"long.method.limit.{n}") for n in ("self", "groundswell", "weights")))
    part = Section("limits", source.say("long.method.limits"), (limits,))
    return Section("method", title, (versions, Listed(tuple(line for line in lines if line.text))), (part,))


def evidence(source: Source) -> Section:
    """What people named to show an answer; in a copy for others only how much of it there is."""
    shown, claims = source.facts.evidence
    security = bool(source.facts.security)
    counts = source.told("long.evidence.counts", ("evidence",), shown=shown, claims=claims, security=security)
    blocks: list[Block] = [counts]
    rows = [] if source.leaves else list(_evidence(source))
    if rows:
        header = tuple(source.say(f"long.evidence.{name}") for name in ("item", "named"))
        blocks.append(Table(source.say("long.evidence.caption"), header, tuple(rows)))
    elif source.leaves:
        blocks.append(source.told("long.evidence.elsewhere"))
    return Section("evidence", source.say("long.annex.evidence"), tuple(blocks))


def _evidence(source: Source) -> Iterator[tuple[str, str]]:
    for item in source.items.values():
        for text in source.evidence_of(item.id):
            yield f"{item.id} {source.topic(item)}", text


def people(source: Source) -> Section:
    """Who took part by what they do; never a name, and in a copy for others only where nobody can guess."""
    title = source.say("long.annex.people")
    if source.basis is None or not source.basis.respondents:
        return Section("respondents", title, (source.told("long.respondents.nothing"),))
    names = {pillar.id: source.name(pillar) for pillar in source.facts.pillars}
    found = Counter(
        (names.get(one.pillar, one.pillar), source.role_of(one), one.function, one.department)
        for one in source.basis.respondents
    )
    columns = ("pillar", "role", "function", "department", "count")
    order = {name: place for place, name in enumerate(names.values())}
    in_order = sorted(found.items(), key=lambda pair: (order.get(pair[0][0], len(order)), pair[0]))
    rows = tuple(
        (name, role, source.typed(function, 60) or "–", source.typed(department, 60) or "–", str(count))
        for (name, role, function, department), count in in_order
    )
    header = tuple(source.say(f"long.respondents.{column}") for column in columns)
    blocks: list[Block] = [Table(source.say("long.people.caption"), header, rows, (4,))]
    if source.leaves and any(is_small(pillar) and pillar.people for pillar in source.facts.pillars):
        blocks.append(source.told("long.people.hidden"))
    return Section("respondents", title, tuple(blocks))


def _sources(source: Source) -> Listed:
    return Listed(tuple(source.line(f"long.source.{name}") for name in SOURCES))


def unknown(source: Source) -> Section:
    """What nobody knows yet, and what this report cannot say."""
    kinds = ("unknown", "provisional", "dont_know")
    lines = [source.said(one.words, one.receipts) for one in concluded(source) if one.kind in kinds]
    lines += [source.said(item, ("overall",)) for item in source.from_memo("unknown").items]
    facts = source.facts
    absent = {
        "long.absent.initiatives": not source.advice.running,
        "long.absent.steps": not source.advice.steps,
        "long.absent.beside": not any(pillar.beside for pillar in facts.pillars),
        "long.absent.rate": source.advice.given.day_rate is None and bool(source.actions),
        "long.absent.earlier": all(pillar.earlier is None for pillar in facts.pillars),
        "long.absent.goals": source.basis is None or not source.basis.own_goals,
    }
    lines += [source.line(name) for name, is_so in absent.items() if is_so]
    unique = {line.text: line for line in lines}
    return Section("unknown", source.say("long.annex.unknown"), (Listed(tuple(unique.values())),))


def confidential(source: Source) -> tuple[Section, ...]:
    """Safeguards that are missing, with the answer and what mends it: for the consultant alone."""
    if source.leaves:
        return ()
    missing = [item for item in source.items.values() if item.urgent]
    lines = tuple(
        source.line(
            "long.confidential.item",
            (f"item:{item.id}",),
            topic=source.topic(item),
            pillar=source.text(item.pillar, 60),
            anchor=source.text(item.anchor(item.card.value or 0.0)).rstrip("."),
            actions=[
                source.case.action(one, 220).rstrip(".")
                for one in source.actions
                if any(gap.item == item.id for gap in one.gaps)
            ],
        )
        for item in missing
    )
    blocks = (source.told("long.confidential.intro"), Listed(lines)) if lines else ()
    nothing = (source.told("long.confidential.nothing"),)
    return (Section("confidential", source.say("long.annex.confidential"), blocks or nothing),)
