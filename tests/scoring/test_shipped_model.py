"""The social media model as data: weights, gates and words as the method has them."""

import pytest

from scoring import Answer, Dimension, parse_model, score
from scoring.level_rules import LEVEL_RULES
from scoring.score_rules import SCORE_RULES
from tests.scoring.building import SOCIAL_MEDIA, scored, shipped

KEY = {"S2", "O2", "B1", "B3", "I2", "M3"}
SUPPORTING = {"S7", "O4", "O7", "B5", "I6", "I7", "M5"}
GATES = {"S6", "O2", "O5", "B1", "B2", "B4", "I2", "M3"}


def test_five_pillars_of_seven_items_with_their_weights_and_gates() -> None:
    assert [pillar.id for pillar in SOCIAL_MEDIA.dimensions] == list("SOBIM")
    assert list(SOCIAL_MEDIA.items) == [f"{pillar}{n}" for pillar in "SOBIM" for n in range(1, 8)]
    items = SOCIAL_MEDIA.items.values()
    assert {item.id for item in items if item.weight == 1.5} == KEY
    assert {item.id for item in items if item.weight == 0.5} == SUPPORTING
    assert {item.weight for item in items} == {1.5, 1.0, 0.5}
    assert {item.id for item in SOCIAL_MEDIA.items.values() if item.gate} == GATES


def test_what_could_help_somebody_who_means_harm_is_marked_and_the_levels_tell_nothing_of_it() -> None:
    assert {item.id for item in SOCIAL_MEDIA.items.values() if item.security} == {"I2", "O5"}
    assert {item.id for item in SOCIAL_MEDIA.items.values() if item.law} == {"B4", "B5"}
    meanings = [
        text for one in SOCIAL_MEDIA.dimensions for level in one.levels for text in level.meaning.values()
    ]
    assert not [text for text in meanings if "wachtwoord" in text or "password" in text]


def test_every_level_has_a_name_and_a_meaning_in_both_languages() -> None:
    assert [level.value for level in SOCIAL_MEDIA.levels] == [0, 1, 2, 3, 4]
    assert SOCIAL_MEDIA.level_name(2) == {"nl": "Afdeling", "en": "Department"}
    for pillar in SOCIAL_MEDIA.dimensions:
        assert [level.value for level in pillar.levels] == [0, 1, 2, 3, 4]
        texts = [pillar.name, *(level.meaning for level in (*pillar.levels, *SOCIAL_MEDIA.levels))]
        assert all(text["nl"] and text["en"] for text in texts)
    assert all(item.name["nl"] and item.name["en"] for item in SOCIAL_MEDIA.items.values())


def test_a_level_means_the_same_whatever_the_pillar() -> None:
    for value in range(5):
        card = scored(SOCIAL_MEDIA, dict.fromkeys(SOCIAL_MEDIA.items, value))
        assert card.overall.level == card.overall.score == value
        assert {pillar.level for pillar in card.dimensions} == {value}


@pytest.mark.parametrize("name", list("SOBIM"))
def test_one_normal_item_may_lag_but_a_key_item_may_not(name: str) -> None:
    items = SOCIAL_MEDIA.whole.dimensions["SOBIM".index(name)].items
    normal = next(item.id for item in items if item.weight == 1 and not item.gate)
    key = next(item.id for item in items if item.weight == 1.5)

    def level(lagging: str) -> int | None:
        values = {item.id: 1 if item.id == lagging else 3 for item in items}
        return score(SOCIAL_MEDIA, [Answer(q, v) for q, v in values.items()]).dimension(name).level

    assert level(normal) == 3
    assert level(key) == 2


def test_the_example_uses_every_rule_once() -> None:
    model = parse_model(shipped("example"))

    def below(dimension: Dimension) -> list[Dimension]:
        return [dimension, *(deeper for child in dimension.dimensions for deeper in below(child))]

    parts = below(model.whole)
    assert {part.score.rule for part in parts} == set(SCORE_RULES)
    assert {part.level.rule for part in parts if part.level} == set(LEVEL_RULES)
    assert any(part.score.over_leaves for part in parts)
    assert model.items["D-K-2"].missing == 1


def test_a_scorecard_finds_its_parts_by_id() -> None:
    card = scored(SOCIAL_MEDIA, {"S1": 3})
    assert (card.dimension("M").id, card.item("M7").id, card.item("S1").value) == ("M", "M7", 3)
    for find in (card.dimension, card.item):
        with pytest.raises(KeyError):
            find("X9")
