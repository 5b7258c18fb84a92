"""The rules of a plan once more, written straight from their definition, over plain dictionaries.

Shares no code with the scoring module but the answers' shape; the two must agree.
"""

import math
import statistics
from collections.abc import Mapping
from typing import Any

from tests.scoring import naive

E = 1e-9
KINDS = ("owner", "rule", "measure", "tool", "scale")
SIZE = {"S": 1, "M": 3, "L": 8}
Said = list[dict[str, Any]]
Plan = dict[str, Any]


class Naive:
    """One assessment and its plan."""

    def __init__(
        self, pillars: Mapping[str, list[naive.Item]], answers: Said, reviews: Said, actions: Said
    ) -> None:
        self.pillars, self.answers, self.reviews, self.actions = pillars, answers, reviews, actions
        self.card = naive.scorecard(pillars, answers, reviews)
        self.by_pillar = {p["id"]: p for p in self.card["dimensions"]}
        self.values = {i["id"]: i for p in self.card["dimensions"] for i in p["items"]}
        self.weights = {name: (w, gate) for items in pillars.values() for name, w, gate in items}
        pressure = naive.combine([a for a in answers if a["question"] == "pressure"], None)["value"]
        self.time = pressure or 0
        self.ambition = 2 if pressure is not None and pressure < 1.5 - E else 3
        known = [p for p in self.card["dimensions"] if p["level"] is not None]
        self.target = min([self.ambition, *(p["level"] + 1 for p in known)])
        self.scores = [p["score"] for p in known]

    def applies(self, item: str) -> bool:
        return self.values[item]["special"] not in ("not_applicable", "dormant")

    def is_open(self, item: str, level: int) -> bool:
        value = self.values[item]["value"]
        return self.applies(item) and (value is None or value < level - E)

    def actions_for(self, pillar: str, item: str, level: int) -> Said:
        found = [a for a in self.actions if a["pillar"] == pillar and a["to"] == level and item in a["items"]]
        made = {"id": f"{item}-to-{level}", "pillar": pillar, "to": level, "items": [item]}
        return found or [{**made, "effort": "M", "kind": "scale", "needs": []}]

    def candidates(self) -> tuple[dict[str, Plan], dict[str, Plan]]:
        now: dict[str, Plan] = {}
        ranked: dict[str, Plan] = {}
        for pillar, card in self.by_pillar.items():
            if card["coverage"] is not None and card["level"] is None:
                finish = {"id": f"{pillar}-finish", "pillar": pillar, "to": 0, "items": []}
                now[finish["id"]] = self.figures(
                    {**finish, "effort": "S", "kind": "measure", "needs": []}, {}
                )
            elif card["level"] is not None:
                now.update(self.for_gates(pillar, card["level"]))
                ranked.update(self.for_step(pillar, card["level"]))
        return now, {name: each for name, each in ranked.items() if name not in now}

    def for_gates(self, pillar: str, level: int) -> dict[str, Plan]:
        gates = [name for name, _, gate in self.pillars[pillar] if gate]
        low = [name for name in gates if (v := self.values[name]["value"]) is not None and v < 1 - E]
        found = [action for name in low for action in self.actions_for(pillar, name, 1)]
        return {each["id"]: self.figures(each, self.mends(each, level < 1)) for each in found}

    def for_step(self, pillar: str, level: int) -> dict[str, Plan]:
        goal = level + 1
        names = [name for name, _, _ in self.pillars[pillar] if self.is_open(name, goal)]
        found = [action for name in names for action in self.actions_for(pillar, name, goal)]
        if level >= self.target:
            found = []
        return {each["id"]: self.figures(each, self.mends(each, True)) for each in found}

    def mends(self, action: Plan, unknown_too: bool) -> dict[str, int]:
        return {
            item: action["to"]
            for item in action["items"]
            if self.is_open(item, action["to"]) and (unknown_too or self.values[item]["value"] is not None)
        }

    def figures(self, action: Plan, mends: dict[str, int]) -> Plan:
        score = self.by_pillar[action["pillar"]]["score"]
        gaps = {item: goal - (self.values[item]["value"] or 0) for item, goal in mends.items()}
        value = sum(self.weights[item][0] * gap for item, gap in gaps.items())
        lagging = False
        if score is not None:
            value += max(0, statistics.fmean(self.scores) - score)
            lagging = max(self.scores) - score > 1 + E
        gates = [self.values[item]["value"] or 0 for item in mends if self.weights[item][1]]
        lowest = min(gates, default=math.inf)
        risk = 4 if lowest < 1 - E else 2 if lowest < 2 - E else 0
        priority = (value + self.time + risk) / SIZE[action["effort"]]
        place = (not lagging, -round(priority, 9), KINDS.index(action["kind"]), action["id"])
        return {**action, "mends": mends, "value": value, "priority": priority, "place": place}

    def plan(self, quick: int, structural: int, dropped: frozenset[str] = frozenset()) -> Plan:
        now, ranked = self.candidates()
        everything = {**now, **ranked}
        self.dropped = [name for name in everything if name in dropped]
        for name in self.dropped:
            now.pop(name, None), ranked.pop(name, None)
        grew = True
        while grew:
            wanted = [need for each in now.values() for need in each["needs"] if need in ranked]
            now.update({name: ranked.pop(name) for name in dict.fromkeys(wanted)})
            grew = bool(wanted)
        self.all = {**everything, **now, **ranked}
        middle = statistics.median([each["value"] for each in ranked.values()]) if ranked else 0
        fast = {n for n, each in ranked.items() if each["effort"] == "S" and each["value"] > middle + E}
        waves: dict[str, list[str]] = {"now": [], "quick": [], "structural": [], "large": []}
        self.fill(waves, "now", now, len(now))
        self.fill(waves, "quick", {name: ranked[name] for name in fast}, quick)
        placed = waves["now"] + waves["quick"]
        self.fill(waves, "structural", {n: e for n, e in ranked.items() if n not in placed}, structural)
        for name in list(waves["structural"]):
            if self.all[name]["effort"] == "L" or set(self.all[name]["needs"]) & set(waves["large"]):
                waves["structural"].remove(name)
                waves["large"].append(name)
        return {"waves": waves, "levels": self.levels(waves)}

    def fill(self, waves: dict[str, list[str]], wave: str, queue: dict[str, Plan], room: int) -> None:
        order = sorted(queue, key=lambda name: queue[name]["place"])
        for _ in range(room):
            done = {name for names in waves.values() for name in names}
            for name in order:
                if all(need in done or need not in self.all for need in queue[name]["needs"]):
                    waves[wave].append(name)
                    order.remove(name)
                    break

    def levels(self, waves: dict[str, list[str]]) -> dict[str, dict[str, int | None]]:
        raised: dict[str, int] = {}
        found: dict[str, dict[str, int | None]] = {}
        for wave, names in waves.items():
            for name in names:
                for item, goal in self.all[name]["mends"].items():
                    raised[item] = max(goal, raised.get(item, 0))
            answers = [a for a in self.answers if a["question"] not in raised]
            answers += [
                {"question": item, "value": goal, "weight": 1, "evidence": ["done"]}
                for item, goal in raised.items()
            ]
            reviews = [r for r in self.reviews if r["question"] not in raised]
            card = naive.scorecard(self.pillars, answers, reviews)
            found[wave] = {p["id"]: p["level"] for p in card["dimensions"]}
        return found
