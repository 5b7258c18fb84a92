"""The confidential annex: what was found about security and what mends it, as a document of its own. Memo and
report say of it only that it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reports.blocks import Block, Document, Listed, Paragraph, Section, Table
from bot.reports.discretion import is_secret
from bot.reports.items import ItemFacts
from bot.reports.report.annexes import basis_of
from bot.reports.report.roadmap import table_of
from bot.reports.report.source import Source, source_of

if TYPE_CHECKING:
    from bot.reports.documents import Material

COLUMNS = ("topic", "outcome", "basis")


def security_annex(material: Material, language: str) -> Document:
    """For whoever decides on it and mends it; on every page it says that it is confidential."""
    source = source_of(material, language)
    made = source.memo
    return Document(
        language=language,
        title=source.say("security.title", organisation=source.typed(source.facts.name, 80)),
        subtitle=made.subtitle,
        stamp=source.say("security.stamp", stamp=made.stamp),
        mark=made.mark,
        head=((source.say("security.for"), source.say("security.readers")),),
        sections=(
            Section("apart", source.say("security.apart"), (_why(source),)),
            Section("found", source.say("security.found"), tuple(_found(source))),
            Section("actions", source.say("security.actions"), tuple(_actions(source))),
        ),
    )


def _why(source: Source) -> Paragraph:
    return Paragraph(tuple(source.line(f"security.why.{name}") for name in ("harm", "copy", "people")))


def _found(source: Source) -> list[Block]:
    """Every item about security with what it came to, then what of it cannot wait."""
    items = [item for item in source.items.values() if item.id in source.facts.security]
    if not items:
        return [source.told("security.nothing")]
    rows = tuple(_row(source, item) for item in items)
    header = tuple(source.say(f"security.column.{name}") for name in COLUMNS)
    missing = tuple(source.line("security.missing", topic=source.topic(i)) for i in items if i.urgent)
    table = Table(source.say("security.caption"), header, rows)
    return [table, Listed(missing)] if missing else [table]


def _row(source: Source, item: ItemFacts) -> tuple[str, ...]:
    pillar, value = source.pillar_of(item.id), item.card.value
    anchor = "" if value is None else source.text(item.anchor(value))
    return (
        source.say("security.topic", topic=source.topic(item), pillar=source.text(item.pillar, 60)),
        source.say("long.topics.words", level=source.value_words(item), anchor=anchor),
        source.say("security.basis", basis=basis_of(source, item), people=pillar.people if pillar else 0),
    )


def _actions(source: Source) -> list[Block]:
    """Those of the plan, by the numbers of the report; then those that the plan has no room for."""
    plan, facts = source.advice.plan, source.facts
    if plan is None:
        return [source.told("long.roadmap.none")]
    actions = [one for one in source.actions if is_secret(facts, one.action)]
    left = [one.candidate for one in plan.left_out if is_secret(facts, one.candidate.action)]
    blocks: list[Block] = [table_of(source, plan, actions)] if actions else []
    if left:
        told = [source.case.action(one, 200).rstrip(".") for one in left]
        blocks.append(source.told("security.left", actions=told))
    return blocks or [source.told("security.no_actions")]
