"""Somebody with a browser that knows no scripts: opens pages, presses buttons, types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import aiohttp


@dataclass
class Page:
    """What came back, and its forms: the hidden fields with each button and text field of it."""

    status: int
    headers: Mapping[str, str]
    html: str
    address: str = ""
    words: str = ""
    forms: list[dict[str, Any]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def form_with(self, name: str, value: str | None = None) -> dict[str, Any]:
        """The hidden fields of the form that has this button or field."""
        for form in self.forms:
            if any(n == name and value in (None, v) for n, v in form["fields"]):
                return dict(form["hidden"])
        raise AssertionError(f"no {name}={value} on the page: {self.words}")

    @property
    def data(self) -> list[str]:
        """The data of all buttons."""
        return [value for form in self.forms for name, value in form["fields"] if name == "data"]

    @property
    def typed(self) -> str:
        """What stands in the text field."""
        return next(str(form["typed"]) for form in self.forms if "typed" in form)


class Visitor:
    """One browser. The page that it is on is `page`."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session, self.address = session, address
        self.page = Page(0, {}, "")

    async def opens(self, path: str, **request: Any) -> Page:
        """Goes to an address, or a path of the site."""
        return await self._asks("GET", path, **request)

    async def sends(self, path: str, fields: Mapping[str, Any], **request: Any) -> Page:
        """Posts a form as it is."""
        return await self._asks("POST", path, data=fields, **request)

    async def presses(self, data: str, on: str = "/owner") -> Page:
        """Presses a button of a page, with what the form holds besides."""
        page = await self.opens(on)
        return await self.sends(on, page.form_with("data", data) | {"data": data})

    async def types(self, text: str, on: str = "/owner") -> Page:
        """Fills the text field of a page and sends it."""
        page = await self.opens(on)
        return await self.sends(on, page.form_with("text") | {"text": text})

    async def _asks(self, method: str, path: str, **request: Any) -> Page:
        address = path if path.startswith("http") else self.address + path
        async with self.session.request(method, address, **request) as response:
            body = await response.read()
            text = body.decode("utf-8", "replace")
            self.page = Page(response.status, response.headers, text, str(response.url))
        reader = _Reader(self.page)
        reader.feed(self.page.html)
        return self.page


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._in = page, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._page.tags.append((tag, given))
        self._in = tag
        if tag == "form":
            self._page.forms.append({"hidden": {}, "fields": []})
        elif tag in ("button", "input", "textarea") and given.get("name"):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str | None]) -> None:
        form = self._page.forms[-1]
        if given.get("type") == "hidden":
            form["hidden"][given["name"]] = given.get("value") or ""
        else:
            form["fields"].append((given["name"], given.get("value")))
        if tag != "button" and given["name"] == "text":
            form["typed"] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self._in == "textarea":
            self._page.forms[-1]["typed"] = data
        self._page.words = " ".join(f"{self._page.words} {data}".split())

    def handle_endtag(self, tag: str) -> None:
        self._in = ""
