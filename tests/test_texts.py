"""What people read: the same texts in every language, each said somewhere, each with all that it fills in."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jinja2 import Environment, meta
from ruamel.yaml import YAML

from bot.texts import LANGUAGES, Texts, entries
from bot.texts.filters import for_language

BOT = Path(__file__).parent.parent / "bot"
FOLDERS = [BOT / "texts", BOT / "channels" / "web" / "templates"]
#: Functions whose first argument is a text's name, with what they put before it.
SAYING = {
    "say": "",
    "_say": "",
    "text": "",
    "refuse": "",
    "brush_off": "",
    "label": "button.",
    "tell": "memo.",
}
#: `say("name"…` or `say(side ~ ".name"…` in a template.
IN_TEMPLATES = re.compile(r"""\bsay\(([^,()]+)[,)]""")


@dataclass(frozen=True)
class Said:
    """A text that the code names, as a regular expression, with the facts that are given for it."""

    pattern: str
    facts: frozenset[str] | None
    place: str


@cache
def sources(folder: Path) -> dict[tuple[str, str], str]:
    """(language, name) -> template, of every text of a folder."""
    found: dict[tuple[str, str], str] = {}
    for language in LANGUAGES:
        for path in (folder / language).glob("*.yaml"):
            texts = YAML(typ="safe").load(path.read_text("utf-8"))
            found |= {(language, name): text for name, text in texts.items()}
        for path in (folder / language).glob("*.j2"):
            found[language, path.stem] = path.read_text("utf-8")
    return found


def names(folder: Path) -> set[str]:
    return {name for _, name in sources(folder)}


@cache
def code() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple((path, ast.parse(path.read_text("utf-8"))) for path in sorted(BOT.rglob("*.py")))


def pattern_of(node: ast.expr) -> str | None:
    """What a string or f-string can be; None for any other expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(pattern_of(part) or r"[\w.]*" for part in node.values)
    return None


@cache
def said() -> tuple[Said, ...]:
    """Every call that says a text by a name that stands there."""
    return tuple(found for path, tree in code() for found in _said_in(path, tree))


def _said_in(path: Path, tree: ast.Module) -> Iterator[Said]:
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and call.args):
            continue
        function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", None)
        pattern = pattern_of(call.args[0])
        if function not in SAYING or pattern is None:
            continue
        given = {keyword.arg for keyword in call.keywords}
        facts = None if None in given else frozenset(name for name in given if name)
        yield Said(re.escape(SAYING[function]) + pattern, facts, f"{path.name}:{call.lineno}")


def strings() -> Iterator[str]:
    """Every string in the code that begins with what is known, and every name in the templates."""
    for _, tree in code():
        for node in ast.walk(tree):
            pattern = pattern_of(node) if isinstance(node, ast.Constant | ast.JoinedStr) else None
            if pattern and not pattern.startswith("["):
                yield pattern
    for path in (*BOT.rglob("*.html"), *BOT.rglob("*.j2"), *BOT.rglob("texts/*/*.yaml")):
        yield from filter(None, map(_pattern_in_template, IN_TEMPLATES.findall(path.read_text("utf-8"))))


def _pattern_in_template(name: str) -> str | None:
    parts = [part.strip() for part in name.split("~")]
    pattern = "".join(re.escape(p[1:-1]) if p[0] in "'\"" else r"[\w.]*" for p in parts)
    return pattern if pattern != r"[\w.]*" else None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_whoever_speaks_one_language_misses_nothing_of_the_other(folder: Path) -> None:
    dutch, english = ({name for spoken, name in sources(folder) if spoken == lang} for lang in LANGUAGES)
    assert dutch == english


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_no_text_is_kept_that_nobody_ever_says(folder: Path) -> None:
    used = re.compile("|".join({f"(?:button\\.)?{pattern}" for pattern in strings()}))
    assert sorted(name for name in names(folder) if not used.fullmatch(name)) == []


def test_every_text_that_the_program_names_is_there_to_be_said() -> None:
    known = set[str]().union(*map(names, FOLDERS))
    missing = [s for s in said() if not any(re.fullmatch(s.pattern, name) for name in known)]
    assert [f"{s.place} {s.pattern}" for s in missing if "." in s.pattern or "_" in s.pattern] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_text_that_is_read_alone_is_what_it_is_in_its_file(folder: Path) -> None:
    for path in folder.glob("*/*.yaml"):
        text = path.read_text("utf-8")
        alone = [(name, YAML(typ="safe").load(entry)) for name, entry in entries(text)]
        assert alone == [(name, {name: one}) for name, one in YAML(typ="safe").load(text).items()]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_text_is_a_template_that_can_be_filled_in(folder: Path) -> None:
    texts = Texts(folder, {"plain": str, "rich": str, "marked": str})
    for language, name in sources(folder):
        assert name in texts.names(language)
    for (language, _), text in sources(folder).items():
        environment_of(language).from_string(text)


def test_callers_give_every_fact_that_a_text_fills_in() -> None:
    wanting = []
    for one in said():
        for (language, name), text in sources(FOLDERS[0]).items():
            # Of a name that is put together nobody knows here which facts go with which name.
            if one.facts is None or re.escape(name) != one.pattern:
                continue
            # Outside of an interview who is spoken to is always known; `say` every text can do.
            if lacking := facts_of(language, text) - one.facts - {"user_id", "name", "say"}:
                wanting.append(f"{one.place}: {language}/{name} lacks {', '.join(sorted(lacking))}")
    assert wanting == []


def facts_of(language: str, text: str) -> set[str]:
    environment = environment_of(language)
    return meta.find_undeclared_variables(environment.parse(text)) - set(environment.globals)


def environment_of(language: str) -> Environment:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(for_language(language))
    return environment


def test_everything_that_the_audit_trail_notes_has_words() -> None:
    calls = [node for _, tree in code() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    third = [c.args[2] for c in calls if getattr(c.func, "id", "") == "noted" and len(c.args) > 2]
    told = {str(what.value) for what in third if isinstance(what, ast.Constant)}
    assert told
    assert sorted(what for what in told if f"audit.what.{what}" not in names(FOLDERS[0])) == []
