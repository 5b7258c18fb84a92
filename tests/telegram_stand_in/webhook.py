"""Updates delivered to a webhook: one after another, again until the bot answers 2xx."""

import asyncio
import time
from collections.abc import Callable
from http import HTTPStatus

import aiohttp

from tests.telegram_stand_in.updates import Updates
from tests.telegram_stand_in.world import Json

_FIRST_PAUSE = 0.05  # seconds; the real one tries again at once, then doubles from two seconds
_LONGEST_PAUSE = 2.0
_PATIENCE = aiohttp.ClientTimeout(total=60)


class WebhookDelivery:
    """Posts what waits to the address that `setWebhook` named, while there is one."""

    def __init__(self, updates: Updates, clock: Callable[[], float] = time.time) -> None:
        self._updates, self._clock = updates, clock
        self._task: asyncio.Task[None] | None = None
        self.last_error: Json = {}
        self.attempts: list[int] = []  # the status of each, 0 where no answer came

    async def start(self, webhook: Json) -> None:
        """Delivers to this address from now on."""
        await self.stop()
        self._task = asyncio.create_task(self._deliver(webhook))

    async def stop(self) -> None:
        """Delivers nowhere."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _deliver(self, webhook: Json) -> None:
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        pause = 0.0
        async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:
            while True:
                await asyncio.sleep(pause)
                update = (await self._updates.arrived())[0]
                status = await _post(session, webhook["url"], update)
                self.attempts.append(status)
                if 200 <= status < 300:
                    pause = 0.0
                    await self._updates.confirm(update["update_id"] + 1)
                else:
                    pause = min(_LONGEST_PAUSE, max(_FIRST_PAUSE, 2 * pause))
                    self.last_error = {
                        "last_error_date": int(self._clock()),
                        "last_error_message": _words(status),
                    }


def _words(status: int) -> str:
    """What Telegram says of a delivery that failed."""
    if not status:
        return "Connection refused"
    return f"Wrong response from the webhook: {status} {HTTPStatus(status).phrase}"


async def _post(session: aiohttp.ClientSession, url: str, update: Json) -> int:
    try:
        async with session.post(url, json=update) as response:
            return response.status
    except (aiohttp.ClientError, OSError):
        return 0
