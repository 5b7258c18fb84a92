"""YAML 1.2 as plain values, with the line on which each of them stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from scoring.problem import ModelError, Problem

Path = tuple[str, ...]
"""The names and positions that lead to a value."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML text says, and where."""

    content: Any
    lines: Mapping[Path, int]

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the value at this path, or of the nearest value around it."""
        steps = tuple(str(step) for step in path)
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)


def read_yaml(text: str, source: str) -> Document:
    """Read one YAML document; raises ModelError when it is not YAML."""
    try:
        loaded = YAML(typ="rt", pure=True).load(text)
        lines: dict[Path, int] = {}
        return Document(_plain(loaded, (), lines), lines)
    except RecursionError:
        told = "this refers to itself or is nested too deep to read; write it out"
        raise ModelError([Problem(source, None, told)]) from None
    except YAMLError as error:
        raise ModelError([_unreadable(error, source)]) from None


def _unreadable(error: YAMLError, source: str) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    reason = error.problem if isinstance(error, MarkedYAMLError) else str(error).splitlines()[0]
    return Problem(source, mark.line + 1 if mark else None, f"this is not YAML: {reason}")


def _plain(value: Any, path: Path, lines: dict[Path, int]) -> Any:
    if isinstance(value, CommentedMap):
        return {
            _scalar(key): _plain(child, _note(path, key, value, lines), lines) for key, child in value.items()
        }
    if isinstance(value, CommentedSeq):
        return [_plain(child, _note(path, i, value, lines), lines) for i, child in enumerate(value)]
    return _scalar(value)


def _note(path: Path, key: Any, parent: CommentedMap | CommentedSeq, lines: dict[Path, int]) -> Path:
    here = (*path, str(key))
    place = (parent.lc.data or {}).get(key)
    if place is not None:
        lines[here] = place[0] + 1
    return here


def _scalar(value: Any) -> Any:
    """Python's string or number in place of ruamel's, which remembers how it was written."""
    if isinstance(value, bool) or value is None:
        return value
    return next((plain(value) for plain in (str, int, float) if isinstance(value, plain)), value)
