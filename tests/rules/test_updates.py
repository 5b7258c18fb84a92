"""From update to answer: what is put aside, what works once, and which words belong to which question."""

from __future__ import annotations

import pytest

from bot.conversation import handling
from bot.ports import Rewrote, Tap, TryLater, Wrote
from storage import DataRejected, StorageUnavailable
from tests.operations.conftest import BOT, broken
from tests.rules.chat import Chat, together


async def test_an_update_that_breaks_its_step_is_put_aside_whole_and_the_next_gets_its_turn(
    anna: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anna.joins()
    with monkeypatch.context() as patch:
        patch.setattr(handling, "_decide", lambda turn: (_ for _ in ()).throw(ValueError("our bug")))
        with pytest.raises(ValueError, match="our bug"):
            await anna.does(Wrote("wat nu", 50, anna.desk.now()), update=77)
    [dead] = await anna.desk.storage.dead_letters(anna.desk.tenant)
    assert (dead.update_id, dead.error) == (77, "ValueError")
    assert dead.body
    assert await anna.desk.storage.seen(anna.desk.tenant, BOT, 77)
    assert (await anna.presses(anna.button("a"))).toast is None


async def test_only_a_storage_that_cannot_be_used_holds_an_update_back(anna: Chat) -> None:
    await anna.joins()
    storage = anna.desk.storage
    broken(anna.desk, StorageUnavailable("full"), "save")
    with pytest.raises(TryLater):
        await anna.does(Tap(anna.button("a")), update=77)
    anna.desk.storage = storage
    broken(anna.desk, DataRejected("no such thing"), "walk")
    with pytest.raises(DataRejected):
        await anna.does(Tap(anna.button("a")), update=78)
    anna.desk.storage = storage
    assert not await storage.seen(anna.desk.tenant, BOT, 77)
    assert await storage.seen(anna.desk.tenant, BOT, 78)


async def test_the_same_update_again_changes_nothing(anna: Chat) -> None:
    await anna.joins()
    for _ in range(2):
        await anna.does(Tap(anna.button("a")), update=77)
    assert len(await anna.answers()) == 1


async def test_two_things_at_the_same_time_are_taken_one_after_the_other(anna: Chat) -> None:
    """A command, a reminder, the web page and an erasure on the same interview serialise."""
    await anna.joins()
    taps = [Tap(anna.button("a")) for _ in range(3)]
    said = [Wrote(f"Opmerking {number}", 50 + number, anna.desk.now()) for number in range(3)]
    handled = await together(anna, *taps, *said)
    assert [one.toast for one in handled].count(None) == 4
    assert len([answer for answer in await anna.answers() if answer.option is not None]) == 1
    words = str([*await anna.kept(), *await anna.answers()])
    assert all(text.text in words for text in said)


async def _reaches(anna: Chat, verb: str) -> str:
    """Goes on until there is a button with this verb."""
    for _ in range(200):
        if any(data.startswith(verb + ":") for data in anna.buttons):
            return anna.button(verb)
        verbs = {data.partition(":")[0] for data in anna.buttons}
        await anna.presses(anna.button("a" if "a" in verbs else "skip"))
        await anna.reads()
    raise AssertionError(f"no {verb} in sight at {anna.buttons}")


@pytest.mark.parametrize("verb", ["a", "skip", "confirm", "submit", "back"])
async def test_every_button_works_once_however_often_it_arrives(anna: Chat, verb: str) -> None:
    await anna.joins()
    if verb == "back":
        for _ in range(3):
            await anna.presses(await _reaches(anna, "a"))
            await anna.reads()
    if verb == "confirm":
        # Another option of an answered question is a change, which is asked about.
        options = [data for data in anna.buttons if data.startswith("a:")]
        for data in options[:2]:
            await anna.presses(data)
        await anna.reads()
    data = await _reaches(anna, verb)
    assert (await anna.presses(data)).toast is None
    once = await anna.answers()
    for _ in range(3):
        assert (await anna.presses(data)).toast, data
        await anna.reads()
    assert await anna.answers() == once


async def test_the_same_option_again_is_told_to_be_noted_and_another_is_offered(anna: Chat) -> None:
    await anna.joins()
    first, other = [data for data in anna.buttons if data.startswith("a:")][:2]
    await anna.presses(first)
    noted, offered = (await anna.presses(first)).toast, (await anna.presses(other)).toast
    assert noted
    assert noted.startswith("✓")
    assert offered
    assert not offered.startswith("✓")
    assert len(await anna.answers()) == 1


async def test_an_option_must_belong_to_its_ask_and_the_ask_to_this_person(anna: Chat) -> None:
    await anna.joins()
    ask = anna.button("a").split(":")[1]
    for data in (f"a:{ask}:none", f"a:{ask}x:0", "a::0"):
        assert (await anna.presses(data)).toast
    assert await anna.answers() == []


async def test_words_count_only_when_they_were_written_under_the_card_that_is_open(anna: Chat) -> None:
    """Typed text carries no ask: it counts above the card's first copy and not before it was shown."""
    await anna.joins()
    seen = anna.desk.now()
    await anna.types("b", at=seen.replace(microsecond=0) - (anna.passes(60) - seen))
    assert await anna.answers() == []
    assert await anna.kept() == ["b"]
    await anna.types("c", message=1)
    assert await anna.answers() == []
    await anna.types("b")
    assert len(await anna.answers()) == 1
    assert sorted(await anna.kept()) == ["b", "c"]


async def test_words_are_kept_while_the_card_is_not_known_to_be_shown(anna: Chat) -> None:
    await anna.joins()
    await anna.presses(anna.button("a"))
    await anna.types("b")
    assert len(await anna.answers()) == 1
    assert await anna.kept() == ["b"]


async def test_a_change_of_a_message_changes_the_answer_only_while_that_is_its_source(anna: Chat) -> None:
    await anna.joins()
    ask = anna.button("a").split(":")[1]
    await anna.presses(f"a:{ask}:dont_know")
    await anna.reads()
    await anna.types("de archivaris", message=60)
    await anna.reads()
    await anna.does(Rewrote("de informatiebeheerder", 60))
    assert [answer.text for answer in await anna.answers()] == [
        None,
        "de archivaris",
        "de informatiebeheerder",
    ]
    await anna.does(Rewrote("de informatiebeheerder", 60))
    assert len(await anna.answers()) == 3
    await anna.reads()
    await anna.presses(anna.button("back"))
    await anna.reads()
    await anna.presses(f"{anna.button('a').rpartition(':')[0]}:1")
    before = await anna.answers()
    # It could be read as a letter.
    await anna.does(Rewrote("b", 60))
    assert await anna.answers() == before
