"""A consultant keeps a list of organisations to ask, and an owner names one."""

from __future__ import annotations

from bot.interview.engine import current
from bot.references.candidates import VISIT
from bot.walking import load
from storage import Reference
from tests.authority.world import CONSULTANT, World, begins, buttons, said
from tests.consultant.answering import QUICKEST
from tests.practices.known import consultant
from tests.practices.telling import interview_of

ALL = 1_000


async def press(world: World, start: str, chat: str = CONSULTANT) -> str:
    """Presses the newest button that begins so; what is said to it, and the toast where nothing is."""
    before = {row.id for row in await world.rows(chat)}
    toast = await world.taps(chat, await world.button(chat, start))
    told = [said(row) for row in await world.rows(chat) if row.id not in before]
    return "\n".join(told) or str(toast)


async def the_list(world: World, chat: str = CONSULTANT) -> str:
    """Opens the list from the round's menu."""
    await world.taps(chat, f"candidates:{world.rounds['first'].id}")
    return said((await world.rows(chat))[-1])


async def adds(world: World, *names: str) -> list[Reference]:
    """Types names; the organisations as they are kept."""
    await the_list(world)
    await press(world, f"candidates:{world.rounds['first'].id}:add")
    await world.types(CONSULTANT, "\n".join(names))
    found = {one.name: one for one in await organisations(world)}
    return [found[name] for name in names if name in found]


async def opens(world: World, one: Reference, act: str = "") -> str:
    """Presses a button of one organisation; what is said to it."""
    data = f"candidates:{world.rounds['first'].id}:{one.id}" + (f":{act}" if act else "")
    before = {row.id for row in await world.rows(CONSULTANT)}
    toast = await world.taps(CONSULTANT, data)
    told = [said(row) for row in await world.rows(CONSULTANT) if row.id not in before]
    return "\n".join(told) or str(toast)


async def organisations(world: World) -> list[Reference]:
    """All that are kept, oldest first."""
    owner = await consultant(world)
    known = await world.storage.references("main", owner.id, limit=ALL)
    return sorted(known, key=lambda one: (one.at, one.id))


async def again(world: World, one: Reference) -> Reference:
    """The same one, as it is now."""
    found = await world.storage.reference("main", one.id)
    assert found is not None
    return found


async def owner_wishes(world: World, chat: str, wish: str) -> None:
    """An owner answers everything about strategy, names an organisation to visit, and hands in."""
    await world.types(CONSULTANT, "/invite S Ada")
    await world.types(chat, f"/start {await world.token(CONSULTANT)}")
    await begins(world, chat)
    for _ in range(90):
        scenery = await load(world.desk, (await interview_of(world, chat)).id)
        assert scenery is not None
        prompt = current(scenery.script, scenery.progress)
        if prompt.kind == "question" and prompt.about == VISIT:
            await world.types(chat, wish)
            continue
        offered = buttons([row for row in await world.rows(chat) if row.kind == "card"][-1])
        wanted = ":1" if prompt.about == "S7" else ":2"
        level = next((data for data in offered if data.startswith("a:") and data.endswith(wanted)), None)
        ways = (data for start in QUICKEST for data in offered if data.startswith(start))
        data = level or next(ways, "") or next(data for data in offered if data.startswith("a:"))
        await world.taps(chat, data)
        if data.startswith("submit:"):
            return
    raise AssertionError(f"{chat} is still being asked")
