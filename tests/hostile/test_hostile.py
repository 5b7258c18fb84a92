"""Hostile text goes through everything that exists, and everything stays what it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError, meta

from bot.texts import LANGUAGES, Texts
from tests.authority.world import opened
from tests.hostile.documents import DOCUMENTS, sound_html
from tests.hostile.rounds import hostile_round
from tests.hostile.words import HOSTILE
from tests.telegram_stand_in import parse_html
from tests.test_texts import FOLDERS, environment_of, sources

SOUND = {name: words for name, words in HOSTILE.items() if name not in ("nothing", "surrogates")}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_a_round_full_of_hostile_words_comes_out_whole_in_every_document(
    tmp_path: Path, words: str
) -> None:
    contact = words.encode(errors="ignore").decode().replace("\0", "")[:500]
    async with opened(tmp_path / "peiler.sqlite", privacy_contact=contact or "fg") as world:
        await hostile_round(world, words)
        for sound in DOCUMENTS.values():
            await sound(world, words)


# --- templates one by one, with every fact hostile that is a text

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)
#: Facts that are no text.
OTHERWISE: dict[str, Any] = {
    **dict.fromkeys(
        ("deadline", "delete_date", "expires", "at", "until", "when", "date", "last", "due"), MOMENT
    ),
    **dict.fromkeys(
        ("done", "left", "minutes", "count", "total", "number", "answers", "most", "questions"), 7
    ),
    **dict.fromkeys(("days", "retention_days"), 90),
    **dict.fromkeys(("at_least", "at_most", "invited_count", "submitted", "top", "people", "tries"), 3),
}


@pytest.mark.parametrize("words", SOUND.values(), ids=SOUND)
def test_no_template_takes_a_fact_for_markup_or_for_a_template(words: str) -> None:
    texts, filled = Texts(), 0
    for language in LANGUAGES:
        for name in texts.names(language):
            facts = facts_for(language, name, words)
            try:
                html = str(texts.say(name, language, **facts))
                tame = str(texts.say(name, language, **facts_for(language, name, "tam")))
            except (TypeError, AttributeError, ValueError, UndefinedError):
                # It wants more than texts: what is made of it is a document above.
                continue
            filled += bool(facts)
            sound_html(html)
            assert marks(html) == marks(tame), name
    assert filled > 60


def marks(html: str) -> list[str]:
    """Which markup there is, in order."""
    return [entity["type"] for entity in parse_html(html)[1]]


def facts_for(language: str, name: str, words: str) -> dict[str, Any]:
    """A hostile fact for all that the template names."""
    source = sources(FOLDERS[0])[language, name]
    environment = environment_of(language)
    names = meta.find_undeclared_variables(environment.parse(source)) - set(environment.globals)
    # What is marked up comes out of a script, and `peiler check` has read that.
    scripted = dict.fromkeys(re.findall(r"(\w+) \| marked", source), "Hoe?")
    return {fact: (OTHERWISE | scripted).get(fact, words) for fact in names}
