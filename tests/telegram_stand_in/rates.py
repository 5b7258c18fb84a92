"""Telegram's published rates: one a second per chat, twenty a minute per group, thirty a second overall."""

from collections import defaultdict, deque
from collections.abc import Callable

from tests.telegram_stand_in.errors import too_many

_BURST = 3


class Rates:
    """Counts calls that show something in a chat; refuses those that come too fast."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sent: dict[int, deque[float]] = defaultdict(deque)

    def count(self, chat: int) -> None:
        """Raises 429 when the chat, or the bot as a whole, is over its rate; else counts one."""
        now = self._clock()
        limits = [(0, 30, 1.0), (chat, 20, 60.0) if chat < 0 else (chat, _BURST, float(_BURST))]
        for key, most, seconds in limits:
            sent = self._sent[key]
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= most:
                raise too_many(max(1, round(sent[0] + seconds - now)))
        for key, _, _ in limits:
            self._sent[key].append(now)
