"""Pages from templates: every sentence in the reader's language, every value escaped."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.channels.web.guard import HEADERS
from bot.channels.web.markup import plain, rich
from bot.texts import LANGUAGES, Texts

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "peiler_language"


class Pages:
    """Draws the templates; `language` is for who has not chosen one, `sides` are those that there are."""

    def __init__(self, language: str, sides: tuple[str, ...]) -> None:
        self._language, self._sides = language, sides
        self._texts = Texts(TEMPLATES)
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(rich=rich, plain=plain)

    def language(self, request: Request) -> str:
        """The language this browser reads."""
        chosen = request.cookies.get(LANGUAGE_COOKIE)
        return chosen if chosen in LANGUAGES else self._language

    def say(self, name: str, request: Request, /, **facts: Any) -> str:
        """One phrase as bare words."""
        return plain(self._texts.say(name, self.language(request), **facts))

    def page(self, name: str, request: Request, status: int = 200, /, **facts: Any) -> HTMLResponse:
        """The template `name`.html; `form` makes every drawing of it another one."""
        language = self.language(request)
        html = self._environment.get_template(f"{name}.html").render(
            facts,
            language=language,
            say=partial(_say, self._texts, language),
            form=secrets.token_urlsafe(9),
            path=request.url.path,
            sides=self._sides,
        )
        return HTMLResponse(html, status, HEADERS)


def _say(texts: Texts, language: str, name: str, /, **facts: Any) -> str:
    return texts.say(name, language, **facts)
