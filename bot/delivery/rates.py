"""How fast we may speak: a bucket of tokens per bot, one per chat, and what a flood of refusals means."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

#: Chats that are silent have full buckets, which need not be remembered.
_CHATS_KEPT = 10_000


class Bucket:
    """`rate` tokens a second, `burst` at most; a rate of 0 never runs out."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, rate: float, burst: float, at: float) -> None:
        self._rate, self._burst, self._tokens, self._at = rate, burst, burst, at

    def wait(self, at: float, tokens: float = 1.0) -> float:
        """Seconds until that many tokens are there."""
        if not self._rate:
            return 0.0
        self._tokens = min(self._burst, self._tokens + (at - self._at) * self._rate)
        self._at = at
        # A nanosecond short is there: otherwise rounding makes the caller wake up for nothing.
        missing = min(tokens, self._burst) - self._tokens
        return missing / self._rate if missing > 1e-9 else 0.0

    def take(self, at: float) -> None:
        """One token, perhaps on credit."""
        self.wait(at)
        self._tokens -= 1.0


class Rates:
    """The two speeds of one bot. Edits count as messages, answers to taps do not count at all."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        send_rate: float = 25.0,
        chat_rate: float = 1.0,
        chat_burst: float = 3.0,
    ) -> None:
        self._monotonic, self._chat_rate, self._chat_burst = monotonic, chat_rate, chat_burst
        # A fifth of a second in store: no second sees more than 1.2 times the rate.
        self._bot = Bucket(send_rate, max(1.0, send_rate / 5), monotonic())
        self._chats: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self) -> float:
        """Seconds until the bot may call at all."""
        return self._bot.wait(self._monotonic())

    def chat_wait(self, chat_id: str) -> float:
        """Seconds until the bot may write in this chat, as far as the chat is concerned."""
        bucket = self._chats.get(chat_id)
        return bucket.wait(self._monotonic()) if bucket else 0.0

    def spare(self, chat_id: str) -> bool:
        """Is there more than we need now, so that a call that may be dropped can be made?"""
        at = self._monotonic()
        bucket = self._chats.get(chat_id)
        return not self._bot.wait(at, 2.0) and not (bucket and bucket.wait(at, 2.0))

    def take(self, chat_id: str) -> None:
        """A call is made."""
        at = self._monotonic()
        self._bot.take(at)
        if self._chat_rate:
            bucket = self._chats.setdefault(chat_id, Bucket(self._chat_rate, self._chat_burst, at))
            bucket.take(at)
            self._chats.move_to_end(chat_id)
            while len(self._chats) > _CHATS_KEPT:
                self._chats.popitem(last=False)


class Flood:
    """Refusals for speed: three chats within ten seconds, or a long wait, hold all that is not urgent."""

    CHATS, WITHIN, LONG = 3, 10.0, 30.0

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic, self._until = monotonic, 0.0
        self._hits: deque[tuple[float, str]] = deque(maxlen=100)

    def refused(self, chat_id: str, retry_after: float) -> None:
        """Telegram asks this chat to wait."""
        at = self._monotonic()
        self._hits.append((at, chat_id))
        chats = {chat for moment, chat in self._hits if at - moment < self.WITHIN}
        if len(chats) >= self.CHATS or retry_after > self.LONG:
            self._until = max(self._until, at + max(retry_after, self.WITHIN))

    def wait(self) -> float:
        """Seconds that bulk must wait."""
        return max(0.0, self._until - self._monotonic())
