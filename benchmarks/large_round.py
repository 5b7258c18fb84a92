"""A round as large as a city has: three people for every pillar, six departments, a dozen initiatives."""

from __future__ import annotations

from dataclasses import replace

from bot.reports.beside import Beside, with_others
from bot.reports.documents import Material
from scoring.beside_others import Figures
from tests.reports.memo_cases import GIVEN, STEPS, balanced_and_low
from tests.reports.report_cases import CHATBOT, WEBCARE, material_of
from tests.reports.rounds import PILLARS

DEPARTMENTS = ("Klantcontact", "Ruimte en wonen", "Veiligheid", "Werk en inkomen", "Cultuur", "Burgerzaken")
#: What colleagues answered to the items of a pillar, in turn.
COLLEAGUES = ("1122112", "1311011")
INITIATIVES = 12
OTHERS = Figures(24, 1.9, (0.8, 3.1), (1.2, 1.9, 2.4), 0.25)


def large_round(number: int) -> Material:
    """What its documents are made of, in the copy that does not leave; each number has other answers."""
    made = balanced_and_low()
    made.organisation = replace(made.organisation, name=f"Gemeente {number}")
    for place, pillar in enumerate(PILLARS):
        for colleague, levels in enumerate(COLLEAGUES):
            best, weakest = (
                DEPARTMENTS[(place * 2 + colleague + shift) % len(DEPARTMENTS)] for shift in (0, 3)
            )
            details = {f"{pillar}{item}": {"best": best, "weakest": weakest} for item in (1, 2, 3)}
            turned = levels[number % 7 :] + levels[: number % 7]
            made.person(pillar, turned, role="colleague", details=details)
            made.interviews[-1] = replace(made.interviews[-1], department=best)
    running = {
        f"i{place}": {
            **(WEBCARE, CHATBOT)[place % 2],
            "name": f"{(WEBCARE, CHATBOT)[place % 2]['name']} {number} {DEPARTMENTS[place % 6]}",
            "department": DEPARTMENTS[place % 6],
        }
        for place in range(INITIATIVES)
    }
    material = material_of(made, given=GIVEN, steps=STEPS, running=running)
    beside = Beside("self", OTHERS, (2024, 2026), ("municipality",), ("government",))
    facts = made.facts(earlier=dict.fromkeys(PILLARS, 1.0))
    return replace(material, facts=with_others(facts, dict.fromkeys(PILLARS, (beside,))))
