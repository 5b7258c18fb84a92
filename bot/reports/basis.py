"""What the figures of a round rest on, for who may look behind them: model, questions, who answered what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.interview.questions.common import Choice
from bot.interview.script import Script
from bot.reports.items import Text
from bot.reports.judged import NOTHING, Judged
from bot.reports.submitted import Dormant
from scoring import Model
from storage.records import Answer


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody who handed in, without a name: `function` is what they do, as far as it was told; "" is not
    told.
    """

    interview: str
    pillar: str
    role: str
    function: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """`answers` are the current ones of the respondents. `objectives` and `goals` are what initiatives are
    laid out by, `topics` what each question about one is called.
    """

    model: Model
    script: Script
    respondents: Sequence[Respondent] = ()
    answers: Sequence[Answer] = ()
    judged: Judged = NOTHING
    dormant: Dormant = frozenset()
    objectives: Sequence[Choice] = ()
    goals: Sequence[Choice] = ()
    topics: Mapping[str, Text] = field(default_factory=dict)
    own_goals: Sequence[str] = ()
    #: Every version of a script that somebody answered, that of the round first.
    scripts: Sequence[Script] = ()
