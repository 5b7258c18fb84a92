"""The goals of an organisation as the options of a question: its own, where it has told them."""

from __future__ import annotations

from collections.abc import Iterable

from bot.interview.script import Choice, Script
from bot.tokens import id_from

#: The shared choices of a script that are goals.
GOALS = "goals"
#: Fewer are no choice; more do not fit on a card, or side by side in a picture.
FEWEST, MOST = 2, 10
LONGEST = 60


def own_goals(goals: Iterable[object]) -> tuple[Choice, ...]:
    """The goals as somebody typed them, each once; their ids hang on their words alone. () where there are
    too few to choose from.
    """
    # Braces would name an answer that is filled in.
    lines = (" ".join(str(goal).replace("{", "(").replace("}", ")").split()) for goal in goals)
    found = list(dict.fromkeys(line for line in lines if line))[:MOST]
    if len(found) < FEWEST:
        return ()
    return tuple(Choice(id=f"goal_{id_from(goal)}", label=_short(goal)) for goal in found)


def _short(goal: str) -> dict[str, str]:
    words = goal if len(goal) <= LONGEST else f"{goal[: LONGEST - 1].rstrip()}…"
    return dict.fromkeys(("nl", "en"), words)


def goals_of(script: Script) -> tuple[Choice, ...]:
    """The goals that a script asks about."""
    return script.choices.get(GOALS, ())
