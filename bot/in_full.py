"""The script in which another organisation tells of itself, with the whole questionnaire of pillars that it
chooses: made of scripts on disk, so that nothing is written twice.
"""

from __future__ import annotations

from bot.interview.questions import Level, Question
from bot.interview.script import Script, Section

#: What such an interview is about, and the scripts that it is made of besides the one that is called so.
IN_FULL, TELLING, MEASURED = "best_practice_full", "best_practice", "maturity"
#: The question which pillars are told of in full; the section with a level for each pillar, and their ids.
CHOSEN, LEVELS, LEVEL = "in_full", "levels", "level_"


def in_full(besides: Script, telling: Script, measured: Script) -> Script:
    """`telling`, with what is asked `besides` before its levels, and after those the sections of `measured`,
    each for who chose it. Nothing is offered afterwards.
    """
    sections: list[Section] = []
    for section in telling.sections:
        if section.id == LEVELS:
            sections += [*besides.sections, _of_the_others(section), *map(_of_the_chosen, measured.sections)]
        else:
            sections.append(section)
    return telling.model_copy(
        update={
            "id": besides.id,
            "version": f"{besides.version}-{telling.version}-{measured.version}",
            "title": besides.title,
            "facts": tuple(dict.fromkeys((*telling.facts, *measured.facts))),
            "follow_ups": measured.follow_ups,
            "evidence": measured.evidence,
            "choices": {},
            "sections": tuple(sections),
            "cross_checks": measured.cross_checks,
            "offers": (),
        }
    )


def _of_the_chosen(section: Section) -> Section:
    """No part of what is announced as left, until it is chosen."""
    return section.model_copy(update={"when": f'"{section.id}" in {CHOSEN}', "extra": True})


def _of_the_others(levels: Section) -> Section:
    """Where somebody stands is asked of pillars of which they do not tell in full."""
    return levels.model_copy(update={"questions": tuple(map(_unless_chosen, levels.questions))})


def _unless_chosen(question: Question) -> Question:
    if not isinstance(question, Level):
        return question
    pillar = question.id.removeprefix(LEVEL)
    return question.model_copy(update={"when": f'!answered("{CHOSEN}") || !("{pillar}" in {CHOSEN})'})
