"""What runs, told and drawn: the worked sums to the cent, the matrix with none and with many, any words."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.goals import goals_of, own_goals
from bot.library import load_folder
from bot.reports.earning import earning_text
from bot.reports.matrix import FINDINGS, Laid, findings, laid_out, matrix_picture, matrix_text
from bot.reports.running import initiative_of, inputs_of
from bot.reports.words import Words
from bot.texts import shipped
from scoring.initiative import OBJECTIVES, Initiative

LIBRARY = load_folder(Path(__file__).parents[2] / "interview_scripts" / "social_media")
SCRIPT = LIBRARY.script("initiative").script
TOPICS = {q.id: q.topic for section in SCRIPT.sections for q in section.questions if q.topic}
TODAY = dt.date(2026, 11, 23)
WORKED: dict[str, Any] = {
    "name": "Webcare",
    "contacts": 120_000,
    "share_low": 5.0,
    "share_mid": 10.0,
    "share_high": 15.0,
    "old_cost": 5.0,
    "new_cost": 1.5,
    "extra": 4_000,
    "fte": 0.2,
    "fte_cost": 70_000.0,
    "licences": 4_000.0,
    "one_off": 6_000.0,
    "figures_from": "Begroting 2026",
}
NEGATIVE = {**WORKED, "contacts": 40_000, "extra": 1_500}
PROPOSED = {"amount": "4.72", "source": {"nl": "Britse gemeenten", "en": "UK councils"}, "year": 2008}


def words(language: str = "nl") -> Words:
    return Words(language, shipped())


def told(body: dict[str, Any], language: str = "nl") -> str:
    return earning_text(body, TOPICS, words(language))


# --- the sum

POSITIVE_NL = """\
<b>Verwacht: 10% minder contacten</b>
Per jaar brengt het 42.000 euro op en kost het 24.000 euro. Er blijft 18.000 euro over.
Geld: -4.000 euro. Tijd, in euro's: 22.000 euro.
Terugverdiend na 4,0 maanden."""
NEGATIVE_NL = """\
<b>Verwacht: 10% minder contacten</b>
Per jaar brengt het 14.000 euro op en kost het 20.250 euro. Het kost 6.250 euro meer dan het opbrengt.
Geld: -4.000 euro. Tijd, in euro's: -2.250 euro.
Dit verdient zich niet terug."""
POSITIVE_EN = """\
<b>Expected: 10% fewer contacts</b>
In a year it brings 42,000 euros and costs 24,000 euros. 18,000 euros are left.
Money: -4,000 euros. Time, in euros: 22,000 euros.
Earned back after 4.0 months."""
NEGATIVE_EN = """\
<b>Expected: 10% fewer contacts</b>
In a year it brings 14,000 euros and costs 20,250 euros. It costs 6,250 euros more than it brings.
Money: -4,000 euros. Time, in euros: -2,250 euros.
This does not earn itself back."""


@pytest.mark.parametrize(
    ("body", "language", "expected", "even"),
    [
        (WORKED, "nl", POSITIVE_NL, "Bij 5,71% minder contacten"),
        (WORKED, "en", POSITIVE_EN, "At 5.71% fewer contacts"),
        (NEGATIVE, "nl", NEGATIVE_NL, "Bij 14,46% minder contacten zijn kosten en opbrengst gelijk."),
        (NEGATIVE, "en", NEGATIVE_EN, "At 14.46% fewer contacts, costs and benefits are equal."),
    ],
)
def test_the_worked_cases_of_the_method_are_told_to_the_cent(
    body: dict[str, Any], language: str, expected: str, even: str
) -> None:
    text = told(body, language)
    assert expected in text
    assert even in text
    assert "Begroting 2026" in text


def test_cents_that_are_there_are_told() -> None:
    assert "42.012,34 euro op" in told({**WORKED, "avoided": 12.34})


def test_what_is_not_known_is_named_and_nothing_is_filled_in() -> None:
    text = told({name: value for name, value in WORKED.items() if name not in ("old_cost", "share_low")})
    assert "Nog niet bekend: Als het tegenvalt en Kosten van één contact. Wij vullen niets in." in text
    assert "Verwacht" not in text


def test_without_any_figure_there_is_no_sum_at_all() -> None:
    assert told({"name": "Webcare"}) == ""
    assert inputs_of({"name": "Webcare"}) is None


@pytest.mark.parametrize(("language", "source"), [("nl", "Britse gemeenten"), ("en", "UK councils")])
def test_a_proposed_figure_is_an_assumption_with_source_and_year_until_it_is_confirmed(
    language: str, source: str
) -> None:
    body = {name: value for name, value in WORKED.items() if name != "old_cost"}
    text = told({**body, "proposed": {"old_cost": PROPOSED}}, language)
    assert f"({source}, 2008)" in text
    sure = told({**body, "proposed": {"old_cost": {**PROPOSED, "confirmed": True}}}, language)
    assert f"({source}, 2008)" in sure, "where it is from stays in sight"
    assert ("Aanname" if language == "nl" else "Assumption") not in sure
    assert told({**WORKED, "proposed": {"old_cost": PROPOSED}}) == told(WORKED)


def test_shares_that_are_not_in_order_are_told_and_nothing_is_made_of_them() -> None:
    text = told({**WORKED, "share_high": 3.0})
    assert "Deze cijfers kunnen niet kloppen: Als het meevalt." in text


def test_even_without_contacts_it_may_cost_more_than_it_brings() -> None:
    assert "Ook als alle contacten wegvallen" in told({**WORKED, "contacts": 100})
    assert "kost niet minder dan nu" in told({**WORKED, "new_cost": 6.0})


def test_who_pays_for_each_contact_has_money_left_and_not_time() -> None:
    text = told({**WORKED, "old_cost_paid": "yes", "fte_hired": "yes"})
    assert "Geld: 24.000 euro. Tijd, in euro's: -6.000 euro." in text


def test_what_others_gain_is_told_apart() -> None:
    text = told({**WORKED, "elsewhere": 2_500.5, "elsewhere_who": "de regio"})
    assert "Voordeel voor anderen (de regio): 2.500,50 euro per jaar. Dit telt niet mee." in text


# --- the matrix


def some(count: int) -> list[Initiative]:
    """Initiatives of every kind."""
    goals = [goal.id for goal in goals_of(SCRIPT)]
    return [
        Initiative(
            str(n),
            f"Initiatief {n}",
            (*OBJECTIVES, None)[n % 6],
            tuple(goals[: n % 3]),
            (*goals, None)[n % 7],
            ("idea", "pilot", "running", "stopped", None)[n % 5],
            dt.date(2025, 1, 1) if n % 2 else None,
            department=("KCC", "Zorg")[n % 2],
            owner="x" if n % 4 else "",
            euros_a_year=(None, Decimal(0), Decimal(1_200), Decimal(45_000))[n % 4],
            reusable=(("skill", "content", "tool", "contract")[n % 4],),
        )
        for n in range(count)
    ]


def laid(initiatives: list[Initiative], language: str = "nl", name: str = "Gemeente Voorbeeld") -> Laid:
    objectives = SCRIPT.choices["objectives"]
    return laid_out(name, initiatives, objectives, goals_of(SCRIPT), TODAY, language)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("count", [0, 1, 12, 80])
def test_the_matrix_can_be_drawn_and_told_with_none_and_with_many(
    count: int, language: str, tmp_path: Path
) -> None:
    everything = laid(some(count), language)
    picture = matrix_picture(everything, words(language), tmp_path / "matrix.png")
    assert picture.read_bytes().startswith(b"\x89PNG")
    text = matrix_text(everything, words(language))
    assert ("geen ladder" if language == "nl" else "not a ladder") in text
    assert f"{count} initia" in text or not count


def test_the_same_initiatives_give_the_same_bytes(tmp_path: Path) -> None:
    drawn = [matrix_picture(laid(some(9)), words(), tmp_path / f"{n}.png").read_bytes() for n in range(2)]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("count", [2, 10])
def test_the_matrix_has_a_column_for_each_own_goal(count: int, tmp_path: Path) -> None:
    goals = own_goals([f"Doel {n} voor inwoners en ondernemers" for n in range(count)])
    placed = [Initiative("1", "Webcare", "talking", main_goal=goals[-1].id)]
    found = laid_out("Gemeente", placed, SCRIPT.choices["objectives"], goals, TODAY, "nl")
    matrix_picture(found, words(), tmp_path / "matrix.png")
    assert len(found.goals) == count
    assert f"Doel {count - 1} voor inwoners en ondernemers: 1. Webcare" in matrix_text(found, words())
    assert "Doel 0 voor inwoners en ondernemers" in "".join(findings(found, words()))


@pytest.mark.parametrize(("language", "helps"), [("nl", "ook 1"), ("en", "1 too")])
def test_the_text_tells_which_other_goals_an_initiative_helps_as_the_picture_does(
    language: str, helps: str
) -> None:
    both = Initiative("1", "Webcare", "talking", ("service", "efficiency"), "service", "running")
    text = matrix_text(laid([both], language), words(language))
    goals = {goal.id: goal.label[language] for goal in goals_of(SCRIPT)}
    assert f"{goals['service']}: 1. Webcare" in text
    assert f"{goals['efficiency']}: {helps}" in text


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "nl",
            (
                "Er loopt nog niets bij luisteren",
                "Geen initiatief helpt deze doelen: ",
                "100% van de 4 initiatieven is praten.",
                "Zorg en KCC doen hetzelfde (praten, Dienstverlening): A; B. Kan dat samen?",
                "Al langer dan een jaar een proef: A. Besluit: doorgaan of stoppen.",
                "Nog niemand zorgt ervoor, of het is niet bekend wie: A; B; C; D.",
                "Nog zonder doel: C; D.",
                "Een contract, bruikbaar voor anderen: D.",
                "De rijen zijn soorten, geen ladder.",
            ),
        ),
        (
            "en",
            (
                "Nothing is running yet in listening",
                "No initiative serves these goals: ",
                "100% of the 4 initiatives are about talking.",
                "Zorg and KCC do the same (talking, Public services): A; B. Could they do it together?",
                "Pilots that have run for more than a year: A. Decide: go on or stop.",
                "Without a known owner: A; B; C; D.",
                "Without a goal yet: C; D.",
                "A contract, of use to others: D.",
                "The rows are types, not a ladder.",
            ),
        ),
    ],
)
def test_each_read_out_is_a_sentence_in_both_languages(language: str, sentences: tuple[str, ...]) -> None:
    old = Initiative("A", "A", "talking", (), "service", "pilot", dt.date(2025, 11, 22), department="Zorg")
    same = Initiative("B", "B", "talking", (), "service", "running", department="KCC")
    rest = [Initiative("C", "C", "talking"), Initiative("D", "D", "talking", reusable=("contract",))]
    text = matrix_text(laid([old, same, *rest], language), words(language))
    assert [one for one in sentences if one not in text] == []


def test_every_read_out_is_said_when_there_is_reason_for_it() -> None:
    many = [Initiative(str(n), f"Praat {n}", "talking") for n in range(60, 70)]
    several = Initiative("70", "Breed", "listening", ("service", "gone"))
    old = Initiative("71", "Proef", "talking", ("service",), "service", "pilot", dt.date(2024, 5, 1))
    undated = Initiative("72", "Proefje", "talking", ("policy",), "policy", "pilot", department="Zorg")
    other = Initiative("73", "Nog een", "talking", ("policy",), "policy", department="KCC")
    unplaced = Initiative("74", "Iets", reusable=("contract",))
    found = laid([*many, several, old, undated, other, unplaced])
    said = {name for name, facts in FINDINGS.items() if list(facts(found))}
    assert said == set(FINDINGS)
    text = "\n".join(findings(found, words()))
    assert "Al langer dan een jaar een proef: Proef." in text
    assert "Zorg en KCC doen hetzelfde (praten, Beleid en participatie)" in text


def test_with_nothing_registered_nothing_stands_out() -> None:
    assert list(findings(laid([]), words())) == []


def test_names_are_shown_as_they_are_and_never_read_as_markup(tmp_path: Path) -> None:
    hostile = [Initiative("1", "#panic() <b>x</b> $1 \u202e" + "y" * 300, "talking", main_goal="service")]
    everything = laid(hostile, name="<i>#eval</i>")
    matrix_picture(everything, words(), tmp_path / "hostile.png")
    assert "<b>x</b>" not in matrix_text(everything, words())


def test_own_goals_are_the_columns_each_once_and_never_too_many() -> None:
    goals = own_goals(["Betere  dienst", "Betere dienst", "", "{name}", "x" * 300, *map(str, range(20))])
    labels = [goal.label["nl"] for goal in goals]
    assert labels[:2] == ["Betere dienst", "(name)"]
    assert len(labels) == 10
    assert max(map(len, labels)) == 60
    assert own_goals(["Alleen dit"]) == own_goals([]) == ()
    assert own_goals(["A", "B"])[0].id == own_goals(["C", "A"])[1].id


def test_a_year_alone_is_not_called_old_before_it_surely_is() -> None:
    pilot = {"name": "P", "objective": "talking", "status": "pilot", "since": "2025"}
    assert laid([initiative_of("1", pilot)]).matrix.old_pilots == ()
    assert laid([initiative_of("1", {**pilot, "since": "2025-10"})]).matrix.old_pilots != ()
