"""Figures that may be proposed where an organisation has none of its own: each with its source and year."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.checking.figures import Figures, Proposed
from bot.checking.folder import FIGURES_FILE
from bot.checking.yaml_document import read_yaml

__all__ = ["Proposed", "proposed_in"]


@cache
def proposed_in(folder: Path) -> tuple[Proposed, ...]:
    """What may be proposed with a folder's scripts; () where nothing may. Raises ValidationError."""
    path = folder / FIGURES_FILE
    if not path.is_file():
        return ()
    return Figures.model_validate(read_yaml(path.read_text(encoding="utf-8"), str(path)).data).figures
