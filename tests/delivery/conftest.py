"""A stand-in for Telegram, a real channel, a real storage, and an office between them."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from bot.channels.telegram.channel import TelegramChannel
from storage import open_sqlite
from tests.delivery.office import Office, utc_now
from tests.telegram_stand_in import StandIn


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


@pytest.fixture
async def channel(telegram: StandIn) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(
        telegram.token, lambda key, language: key, utc_now, monotonic, telegram.api_url, telegram.file_url
    )
    await channel.start(asyncio.Event())
    yield channel
    await channel.close()


@pytest.fixture
async def office(channel: TelegramChannel) -> AsyncIterator[Office]:
    async with open_sqlite(":memory:") as storage:
        yield Office(storage, channel.bot_id, channel)
