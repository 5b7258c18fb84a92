"""Another script is offered where the answers are a reason for it, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.interview.path import offered
from bot.interview.plan import plan_of
from bot.library import load_folder
from tests.interview.people import Interviewee
from tests.scripts.author import Author

SHIPPED = Path(__file__).parents[2] / "interview_scripts" / "social_media"
MATURITY = load_folder(SHIPPED).script("maturity").script


@pytest.mark.parametrize("pillar", list("SOBIM"))
@pytest.mark.parametrize(("level", "expected"), [("0", ()), ("2", ("initiative",)), ("4", ())])
def test_who_says_that_something_runs_here_and_there_is_asked_what_it_is(
    pillar: str, level: str, expected: tuple[str, ...]
) -> None:
    person = Interviewee(MATURITY, pillar=pillar).begins().walks_on(level)
    assert offered(plan_of(MATURITY), person.progress) == expected


def test_nothing_is_offered_before_anything_was_answered() -> None:
    person = Interviewee(MATURITY, pillar="S").begins()
    assert offered(plan_of(MATURITY), person.progress) == ()


OFFER = """\
sections:
"""


def offering(script: str, when: str) -> str:
    return f"offers: [{{script: {script}, when: {when!r}}}]\n{OFFER}"


def test_an_offer_of_what_is_no_script_of_the_folder_is_told(author: Author) -> None:
    author.is_told(
        OFFER, offering("another", "P1 == 1"), "no script of this folder has the id 'another'", "offers:"
    )


def test_an_offer_on_what_is_never_asked_is_told(author: Author) -> None:
    author.is_told(OFFER, offering("small", "P9 == 1"), "there is no question or fact 'P9'", "offers:")
