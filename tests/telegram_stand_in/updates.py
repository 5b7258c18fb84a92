"""The updates that wait for the bot: numbered, kept until confirmed by an offset or too old."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Update = dict[str, Any]

TAP_LIVES = 150  # seconds; what the published server gives a callback query
MESSAGE_LIVES = 86_400
_ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class _Waiting:
    update: Update
    expires_at: float
    comes_again: bool = False


class Updates:
    """A queue with Telegram's rules, and the ways in which real queues surprise."""

    def __init__(self, clock: Callable[[], float], first_id: int = 1000) -> None:
        self._clock = clock
        self._next_id = first_id
        self._waiting: list[_Waiting] = []
        self._held: list[_Waiting] | None = None
        self._arrived = asyncio.Condition()
        self.allowed: list[str] = []
        self.comes_again_next = False

    @property
    def pending(self) -> list[Update]:
        """What the bot has not confirmed yet."""
        return [entry.update for entry in self._waiting]

    async def push(self, kind: str, content: Any, *, lives: float = MESSAGE_LIVES) -> Update | None:
        """Queues one update; None if the bot did not ask for this kind."""
        if not self._wanted(kind):
            return None
        return await self.push_raw({kind: content}, lives=lives)

    async def push_raw(self, update: Update, *, lives: float = MESSAGE_LIVES) -> Update:
        """Queues anything at all, also what no client understands; numbers it unless it has a number."""
        if "update_id" not in update:
            update = {"update_id": self._next_id} | update
        self._next_id = max(self._next_id, int(update["update_id"])) + 1
        entry = _Waiting(update, self._clock() + lives, self.comes_again_next)
        self.comes_again_next = False
        if self._held is not None:
            self._held.append(entry)
            return update
        async with self._arrived:
            self._waiting.append(entry)
            self._arrived.notify_all()
        return update

    def hold(self) -> None:
        """From now on new updates wait, so that `release` can deliver them together or in another order."""
        self._held = self._held or []

    async def release(self, *, backwards: bool = False) -> None:
        """Delivers what was held; backwards: the last first, under ascending numbers as the queue demands."""
        held, self._held = self._held or [], None
        numbers = sorted(entry.update["update_id"] for entry in held)
        if backwards:
            held.reverse()
        for number, entry in zip(numbers, held, strict=True):
            entry.update = entry.update | {"update_id": number}
        async with self._arrived:
            self._waiting += held
            self._arrived.notify_all()

    def renumber(self, next_id: int) -> None:
        """Goes on from another number, as Telegram may after a week without updates."""
        self._next_id = next_id

    async def confirm(self, offset: int) -> None:
        """Forgets everything before the offset; a negative one keeps only that many of the newest."""
        if offset < 0:
            self._waiting = self._waiting[offset:]
        else:
            self._forget_before(offset)
        await self.wake()

    def _forget_before(self, offset: int) -> None:
        again = [entry for entry in self._waiting if entry.comes_again and entry.update["update_id"] < offset]
        kept = [entry for entry in self._waiting if entry.update["update_id"] >= offset]
        for entry in again:
            entry.comes_again = False
        self._waiting = again + kept

    async def fetch(self, limit: int, timeout: float, given_up: asyncio.Event) -> list[Update]:  # noqa: ASYNC109
        """The oldest waiting updates, after at most `timeout` seconds or when the poll is given up."""
        deadline = asyncio.get_running_loop().time() + timeout
        async with self._arrived:
            while not self._alive() and not given_up.is_set():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                try:
                    await asyncio.wait_for(self._arrived.wait(), left)
                except TimeoutError:
                    break
            return [entry.update for entry in self._alive()[:limit]]

    async def arrived(self) -> list[Update]:
        """What waits, as soon as anything does."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: bool(self._alive()))
            return self.pending

    async def emptied(self) -> None:
        """Waits until everything is confirmed."""
        async with self._arrived:
            await self._arrived.wait_for(lambda: not self._waiting)

    async def wake(self) -> None:
        """Lets a waiting poll look again."""
        async with self._arrived:
            self._arrived.notify_all()

    def clear(self) -> None:
        """Throws everything away (`drop_pending_updates`)."""
        self._waiting.clear()

    def _alive(self) -> list[_Waiting]:
        now = self._clock()
        self._waiting = [entry for entry in self._waiting if entry.expires_at > now]
        return self._waiting

    def _wanted(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ONLY_IF_ASKED
