"""People who cannot be written to: who runs the assessment is told once, and they go on where they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk import Desk
from bot.notices import not_delivered
from bot.ports import Event, Membership, Tap, Wrote
from storage import Change, Lane, Outgoing, Person, StorageUnavailable
from tests.e2e.conftest import Town, village
from tests.e2e.process import CONSULTANT
from tests.operations.conftest import BOT, broken, eventually
from tests.rules.chat import ANNA, Chat

__all__ = ["village"]

CARLA = str(CONSULTANT)


async def refused(desk: Desk, chat: str = ANNA) -> None:
    """Telegram refuses a message to this chat, as delivery hears of it."""
    lane = Lane(desk.tenant, BOT, chat)
    await desk.storage.unreachable(lane, desk.now(), await not_delivered(desk, BOT, chat))


async def told(desk: Desk) -> list[str]:
    """What the consultant reads about people who are out of reach (blank once it was sent)."""
    rows = await desk.storage.messages(desk.tenant, BOT, CARLA, 100)
    return [row.payload.get("html", "") for row in rows if ":out_of_reach:" in row.dedupe_key]


async def known(desk: Desk) -> Person:
    """Anna, as she is kept."""
    person = await desk.storage.person_at(desk.tenant, "telegram", ANNA)
    assert person is not None
    return person


async def test_the_consultant_is_told_once_who_cannot_be_reached_and_to_call(anna: Chat) -> None:
    await anna.joins("O")
    await refused(anna.desk)
    await refused(anna.desk)
    await anna.does(Membership(reachable=False))
    [text] = await told(anna.desk)
    assert "<b>Anna</b>" in text
    assert "Organisatie en processen, Gemeente X" in text
    assert "Belt u even?" in text
    assert (await known(anna.desk)).unreachable_since == anna.desk.now()


async def test_who_blocks_the_bot_is_told_of_though_nothing_waits_for_them(anna: Chat) -> None:
    await anna.joins()
    await anna.does(Membership(reachable=False))
    await refused(anna.desk)
    assert len(await told(anna.desk)) == 1


async def test_a_consultant_who_reads_english_is_told_in_english(anna: Chat) -> None:
    await anna.joins()
    carla = await anna.desk.storage.person_at(anna.desk.tenant, "telegram", CARLA)
    assert carla is not None
    await anna.desk.storage.save(Change(writes=(replace(carla, language="en"),)))
    await refused(anna.desk)
    [text] = await told(anna.desk)
    assert "Could you call?" in text


@pytest.mark.parametrize("how", ["word", "tap", "back"])
async def test_whoever_does_something_goes_on_and_a_later_outage_is_told_again(anna: Chat, how: str) -> None:
    await anna.joins()
    desk = anna.desk
    late = Outgoing(
        desk.tenant, "late", BOT, ANNA, "reminder", 3, "once", "message", {"html": "!"}, "rem:1", desk.now(),
        expires_at=desk.now() + timedelta(hours=1),
    )  # fmt: skip
    waits = replace(late, id="waits", kind="reply", policy="repeat", dedupe_key="reply:1", expires_at=None)
    await refused(desk)
    await desk.storage.save(Change(writes=(late, waits)))
    assert ANNA not in {row.chat_id for row in await desk.storage.due(desk.tenant, BOT, desk.now(), 9)}
    anna.passes(7200)
    acts: dict[str, Event] = {
        "word": Wrote("/help", 500, desk.now()),
        "tap": Tap(anna.button("a")),
        "back": Membership(reachable=True),
    }
    await anna.does(acts[how])
    assert (await known(desk)).unreachable_since is None
    await anna.reads()
    states = {row.id: row.state for row in await anna.rows()}
    assert states["waits"] == "sent"
    assert states["late"] == "new"
    assert await desk.storage.cancel_expired(desk.tenant, BOT, desk.now()) == 1
    await refused(desk)
    assert len(await told(desk)) == 2


async def test_nobody_is_told_of_strangers_and_of_who_has_stopped(anna: Chat) -> None:
    await anna.does(Membership(reachable=False))
    await refused(anna.desk)
    await anna.joins()
    await anna.types("/stop")
    await refused(anna.desk)
    assert await told(anna.desk) == []


async def test_that_somebody_is_gone_and_the_word_of_it_are_saved_together(anna: Chat) -> None:
    await anna.joins()
    with pytest.raises(StorageUnavailable):
        await refused(broken(anna.desk, StorageUnavailable("gone"), "unreachable"))
    anna.desk.storage = anna.desk.storage._storage  # type: ignore[attr-defined]
    assert (await known(anna.desk)).unreachable_since is None
    assert await told(anna.desk) == []
    await refused(anna.desk)
    assert len(await told(anna.desk)) == 1


async def test_the_real_program_tells_it_once_also_when_it_is_killed_at_that_moment(village: Town) -> None:
    telegram, owner, consultant = village.telegram, await village.owner(), village.consultant
    telegram.next_call("sendMessage", chat=CONSULTANT).answers(429, retry_after=5)
    await consultant.person.types("/help")
    assert await eventually(lambda: any(c.code == 429 for c in telegram.calls_of("sendMessage")))
    gone = "Forbidden: bot was blocked by the user"
    telegram.next_call("editMessageText", chat=owner.person.user_id, times=None).answers(403, gone)
    await owner.person.taps(owner.data("a:"), on=owner.card)
    # What is said to the consultant has to wait for its turn, and the program dies meanwhile.
    assert await eventually(lambda: any(c.code == 403 for c in telegram.calls_of("editMessageText")))
    await village.peiler.dies()
    await village.peiler.start()

    def words() -> list[str]:
        return [m.text for m in consultant.person.chat if m.by_bot and "Ik bereik" in m.text]

    assert await eventually(lambda: bool(words()))
    telegram.recover()
    shown = len(owner.person.chat)
    await owner.person.starts()
    assert await eventually(lambda: any(m.by_bot and m.buttons for m in owner.person.chat[shown:]))
    assert len(words()) == 1
    assert "Traceback" not in village.peiler.log()
