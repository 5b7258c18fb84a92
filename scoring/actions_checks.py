"""What the actions of a file must be to each other and to their model: known names, needs without circles.

Works on the plain content of the file, which may hold other mistakes, so that all of them are told at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from scoring.model import Model
from scoring.model_checks import Finding, Step
from scoring.wording import unknown

Entries = Sequence[tuple[int, Mapping[str, Any]]]

TEMPLATES = ("from_anchor", "finish")

FILLED_IN: Mapping[tuple[str, str], frozenset[str]] = {
    ("from_anchor", "text"): frozenset({"anchor", "item", "level"}),
    ("from_anchor", "without_anchor"): frozenset({"item", "level"}),
    ("finish", "text"): frozenset({"pillar"}),
}
"""What a template's text may fill in, by where it stands."""
TEXTS = ("short", "text", "without_anchor", "measure")


def findings(content: Mapping[str, Any], model: Model | None) -> Iterator[Finding]:
    """Every mistake that the shape alone would not show; those about the model only where there is one."""
    entries = [(i, entry) for i, entry in enumerate(_list(content, "actions")) if isinstance(entry, Mapping)]
    yield from _ids(entries)
    yield from _needs(entries)
    yield from _functions(content, entries)
    yield from _texts(content, entries)
    yield from _templates(content)
    yield from _steps(entries)
    if model is not None:
        for i, entry in entries:
            yield from _in_model(i, entry, model)


def _list(content: Mapping[str, Any], name: str) -> list[Any]:
    value = content.get(name)
    return value if isinstance(value, list) else []


def _names(entry: Mapping[str, Any], name: str) -> list[tuple[int, str]]:
    return [(i, value) for i, value in enumerate(_list(entry, name)) if isinstance(value, str)]


def _ids(entries: Entries) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, entry in entries:
        name = str(entry.get("id"))
        if name in seen:
            yield Finding(("actions", i, "id"), f"{name} is the id of another action too; give each its own")
        seen.add(name)


def _steps(entries: Entries) -> Iterator[Finding]:
    for i, entry in entries:
        start, goal = entry.get("from"), entry.get("to")
        if isinstance(start, int) and isinstance(goal, int) and goal != start + 1:
            yield Finding(("actions", i, "to"), f"from {start} an action leads to {start + 1}, not to {goal}")


def _needs(entries: Entries) -> Iterator[Finding]:
    by_id = {str(entry.get("id")): entry for _, entry in entries}
    for i, entry in entries:
        for j, need in _names(entry, "needs"):
            told = _wrong_need(entry, need, by_id)
            if told:
                yield Finding(("actions", i, "needs", j), told)


def _wrong_need(entry: Mapping[str, Any], need: str, by_id: Mapping[str, Mapping[str, Any]]) -> str:
    if need not in by_id:
        return unknown("action", need, by_id)
    if _leads_back(str(entry.get("id")), need, by_id):
        return f"{need} waits for {entry.get('id')} itself; neither could ever begin"
    own, others = entry.get("to"), by_id[need].get("to")
    if isinstance(own, int) and isinstance(others, int) and others > own:
        return f"{need} leads to level {others}, later than this one to {own}"
    return ""


def _leads_back(start: str, need: str, by_id: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether what is needed waits, at once or by others, for the action that needs it."""
    seen, waiting = {need}, [need]
    while waiting:
        for _, further in _names(by_id.get(waiting.pop(), {}), "needs"):
            if further not in seen:
                seen.add(further)
                waiting.append(further)
    return start in seen


def _functions(content: Mapping[str, Any], entries: Entries) -> Iterator[Finding]:
    functions = content.get("functions")
    if not isinstance(functions, Mapping):
        return
    templates = [((name,), content.get(name)) for name in TEMPLATES]
    for path, entry in [*templates, *((("actions", i), entry) for i, entry in entries)]:
        usually = entry.get("usually") if isinstance(entry, Mapping) else None
        if isinstance(usually, str) and usually not in functions:
            yield Finding((*path, "usually"), unknown("function of this file", usually, functions))


def _texts(content: Mapping[str, Any], entries: Entries) -> Iterator[Finding]:
    languages = [language for _, language in _names(content, "languages")]
    for path, text in _all_texts(content, entries):
        if languages and isinstance(text, Mapping):
            yield from (Finding(path, told) for told in _wrong_languages(str(path[-1]), text, languages))


def _wrong_languages(name: str, text: Mapping[str, Any], languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        if not str(text.get(language) or "").strip():
            yield f"{name} has no text in {language}; add one"
    for language in text:
        if language not in languages:
            yield unknown("language of this file", str(language), languages)


def _all_texts(content: Mapping[str, Any], entries: Entries) -> Iterator[tuple[tuple[Step, ...], Any]]:
    functions = content.get("functions")
    if isinstance(functions, Mapping):
        yield from ((("functions", name), text) for name, text in functions.items())
    parts: list[tuple[tuple[Step, ...], Any]] = [((name,), content.get(name)) for name in TEMPLATES]
    parts += [(("actions", i), entry) for i, entry in entries]
    for path, part in parts:
        if isinstance(part, Mapping):
            yield from (((*path, key), part.get(key)) for key in TEXTS)


def _templates(content: Mapping[str, Any]) -> Iterator[Finding]:
    for (name, key), known in FILLED_IN.items():
        template = content.get(name)
        texts = template.get(key) if isinstance(template, Mapping) else None
        for language, text in texts.items() if isinstance(texts, Mapping) else ():
            told = _wrong_template(str(text), known)
            if told:
                yield Finding((name, key, language), told)


def _wrong_template(text: str, known: frozenset[str]) -> str:
    try:
        used = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError as error:
        return f"this cannot be filled in: {error}"
    strange = [name for name in used if name not in known]
    return unknown("part to fill in", strange[0] or "{}", known) if strange else ""


def _in_model(i: int, entry: Mapping[str, Any], model: Model) -> Iterator[Finding]:
    pillars = {pillar.id: pillar for pillar in model.dimensions}
    name = str(entry.get("pillar"))
    if name not in pillars:
        yield Finding(("actions", i, "pillar"), unknown("pillar of this model", name, pillars))
        return
    items = {item.id: item for item in pillars[name].leaves}
    for j, item in _names(entry, "items"):
        if item not in items:
            yield Finding(("actions", i, "items", j), unknown(f"item of {name}", item, items))
    highest = max((item.answers.high for item in items.values()), default=0.0)
    goal = entry.get("to")
    if isinstance(goal, int) and goal > highest:
        yield Finding(("actions", i, "to"), f"{name} has no level {goal}; its highest is {highest:g}")
