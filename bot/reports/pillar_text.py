"""What an owner reads of the own pillar before it is adopted: nothing of it tells what somebody else said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.reports.discretion import is_small
from bot.reports.facts import Facts
from bot.reports.guide import Row
from bot.reports.own_picture import next_steps, strengths
from bot.reports.words import Words
from bot.texts import Texts, shipped


def pillar_text(
    facts: Facts,
    pillar: str,
    rows: Sequence[Row],
    language: str,
    *,
    until: datetime,
    texts: Texts | None = None,
) -> str:
    """The pillar's part of the summary in words; `rows` are this owner's own answers. What others answered
    shows in questions only when there are enough of them.
    """
    texts = texts or shipped()
    found = facts.pillar(pillar)
    told = found.items if found.people == 1 or not is_small(found) else ()
    strong = strengths(told)
    adjusted = [row for row in rows if _adjusted(row)]
    return str(
        texts.say(
            "report_pillar_text",
            language,
            f=facts,
            p=found,
            w=Words(language, texts),
            until=until,
            strengths=strong,
            steps=next_steps([item for item in told if item not in strong or not item.arranged]),
            adjusted=adjusted,
            unshown=[row for row in rows if row.judgement is not None and row.judgement.evidence is False],
        )
    )


def _adjusted(row: Row) -> bool:
    judgement = row.judgement
    return judgement is not None and judgement.score is not None and judgement.score != row.value
