"""What consultant and board made of a report: the newest holds, an empty one takes it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from bot.reports.advice import ActionEdit, Conclusion, Decision, Verdict
from bot.reports.amended import amendments_of, body_of, edit_of, next_number
from tests.storage.example import AMENDMENT

EDIT = ActionEdit("director", dt.date(2027, 1, 4), None, "decides", "", Decimal("1250.50"), "reserves")


def test_what_was_said_of_an_action_comes_back_as_it_was_said() -> None:
    assert edit_of(body_of(EDIT)) == EDIT
    assert body_of(ActionEdit()) == {}


def test_of_each_subject_the_newest_holds_and_an_empty_one_takes_it_back() -> None:
    second = replace(AMENDMENT, number=2, body=body_of(EDIT))
    gone = replace(AMENDMENT, kind="finding", subject="gate:B1", body={"verdict": "dropped"})
    found = [second, AMENDMENT, gone, replace(gone, number=2, body={})]
    amended = amendments_of(found)
    assert amended.edits == {"S01_sponsor": EDIT}
    assert amended.verdicts == {}
    assert next_number(found, "action", "S01_sponsor") == 3
    assert next_number(found, "action", "another") == 1


def test_verdicts_conclusions_and_the_decision_of_the_board_are_read() -> None:
    found = [
        replace(AMENDMENT, kind="finding", subject="f", body={"verdict": "reworded", "words": "Better."}),
        replace(AMENDMENT, kind="conclusion", subject="c2", body={"text": "Later.", "pillar": "S"}),
        replace(AMENDMENT, kind="conclusion", subject="c1", body={"text": "First."}),
        replace(
            AMENDMENT,
            kind="decision",
            subject="board",
            body={"what": "Yes", "amount": "10", "on": "2027-01-04"},
        ),
        replace(AMENDMENT, kind="progress", body={"text": "begun"}),
        replace(AMENDMENT, kind="progress", number=2, body={"text": "done"}),
    ]
    amended = amendments_of(found)
    assert amended.verdicts == {"f": Verdict("reworded", "Better.")}
    assert amended.conclusions == (Conclusion("c1", "First."), Conclusion("c2", "Later.", "S"))
    assert amended.decision == Decision("Yes", Decimal(10), dt.date(2027, 1, 4))
    assert amended.progress == {"S01_sponsor": ("begun", "done")}


def test_a_decision_names_what_it_was_about_but_not_what_comes_now() -> None:
    text = {"nl": "Maak een lijst."}
    actions = [{"id": "a", "wave": "now", "text": text}, {"id": "b", "wave": "quick", "text": text}]
    body = {"what": "Yes", "actions": actions}
    found = [replace(AMENDMENT, kind="decision", subject="board", body=body)]
    assert amendments_of(found).decision == Decision("Yes", None, None, {"b": text})
