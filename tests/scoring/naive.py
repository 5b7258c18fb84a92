"""The shipped rules once more, written straight from their definition: slow, with plain dictionaries.

Shares no code with the scoring module; the two must agree.
"""

import math
import statistics
from collections.abc import Iterable, Mapping
from typing import Any

E = 1e-9
Item = tuple[str, float, bool]
"""Id, weight, gate."""

SHOWN = (
    "score", "level", "level_at_risk", "coverage", "provisional", "claimed", "confirmed", "reviewed",
    "agreement", "confidence", "confidence_label", "interval",
)  # fmt: skip
SPECIALS = ("dont_know", "not_applicable", "skipped", "dormant")


def combine(answers: list[dict[str, Any]], review: dict[str, Any] | None) -> dict[str, Any]:
    rest = [a for a in answers if a["value"] != "dormant"]
    values = [(a["weight"], a["value"]) for a in rest if a["value"] not in SPECIALS]
    kinds = [a["value"] for a in rest if a["value"] in SPECIALS]
    found: dict[str, Any] = {
        "values": [v for _, v in values],
        "value": None,
        "special": None,
        "reviewed": False,
    }
    found["evidence"] = any(e.strip() for a in rest for e in a["evidence"])
    found["difference"] = False
    if not values:
        found["special"] = special(kinds) if rest or not answers else "dormant"
        return found
    found["value"] = sum(w * v for w, v in values) / sum(w for w, _ in values)
    spread = max(v for _, v in values) - min(v for _, v in values)
    found["difference"] = spread >= 2 - E or "not_applicable" in kinds
    if review is not None:
        found["reviewed"] = True
        judged = {name: review[name] for name in ("value", "evidence") if review[name] is not None}
        found.update(judged)
    return found


def special(kinds: list[str]) -> str | None:
    if kinds and all(k == "not_applicable" for k in kinds):
        return "not_applicable"
    return "dont_know" if "dont_know" in kinds else "skipped" if "skipped" in kinds else None


def level(items: Iterable[Item], values: Mapping[str, float | None]) -> int | None:
    have = [(w, g, v) for name, w, g in items if (v := values[name]) is not None]
    if not have:
        return None
    whole = sum(w for w, _, _ in have)

    def a(wanted: int) -> float:
        return sum(w for w, _, v in have if v >= wanted - E) / whole

    reached = [True]
    for wanted in range(1, 5):
        lower = all(a(k) > 0.80 + E for k in range(1, wanted))
        gates = not any(g and v < wanted - 1 - E for _, g, v in have)
        reached.append(reached[wanted - 1] and a(wanted) > 0.50 + E and lower and gates)
    return max(i for i, yes in enumerate(reached) if yes)


def pillar(items: list[Item], found: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = dict.fromkeys(SHOWN)
    applying = [(n, w, g) for n, w, g in items if found[n]["special"] not in ("not_applicable", "dormant")]
    if not applying:
        return out
    values = {n: found[n]["value"] for n, _, _ in items}
    with_value = [(n, w) for n, w, _ in applying if values[n] is not None]
    open_gates = [n for n, _, g in applying if g and values[n] is None]
    weight = sum(w for _, w in with_value)
    coverage = weight / sum(w for _, w, _ in applying)
    out["coverage"] = coverage
    out["provisional"] = coverage < 0.70 - E or bool(open_gates)
    filled = [{**values, **{n: fill for n, _, _ in applying if values[n] is None}} for fill in (0, 4)]
    out["interval"] = [level(applying, each) for each in filled]
    if coverage < 0.50 - E:
        return out
    out["score"] = out["claimed"] = sum(w * values[n] for n, w in with_value) / weight
    sure = {n: values[n] if found[n]["evidence"] else min(values[n], 2) for n, _ in with_value}
    out["confirmed"] = sum(w * sure[n] for n, w in with_value) / weight
    out["reviewed"] = sum(w for n, w in with_value if found[n]["reviewed"]) / weight
    out["level"] = level(applying, values)
    out["level_at_risk"] = level(applying, {**values, **dict.fromkeys(open_gates, 0)})
    several = [found[n]["values"] for n, _ in with_value if len(found[n]["values"]) >= 2]
    agreed = [max(0.0, 1 - statistics.variance(each) / 2.0) for each in several]
    out["agreement"] = statistics.fmean(agreed) if agreed else None
    high = [n for n, _ in with_value if values[n] >= 3 - E]
    e = sum(found[n]["evidence"] for n in high) / len(high) if high else 1
    trust = 0.35 * coverage + 0.35 * e + 0.30 * (0.6 if not agreed else out["agreement"])
    out["confidence"] = trust
    out["confidence_label"] = "high" if trust >= 0.75 - E else "medium" if trust >= 0.50 - E else "low"
    return out


def organisation(pillars: list[dict[str, Any]], ambition: float) -> dict[str, Any]:
    names = ("level", "score", "balance", "range", "band", "distance", "percent_to_target")
    kept = [p for p in pillars if p["coverage"] is not None]
    scores = [p["score"] for p in kept]
    if len(kept) < 2 or None in scores:
        return dict.fromkeys(names)
    spread = max(scores) - min(scores)
    gaps = [(ambition - s) ** 2 for s in scores if s < ambition - E]
    bands = (("balanced", 0.5), ("light", 1.0), ("clear", 1.5), ("strong", math.inf))
    return {
        "level": min(p["level"] for p in kept),
        "score": statistics.fmean(scores),
        "balance": max(0, 1 - statistics.pstdev(scores) / 1.96),
        "range": spread,
        "band": next(name for name, limit in bands if spread <= limit + E),
        "distance": math.sqrt(statistics.fmean(gaps)) if gaps else 0,
        "percent_to_target": 1 - sum(max(0, ambition - s) for s in scores) / (ambition * len(scores)),
    }


def scorecard(
    pillars: Mapping[str, list[Item]], answers: list[dict[str, Any]], reviews: list[dict[str, Any]]
) -> dict[str, Any]:
    by_review = {r["question"]: r for r in reviews}

    def found(name: str) -> dict[str, Any]:
        return combine([a for a in answers if a["question"] == name], by_review.get(name))

    pressure = found("pressure")["value"]
    ambition = 2 if pressure is not None and pressure < 1.5 - E else 3
    dimensions = []
    for name, items in pillars.items():
        cards = {item: found(item) for item, _, _ in items}
        shown = [_item(item, gate, cards[item]) for item, _, gate in items]
        dimensions.append({"id": name, **pillar(items, cards), "dimensions": [], "items": shown})
    return {
        "model": "social_media",
        "model_version": "1",
        "overall": organisation(dimensions, ambition),
        "dimensions": dimensions,
    }


def _item(name: str, gate: bool, card: dict[str, Any]) -> dict[str, Any]:
    value = card["value"]
    confirmed = value if value is None or card["evidence"] else min(value, 2)
    return {
        "id": name, "value": value, "special": card["special"], "confirmed": confirmed,
        "evidence": card["evidence"], "gate": gate, "difference": card["difference"],
    }  # fmt: skip
