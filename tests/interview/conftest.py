"""The shipped script, and a small one with a question of every kind."""

from pathlib import Path

import pytest

from bot.interview.script import Script
from bot.library import load_script
from tests.interview.people import Interviewee
from tests.interview.small_script import small

SHIPPED = Path(__file__).parents[2] / "interview_scripts" / "social_media" / "maturity.yaml"


@pytest.fixture(scope="session")
def shipped() -> Script:
    """The interview that comes with the program."""
    return load_script(SHIPPED)


@pytest.fixture(scope="session")
def script() -> Script:
    """Two levels, a choice of several, and one of every other type."""
    return small()


@pytest.fixture
def person(script: Script) -> Interviewee:
    """Somebody at the first question of the small script."""
    return Interviewee(script).begins()


@pytest.fixture
def owner(shipped: Script) -> Interviewee:
    """The owner of the pillar Strategy, at the first question of the shipped script."""
    return Interviewee(shipped).begins()
