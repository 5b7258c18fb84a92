"""A plan as text: its waves, who does what and when, what it asks, and what it does not come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from bot.reports.advice import ActionEdit, Advice
from bot.reports.facts import Facts
from bot.reports.words import Words, one_line
from scoring.candidates import Candidate
from scoring.roadmap import Roadmap, Wave

NOTHING_EDITED = ActionEdit()


def roadmap_text(facts: Facts, advice: Advice, words: Words) -> Markup:
    """The plan as HTML lines."""
    plan = advice.plan
    return words.texts.say(
        "roadmap_text",
        words.language,
        name=one_line(facts.name, 80),
        phase=words.phase(facts),
        demo=facts.demo,
        waves=[_wave(wave, facts, advice, words) for wave in plan.waves if wave.actions] if plan else [],
        crowded=_several((each.candidate for each in plan.crowded), words) if plan else [],
        room=plan.room_needed if plan else None,
        dropped=_several(plan.dropped, words) if plan else [],
        short=list(_short(facts, plan, words)) if plan else [],
        planned=plan is not None,
    )


def euros_of(candidate: Candidate, advice: Advice) -> tuple[Decimal | None, Decimal | None]:
    """(what its days cost at the client's rate, what it costs besides); None is not known."""
    rate = advice.given.day_rate
    work = None if rate is None else rate * Decimal(str(candidate.days))
    return work, advice.edits.get(candidate.id, NOTHING_EDITED).cost


def called(initiative: str, advice: Advice) -> str:
    """The name of an initiative that counts; "" for any other."""
    found = (one.body.get("name") for one in advice.running if one.id == initiative)
    return one_line(str(next(found, "") or ""))


def _wave(wave: Wave, facts: Facts, advice: Advice, words: Words) -> Mapping[str, Any]:
    before = {one.id: one.card.level for one in facts.pillars}
    names = {one.id: words.of(one.name) for one in facts.pillars}
    return {
        "name": words.say(f"workbook.wave.{wave.name}"),
        "from": wave.window.from_month,
        "to": wave.window.to_month,
        "days": wave.days,
        "actions": [_action(each, names, advice, words) for each in wave.actions],
        "after": [
            (names[card.id], words.level(facts, card.level))
            for card in wave.after.dimensions
            if card.level is not None and card.level > (before.get(card.id) or 0)
        ],
    }


def _action(
    candidate: Candidate, names: Mapping[str, str], advice: Advice, words: Words
) -> Mapping[str, Any]:
    edit = advice.edits.get(candidate.id, NOTHING_EDITED)
    work, besides = euros_of(candidate, advice)
    return {
        "id": candidate.id,
        "text": _told(candidate, words),
        "pillar": names.get(candidate.action.pillar, candidate.action.pillar),
        "items": list(candidate.action.items),
        "usually": words.of(candidate.action.usually),
        "days": candidate.days,
        "work": work,
        "besides": besides,
        "builds_on": called(edit.builds_on, advice),
        "edit": edit,
    }


def _told(candidate: Candidate, words: Words) -> str:
    return words.action(candidate.action, 300)


def _several(candidates: Iterable[Candidate], words: Words) -> list[str]:
    return [f"{each.id}: {_told(each, words)}" for each in candidates]


def _short(facts: Facts, plan: Roadmap, words: Words) -> Iterator[tuple[str, str]]:
    """Pillars that the plan does not bring where it should, and that level."""
    names = {one.id: words.of(one.name) for one in facts.pillars}
    for pillar in plan.pillars:
        goal = pillar.standing.goal
        if pillar.reaches is False and goal is not None:
            yield names[pillar.standing.pillar], words.level(facts, goal)
