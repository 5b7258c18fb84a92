"""A mistake in a model or an answers file, told so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where (line counts from 1, None when unknown) and what to do about it."""

    source: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.message}"


class FileError(ValueError):
    """A file with mistakes, all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(FileError):
    """A model that cannot be used, with every mistake in it."""


class AnswersError(FileError):
    """Answers that cannot be scored, with every mistake in them."""
