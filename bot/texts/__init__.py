"""The program's own sentences: Jinja2 templates per language beside each other, escaped for HTML, never in
Python code.

A text is a file `<language>/<name>.j2`, or a line of one of `<language>/*.yaml` (name: short template).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from jinja2.loaders import FileSystemLoader
from markupsafe import Markup
from ruamel.yaml import YAML

from bot.texts import filters

HERE = Path(__file__).parent
LANGUAGES = ("nl", "en")
#: Where a text of such a file begins: what belongs to it is indented, but for comments.
_EACH = re.compile(r"^(?=[^\s#])", re.MULTILINE)


class Texts:
    """All texts in all languages; `say` renders one. Raises KeyError for a name that no language has."""

    def __init__(self, folder: Path = HERE, more: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self._from = folder, tuple((more or {}).items())
        self._environments = {language: _environment(folder / language, language) for language in LANGUAGES}
        for language, environment in self._environments.items():
            environment.filters.update(more or {})
            environment.globals["say"] = partial(self._within, language)
        self._templates = {
            language: _templates(folder / language, environment)
            for language, environment in self._environments.items()
        }

    def __reduce__(self) -> tuple[Callable[..., Texts], tuple[Any, ...]]:
        """In another process they are read from their files, once."""
        return _texts, self._from

    def say(self, name: str, language: str, /, **facts: Any) -> Markup:
        """The text `name` in `language` (another language than nl and en: en), as HTML."""
        templates = self._templates.get(language) or self._templates["en"]
        return Markup(templates[name]().render(facts).strip())  # noqa: S704 # nosec B704 # all autoescape

    def _within(self, language: str, name: str, /, **facts: Any) -> Markup:
        """What one text says within another of its language."""
        return self.say(name, language, **facts)

    def names(self, language: str) -> set[str]:
        """What can be said in a language."""
        return set(self._templates[language])


def _environment(folder: Path, language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters.for_language(language))
    return environment


def _templates(folder: Path, environment: Environment) -> dict[str, Callable[[], Template]]:
    """Every text by its name, read and compiled when first said: all at once would be most of a start."""
    templates: dict[str, Callable[[], Template]] = {}
    for path in sorted(folder.glob("*.yaml")):
        for name, entry in entries(path.read_text(encoding="utf-8")):
            templates[name] = cache(partial(_phrase, environment, name, entry))
    for path in sorted(folder.glob("*.j2")):
        templates[path.name.removesuffix(".j2")] = partial(environment.get_template, path.name)
    return templates


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Every text of a file of texts: its name and its part of the file, which is YAML by itself."""
    for entry in _EACH.split(text)[1:]:
        yield entry.partition(":")[0], entry


def _phrase(environment: Environment, name: str, entry: str) -> Template:
    """The text of one entry of a file of texts."""
    return environment.from_string(YAML(typ="safe").load(entry)[name])


@cache
def _texts(folder: Path, more: tuple[tuple[str, Callable[..., Any]], ...] = ()) -> Texts:
    return Texts(folder, dict(more))


def shipped() -> Texts:
    """The texts that come with the program."""
    return _texts(HERE)
