"""What a report concludes: what the rules of `rules.py` find, in the words of `texts/*/findings.yaml`, as far
as the consultant keeps it; and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.reports.report.rules import RULES, Ground
from bot.reports.report.source import Source, source_of

if TYPE_CHECKING:
    from bot.reports.documents import Material

#: What a consultant concludes in own words.
OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Finding:
    """One conclusion. `id`: its kind and what it is about, the same as long as that holds; `items`, `pillar`
    ("": the whole) and `receipts` are what it rests on, `actions` those of the plan that answer it.
    """

    id: str
    title: str
    words: str
    pillar: str = ""
    items: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The rule that found it."""
        return self.id.partition(":")[0]


def findings_of(material: Material, language: str) -> list[tuple[str, str, str]]:
    """(id, title, words) of everything that the rules find, also what was reworded or dropped."""
    return [(one.id, one.title, one.words) for one in found(source_of(material, language))]


def found(source: Source) -> tuple[Finding, ...]:
    """Everything that the rules find, in the order of `RULES`."""
    return tuple(_finding(source, kind, one) for kind, rule in RULES.items() for one in rule(source))


def concluded(source: Source) -> tuple[Finding, ...]:
    """What the report says: found and not dropped, in the consultant's words where there are any."""
    if "concluded" not in source.remembered:
        source.remembered["concluded"] = tuple(_concluded(source))
    known: tuple[Finding, ...] = source.remembered["concluded"]
    return known


def _concluded(source: Source) -> Iterator[Finding]:
    verdicts = source.advice.verdicts
    for one in found(source):
        verdict = verdicts.get(one.id)
        if verdict is None or verdict.verdict == "kept":
            yield one
        elif verdict.verdict == "reworded":
            yield replace(one, words=source.typed(verdict.words, 600))


def opinions(source: Source, pillar: str | None = None) -> tuple[Finding, ...]:
    """The consultant's own conclusions, of one pillar ("": about the whole) or of all."""
    return tuple(
        Finding(
            f"{OPINION}:{one.id}",
            source.say("finding.title.opinion"),
            source.typed(one.text, 600),
            one.pillar,
        )
        for one in source.advice.conclusions
        if pillar is None or one.pillar == pillar
    )


def _finding(source: Source, kind: str, ground: Ground) -> Finding:
    facts = dict(ground.facts)
    actions = source.actions_for(items=ground.items, pillar="" if ground.items else ground.pillar)
    return Finding(
        id=f"{kind}:{ground.about}" if ground.about else kind,
        title=source.say(f"finding.title.{kind}", **facts),
        words=source.say(ground.text or f"finding.{kind}", **facts),
        pillar=ground.pillar,
        items=ground.items,
        receipts=() if source.leaves else ground.receipts,
        actions=actions,
    )
