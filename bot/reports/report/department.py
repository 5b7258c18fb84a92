"""The plan of one department on one page: what was said of it, where the organisation stands, and what it can
do itself, between everybody on their own and one strategy for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.reports.blocks import Block, Chart, Document, Listed, Paragraph, Section, Table
from bot.reports.discretion import is_small
from bot.reports.facts import PillarFacts
from bot.reports.report.pictures import strip
from bot.reports.report.source import Source, source_of
from scoring.candidates import Candidate

if TYPE_CHECKING:
    from bot.reports.documents import Material

#: Actions that a department gets at most, and the level to which a department comes by itself.
MOST, BY_ITSELF = 5, 2
COLUMNS = ("number", "text", "who", "effort", "done")


@dataclass(frozen=True, slots=True)
class Named:
    """A department that somebody named with an item: as the furthest one, or as that with most to do."""

    department: str
    item: str
    furthest: bool


def departments_of(material: Material) -> tuple[str, ...]:
    """Every department that was named, by respondents as their own or with an answer, each once; of a copy
    that leaves only those of which something may be told.
    """
    basis, small = material.advice.basis, _small(material)
    people = basis.respondents if basis else ()
    own = [one.department for one in people if not (material.leaves and one.pillar in small)]
    told = [*own, *(one.department for one in _may_be_told(material))]
    found: dict[str, str] = {}
    for name in told:
        if name.strip():
            found.setdefault(_key(name), " ".join(name.split()))
    return tuple(sorted(found.values(), key=_key))


def department_plan(material: Material, department: str, language: str) -> Document:
    """The page of one department; of pillars with few people a copy that leaves tells no single answer."""
    source = source_of(material, language)
    made = source.memo
    told = [one for one in _may_be_told(material) if _key(one.department) == _key(department)]
    named = [one for one in told if one.item in source.shown]
    title = source.typed(department, 60)
    said = Section("said", source.say("long.department.said"), (_said(source, named),))
    after = Section("after", source.say("long.department.after"), (source.told("long.department.then"),))
    sections = (
        Section("step", source.say("long.department.step"), (_step(source, title),), (said,)),
        Section("stands", source.say("long.department.stands"), (_stands(source, department),)),
        Section("actions", source.say("long.department.actions"), tuple(_actions(source, named)), (after,)),
    )
    return Document(
        language=language,
        title=source.say("long.department.title", name=title),
        subtitle=source.typed(source.facts.name, 80),
        stamp=made.stamp,
        mark=made.mark,
        head=(),
        sections=sections,
    )


def departments_strip(source: Source) -> Chart | None:
    """Pillars by department, for the consultant: where somebody named one as further or less far."""
    names = departments_of(source.material)
    named = list(_may_be_told(source.material))
    if not named or source.leaves:
        return None
    shown = [name for name in names if any(_key(one.department) == _key(name) for one in named)]
    rows = [
        (source.name(pillar), [_cell(source, pillar, name, named) for name in shown])
        for pillar in source.facts.pillars
    ]
    return strip(source, [source.typed(name, 30) for name in shown], rows)


def _cell(source: Source, pillar: PillarFacts, department: str, named: Sequence[Named]) -> str:
    mine = {item.id for item in pillar.items}
    found = [one for one in named if one.item in mine and _key(one.department) == _key(department)]
    ways = sorted({one.furthest for one in found}, reverse=True)
    return source.listed(source.say(f"long.department.{'ahead' if way else 'work'}") for way in ways)


def _named(material: Material) -> Iterator[Named]:
    basis = material.advice.basis
    for answer in basis.answers if basis else ():
        if basis is not None and (answer.interview, answer.question) not in basis.dormant:
            if answer.best:
                yield Named(answer.best, answer.question, furthest=True)
            if answer.weakest:
                yield Named(answer.weakest, answer.question, furthest=False)


def _may_be_told(material: Material) -> Iterator[Named]:
    """In a copy that leaves only of items that it shows."""
    small = _small(material) if material.leaves else set()
    told = {
        item.id
        for pillar in material.facts.pillars
        for item in pillar.items
        if pillar.id not in small and not item.withheld
    }
    yield from (one for one in _named(material) if one.item in told)


def _small(material: Material) -> set[str]:
    return {pillar.id for pillar in material.facts.pillars if is_small(pillar)}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _step(source: Source, department: str) -> Paragraph:
    first, second, third = (source.words.level(source.facts, level) for level in (1, BY_ITSELF, 3))
    levels = {"first": first, "second": second, "third": third}
    return source.told("long.department.between", department=department, **levels)


def _said(source: Source, named: Sequence[Named]) -> Block:
    """Each item once for each way in which the department was named with it."""
    lines = []
    for one in dict.fromkeys((one.item, one.furthest) for one in named):
        name = "long.department.best" if one[1] else "long.department.weakest"
        lines.append(source.line(name, topic=source.topic(source.items[one[0]])))
    return Listed(tuple(lines)) if lines else source.told("long.department.nothing")


def _stands(source: Source, department: str) -> Table:
    """Every pillar's level; beside it what people of this department answered, for the consultant alone."""
    columns = ["people.pillar", "column.level", "column.aim"]
    columns += [] if source.leaves else ["department.own"]
    rows = []
    for pillar in source.facts.pillars:
        aim = None if pillar.card.score is None else source.case.aim(pillar)
        row = [
            source.name(pillar),
            source.standing_of(pillar),
            "–" if aim is None else source.half(pillar, aim),
        ]
        rows.append((*row, *([] if source.leaves else [_own(source, pillar, department)])))
    header = tuple(source.say(f"long.{column}") for column in columns)
    return Table(source.say("long.department.caption"), header, tuple(rows))


def _own(source: Source, pillar: PillarFacts, department: str) -> str:
    """The mean of what people of this department answered, in half levels, and how many they are."""
    people = source.basis.respondents if source.basis else ()
    mine = {one.interview for one in people if _key(one.department) == _key(department)}
    pairs = [
        (item.card.weight, voice.value)
        for item in pillar.items
        for voice in item.card.voices
        if voice.respondent in mine
    ]
    if not pairs:
        return "–"
    mean = sum(weight * value for weight, value in pairs) / sum(weight for weight, _ in pairs)
    count = len({v.respondent for item in pillar.items for v in item.card.voices if v.respondent in mine})
    return source.say("long.department.own_words", level=source.half(pillar, mean), people=count)


def _actions(source: Source, named: Sequence[Named]) -> list[Block]:
    """Those that fit: first what mends where this department has most to do, then its own steps, in order."""
    weak = {one.item for one in named if not one.furthest}
    fitting = [one for one in source.actions if source.tells(one)]
    chosen = sorted(fitting, key=lambda one: (not _mends(one, weak), one.action.to_level > BY_ITSELF))[:MOST]
    if not chosen:
        return [source.told("long.roadmap.nothing" if source.advice.plan else "long.roadmap.none")]
    header = tuple(source.say(f"long.roadmap.{name}") for name in COLUMNS)
    rows = tuple(
        (
            str(source.numbered[one.id]),
            source.action_words(one),
            source.case.who(one),
            source.say("long.roadmap.effort_words", days=one.days, money=source.case.money([one])),
            source.text(one.action.measure, 160),
        )
        for one in chosen
    )
    return [Table(source.say("long.department.table"), header, rows, (0,))]


def _mends(one: Candidate, items: set[str]) -> bool:
    return any(gap.item in items for gap in one.gaps)
