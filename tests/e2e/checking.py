"""Was everything that the bot acknowledged kept, once, and nothing else? Read from the export alone."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

from tests.e2e.robot import Deed, Robot

Revision = dict[str, Any]
SPECIALS = {"dont_know", "not_applicable", "depends", "skipped"}
#: What makes one revision another one.
SAID = ("value", "option", "text", "reason", "best", "weakest", "evidence", "ask")
FIELDS = {
    "assessment", "interview", "pillar", "question", "revision", "ask", "option", "value", "text", "reason",
    "evidence", "author", "at", "script_version", "dormant",
}  # fmt: skip


def check_export(exported: dict[str, Any], robot: Robot) -> None:
    """Compares what a robot did with what is kept of it."""
    interview = next(one for one in exported["interviews"] if one["id"] == robot.interview)
    assert interview["state"] == "submitted"
    answers = [answer for answer in exported["answers"] if answer["interview"] == robot.interview]
    by_question = _by_question(answers)
    for revisions in by_question.values():
        _check_numbers(revisions)
    _check_options(answers)
    _check_taps(robot.journal, answers)
    _check_typed(robot.journal, answers, _texts_kept(exported, robot.interview))
    _check_counts(robot.journal, by_question)
    _check_ends(by_question)


def _by_question(answers: list[Revision]) -> dict[str, list[Revision]]:
    found: dict[str, list[Revision]] = defaultdict(list)
    for answer in answers:
        assert set(answer) >= FIELDS
        found[answer["question"]].append(answer)
    return {question: sorted(known, key=lambda r: r["revision"]) for question, known in found.items()}


def _check_numbers(revisions: list[Revision]) -> None:
    assert [r["revision"] for r in revisions] == list(range(1, len(revisions) + 1))
    for before, after in itertools.pairwise(revisions):
        assert _said(before) != _said(after), f"nothing new in {after}"
        assert before["at"] <= after["at"]
        if before["value"] == after["value"] is not None and len(after["evidence"]) > len(before["evidence"]):
            assert (before["ask"], before["option"]) == (after["ask"], after["option"])


def _said(revision: Revision) -> list[Any]:
    return [revision.get(name) for name in SAID]


def _check_options(answers: list[Revision]) -> None:
    for answer in answers:
        value, option = answer["value"], answer["option"]
        assert answer["at"].endswith("Z")
        assert not (value is None and option is not None), answer
        if option is not None and not isinstance(value, list):
            assert str(value) == option or value in SPECIALS or option in ("yes", "no"), answer
        if value == "not_applicable" and option is None:
            raise AssertionError(answer)


def _check_taps(journal: list[Deed], answers: list[Revision]) -> None:
    """Every acknowledged tap is there."""
    kept = {(answer["ask"], answer["option"]) for answer in answers}
    for deed in journal:
        if deed.verb == "a" and deed.taken:
            _, ask, option, *_ = deed.said.split(":")
            assert (ask, option) in kept, f"lost: {deed}"
        if deed.option is not None and deed.sure:
            assert (deed.ask, deed.option) in kept, f"lost: {deed}"


def _check_typed(journal: list[Deed], answers: list[Revision], kept: list[str]) -> None:
    """Every text that was typed is somewhere, whole."""
    everything = "\n".join([*kept, *(text for answer in answers for text in _texts(answer))])
    for deed in journal:
        if deed.did == "typed" and deed.option is None:
            assert deed.said in everything, f"lost: {deed}"


def _texts(answer: Revision) -> list[str]:
    pieces = [piece.get("text") or "" for piece in answer["evidence"]]
    return [str(answer[name]) for name in ("value", "text", "reason") if answer[name] is not None] + pieces


def _texts_kept(exported: dict[str, Any], interview: str) -> list[str]:
    return [message["text"] for message in exported["messages"] if message["interview"] == interview]


def _check_counts(journal: list[Deed], by_question: dict[str, list[Revision]]) -> None:
    """Nothing is there twice: each revision has a deed of its own."""
    revisions = [r for known in by_question.values() for r in known]
    unsure = sum(deed.toast is None for deed in journal)
    backs = sum(deed.verb == "back" and deed.new for deed in journal)
    undone = sum(r["value"] is None for r in revisions)
    assert backs <= undone <= backs + unsure, (backs, undone, unsure)
    typed = sum(deed.did == "typed" for deed in journal)
    able = sum(deed.verb in ("a", "confirm", "skip", "use", "add") and deed.new for deed in journal)
    assert len(revisions) - undone <= typed + able + unsure, (len(revisions), undone, typed, able)


def _check_ends(by_question: dict[str, list[Revision]]) -> None:
    """A reason goes with "not applicable"; "it differs" ends in a level."""
    for revisions in by_question.values():
        last = revisions[-1]
        if last["value"] == "not_applicable" and not last["dormant"]:
            assert last["reason"], last
        assert last["value"] != "depends" or last["dormant"], last
