"""YAML 1.2 as plain values, with the line on which each of them stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

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
        # Not the round-trip reader: what it keeps of comments and marks takes two thirds of its time.
        yaml = YAML(typ="safe", pure=True)
        reader = _Reader(yaml, source)
        return Document(reader.value(yaml.compose(text), ()), reader.lines)
    except RecursionError:
        told = "this refers to itself or is nested too deep to read; write it out"
        raise ModelError([Problem(source, None, told)]) from None
    except YAMLError as error:
        raise ModelError([_unreadable(error, source)]) from None


def _unreadable(error: YAMLError, source: str) -> Problem:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    reason = error.problem if isinstance(error, MarkedYAMLError) else str(error).splitlines()[0]
    return Problem(source, mark.line + 1 if mark else None, f"this is not YAML: {reason}")


class _Reader:
    """Nodes to values, noting lines on the way."""

    def __init__(self, yaml: YAML, source: str) -> None:
        self._constructor, self._source = yaml.constructor, source
        self.lines: dict[Path, int] = {}

    def value(self, node: Node | None, path: Path) -> Any:
        if node is None:
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self._child(child, child, (*path, str(n))) for n, child in enumerate(node.value)]
        return self._constructor.construct_object(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[Any, Any]:
        self._constructor.flatten_mapping(node)
        found: dict[Any, Any] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, ScalarNode):
                raise self._refused(key_node, "a key is one word or number")
            key = self._constructor.construct_object(key_node)
            if key in found:
                raise self._refused(key_node, f"duplicate key {str(key)!r}")
            found[key] = self._child(key_node, child, (*path, str(key)))
        return found

    def _refused(self, node: Node, why: str) -> ModelError:
        return ModelError([Problem(self._source, int(node.start_mark.line) + 1, f"this is not YAML: {why}")])

    def _child(self, place: Node, child: Node, path: Path) -> Any:
        self.lines[path] = place.start_mark.line + 1
        return self.value(child, path)
