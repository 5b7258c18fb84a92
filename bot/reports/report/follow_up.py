"""What comes after a report: what the board decided, what was done since, and when it is measured again."""

from __future__ import annotations

from bot.reports.blocks import Block, Line, Listed, Paragraph, Section
from bot.reports.memo_case import A_YEAR, HALF_A_YEAR
from bot.reports.report.source import Source


def follow_up(source: Source) -> Section:
    """The decision, the progress of actions, and the next measurement."""
    blocks: list[Block] = [Paragraph((_decision(source), *_next(source)))]
    told = [
        source.line(
            "long.follow.progress",
            (f"action:{id_}",),
            number=source.numbered[id_],
            words=[source.typed(text) for text in texts[-2:]],
        )
        for id_, texts in source.advice.progress.items()
        if id_ in source.numbered and texts
    ]
    blocks.append(Listed(tuple(told)) if told else source.told("long.follow.no_progress"))
    return Section("follow-up", source.say("long.follow"), tuple(blocks))


def _decision(source: Source) -> Line:
    decided = source.advice.decision
    if decided is None:
        return source.line("long.follow.undecided")
    what = source.typed(decided.what, 600).rstrip(".")
    return source.line("long.follow.decided", what=what, amount=decided.amount, on=decided.on)


def _next(source: Source) -> tuple[Line, ...]:
    start = source.facts.now
    return (
        source.line("long.follow.next", half=start + HALF_A_YEAR, whole=start + A_YEAR),
        source.line("long.follow.again", version=source.facts.scorecard.model_version),
    )
