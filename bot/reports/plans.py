"""What to do about an assessment, from the same answers that its scorecard is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.lists.own_actions import OwnAction
from bot.reports.choices import NOTHING_CHOSEN, Choices
from bot.reports.facts import PillarFacts
from bot.reports.items import Text
from bot.reports.judged import judged, reviews_of
from bot.reports.submitted import Dormant, scored_answers
from scoring import Action, Catalogue, Model, Roadmap, plan
from storage.records import Answer, Interview, Judgement

#: Where an own action comes in its pillar among others of the same worth.
OWN_KIND = "measure"


def plan_of(
    model: Model,
    catalogue: Catalogue,
    pillars: Iterable[PillarFacts],
    interviews: Sequence[Interview],
    answers: Sequence[Answer],
    *,
    dormant: Dormant = frozenset(),
    judgements: Sequence[Judgement] = (),
    choices: Choices = NOTHING_CHOSEN,
) -> Roadmap:
    """The plan that belongs to facts of the same round. Raises AnswersError as those do."""
    counted = [interview for interview in interviews if interview.state == "submitted"]
    mine = {interview.id for interview in counted}
    found = judged([answer for answer in answers if answer.interview in mine], judgements)
    scored = list(scored_answers(model, counted, answers, dormant, found))
    reviews = reviews_of(scored, found)
    own = [own_action(id_, one, catalogue) for id_, one in choices.own.items()]
    return plan(
        model,
        replace(catalogue, actions=(*catalogue.actions, *own)),
        scored,
        reviews,
        ambition=choices.ambition,
        anchors=_anchors(pillars),
        capacity=choices.capacity,
        dropped=choices.dropped,
    )


def own_action(id_: str, one: OwnAction, catalogue: Catalogue) -> Action:
    """An action of the consultant's as plans take it; what was not told of it is as for one that is made."""
    made = catalogue.from_anchor
    return Action(
        id=id_,
        pillar=one.pillar,
        from_level=one.from_level,
        to_level=one.to_level,
        items=one.items,
        effort=one.effort,
        kind=OWN_KIND,
        text=one.text,
        measure=one.measure or made.measure,
        usually=one.usually or made.usually,
        own=True,
    )


def _anchors(pillars: Iterable[PillarFacts]) -> Mapping[str, Mapping[int, Text]]:
    """The words of every whole level of every item."""
    items = [item for pillar in pillars for item in pillar.items]
    return {item.id: {int(n): text for n, text in item.anchors if n == int(n)} for item in items}
