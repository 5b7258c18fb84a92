"""Actions that stand in no list: made from the words of an item's next level, or to finish an interview."""

from collections.abc import Mapping

from scoring.action import Action, Catalogue, Template
from scoring.model import Model, Text
from scoring.scorecard import DimensionCard

Anchors = Mapping[str, Mapping[int, Text]]
"""The words of an item's levels, by item and level; an item may be missing."""


def from_words(
    catalogue: Catalogue, model: Model, anchors: Anchors, item: str, step: tuple[str, int]
) -> Action:
    """What makes the words of this level true; `step` is the pillar and the level."""
    template, level = catalogue.from_anchor, step[1]
    words = anchors.get(item, {}).get(level, {})
    name, level_name = model.items[item].name, model.level_name(level)
    texts = {
        language: (text if words.get(language) else template.without_anchor[language]).format(
            anchor=words.get(language, "").replace("**", ""),
            item=name.get(language, item),
            level=level_name.get(language, str(level)),
        )
        for language, text in template.text.items()
    }
    return _made(template, f"{item}-to-{level}", step, (item,), texts)


def to_finish(catalogue: Catalogue, model: Model, pillar: DimensionCard) -> Action:
    """The action for a pillar of which too little is known; its items are those without a value."""
    names = {each.id: each.name for each in model.dimensions}[pillar.id]
    texts = {
        language: text.format(pillar=names.get(language, pillar.id))
        for language, text in catalogue.finish.text.items()
    }
    unknown = tuple(card.id for card in pillar.all_items() if card.applies and card.value is None)
    return _made(catalogue.finish, f"{pillar.id}-finish", (pillar.id, 0), unknown, texts)


def _made(
    template: Template, name: str, step: tuple[str, int], items: tuple[str, ...], texts: Text
) -> Action:
    pillar, level = step
    return Action(
        id=name,
        pillar=pillar,
        from_level=max(0, level - 1),
        to_level=level,
        items=items,
        effort=template.effort,
        kind=template.kind,
        text=texts,
        measure=template.measure,
        usually=template.usually,
        made=True,
    )
