"""Files that people sent, fetched from Telegram piece by piece."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import quote

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.fate import TooFast
from bot.channels.telegram.request import AiohttpRequest
from bot.ports import NotFetched

_PATIENCE = 25.0  # seconds for the question where a file is; its bytes may take longer


class TelegramFetcher:
    """`api` and `files` are addresses with the token in them, so no error may repeat them."""

    def __init__(self, request: AiohttpRequest, api: str, files: str) -> None:
        self._request, self._api, self._files = request, api, files

    async def fetch(self, ref: str) -> AsyncGenerator[bytes, None]:
        """The bytes of the file with this id; raises NotFetched, also when there are fewer than was said."""
        trouble: NotFetched | None = None
        count, said = 0, 0
        try:
            path, said = await self._found(ref)
            async with aclosing(self._request.stream(self._files + quote(path))) as pieces:
                async for piece in pieces:
                    count += len(piece)
                    yield piece
        except TelegramError as error:
            trouble = _not_fetched(error)
        if trouble is None and count < said:
            trouble = NotFetched(f"{count} of {said} bytes came")
        if trouble is not None:
            raise trouble

    async def _found(self, ref: str) -> tuple[str, int]:
        """Where the file is for the next hour, and its size."""
        found = await self._request.raw(f"{self._api}getFile", {"file_id": ref}, _PATIENCE)
        path, size = found.get("file_path"), found.get("file_size")
        if not isinstance(path, str):
            raise NotFetched("Telegram does not say where the file is")
        return path, size if isinstance(size, int) else 0


def _not_fetched(error: TelegramError) -> NotFetched:
    """Telegram gives bots no file that is larger than 20 MB; everything else may pass."""
    too_big = isinstance(error, BadRequest) and "too big" in str(error).lower()
    pause = error.seconds if isinstance(error, TooFast) else 0.0
    return NotFetched(str(error), again=not too_big, retry_after=pause)
