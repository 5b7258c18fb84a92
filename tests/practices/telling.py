"""Somebody of another organisation tells how it got so far."""

from __future__ import annotations

from collections.abc import Mapping

from bot.interview.engine import current
from bot.walking import load
from storage import Interview
from tests.authority.world import World, buttons
from tests.consultant.answering import QUICKEST

#: What is answered: an option, several, or words; everything else is skipped.
Answers = Mapping[str, str | tuple[str, ...]]
TOLD: Answers = {
    "org_name": "Gemeente Lisdodde",
    "org_sector": "municipality",
    "org_size": "middle",
    "org_country": "NL",
    "level_S": "2",
    "level_O": "3",
    "proud": ("listening",),
    "proud_listening": "Elke ochtend lezen wij mee.",
    "proud_listening_result": "Minder klachten.",
    "step_pillar": "S",
    "step_from": "to_2",
    "step_what": "Eén doel en uren.",
    "step_who": "teamleider",
    "step_months": "4",
    "step_days": "60",
    "step_euros": "5000",
    "step_result": "Sneller antwoord.",
    "failed": "Te veel kanalen tegelijk.",
    "may_name": "named",
    "may_share": ("levels", "initiatives", "steps"),
}


async def interview_of(world: World, chat: str) -> Interview:
    """The interview of this person."""
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    [one] = await world.storage.interviews_of("main", person.id)
    return one


async def takes_part(world: World, chat: str, token: str) -> None:
    """Opens the link and begins."""
    await world.types(chat, f"/start {token}")
    await world.taps(chat, await world.button(chat, "consent:"))


async def tells(world: World, chat: str, answers: Answers = TOLD) -> None:
    """Answers what is there, skips the rest, and hands in."""
    for _ in range(90):
        scenery = await load(world.desk, (await interview_of(world, chat)).id)
        assert scenery is not None
        prompt = current(scenery.script, scenery.progress)
        given = answers.get(prompt.about) if prompt.kind == "question" else None
        if given is not None:
            tapped = prompt.question is not None and prompt.question.tapped
            await _answers(world, chat, given, tapped=tapped)
        elif await _goes_on(world, chat) == "submit":
            return
    raise AssertionError(f"{chat} is still being asked")


async def _answers(world: World, chat: str, given: str | tuple[str, ...], *, tapped: bool) -> None:
    if isinstance(given, str) and not tapped:
        await world.types(chat, given)
        return
    for option in [given] if isinstance(given, str) else given:
        await chooses(world, chat, option)
    if not isinstance(given, str):
        await world.taps(chat, await world.button(chat, "confirm:"))


async def _goes_on(world: World, chat: str) -> str:
    """The quickest way on; which."""
    offered = buttons([row for row in await world.rows(chat) if row.kind == "card"][-1])
    press = next(data for start in QUICKEST for data in offered if data.startswith(start))
    await world.taps(chat, press)
    return press.partition(":")[0]


async def chooses(world: World, chat: str, option: str) -> None:
    """Taps an option of the newest card."""
    offered = buttons([row for row in await world.rows(chat) if row.kind == "card"][-1])
    await world.taps(chat, next(data for data in offered if data.split(":")[2:3] == [option]))
