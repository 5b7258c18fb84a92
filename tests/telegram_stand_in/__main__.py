"""The stand-in as a process: `python -m tests.telegram_stand_in --port 8081`.

It prints the settings for the bot, which then runs as against Telegram:

    PEILER_TELEGRAM_API_URL=http://127.0.0.1:8081/bot
    PEILER_TELEGRAM_FILE_URL=http://127.0.0.1:8081/file/bot
    PEILER_TELEGRAM_TOKEN=7000000001:…

Then play a person:

    curl -d '{"user": 5, "first_name": "Anna", "text": "/start abc"}' localhost:8081/control/say
    curl 'localhost:8081/control/transcript?user=5&data'
    curl -d '{"user": 5, "button": "Meedoen", "wait": 5}' localhost:8081/control/tap
    curl 'localhost:8081/control/chat?user=5'
    curl 'localhost:8081/control/calls?from=0'         every call of the bot
    curl localhost:8081/control/pending                updates not yet confirmed
    curl -d '{"user": 5, "name": "plan.txt", "content": "…"}' localhost:8081/control/file
    curl -d '{"user": 5}' localhost:8081/control/block (and unblock)
    curl -d '{"method": "sendMessage", "code": 429, "retry_after": 3}' localhost:8081/control/trouble
    curl -d '{"cut": true, "taken": true, "times": null}' localhost:8081/control/trouble
    curl -d '{}' localhost:8081/control/recover
    curl -d '{"message": "no client understands this"}' localhost:8081/control/update
"""

import argparse
import asyncio
import contextlib
import sys

from tests.telegram_stand_in.control import add_control
from tests.telegram_stand_in.server import TOKEN, StandIn


async def serve(port: int, token: str, *, rates: bool) -> None:
    """Runs until interrupted."""
    telegram = StandIn(port=port, token=token, rates=rates)
    add_control(telegram)
    async with telegram:
        sys.stdout.write(
            f"PEILER_TELEGRAM_API_URL={telegram.api_url}\n"
            f"PEILER_TELEGRAM_FILE_URL={telegram.file_url}\n"
            f"PEILER_TELEGRAM_TOKEN={telegram.token}\n"
        )
        sys.stdout.flush()
        await asyncio.Event().wait()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_stand_in", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--rates", action="store_true", help="refuse calls over Telegram's published rates")
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(given.port, given.token, rates=given.rates))


if __name__ == "__main__":
    main()
