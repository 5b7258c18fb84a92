"""The first chapters: what is asked and concluded on one page, what was done and by whom, and the model."""

from __future__ import annotations

from collections import Counter

from bot.reports.blocks import Block, Line, Listed, Notice, Paragraph, Section, Table
from bot.reports.discretion import is_small
from bot.reports.facts import PillarFacts
from bot.reports.judged import Standing
from bot.reports.report.findings import concluded, opinions
from bot.reports.report.source import ROLES, Source

#: Findings on the first page, and how many of one kind.
FIRST, OF_A_KIND = 5, 2
#: Kinds that stand elsewhere on the page: in its first sentence, and under how sure all this is.
ELSEWHERE = frozenset({"limiting", "provisional", "evidence"})


def summary(source: Source) -> Section:
    """One page that can be decided on."""
    return Section(
        "summary",
        source.say("long.summary"),
        (_core(source),),
        (
            Section("asked", source.say("long.summary.asked"), (_asked(source),)),
            Section("found", source.say("long.summary.found"), tuple(_found(source))),
            Section("costs", source.say("long.summary.costs"), tuple(_costs(source))),
            Section("certainty", source.say("long.summary.certainty"), (_sure(source),)),
        ),
    )


def _core(source: Source) -> Paragraph:
    keys = ("overall", *(f"pillar:{pillar.id}" for pillar in source.case.limiting))
    return Paragraph(tuple(source.said(line, keys) for line in source.from_memo("core").lines))


def _asked(source: Source) -> Listed:
    asked = source.from_memo("ask")
    return Listed(tuple(source.said(item, ("plan",)) for item in asked.items), asked.numbered)


def _found(source: Source) -> list[Block]:
    told = [one for one in concluded(source) if one.kind not in ELSEWHERE]
    # Four pillars with the same remark are one remark here.
    times = Counter[str]()
    said: list[Line] = []
    for one in told:
        times[one.kind] += 1
        if times[one.kind] <= OF_A_KIND and len(said) < FIRST:
            said.append(source.said(one.words, one.receipts))
    blocks: list[Block] = [Listed(tuple(said))] if said else [source.told("long.summary.nothing_found")]
    own = opinions(source, "")
    if own:
        blocks.append(Notice("opinion", own[0].title, tuple(Line(one.words) for one in own)))
    return blocks


def _costs(source: Source) -> list[Block]:
    """What it takes, what each choice brings, nothing included."""
    costs = tuple(source.said(line, ("plan",)) for line in source.from_memo("costs").lines)
    table = source.from_memo("options").table
    options = Table(
        source.say("long.summary.options"),
        table[0],
        table[1:],
        receipts=source.receipts(dict.fromkeys(range(len(table) - 1), ("plan",))),
    )
    return [Paragraph(costs), options]


def _sure(source: Source) -> Listed:
    keys = ("overall", "respondents")
    said = [source.said(item, keys) for item in source.from_memo("unknown").items]
    said += [source.said(one.words, one.receipts) for one in concluded(source) if one.kind == "provisional"]
    return Listed(tuple(said))


def approach(source: Source) -> Section:
    """What was asked, how, and who took part."""
    facts, basis = source.facts, source.basis
    goals = basis.own_goals if basis else ()
    own: Block = (
        Listed(tuple(Line(source.typed(goal)) for goal in goals))
        if goals
        else source.told("long.approach.no_goals")
    )
    scope = Paragraph(
        (
            source.line(
                "long.approach.asked",
                title=source.text(facts.title),
                organisation=source.typed(facts.name, 80),
            ),
            source.line("long.approach.scope"),
        )
    )
    how = Paragraph(
        (
            source.line(
                "long.approach.how",
                ("respondents",),
                version=facts.script_version,
                people=facts.people,
                waiting=facts.waiting,
            ),
            source.line("long.approach.words"),
            _reviewed(source),
            source.line(f"memo.status.{facts.phase}"),
        )
    )
    return Section(
        "approach",
        source.say("long.approach"),
        (scope,),
        (
            Section("goals", source.say("long.approach.goals"), (own,)),
            Section("how", source.say("long.approach.how_title"), (how,)),
            Section("people", source.say("long.approach.people"), tuple(_people(source))),
        ),
    )


def _reviewed(source: Source) -> Line:
    """Whether the outcomes were reviewed; where some were, which."""
    standing, reviewed = source.facts.standing, source.case.reviewed
    if reviewed and standing is not Standing.REVIEWED:
        return source.line("long.approach.partly", names=source.case.names(reviewed))
    return source.line(f"long.approach.{standing.value}")


def _people(source: Source) -> list[Block]:
    facts = source.facts
    header = tuple(source.say(f"long.people.{name}") for name in ("pillar", "count", *ROLES, "waiting"))
    rows = tuple(_people_of(source, pillar) for pillar in facts.pillars)
    numbers = tuple(range(1, len(header)))
    table = Table(
        source.say("long.people.caption"),
        header,
        rows,
        numbers,
        source.receipts(dict.fromkeys(range(len(rows)), ("respondents",))),
    )
    if source.leaves and any(is_small(pillar) and pillar.people for pillar in facts.pillars):
        return [table, source.told("long.people.hidden")]
    return [table]


def _people_of(source: Source, pillar: PillarFacts) -> tuple[str, ...]:
    """Who took part for a pillar; of so few that they can be guessed, a copy for others tells no roles."""
    found = (
        Counter(one.role for one in source.basis.respondents if one.pillar == pillar.id)
        if source.basis
        else Counter[str]()
    )
    hidden = source.leaves and is_small(pillar)
    roles = ["–" if hidden or source.basis is None else str(found[role]) for role in ROLES]
    return (source.name(pillar), str(pillar.people), *roles, str(sum(pillar.waiting.values())))


def the_model(source: Source) -> Section:
    """The model on one page."""
    facts, say = source.facts, source.say
    levels = Table(
        say("long.model.levels"),
        (say("long.model.level"), say("long.model.meaning")),
        tuple(
            (source.text(level.name, 60), source.text(level.meaning)) for level in facts.levels if level.name
        ),
    )
    pillars = Table(
        say("long.model.pillars"),
        (say("long.people.pillar"), say("long.model.topics")),
        tuple((source.name(p), source.listed(_topics(source, p.id))) for p in facts.pillars),
    )
    notice = Notice(
        "note",
        say("long.model.consequences"),
        (
            source.line("long.model.balance"),
            source.line("long.model.pressure"),
            source.line("long.model.proof"),
        ),
    )
    text = source.told("long.model.text", count=len(facts.pillars), levels=len(facts.levels))
    return Section("model", say("long.model"), (text, pillars, levels, notice))


def _topics(source: Source, pillar: str) -> list[str]:
    """What the questions of a pillar are about, by the names they have elsewhere in the report."""
    if source.basis is None:
        return []
    dimension = next(one for one in source.basis.model.dimensions if one.id == pillar)
    asked = [one for section in source.basis.script.sections for one in section.questions]
    topics = {one.id: one.topic for one in asked if one.topic}
    return [source.text(topics.get(item.id, item.name), 80) for item in dimension.leaves]
