"""A served site, and somebody who visits it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.web.fake_program import FakeProgram
from tests.web.site import Served, served
from tests.web.visitor import Visitor


@pytest.fixture
def program(tmp_path: Path) -> FakeProgram:
    return FakeProgram(tmp_path)


@pytest.fixture
def site(program: FakeProgram) -> Iterator[Served]:
    with served(program) as site:
        yield site


@pytest.fixture
async def stranger(site: Served) -> AsyncIterator[Visitor]:
    """Somebody whose browser has not been here."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield Visitor(session, site.address)


@pytest.fixture
async def visitor(site: Served) -> AsyncIterator[Visitor]:
    """Somebody who opened the printed address."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        visitor = Visitor(session, site.address)
        await visitor.opens(site.door)
        yield visitor
