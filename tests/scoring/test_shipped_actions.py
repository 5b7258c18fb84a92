"""The shipped actions: every step of every pillar can be made with them, in both languages."""

from collections import Counter

import pytest

from scoring import Answer, parse_actions, score
from scoring.action import EFFORTS, KINDS
from tests.scoring.building import SOCIAL_MEDIA, shipped

CATALOGUE = parse_actions(shipped("social_media", "actions"), SOCIAL_MEDIA)
STEPS = [(pillar.id, level) for pillar in SOCIAL_MEDIA.dimensions for level in range(4)]
GATES = [item.id for item in SOCIAL_MEDIA.items.values() if item.gate]


def test_there_are_at_least_as_many_as_the_method_lists_and_three_or_more_a_step() -> None:
    assert len(CATALOGUE.actions) >= 67
    steps = Counter((action.pillar, action.from_level) for action in CATALOGUE.actions)
    assert set(steps) == set(STEPS)
    assert min(steps.values()) >= 3


@pytest.mark.parametrize(("pillar", "level"), STEPS)
def test_doing_all_of_a_step_from_exactly_the_lower_level_reaches_the_next(pillar: str, level: int) -> None:
    values = dict.fromkeys(SOCIAL_MEDIA.items, level)
    for action in CATALOGUE.actions:
        if (action.pillar, action.from_level) == (pillar, level):
            values.update(dict.fromkeys(action.items, level + 1))
    card = score(SOCIAL_MEDIA, [Answer(item, value) for item, value in values.items()])
    assert card.dimension(pillar).level == level + 1


@pytest.mark.parametrize("item", GATES)
def test_every_gate_has_an_action_of_its_own_at_every_step(item: str) -> None:
    assert all(CATALOGUE.leading_to(item[0], level, item) for level in range(1, 5))


def test_every_text_stands_in_both_languages_and_ends_as_a_sentence() -> None:
    for action in CATALOGUE.actions:
        for text in (action.text, action.measure):
            assert set(text) == {"nl", "en"}
            assert all(words.rstrip("”").endswith((".", "?")) for words in text.values()), action.id
        assert set(action.usually) == {"nl", "en"}


def test_an_id_tells_the_pillar_and_the_step() -> None:
    for action in CATALOGUE.actions:
        assert action.id.startswith(f"{action.pillar}{action.from_level}{action.to_level}_")


def test_no_two_actions_say_the_same() -> None:
    for language in ("nl", "en"):
        texts = Counter(action.text[language] for action in CATALOGUE.actions)
        assert max(texts.values()) == 1


def test_every_kind_and_effort_is_used_and_days_grow_with_effort() -> None:
    assert {action.kind for action in CATALOGUE.actions} == set(KINDS)
    assert {action.effort for action in CATALOGUE.actions} == set(EFFORTS)
    days = [CATALOGUE.efforts[effort].days for effort in EFFORTS]
    assert days == sorted(days)


def test_what_comes_first_in_a_gate_needs_only_what_comes_at_once_too() -> None:
    now = {
        action.id
        for action in CATALOGUE.actions
        if action.to_level == 1 and set(action.items).intersection(GATES)
    }
    for action in CATALOGUE.actions:
        assert action.id not in now or set(action.needs) <= now


def test_every_action_has_a_short_name_of_its_own_in_both_languages() -> None:
    for language in ("nl", "en"):
        names = [action.short[language] for action in CATALOGUE.actions]
        assert len(set(names)) == len(names)
        assert not any(name.endswith(".") for name in names)
    assert all(action.title == action.short for action in CATALOGUE.actions)
