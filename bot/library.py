"""The scripts and models on disk, read once and kept by the hash of their bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.checking import Problem
from bot.checking.folder import ACTIONS_FILE, MODEL_FILE, script_files
from bot.checking.structure import read_script
from bot.checking.yaml_document import read_yaml
from bot.in_full import IN_FULL, MEASURED, TELLING, in_full
from bot.interview.questions import Level, Text
from bot.interview.script import Choice, Script


class ScriptError(ValueError):
    """A script or model that cannot be used; `problems` names every mistake, with file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class ScriptVersion:
    """A script with its text and the SHA-256 of that text, which an interview is pinned to."""

    hash: str
    text: str
    script: Script


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """A maturity model's text and the SHA-256 of it, which an assessment is pinned to."""

    hash: str
    text: str


@dataclass(frozen=True, slots=True)
class Library:
    """One folder: a model, its scripts by id and its actions, if any; older scripts are added as needed."""

    folder: Path
    model_text: str
    scripts: Mapping[str, ScriptVersion]
    actions_text: str | None = None
    _by_hash: dict[str, ScriptVersion] = field(default_factory=dict)
    _made: dict[str, ScriptVersion] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_hash.update({version.hash: version for version in self.scripts.values()})

    @property
    def model(self) -> ModelVersion:
        """The model on disk; the scoring module reads its text."""
        return ModelVersion(hash_of(self.model_text), self.model_text)

    @property
    def anchors(self) -> dict[str, dict[int, Text]]:
        """The words of every level of every item that a script asks by levels."""
        return {
            question.scored_as: {question.value_of(each.id): each.label for each in question.options}
            for version in self.scripts.values()
            for section in version.script.sections
            for question in section.questions
            if isinstance(question, Level)
        }

    def script(self, name: str) -> ScriptVersion:
        """The version of the script with this id, on disk or made of those; KeyError if there is none."""
        return self._in_full() if name == IN_FULL else self.scripts[name]

    def _in_full(self) -> ScriptVersion:
        if IN_FULL not in self._made:
            script = in_full(*(self.scripts[name].script for name in (IN_FULL, TELLING, MEASURED)))
            text = json.dumps(script.model_dump(mode="json", by_alias=True, exclude_defaults=True))
            self._made[IN_FULL] = ScriptVersion(hash_of(text), text, script)
        return self._made[IN_FULL]

    def with_choices(self, name: str, choices: Mapping[str, Iterable[Choice]]) -> ScriptVersion:
        """The script with an organisation's own options in these shared sets: a version with its own hash,
        stored and pinned like any other. KeyError for an unknown script or set, ScriptError for bad options.
        """
        return self.add(_text_with_choices(self.script(name).text, choices))

    def by_hash(self, content_hash: str) -> ScriptVersion | None:
        """The version with this hash, if it is on disk or was added."""
        if content_hash not in self._by_hash and IN_FULL in self.scripts:
            made = self._in_full()
            self._by_hash[made.hash] = made
        return self._by_hash.get(content_hash)

    def add(self, text: str) -> ScriptVersion:
        """An older version, as it was stored; parsed once. Raises ScriptError."""
        content_hash = hash_of(text)
        if content_hash not in self._by_hash:
            script = parse_script(text, f"stored script {content_hash[:12]}")
            self._by_hash[content_hash] = ScriptVersion(content_hash, text, script)
        return self._by_hash[content_hash]


def _text_with_choices(text: str, choices: Mapping[str, Iterable[Choice]]) -> str:
    """The script as JSON, which is YAML too."""
    data = read_yaml(text, "script").data
    sets = dict(data.get("choices") or {})
    for name, options in choices.items():
        if name not in sets:
            raise KeyError(name)
        sets[name] = [option.model_dump() for option in options]
    return json.dumps({**data, "choices": sets}, ensure_ascii=False, default=str)


def hash_of(text: str) -> str:
    """SHA-256 of the text as UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse_script(text: str, source: str) -> Script:
    """The script in the text; raises ScriptError with every mistake in its shape."""
    reading = read_script(text, source)
    if reading.script is None:
        raise ScriptError(reading.problems)
    return reading.script


def load_script(path: Path) -> Script:
    """The script in the file; raises ScriptError."""
    return parse_script(_text(path), str(path))


def load_folder(folder: Path) -> Library:
    """The folder's model (its text; the scoring module reads it) and scripts; raises ScriptError."""
    problems: list[Problem] = []
    scripts: dict[str, ScriptVersion] = {}
    for path in script_files(folder):
        try:
            version = _version(path)
        except ScriptError as error:
            problems.extend(error.problems)
            continue
        if version.script.id in scripts:
            problems.append(Problem(str(path), 1, f"another script has the id {version.script.id!r} too"))
        scripts[version.script.id] = version
    model = folder / MODEL_FILE
    if not model.is_file():
        problems.append(Problem(str(model), 1, "there is no model.yaml"))
    if problems:
        raise ScriptError(problems)
    actions = folder / ACTIONS_FILE
    return Library(folder, _text(model), scripts, _text(actions) if actions.is_file() else None)


def _version(path: Path) -> ScriptVersion:
    text = _text(path)
    return ScriptVersion(hash_of(text), text, parse_script(text, str(path)))


def _text(path: Path) -> str:
    """The file's text, byte for byte, so that its hash is the file's."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ScriptError([Problem(str(path), 1, "the file is not UTF-8 text")]) from error
    except OSError as error:
        raise ScriptError([Problem(str(path), 1, f"cannot be read: {error.strerror}")]) from error
