"""A small script that has everything once, for tests that tell one thing at a time."""

from __future__ import annotations

from typing import Any

from bot.interview.script import Script
from tests.interview.random_scripts import OWN_KEYS, both


def question(id_: str, kind: str, **more: Any) -> dict[str, Any]:
    """A question of a type, with what the type needs."""
    return {"id": id_, "type": kind, "text": both(f"{id_}?"), "topic": both(id_), **OWN_KEYS[kind], **more}


def script_of(*questions: dict[str, Any], **more: Any) -> Script:
    """A script of one section with these questions."""
    section = {"id": "P", "title": both("Part"), "questions": list(questions)}
    return Script.model_validate(
        {
            "id": "small",
            "version": "1",
            "languages": ["nl", "en"],
            "title": both("Small"),
            "facts": ["pillar", "role"],
            "sections": [section],
            **more,
        }
    )


def small() -> Script:
    """A level with a branch, and one question of every other type."""
    return script_of(
        question("A", "level", why=both("Because."), evidence=both("Name a paper.")),
        question("A_low", "text", follow_up="A", when="A <= 1"),
        question("A_high", "yes_no", follow_up="A", when="A >= 3"),
        question("B", "level"),
        question("M", "multiple", at_least=1, at_most=2, specials=["dont_know"]),
        question("M_p", "text", part_of="M", when='"p" in M'),
        question("N", "number"),
        question("D", "date"),
        question("Y", "yes_no", optional=True),
        question("T", "text", at_least=3, at_most=40),
        question("F", "file"),
        evidence={"from": 3, "prompt": both("What shows it?")},
    )
