"""What a report concludes: from facts alone, under names that hold, and as the consultant wants it told."""

from __future__ import annotations

import pytest

from bot.reports.advice import Conclusion, Verdict
from bot.reports.report.findings import concluded, findings_of, found, opinions
from bot.reports.report.source import source_of
from tests.reports.memo_cases import CASES, of
from tests.reports.report_cases import case, material_of

RUNNING = {
    "i1": {"name": "Webcare", "objective": "supporting", "main_goal": "service", "department": "KCC"},
    "i2": {"name": "Vragen", "objective": "supporting", "main_goal": "service", "department": "Wonen"},
}
LOSING = {
    "i3": {
        "name": "Chatbot",
        "objective": "supporting",
        "contacts": 1000,
        "share_low": 5,
        "share_mid": 10,
        "share_high": 15,
        "old_cost": 5,
        "new_cost": 1.5,
        "extra": 0,
        "fte": 0,
        "licences": 4000,
        "one_off": 100,
    }
}


def ids(name: str) -> list[str]:
    return [id_ for id_, _, _ in findings_of(case(name), "nl")]


def test_the_pillar_that_holds_the_others_back_is_found_with_on_how_many_it_rests() -> None:
    told = {id_: words for id_, _, words in findings_of(case("high_but_unbalanced"), "nl")}
    assert "op basis van 3 personen" in told["limiting:B"]
    assert "balance" in told


@pytest.mark.parametrize("name", CASES)
def test_findings_have_the_same_names_in_both_languages_and_each_only_once(name: str) -> None:
    dutch, english = ([id_ for id_, _, _ in findings_of(case(name), lang)] for lang in ("nl", "en"))
    assert dutch == english
    assert len(set(dutch)) == len(dutch)
    assert all(len(id_.encode()) <= 60 for id_ in dutch)


def test_what_must_not_be_missing_is_named_in_every_copy_and_dropped_by_its_name() -> None:
    made = of({"B": ("0111111", "0111111", "0111111")})
    for leaves in (False, True):
        told = {one.id: one for one in found(source_of(material_of(made, leaves=leaves), "nl"))}
        assert told["gate:B1"].items == ("B1",)
        assert told["gate:B1"].actions
    left = material_of(made, leaves=True, verdicts={"gate:B1": Verdict("dropped")})
    assert [one for one in concluded(source_of(left, "nl")) if one.kind == "gate"] == []


def test_people_who_are_far_apart_are_told_of_without_what_each_said_when_it_leaves() -> None:
    made = of({"S": ("3333333", "1333333", "3333333")})
    mine = {id_: words for id_, _, words in findings_of(material_of(made), "nl")}
    assert "van Ad hoc tot Organisatie" in mine["difference:S1"]
    theirs = {id_: words for id_, _, words in findings_of(material_of(made, leaves=True), "nl")}
    assert "Ad hoc" not in theirs["difference:S1"]


def test_of_a_pillar_with_two_people_nothing_about_an_item_is_concluded_for_others() -> None:
    made = of({"S": ("3033333", "1333333")})
    assert not [one for one in found(source_of(material_of(made, leaves=True), "nl")) if one.items]


def test_what_was_claimed_without_showing_it_is_told_beside_what_was_shown() -> None:
    told = {id_: words for id_, _, words in findings_of(material_of(of({"S": ("4444444",)})), "nl")}
    assert "dan met verwijzingen is te laten zien" in told["claimed:S"]
    assert told["evidence"].startswith("Van 7 hoge antwoorden (zonder beveiliging) hebben 2")


def test_questions_that_nobody_could_answer_together_are_a_finding() -> None:
    told = {id_: words for id_, _, words in findings_of(material_of(of({"O": ("2222???",)})), "nl")}
    assert "3 vragen" in told["dont_know:O"]
    assert "provisional:O" in told


def test_departments_that_differ_are_named_for_the_consultant() -> None:
    made = of({})
    made.person("O", "2222222", details={"O3": {"best": "Klantcontact", "weakest": "Wonen"}})
    told = {id_: words for id_, _, words in findings_of(material_of(made), "nl")}
    assert "Het verst is Klantcontact. Het meeste werk ligt bij Wonen." in told["departments:O3"]


def test_what_runs_twice_and_what_costs_more_than_it_brings_is_found() -> None:
    told = {i: words for i, _, words in findings_of(case("half_answered", running=RUNNING | LOSING), "nl")}
    assert "KCC en Wonen doen hetzelfde" in told["running:overlap:supporting:service"]
    assert "€ 3.650 per jaar meer" in told["loss:i3"]


def test_a_pillar_of_which_nothing_is_known_is_said_to_be_unknown() -> None:
    assert {"unknown:O", "unknown:M", "unknown:I"} <= set(ids("half_answered"))


def test_the_consultant_keeps_rewords_and_drops_findings_and_adds_an_opinion() -> None:
    verdicts = {
        "limiting:B": Verdict("kept"),
        "balance": Verdict("reworded", "De vijf pijlers vragen elk hun eigen tempo."),
        "gate:B3": Verdict("dropped"),
        "claimed:S": Verdict("dropped"),
    }
    own = (Conclusion("c1", "Begin klein."), Conclusion("c2", "Geef B een eigenaar.", "B"))
    source = source_of(case("high_but_unbalanced", verdicts=verdicts, conclusions=own), "nl")
    said = {one.id: one.words for one in concluded(source)}
    assert said["balance"] == "De vijf pijlers vragen elk hun eigen tempo."
    assert "limiting:B" in said
    assert "claimed:S" not in said
    assert [one.words for one in opinions(source)] == ["Begin klein.", "Geef B een eigenaar."]
    assert [one.title for one in opinions(source, "B")] == ["Oordeel adviseur"]


@pytest.mark.parametrize("name", CASES)
def test_every_conclusion_rests_on_items_or_figures_that_have_a_receipt(name: str) -> None:
    for one in found(source_of(case(name), "nl")):
        assert one.receipts
        assert one.words.strip()
