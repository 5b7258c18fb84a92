"""One program and one stand-in for the tests of a module; people are new in every test."""

from __future__ import annotations

import itertools
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.phone import Phone, joined
from tests.e2e.process import CONSULTANT, Peiler
from tests.telegram_stand_in import Person, StandIn

_NUMBERS = itertools.count(10_000)


@dataclass
class Town:
    """A stand-in for Telegram, the running program, and the people who come by."""

    telegram: StandIn
    peiler: Peiler
    tokens: dict[str, list[str]] = field(default_factory=dict)
    _assessment: str = ""

    def somebody(self, name: str = "Anna", language: str = "nl") -> Person:
        """A person who was not here before."""
        return self.telegram.person(next(_NUMBERS), name, language)

    def phone(self, name: str = "Anna", language: str = "nl") -> Phone:
        """The same, with a phone in hand."""
        return Phone(self.telegram, self.somebody(name, language))

    async def token(self, pillar: str = "S") -> str:
        """An unused invitation."""
        if not self.tokens.get(pillar):
            to = "Gemeente X" if self.tokens else ""
            self.tokens[pillar] = await self.peiler.invites(pillar, 20, to=to)
        return self.tokens[pillar].pop()

    async def owner(self, pillar: str = "S", name: str = "Anna", language: str = "nl") -> Phone:
        """A person at the first question."""
        return await joined(self.telegram, self.somebody(name, language), await self.token(pillar))

    def menu(self, phone: Phone, method: str) -> list[set[str]]:
        """The commands in each call of this method about the menu of somebody's chat."""
        number = str(phone.person.user_id)
        calls = [
            call for call in self.telegram.calls_of(method) if number in str(call.arguments.get("scope"))
        ]
        return [set(re.findall(r"\w+", str(call.arguments.get("commands")))) for call in calls]

    @property
    def consultant(self) -> Phone:
        """The one consultant."""
        return Phone(self.telegram, self.telegram.person(CONSULTANT, "Carla"))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """A town for all tests of a module."""
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path_factory.mktemp("town"), telegram)
        await peiler.start()
        yield Town(telegram, peiler)
        assert await peiler.stop() == 0
        assert "Traceback" not in peiler.log(), peiler.log()


@pytest_asyncio.fixture
async def village(tmp_path: Path) -> AsyncIterator[Town]:
    """A town for one test, that may stop and start its program."""
    async with StandIn() as telegram:
        town = Town(telegram, Peiler(tmp_path, telegram))
        await town.peiler.start()
        yield town
        await town.peiler.dies()
