"""What `peiler check` finds: every mistake in a folder of scripts and its model."""

from bot.checking.folder import check_folder
from bot.checking.problem import Problem

__all__ = ["Problem", "check_folder"]
