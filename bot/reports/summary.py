"""The consultant's summary in chat: what the assessment comes to so far, and what to talk about."""

from __future__ import annotations

from collections.abc import Iterator

from bot.reports.discretion import is_small
from bot.reports.facts import Facts
from bot.reports.words import Words
from bot.texts import Texts, shipped

#: Characters in one message, markup included; what chats take is more, in case the channel adds something.
MESSAGE = 3500
#: Entries of one list; the rest is counted.
MOST = 12


def summary(facts: Facts, language: str, texts: Texts | None = None, *, leaves: bool = False) -> list[str]:
    """Messages of at most 3500 characters in the HTML that every channel knows, for the consultant alone; or
    one that `leaves`, of facts that may.
    """
    texts = texts or shipped()
    text = texts.say(
        "report_summary",
        language,
        f=facts,
        w=Words(language, texts),
        overall=facts.scorecard.overall,
        found=facts.findings,
        missing=[p for p in facts.pillars if not p.people and not p.waiting and p.card.applies],
        goal=facts.goal,
        alone=any(pillar.people < 2 for pillar in facts.limiting),
        few=any(pillar.people > 0 and is_small(pillar) for pillar in facts.pillars),
        leaves=leaves,
        most=MOST,
    )
    return list(messages(str(text)))


def messages(text: str, limit: int = MESSAGE) -> Iterator[str]:
    """Cut between paragraphs, or between lines where a paragraph is too long; markup never spans lines."""
    held = ""
    for part in _parts(text, limit):
        if held and len(held) + len(part) > limit:
            yield held.strip()
            held = ""
        held += part
    if held.strip():
        yield held.strip()


def _parts(text: str, limit: int) -> Iterator[str]:
    for paragraph in text.split("\n\n"):
        if len(paragraph) + 2 <= limit:
            yield f"{paragraph.strip(chr(10))}\n\n"
        else:
            lines = paragraph.strip("\n").split("\n")
            yield from (f"{line}\n" for line in lines[:-1])
            yield f"{lines[-1]}\n\n"
