"""Figures that may be proposed where an organisation has none of its own: each with its source and year."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter

from bot.checking.folder import FIGURES_FILE
from bot.checking.yaml_document import read_yaml
from bot.interview.questions.common import Identifier, Strict, Text


class Proposed(Strict):
    """One figure, in the unit of the question that it answers."""

    id: Identifier
    question: Identifier
    amount: Annotated[float, Field(ge=0)]
    year: Annotated[int, Field(ge=1990, le=2100)]
    name: Text
    source: Text


_FIGURES = TypeAdapter(tuple[Proposed, ...])


@cache
def proposed_in(folder: Path) -> tuple[Proposed, ...]:
    """What may be proposed with a folder's scripts; () where nothing may. Raises ValidationError."""
    path = folder / FIGURES_FILE
    if not path.is_file():
        return ()
    data = read_yaml(path.read_text(encoding="utf-8"), str(path)).data
    return _FIGURES.validate_python(data.get("figures"))
