"""A whole round in which every name and every answer is hostile, from raw updates to the last message."""

from __future__ import annotations

from typing import Any

from bot.channels.telegram.incoming import read_update
from storage import Outgoing
from tests.authority.world import BOT, CONSULTANT, UPDATES, World, buttons

OWNER = "4711"
#: More cards than any interview has.
STEPS = 120


async def hostile_round(world: World, words: str) -> None:
    """Made, invited, answered to the end, sent, reported and looked at from all sides."""
    await types(world, CONSULTANT, f"/new {words}", words)
    if not await world.storage.assessments("main"):
        # A name that long is not taken; the words come in everywhere else.
        await types(world, CONSULTANT, f"/new {words[:60]}", words)
    await types(world, CONSULTANT, f"/invite S {words[:200]}", words)
    await types(world, OWNER, f"/start {await world.token(CONSULTANT)}", words)
    for verb in ("consent:", "begin:"):
        await taps(world, OWNER, await world.button(OWNER, verb), words)
    await answers(world, words)
    await world.works()
    for command in ("/answers", words, "/pause", f"/{words[:50]}"):
        await types(world, OWNER, command, words)
    for command in ("/status", "/assessments", "/report", f"/invite {words[:200]}", f"/{words[:50]}", words):
        await types(world, CONSULTANT, command, words)
    for verb in ("assessment:", "invites:", "team:", "undo:"):
        await taps(world, CONSULTANT, await world.button(CONSULTANT, verb), words)
    await judged_and_heard(world, words)
    await world.works()


async def judged_and_heard(world: World, words: str) -> None:
    """The answers are reviewed, something is asked, and the owner remarks on the text about the pillar."""
    [assessment, *_] = await world.storage.assessments("main")
    interview = next(
        one for one in await world.storage.interviews("main", assessment.id) if one.state == "submitted"
    )
    about = f"{assessment.id}:{interview.id}"
    for place in range(7):
        await taps(world, CONSULTANT, f"item:{about}:{place}", words)
        adjust = next((d for d in buttons((await world.rows(CONSULTANT))[-1]) if d.startswith("adjust:")), "")
        await taps(world, CONSULTANT, f"{adjust.replace('adjust', 'score')}:1.5", words)
        await types(world, CONSULTANT, words[:1000], words)
        await taps(world, CONSULTANT, f"item:{about}:{place}", words)
    await taps(world, CONSULTANT, f"item:{about}:", words)
    await taps(world, CONSULTANT, f"query:{about}", words)
    await types(world, CONSULTANT, words[:500], words)
    await types(world, OWNER, words, words)
    await taps(world, CONSULTANT, f"factcheck:{assessment.id}", words)
    await world.works()
    await taps(world, OWNER, f"remark:{interview.id}", words)
    await types(world, OWNER, words[:2000], words)
    for verb in ("phase", "adopt"):
        await taps(world, CONSULTANT, f"{verb}:{assessment.id}", words)


async def answers(world: World, words: str) -> None:
    """To the end: a level where there are levels, the words wherever words are taken."""
    tried = set[str]()
    for _ in range(STEPS):
        data = buttons(await card(world))
        wanted = next((d for d in data if d.startswith("submit:")), None)
        offers = ("a:", "use:", "leave:")
        wanted = wanted or next((d for d in data if d.startswith(offers) and d not in tried), None)
        wanted = wanted or next((d for d in data if d.startswith(("confirm:", "resume:"))), None)
        waits = next((d for d in data if d.startswith("skip:")), "")
        if wanted is None and waits in tried:
            wanted = waits
        tried |= {waits, wanted or ""}
        if wanted is None:
            await types(world, OWNER, words, words)
            continue
        await taps(world, OWNER, wanted, words)
        if wanted.startswith("submit:"):
            return
    raise AssertionError("no end")


async def card(world: World) -> Outgoing:
    """The card in view."""
    return [row for row in await world.rows(OWNER) if row.kind == "card"][-1]


async def types(world: World, chat: str, text: str, name: str) -> None:
    """A message, as Telegram would send it."""
    await comes(
        world, chat, name, {"message": {"message_id": next(UPDATES), "text": text, **_from(chat, name)}}
    )


async def taps(world: World, chat: str, data: str, name: str) -> None:
    """A press, as Telegram would send it."""
    about = _from(chat, name)
    query = {"id": "1", "data": data, "from": about["from"], "message": {"message_id": 1, **about}}
    await comes(world, chat, name, {"callback_query": query})


async def comes(world: World, chat: str, name: str, inner: dict[str, Any]) -> None:
    """One raw update, through the door that all of them come through."""
    raw = {"update_id": next(UPDATES), **inner}
    await world.conversation.handle(read_update(raw, BOT, world.now))


def _from(chat: str, name: str) -> dict[str, Any]:
    person = {"id": int(chat), "first_name": name[:64], "last_name": name[:64], "language_code": "nl"}
    return {"from": person, "chat": {"id": int(chat), "type": "private"}}
