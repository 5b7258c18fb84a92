"""The plan of a department: one page, with what was said of it as far as that may be told."""

from __future__ import annotations

from dataclasses import replace

from bot.reports.blocks import Chart, Table
from bot.reports.report import report
from bot.reports.report.department import department_plan, departments_of
from tests.reports.as_lines import as_text
from tests.reports.memo_cases import of
from tests.reports.report_cases import material_of
from tests.reports.rounds import Round

NAMED = {"O3": {"best": "Klantcontact", "weakest": "Ruimte & wonen"}}


def made() -> Round:
    """Three people about O, one of them of a department; one about S."""
    found = of({"S": ("1111111",), "O": ("1111111", "1111111")})
    found.person("O", "1121111", details=NAMED)
    found.interviews[-1] = replace(found.interviews[-1], department="klantcontact")
    return found


def test_every_department_that_anybody_named_has_a_plan_once() -> None:
    assert departments_of(material_of(made())) == ("klantcontact", "Ruimte & wonen")


def test_the_plan_tells_what_was_said_and_begins_with_what_is_weakest_there() -> None:
    document = department_plan(material_of(made()), "Ruimte & wonen", "nl")
    text = as_text(document)
    assert "Afdelingsplan: Ruimte & wonen" in text
    assert "Aansluiting op het gewone werk: hier ligt het meeste werk." in text
    [actions] = [b for s in document.sections if s.id == "actions" for b in s.blocks if isinstance(b, Table)]
    assert 3 <= len(actions.rows) <= 5


def test_people_of_a_department_are_told_of_to_the_consultant_alone() -> None:
    whole, leaving = (
        as_text(department_plan(material_of(made(), leaves=leaves), "Klantcontact", "nl"))
        for leaves in (False, True)
    )
    assert "Ad hoc (n = 1)" in whole
    assert "n = 1" not in leaving
    assert "deze afdeling is het verst" in leaving


def test_of_a_pillar_with_few_people_nothing_that_was_said_leaves() -> None:
    few = of({"S": ("1111111",)}).person("O", "1121111", details=NAMED)
    text = as_text(department_plan(material_of(few, leaves=True), "Klantcontact", "nl"))
    assert "Over deze afdeling is niets bijzonders gezegd" in text
    assert "Aansluiting" not in text


def test_the_report_shows_departments_by_pillar_to_the_consultant_alone() -> None:
    for leaves in (False, True):
        document = report(material_of(made(), leaves=leaves), "en")
        strips = [
            b for s in document.sections for b in s.blocks if isinstance(b, Chart) and b.kind == "strip"
        ]
        assert [len(one.data["columns"]) for one in strips] == ([] if leaves else [2])


def test_a_round_in_which_nobody_named_a_department_has_no_such_plans() -> None:
    assert departments_of(material_of(of({"S": ("1111111",)}))) == ()


def test_for_others_no_department_is_known_that_only_one_person_named() -> None:
    few = of({"S": ("1111111",)}).person("O", "1121111", details=NAMED)
    few.interviews[-1] = replace(few.interviews[-1], department="Wonen")
    assert departments_of(material_of(few)) == ("Klantcontact", "Ruimte & wonen", "Wonen")
    assert departments_of(material_of(few, leaves=True)) == ()
