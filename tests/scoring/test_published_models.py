"""Figures that other models publish, from model data alone."""

from typing import Any

import pytest

from scoring import Model
from tests.scoring.building import plain_model, scored

QUARTERS = {"no": 0, "some": 0.25, "half": 0.5, "most": 1}
Practices = dict[str, dict[str, tuple[float | None, ...]]]


def samm(*practices: str) -> Model:
    """OWASP SAMM: a stream is the sum of its three levels, a practice the mean of its streams."""
    return plain_model(
        {"id": "F", "dimensions": [_practice(name) for name in practices]},
        answer_sets={"quarters": QUARTERS},
        missing="zero",
    )


def _practice(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "dimensions": [
            {
                "id": f"{name}-{stream}",
                "score": {"rule": "sum"},
                "items": [{"id": f"{name}-{stream}-{n}", "answers": "quarters"} for n in (1, 2, 3)],
            }
            for stream in "AB"
        ],
    }


def values(practice: str, a: tuple[float, ...], b: tuple[float, ...]) -> dict[str, float | str | None]:
    return {f"{practice}-{s}-{n}": v for s, row in (("A", a), ("B", b)) for n, v in enumerate(row, 1)}


def test_samm_practice_is_the_mean_of_its_streams_summed_over_levels() -> None:
    card = scored(samm("SB"), values("SB", (0.25, 0, 0), (1, 0, 0)))
    assert card.dimension("SB").score == 0.625
    assert scored(samm("SB"), values("SB", (1, 1, 0), (1, 0.5, 0))).dimension("SB").score == 1.75


def test_samm_function_is_the_mean_of_its_practices() -> None:
    card = scored(samm("EG", "SM", "PC"), {"EG-B-1": "most"})
    assert card.dimension("EG").score == 0.5
    assert card.overall.score == pytest.approx(1 / 6)


def test_samm_distance_to_its_target_is_the_published_percentage() -> None:
    card = scored(samm("SB"), values("SB", (0.25, 0, 0), (1, 0, 0)), ambition=1.75)
    assert card.overall.percent_to_target == pytest.approx(0.625 / 1.75)


def c2m2(*levels: int) -> Model:
    items = [{"id": f"p{i}", "answers": "done", "level": level} for i, level in enumerate(levels)]
    return plain_model(
        {"id": "D", "level": {"rule": "by_level", "at_least": 2}, "items": items},
        answer_sets={"done": {"NI": 0, "PI": 1, "LI": 2, "FI": 3}},
    )


@pytest.mark.parametrize(
    ("levels", "answers", "reached"),
    [
        ((1, 1, 2, 2, 3), ("FI", "LI", "FI", "NI", "FI"), 1),
        ((1, 1, 2, 3), ("FI", "PI", "FI", "FI"), 0),
        ((1, 3), ("FI", "LI"), 3),
        ((2, 3), ("FI", "FI"), 0),
        ((1, 2, 3), ("FI", None, "FI"), 1),
    ],
)
def test_c2m2_levels_are_cumulative(
    levels: tuple[int, ...], answers: tuple[str | None, ...], reached: int
) -> None:
    card = scored(c2m2(*levels), {f"p{i}": answer for i, answer in enumerate(answers)})
    assert card.overall.level == reached


CMMI = [
    *((f"two{i}", 2) for i in range(7)),
    *((f"three{i}", 3) for i in range(11)),
    ("OPP", 4),
    ("QPM", 4),
    ("OPM", 5),
    ("CAR", 5),
]


@pytest.mark.parametrize(
    ("exceptions", "level"),
    [
        ({}, 5),
        ({"two0": 1}, 1),
        ({**{f"three{i}": 2 for i in range(11)}, "two1": 2}, 2),
        ({"QPM": 2}, 3),
        ({"CAR": 2}, 4),
    ],
)
def test_cmmi_is_staged_over_process_areas(exceptions: dict[str, int], level: int) -> None:
    items = [{"id": name, "answers": "steps", "level": stage} for name, stage in CMMI]
    rule = {"rule": "by_level", "lowest": 1, "at_least": {2: 2, 3: 3, 4: 3, 5: 3}}
    areas = [{"id": "A", "items": items[:7]}, {"id": "B", "items": items[7:]}]
    model = plain_model(*areas, overall={"level": rule})
    assert scored(model, {name: 3 for name, _ in CMMI} | exceptions).overall.level == level


FLICKIT = {2: {2: 60}, 3: {2: 75, 3: 60}, 4: {2: 85, 3: 75, 4: 60}, 5: {2: 95, 3: 85, 4: 70, 5: 60}}


def test_a_capability_table_skips_what_no_question_touches() -> None:
    items = [{"id": f"q{i}", "answers": "yes_no", "levels": {2: 1, 4: 1}} for i in range(5)]
    items.append({"id": "last", "answers": "yes_no", "levels": {4: 1, 5: 1}})
    model = plain_model({"id": "D", "level": {"rule": "thresholds", "table": FLICKIT}, "items": items})
    answers = {f"q{i}": "yes" for i in range(5)} | {"last": "no"}
    assert scored(model, answers).dimensions[0].level == 4


@pytest.mark.parametrize(("weights", "level"), [((5, 3), 3), ((4, 3), 2)])
def test_a_capability_table_weighs_its_subjects(weights: tuple[int, int], level: int) -> None:
    # the first subject has all of the third level, the second none: 62.5 and 57.1
    parts = [
        {
            "id": f"S{i}",
            "weight": weight,
            "items": [
                {"id": f"a{i}", "answers": "yes_no", "levels": {2: 1}},
                {"id": f"b{i}", "answers": "yes_no", "levels": {3: 1}},
            ],
        }
        for i, weight in enumerate(weights)
    ]
    model = plain_model({"id": "D", "level": {"rule": "thresholds", "table": FLICKIT}, "dimensions": parts})
    assert scored(model, {"a0": 1, "b0": 1, "a1": 1, "b1": 0}).dimensions[0].level == level


def mixed(rule: str, over: str = "leaves") -> Model:
    weights = ((1, 1), (1, 3))
    parts = [
        {
            "id": f"R{i}",
            "items": [{"id": f"r{i}{j}", "answers": "percent", "weight": w} for j, w in enumerate(row)],
        }
        for i, row in enumerate(weights)
    ]
    score = {"rule": rule, "over": over}
    return plain_model({"id": "D", "score": score, "dimensions": parts})


@pytest.mark.parametrize(
    ("rule", "over", "all_four", "last_not_applicable"),
    [("mean", "leaves", 80, 60), ("sum", "leaves", 480, 180), ("mean", "children", 77.5, 55)],
)
def test_weighted_mean_sum_and_mean_of_means_come_out_as_published(
    rule: str, over: str, all_four: float, last_not_applicable: float
) -> None:
    answers: dict[str, float | str | None] = {"r00": 80, "r01": 60, "r10": 40, "r11": 100}
    assert scored(mixed(rule, over), answers).dimensions[0].score == pytest.approx(all_four)
    answers["r11"] = "not_applicable"
    assert scored(mixed(rule, over), answers).dimensions[0].score == pytest.approx(last_not_applicable)
