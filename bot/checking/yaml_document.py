"""A YAML 1.2 file as plain values, with the line of every key and item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from bot.checking.problem import Problem

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """`lines` has a line, from 1, for every path of keys and positions in `data`."""

    source: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def path(self, location: Sequence[str | int]) -> Path:
        """The part of a location that this document has; steps that it does not know are skipped."""
        path: Path = ()
        for step in location:
            if (*path, step) in self.lines:
                path = (*path, step)
        return path

    def problem(self, location: Sequence[str | int], message: str) -> Problem:
        """A problem at the line of the location, or of what is around it."""
        return Problem(self.source, self.lines.get(self.path(location), 1), message)

    def at(self, location: Sequence[str | int]) -> Any:
        """The value there."""
        value = self.data
        for step in self.path(location):
            value = value[step]
        return value


# Cached: the bot checks its scripts before it loads them, and reading YAML is most of the work of both.
@lru_cache(maxsize=16)
def read_yaml(text: str, source: str) -> Document:
    """The document, for reading only; what is no YAML, and keys that stand twice, are in its `problems`."""
    document = Document(source)
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        document.data = _Reader(document, yaml).value(root, ())
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        since = f" ({error.context} from line {error.context_mark.line + 1})" if error.context_mark else ""
        message = f"{error.problem or error.context}{since}"
        document.problems.append(Problem(source, line, f"this is no YAML: {message}"))
    except (YAMLError, ValueError, RecursionError) as error:
        document.problems.append(Problem(source, 1, f"this is no YAML: {str(error).splitlines()[0]}"))
    return document


class _Reader:
    """Nodes to values, noting lines on the way."""

    def __init__(self, document: Document, yaml: YAML) -> None:
        self._document = document
        self._constructor = yaml.constructor

    def value(self, node: Node | None, path: Path) -> Any:
        if node is None:
            return None
        if isinstance(node, MappingNode):
            return dict(self._pairs(node, path))
        if isinstance(node, SequenceNode):
            return [self._item(item, (*path, place)) for place, item in enumerate(node.value)]
        return self._constructor.construct_object(node)

    def _item(self, node: Node, path: Path) -> Any:
        self._document.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def _pairs(self, node: MappingNode, path: Path) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in seen:
                self._document.problems.append(
                    Problem(self._document.source, line, f"{key!r} stands here twice; only one can count")
                )
            seen.add(key)
            self._document.lines[(*path, key)] = line
            yield key, self.value(value_node, (*path, key))
