"""Links: made for one, opened by anybody, used by one, taken back, undone; and what guessing tells."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from bot.consultant.exporting import export_of
from bot.ports import Wrote
from bot.tokens import new_token, without_tokens
from storage import Person
from tests.authority.test_table import arguments
from tests.authority.world import (
    CONSULTANT,
    LATER,
    MINUTE,
    OTHER_CONSULTANT,
    World,
    begins,
    co_consultant_of,
    said,
)

UNKNOWN = "Deze link werkt niet"


async def invited(world: World, pillar: str = "O", name: str = "Ada") -> str:
    """The token of a new invite in the first round."""
    await world.types(CONSULTANT, f"/invite {pillar} {name}")
    return await world.token(CONSULTANT)


def stored(world: World, table: str, which: str, what: str = "state") -> list[Any]:
    """Columns of a table, as they are on disk."""
    with closing(sqlite3.connect(world.path)) as connection:
        return connection.execute(f"SELECT {what} FROM {table} WHERE {which} ORDER BY rowid").fetchall()


async def test_a_token_holds_over_128_bits_and_only_its_hash_is_kept(world: World) -> None:
    token = await invited(world)
    assert len(re.fullmatch(r"[\w-]+", token)[0]) * 6 >= 128  # type: ignore[index]
    assert len({new_token() for _ in range(1000)}) == 1000
    assert token not in str(world.dump())


async def test_opening_a_link_uses_nothing_up_however_many_open_it(world: World) -> None:
    token = await invited(world)
    for chat in ("11", "12", "11", "13"):
        assert any("Gemeente Zilvermeer" in text for text in await world.types(chat, f"/start {token}"))
    assert stored(world, "invite", "name = 'Ada'") == [("open",)]
    await begins(world, "12")
    assert stored(world, "invite", "name = 'Ada'") == [("bound",)]


async def test_of_those_who_opened_a_link_only_the_first_to_say_yes_takes_part(world: World) -> None:
    token = await invited(world)
    for chat in ("11", "12"):
        await world.types(chat, f"/start {token}")
    await begins(world, "11")
    toast = await world.taps("12", await world.button("12", "consent:"))
    assert UNKNOWN in str(toast)
    assert UNKNOWN in (await world.types("12", f"/start {token}"))[-1]


async def test_the_consultants_are_told_who_took_part_and_as_whom_that_one_was_invited(world: World) -> None:
    token = await invited(world)
    await world.types("11", f"/start {token}")
    await begins(world, "11")
    for chat in (CONSULTANT, "500"):
        assert "Persoon 11 (uitgenodigd als Ada) doet mee: Organisatie" in await world.reads(chat)
        assert (await world.button(chat, "undo:")).startswith("undo:")
    assert "Persoon 11" not in await world.reads("901")


async def undone(world: World) -> tuple[str, str]:
    """(old token, new token) after the wrong one took part, answered, and was found out."""
    old = await invited(world)
    await world.types("12", f"/start {old}")
    await world.types("11", f"/start {old}")
    await begins(world, "11")
    await world.taps("11", (await world.button("11", "a:"))[:-1] + "3")
    await world.types("11", "Mijn eigen bewijs")
    press = await world.button(CONSULTANT, "undo:")
    await world.taps(CONSULTANT, press)
    assert "Er is 1 antwoord" in await world.reads(CONSULTANT)
    await world.taps(CONSULTANT, await world.button(CONSULTANT, f"{press}:yes"))
    return old, await world.token(CONSULTANT)


async def test_an_undone_interview_ends_for_that_person_and_what_was_said_stays_marked(world: World) -> None:
    await undone(world)
    [(interview, state)] = stored(
        world, "interview", "person IN (SELECT id FROM person WHERE address = '11')", "id, state"
    )
    assert state == "ended"
    said = stored(world, "answer", f"interview = '{interview}'", "value, evidence")
    assert any("Mijn eigen bewijs" in str(row) for row in said)
    last = (await world.rows("11"))[-1]
    assert "teruggedraaid" in last.payload["html"]
    assert last.payload["buttons"] == []
    assert stored(world, "ask", f"interview = '{interview}' AND state = 'open'") == []
    exported = await world.storage.export("main", at=world.now, dormant=lambda _f, _i: ())
    assert {one["state"] for one in exported["interviews"] if one["id"] == interview} == {"ended"}


async def test_answers_of_an_undone_interview_are_exported_as_counting_for_nothing(world: World) -> None:
    await undone(world)
    exported = await export_of(world.desk, None)
    [ended] = [one["id"] for one in exported["interviews"] if one["state"] == "ended"]
    assert {one["dormant"] for one in exported["answers"] if one["interview"] == ended} == {True}


async def test_who_was_undone_can_do_nothing_more_there_by_button_word_command_or_link(world: World) -> None:
    old, _ = await undone(world)
    before = world.of_round("first")
    for verb in ("a", "back", "resume", "submit", "pause", "edit", "skip", "consent"):
        for data in await arguments(world, verb, "first", "11"):
            assert await world.taps("11", data) == "Deze knop is niet voor u bedoeld."
    for text in ("nog een antwoord", "/answers", "/pause", "/stop", "/start", f"/start {old}"):
        world.now += 2 * MINUTE
        said = await world.types("11", text)
        assert not any("Zilvermeer" in one for one in said), text
    assert world.of_round("first") == before


async def test_after_undoing_the_old_link_is_dead_even_for_who_had_opened_it_before(world: World) -> None:
    old, new = await undone(world)
    assert old != new
    assert UNKNOWN in str(await world.taps("12", await world.button("12", "consent:")))
    assert UNKNOWN in (await world.types("13", f"/start {old}"))[-1]


async def test_the_right_person_begins_afresh_by_the_new_link(world: World) -> None:
    _, new = await undone(world)
    await world.types("12", f"/start {new}")
    await begins(world, "12")
    assert "Mijn eigen bewijs" not in await world.reads("12")
    [(answers,)] = stored(
        world,
        "answer",
        "author IN (SELECT id FROM person WHERE address = '12')",
        "COUNT(*)",
    )
    assert answers == 0


async def test_even_the_undone_person_can_be_invited_again_and_nothing_is_merged(world: World) -> None:
    _, new = await undone(world)
    await world.types("11", f"/start {new}")
    await begins(world, "11")
    interviews = stored(
        world, "interview", "person IN (SELECT id FROM person WHERE address = '11')", "id, state"
    )
    assert sorted(state for _, state in interviews) == ["active", "ended"]
    fresh = next(id_ for id_, state in interviews if state == "active")
    walk = await world.storage.walk("main", fresh)
    assert walk is not None
    assert walk.answers == ()
    assert await world.storage.answers_of("main", walk.person.id, walk.assessment.id) == []


async def test_undoing_twice_makes_one_new_link(world: World) -> None:
    await undone(world)
    yes = await world.button(CONSULTANT, "undo:")
    count = len(stored(world, "invite", "1 = 1"))
    assert await world.taps(CONSULTANT, yes) == "Deze persoon doet niet mee, of niet meer."
    assert len(stored(world, "invite", "1 = 1")) == count


async def test_who_asked_for_silence_is_not_told_of_the_undoing(world: World) -> None:
    token = await invited(world)
    await world.types("11", f"/start {token}")
    await begins(world, "11")
    await world.types("11", "/stop")
    before = len(await world.rows("11"))
    press = await world.button(CONSULTANT, "undo:")
    await world.taps(CONSULTANT, press)
    await world.taps(CONSULTANT, f"{press}:yes")
    assert len(await world.rows("11")) == before


async def test_status_shows_who_was_undone_and_counts_that_one_for_nothing(world: World) -> None:
    await undone(world)
    await world.types(CONSULTANT, "/status")
    status = (await world.reads(CONSULTANT)).rpartition("<b>Gemeente Zilvermeer</b>")[2]
    assert "Ada: deelname teruggedraaid, telt niet mee" in status
    assert "Ada: uitgenodigd, nog niet geopend" in status


async def test_an_invite_that_is_withdrawn_lets_nobody_in_any_more(world: World) -> None:
    token = await invited(world)
    await world.types("11", f"/start {token}")
    [first] = await arguments(world, "invites", "first")
    await world.taps(CONSULTANT, first)
    [(invite,)] = stored(world, "invite", "name = 'Ada'", "id")
    press = next(d for d in await arguments(world, "revoke", "first") if d.endswith(invite))
    assert await world.taps(CONSULTANT, press) == "De uitnodiging is ingetrokken."
    assert await world.taps(CONSULTANT, press) == "Deze uitnodiging is al gebruikt of ingetrokken."
    assert UNKNOWN in str(await world.taps("11", await world.button("11", "consent:")))
    assert UNKNOWN in (await world.types("12", f"/start {token}"))[-1]


async def test_the_list_of_invites_names_each_and_pages_through_many(world: World) -> None:
    for number in range(12):
        world.now += MINUTE
        await invited(world, "I", f"Nr{number}")
    [first] = await arguments(world, "invites", "first")
    await world.taps(CONSULTANT, first)
    page = (await world.rows(CONSULTANT))[-1]
    assert "Nr11" in page.payload["html"]
    assert "Nr0" not in page.payload["html"]
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "invites:"))
    assert "Nr0" in (await world.rows(CONSULTANT))[-1].payload["html"]


async def test_an_expired_link_lets_nobody_in_not_even_who_had_opened_it(world: World) -> None:
    token = await invited(world)
    await world.types("11", f"/start {token}")
    world.now += LATER
    assert UNKNOWN in str(await world.taps("11", await world.button("11", "consent:")))
    assert UNKNOWN in (await world.types("12", f"/start {token}"))[-1]


async def test_wrong_used_expired_and_withdrawn_links_are_told_apart_by_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, withdrawn, expired = [await invited(world, name=name) for name in ("Ada", "Bea", "Cor")]
    await world.types("11", f"/start {used}")
    await begins(world, "11")
    [(bea,)] = stored(world, "invite", "name = 'Bea'", "id")
    await world.taps(CONSULTANT, next(d for d in await arguments(world, "revoke", "first") if bea in d))
    world.now += LATER
    answers, looked_up = [], []
    for chat, token in (("31", used), ("32", withdrawn), ("33", expired), ("34", "A" * 32), ("35", "x")):
        world.now += 2 * MINUTE
        calls = _counted(world, monkeypatch)
        answers.append(await world.types(chat, f"/start {token}"))
        looked_up.append(list(calls))
    assert answers == [answers[0]] * 5
    assert looked_up == [looked_up[0]] * 5


def _counted(world: World, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which reads are made of the storage from now on."""
    calls: list[str] = []
    read = type(world.storage)._one  # type: ignore[attr-defined]

    async def counted(self: Any, record_type: type, query: Any, **values: Any) -> Any:
        calls.append(record_type.__name__)
        return await read(self, record_type, query, **values)

    monkeypatch.setattr(type(world.storage), "_one", counted)
    return calls


async def test_who_guesses_is_answered_once_a_minute_and_keeps_nobody_else_out(world: World) -> None:
    token = await invited(world)
    for _ in range(20):
        await world.types("66", f"/start {new_token()}")
    assert len(await world.rows("66")) == 1
    assert any("Zilvermeer" in text for text in await world.types("11", f"/start {token}"))
    assert any("Zilvermeer" in text for text in await world.types("66", f"/start {token}"))


async def test_a_token_is_not_in_the_letter_that_could_not_be_handled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await invited(world)

    async def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("bot.conversation.commands.usable_invite", broken)
    with pytest.raises(RuntimeError):
        await world.does("11", Wrote(f"/start {token}"))
    [dead] = await world.storage.dead_letters("main")
    assert dead.body is not None
    body = b'{"text": "/start %s", "link": "https://t.me/b?start=%s", "x": "/start@b  %s"}'
    filled = body.replace(b"%s", token.encode())
    cleaned = without_tokens(filled)
    assert cleaned is not None
    assert token.encode() not in cleaned
    assert without_tokens(b'{"text": "start morgen"}') is not None
    assert without_tokens(None) is None


async def test_a_button_that_invites_makes_one_link_however_often_it_is_pressed(world: World) -> None:
    await world.types(CONSULTANT, "/invite")
    press = await world.button(CONSULTANT, "invite:")
    count = len(stored(world, "invite", "1 = 1"))
    assert await world.taps(CONSULTANT, press) is None
    token, told = await world.token(CONSULTANT), len(await world.rows(CONSULTANT))
    for _ in range(3):
        assert "al gemaakt" in str(await world.taps(CONSULTANT, press))
    assert len(stored(world, "invite", "1 = 1")) == count + 1
    assert (await world.token(CONSULTANT), len(await world.rows(CONSULTANT))) == (token, told)
    assert any("Zilvermeer" in text for text in await world.types("11", f"/start {token}"))


async def test_who_chooses_the_pillar_anew_gets_another_link(world: World) -> None:
    presses = []
    for _ in range(2):
        await world.types(CONSULTANT, "/invite")
        presses.append(await world.button(CONSULTANT, "invite:"))
    tokens = []
    for press in presses:
        assert await world.taps(CONSULTANT, press) is None
        tokens.append(await world.token(CONSULTANT))
    assert len({*presses}) == len({*tokens}) == 2


async def test_a_press_from_before_links_were_made_once_offers_the_pillars_anew(world: World) -> None:
    count = len(stored(world, "invite", "1 = 1"))
    await world.taps(CONSULTANT, f"invite:{world.rounds['first'].id}:S")
    await world.taps(CONSULTANT, f"coinvite:{world.rounds['first'].id}")
    assert len(stored(world, "invite", "1 = 1")) == count
    assert await world.taps(CONSULTANT, await world.button(CONSULTANT, "invite:")) is None
    assert await world.taps(CONSULTANT, await world.button(CONSULTANT, "coinvite:")) is None
    assert len(stored(world, "invite", "1 = 1")) == count + 2


async def test_with_two_rounds_the_button_that_chooses_one_invites_once_by_the_name_typed(
    world: World,
) -> None:
    await world.types(CONSULTANT, "/new Gemeente Kwikstaart")
    await world.types(CONSULTANT, "/invite S: Ada de Vries")
    press = await world.button(CONSULTANT, "invite:")
    assert await world.taps(CONSULTANT, press) is None
    assert "al gemaakt" in str(await world.taps(CONSULTANT, press))
    assert stored(world, "invite", "name = 'Ada de Vries'", "pillar, state") == [("S", "open")]


async def test_a_forged_mark_never_takes_the_place_of_an_invite_that_is_there(world: World) -> None:
    before = set(stored(world, "invite", "1 = 1", "id, token_hash"))
    first = world.rounds["first"].id
    for id_, _ in before:
        await world.taps(CONSULTANT, f"invite:{first}:{id_}:S")
        await world.taps(CONSULTANT, f"coinvite:{first}:{id_}")
    assert before < set(stored(world, "invite", "1 = 1", "id, token_hash"))


# --- co-consultants


async def test_the_button_for_a_co_consultant_makes_one_link_however_often_it_is_pressed(
    world: World,
) -> None:
    [press] = await arguments(world, "coinvite", "first")
    count = len(stored(world, "invite", "role = 'consultant'"))
    assert await world.taps(CONSULTANT, press) is None
    assert "al gemaakt" in str(await world.taps(CONSULTANT, press))
    assert len(stored(world, "invite", "role = 'consultant'")) == count + 1


async def test_what_had_not_reached_a_co_consultant_who_is_taken_off_never_does(world: World) -> None:
    await co_consultant_of(world, OTHER_CONSULTANT, "500")
    for verb, name in (("status", "first"), ("invites", "first"), ("status", "second")):
        await world.taps("500", (await arguments(world, verb, name))[0])
    await world.taps("500", (await arguments(world, "coinvite", "first"))[0])
    await world.taps("200", (await arguments(world, "stop", "first"))[-1])
    await world.taps("250", (await arguments(world, "stop", "second"))[-1])
    co = await world.storage.person_at("main", "telegram", "500")
    assert co is not None
    await world.taps(CONSULTANT, f"remove:{world.rounds['first'].id}:{co.id}")
    waiting = "\n".join(said(row) for row in await world.rows("500") if row.state == "new")
    assert "Gemeente Kobaltdorp" in waiting
    assert "Persoon 250 is gestopt" in waiting
    assert "U adviseert niet meer mee bij Gemeente Zilvermeer" in waiting
    assert waiting.count("Zilvermeer") == 1


async def test_the_menu_of_a_co_consultant_follows_what_that_one_may(world: World) -> None:
    shown: dict[str, set[str]] = {}

    async def show(person: Person, allowed: Callable[[str], bool] | None) -> None:
        names = ("new", "status", "report", "help")
        shown[person.address] = {name for name in names if allowed is not None and allowed(name)}

    await world.works()
    world.desk.show_menu = show
    await co_consultant_of(world, CONSULTANT, "11")
    assert shown == {}, "no step waits for it"
    await world.works()
    assert shown == {"11": {"status", "report", "help"}}
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "remove:"))
    await world.works()
    assert shown == {"11": set()}


async def test_a_menu_that_cannot_be_set_now_is_set_later(world: World) -> None:
    calls = []

    async def show(person: Person, _: object) -> None:
        calls.append(person.address)
        if len(calls) == 1:
            raise RuntimeError("no network")

    await world.works()
    world.desk.show_menu = show
    await co_consultant_of(world, CONSULTANT, "11")
    await world.works()
    world.now += MINUTE
    await world.works()
    world.now += MINUTE
    await world.works()
    assert calls == ["11", "11"]
    assert await world.types("11", "/status")


async def test_a_co_consultant_does_what_the_consultant_does(world: World) -> None:
    assert any("Gemeente Zilvermeer" in text for text in await world.types("500", "/status"))
    await world.types("500", "/invite M Mia")
    token = await world.token("500")
    assert any("Zilvermeer" in text for text in await world.types("11", f"/start {token}"))


async def test_the_link_of_a_co_consultant_is_used_up_by_accepting_and_not_by_opening(world: World) -> None:
    [press] = await arguments(world, "coinvite", "first")
    await world.taps(CONSULTANT, press)
    token = await world.token(CONSULTANT)
    for chat in ("11", "12"):
        assert any("mee te adviseren" in text for text in await world.types(chat, f"/start {token}"))
    assert await world.taps("11", await world.button("11", "join:")) is None
    assert UNKNOWN in str(await world.taps("12", await world.button("12", "join:")))
    assert "Persoon 11 adviseert nu mee" in await world.reads(CONSULTANT)
    assert "Persoon 11 adviseert nu mee" in await world.reads("500")


async def test_accepting_takes_the_link_and_not_just_the_id_of_the_invite(world: World) -> None:
    [press] = await arguments(world, "coinvite", "first")
    await world.taps(CONSULTANT, press)
    for data in await arguments(world, "join", "first"):
        assert await world.taps("11", data) == "Deze knop is niet voor u bedoeld."


async def test_who_was_taken_off_does_not_come_back_by_the_old_link(world: World) -> None:
    [press] = await arguments(world, "coinvite", "first")
    await world.taps(CONSULTANT, press)
    token = await world.token(CONSULTANT)
    await world.types("11", f"/start {token}")
    join = await world.button("11", "join:")
    await world.taps("11", join)
    await world.taps(CONSULTANT, await world.button(CONSULTANT, "remove:"))
    assert UNKNOWN in (await world.types("11", f"/start {token}"))[-1]
    assert await world.taps("11", join) == "Deze knop is niet voor u bedoeld."


async def test_a_consultant_who_opens_a_co_consultants_link_stays_what_he_is(world: World) -> None:
    await co_consultant_of(world, CONSULTANT, "11")
    [press] = await arguments(world, "coinvite", "first")
    await world.taps(CONSULTANT, press)
    token = await world.token(CONSULTANT)
    for chat in (CONSULTANT, "11"):
        assert any("U adviseert al" in text for text in await world.types(chat, f"/start {token}"))
        assert any("Zilvermeer" in text for text in await world.types(chat, "/status"))


async def test_a_co_consultant_may_leave_and_is_told_so(world: World) -> None:
    me = await world.storage.person_at("main", "telegram", "500")
    assert me is not None
    await world.taps("500", f"remove:{world.rounds['first'].id}:{me.id}")
    assert "U adviseert niet meer mee" in await world.reads("500")
    assert not any("Zilvermeer" in text for text in await world.types("500", "/status"))
