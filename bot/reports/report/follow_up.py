"""What comes after a report: what the board decided, what was done since, and when it is measured again."""

from __future__ import annotations

from bot.reports.blocks import Block, Line, Listed, Paragraph, Section
from bot.reports.memo_case import A_YEAR, HALF_A_YEAR
from bot.reports.report.source import Source
from bot.reports.words import one_line


def follow_up(source: Source) -> Section:
    """The decision, the progress of actions, and the next measurement."""
    blocks: list[Block] = [Paragraph((_decision(source), *_next(source)))]
    told = _counted(source) if source.leaves else [*_progress(source), *_no_longer_planned(source)]
    blocks.append(Listed(tuple(told)) if told else source.told("long.follow.no_progress"))
    return Section("follow-up", source.say("long.follow"), tuple(blocks))


def _counted(source: Source) -> list[Line]:
    """What was told of actions are words of single people: a copy for others says only of how many."""
    count = sum(bool(texts) for texts in source.advice.progress.values())
    return [source.line("long.follow.counted", count=count)] if count else []


def _progress(source: Source) -> list[Line]:
    return [
        source.line(
            "long.follow.progress",
            (f"action:{id_}",),
            number=source.numbered[id_],
            words=[source.typed(text) for text in texts[-2:]],
        )
        for id_, texts in source.advice.progress.items()
        if id_ in source.numbered and texts
    ]


def _no_longer_planned(source: Source) -> list[Line]:
    """What was done of actions that the board decided on and that no plan has now: answers may be gone."""
    decided = source.advice.decision
    return [
        source.line(
            "long.follow.done",
            text=one_line(source.words.of(text).replace("**", ""), 200),
            words=[source.typed(said) for said in source.advice.progress[id_][-2:]],
        )
        for id_, text in (decided.actions if decided is not None else {}).items()
        if id_ not in source.numbered and source.advice.progress.get(id_)
    ]


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
