"""Every command and every button, as everybody, on the own round and on somebody else's."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot import reporting
from bot.authority import AT_LARGE, COMMANDS, IN_ASSESSMENT, IN_INTERVIEW, TABLE, Role, may
from bot.consultant import making
from bot.consultant.commands import BUTTONS
from bot.consultant.commands import COMMANDS as OF_CONSULTANTS
from bot.conversation.commands import EVERYBODY
from bot.conversation.taps import OTHERS
from bot.interview.verbs import OF_INTERVIEW, VERBS
from bot.ports import Rewrote, SentThing, Tap, Wrote
from bot.tokens import new_mark
from storage import Change, Interview, Member
from tests.authority.world import CHATS, MINUTE, ROUNDS, World

#: What the code does on a press, beside answering.
PRESSED = VERBS | set(OTHERS) | set(BUTTONS) | {"a"}
#: Rows of the table that are neither a command nor a button.
UNPRESSED = {"words", "contact", "told"}
#: Buttons that name a reminder.
OF_REMINDER = ("snooze", "someone", "quiet")
#: And those beside the round.
OF_PERSON = (*OF_REMINDER, "mine", "handover", "tell", "withdraw")
REFUSED = "Deze knop is niet voor u bedoeld."
ROLES = tuple(CHATS)


def test_every_command_and_button_has_its_row_in_the_table_and_no_row_is_idle() -> None:
    typed = {f"/{name}" for name in {*EVERYBODY, *OF_CONSULTANTS}}
    assert set(TABLE) == typed | PRESSED | UNPRESSED
    assert not set(EVERYBODY) & set(OF_CONSULTANTS)
    parts = (COMMANDS, AT_LARGE, IN_INTERVIEW, IN_ASSESSMENT)
    assert len(TABLE) == sum(map(len, parts))


def test_what_is_not_in_the_table_nobody_may() -> None:
    assert not any(may(role, action) for role in Role for action in ("", "drop", "/drop", "A", " a"))


def test_nobody_but_who_answers_acts_in_an_interview_and_only_who_runs_it_in_an_assessment() -> None:
    assert {role for verb in IN_INTERVIEW for role in TABLE[verb]} == {Role.OWNER, Role.COLLEAGUE}
    running = {role for verb in IN_ASSESSMENT if verb != "join" for role in TABLE[verb]}
    assert running == {Role.CONSULTANT, Role.CO_CONSULTANT}


# --- arguments: what a press of each kind would be about


async def interview_of(world: World, chat: str) -> Interview:
    """Somebody's interview."""
    person = await world.storage.person_at("main", "telegram", chat)
    assert person is not None
    [interview] = await world.storage.interviews_of("main", person.id)
    return interview


async def of_person(world: World, verb: str, interview: Interview) -> list[str]:
    """The same for presses on reminders, and on what somebody tells beside the round."""
    if verb == "mine":
        told = await world.storage.initiatives("main", interview.assessment)
        own = [one for one in told if one.interview == interview.id]
        return [f"mine:{one.id}{more}" for one in own for more in ("", ":drop", ":back")]
    if verb == "handover":
        return [f"handover:{interview.id}:1"]
    if verb == "tell":
        return [f"tell:{interview.id}"]
    if verb == "withdraw":
        return [f"withdraw:{interview.id}", f"withdraw:{interview.id}:yes"]
    sent = await world.storage.reminders("main", interview.assessment, interview.person)
    times = ("tomorrow", "other", "hour") if verb == "snooze" else ("",)
    return [f"{verb}:{one.id}:{when}".rstrip(":") for one in sent for when in times]


async def arguments(world: World, verb: str, name: str, whose: str = "") -> list[str]:
    """Well-formed data for a press on this round: the interview of `whose`, or of the round's owner."""
    assessment = world.rounds[name]
    interview = await interview_of(world, whose or ("200" if name == "first" else "250"))
    walk = await world.storage.walk("main", interview.id)
    assert walk is not None
    invites = await world.storage.invites("main", assessment.id)
    unused = [invite for invite in invites if invite.state == "open"]
    answering = [invite for invite in invites if invite.pillar]
    members = await world.storage.members("main", assessment.id)
    if verb == "join":
        return [f"join:{invite.id}" for invite in invites]
    if verb in OF_PERSON:
        return await of_person(world, verb, interview)
    if verb in IN_ASSESSMENT:
        more = {
            "telegram": ["no"],
            "basis": ["contract"],
            "retention": ["30"],
            "invite": ["S", f"{new_mark()}:S", f"{new_mark()}:S:Naam"],
            "coinvite": [new_mark()],
            "colleague": ["", "abcdef:S"],
            "listed": ["abcdefghij:yes", "abcdefghij:no"],
            "propose": ["abcdefghij:no", "abcdefghij:pillar:nameless"],
            "renew": [invite.id for invite in unused],
            "revoke": [invite.id for invite in unused],
            "undo": [interview.id, f"{interview.id}:yes"],
            "nudge": [f"{interview.invite}:0"],
            "item": [f"{interview.id}:0", f"{interview.id}:"],
            "accept": [f"{interview.id}:0:1.0"],
            "adjust": [f"{interview.id}:0:1.0"],
            "score": [f"{interview.id}:0:1.0:2.5"],
            "suffices": [f"{interview.id}:0:1.0:yes"],
            "guide": [interview.id],
            "initiative": [
                f"{one.id}{more}"
                for one in await world.storage.initiatives("main", assessment.id)
                for more in ("", ":yes", ":no", ":sum", ":field:0", ":value:5:pilot", ":take:phone")
            ],
            "rowed": ["abcdefghij:yes", "abcdefghij:no"],
            "sheeted": ["abcdefghij:yes", "abcdefghij:no"],
            "receipt": ["", "S2", "S", "overall", "nothing"],
            "plan": ["", "quick", "left:8"],
            "lift": ["S"],
            "action": ["0123abcd", "0123abcd:owner:0", "0123abcd:drop:0"],
            "whatif": ["", "0:t:S:2:keep", "0:q:3", "0:s:3:keep"],
            "decision": ["", "what:0", "amount:0:-"],
            "query": [interview.id],
            "copy": ["share", "full", "full:yes"],
            "retry": ["summary:1", "full:1"],
            "finding": ["abcdefghij", "abcdefghij:0:drop"],
            "conclude": ["", "S", "-"],
            "memo": ["", "no", "0:to:r", "0:to:r:>", "0:publicity:o:=later", "0:quick:o:=3"],
            "conclusion": ["abcdefghij:1", "abcdefghij:1:drop"],
            "adopt": ["", "yes"],
            "close": ["", "yes"],
            "again": [interview.id, f"{interview.id}:yes"],
            "extend": [interview.person, f"{interview.person}:0"],
            "call": [interview.person],
            "without": [interview.person],
            "who": [invite.id for invite in answering],
            "reassign": [word for invite in answering for word in (invite.id, f"{invite.id}:yes")],
            "status": ["", "picture", "client"],
            "set": [
                f"0:{one}"
                for one in (
                    "deadline",
                    "deadline:=2026-12-07",
                    "goals:=",
                    "quiet",
                    "hold:on",
                    "woo",
                    "woo:on",
                )
            ],
            "auditors": ["0:own", "0:all"],
            "repeat": [world.rounds["first"].id, world.rounds["second"].id, ""],
            "remove": [member.person for member in members],
        }.get(verb, [""])
        return [f"{verb}:{assessment.id}:{one}".rstrip(":") for one in more]
    if verb in AT_LARGE:
        return [f"{verb}:{one}" for one in ("nl", "en", "start", "")]
    asks = [f"{verb}:{ask.id}" for ask in walk.asks]
    return (
        [*(f"{one}:3" for one in asks), *asks, f"{verb}:{interview.id}"]
        if verb == "a"
        else [
            *asks,
            f"{verb}:{interview.id}",
        ]
    )


def foreign_to(role: Role) -> str:
    """The round in which this role has no part."""
    return "first" if role is Role.OTHER_CONSULTANT else "second"


def secrets_of(name: str) -> tuple[str, ...]:
    """What only the people of a round may read."""
    town, other = ROUNDS[name], "50" if name == "second" else "00"
    named = (f"{word}-{town}" for word in ("Bewijs", "Naam", "Ongebruikt"))
    return (*named, f"Persoon 2{other}", f"Persoon 3{other}", f"Persoon 5{other}")


# --- somebody else's


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
async def test_no_button_of_a_foreign_round_shows_or_changes_anything(world: World, role: Role) -> None:
    chat, name = CHATS[role], foreign_to(role)
    before, told = world.dump(without=chat), world.all_sent()
    for verb in sorted(PRESSED - set(AT_LARGE)):
        for data in await arguments(world, verb, name):
            assert await world.taps(chat, data) == REFUSED, data
    assert world.dump(without=chat) == before
    assert world.all_sent() == told


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
async def test_no_command_and_no_word_reaches_a_foreign_round(world: World, role: Role) -> None:
    chat, name = CHATS[role], foreign_to(role)
    before, told = world.of_round(name), world.all_sent()
    foreign = world.rounds[name]
    for command in (*EVERYBODY, *OF_CONSULTANTS, "drop"):
        for rest in ("", foreign.id, foreign.name, "S Ada", f"S:{foreign.id}"):
            await world.types(chat, f"/{command} {rest}".rstrip())
    for words in (foreign.id, foreign.name, "a:x:3", "3"):
        await world.does(chat, Wrote(words))
        await world.does(chat, Rewrote(words, 1))
    assert world.of_round(name) == before
    assert nothing_leaked(await world.reads(chat), name, (foreign.id, ROUNDS[name]))
    assert others_heard_nothing(world, told, name)


def others_heard_nothing(world: World, told: dict[str, int], name: str) -> bool:
    people = {"250", "350", "450", "550", "901"} if name == "second" else {"200", "300", "400", "500", "900"}
    now = world.all_sent()
    return all(now.get(chat, 0) == told.get(chat, 0) for chat in people)


def nothing_leaked(text: str, name: str, typed: Iterable[str]) -> bool:
    """Whether a chat holds nothing of a round but what the person typed there."""
    if any(secret in text for secret in secrets_of(name)):
        return False
    for words in typed:
        text = text.replace(words, "")
    return ROUNDS[name] not in text


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
async def test_data_put_together_from_ids_of_both_rounds_shows_and_changes_nothing_foreign(
    world: World, role: Role
) -> None:
    chat, name, draw = CHATS[role], foreign_to(role), random.Random(role.value)
    ids, verbs = world.ids(), sorted(PRESSED)
    extras = ["", "yes", "no", "S", "3", "0", "dont_know", "x" * 40, "9" * 5000, "٣", "-1", "☃"]
    before, told = world.of_round(name), world.all_sent()
    for _ in range(250):
        parts = [draw.choice(verbs), *draw.choices([*ids, *extras], k=draw.randrange(4))]
        data = ":".join(parts)
        await world.taps(chat, data)
        assert world.of_round(name) == before, data
    assert nothing_leaked(await world.reads(chat), name, ())
    assert others_heard_nothing(world, told, name)


# --- the own


@pytest.mark.parametrize("role", [r for r in ROLES if r is not Role.OTHER_CONSULTANT], ids=lambda r: r.value)
async def test_on_the_own_round_a_button_works_for_those_whom_the_table_names_and_no_others(
    world: World, role: Role
) -> None:
    chat = CHATS[role]
    # What may be done is done afterwards: it changes the round, and perhaps the role.
    allowed = [verb for verb in sorted(PRESSED) if may(role, verb) and verb not in AT_LARGE]
    before, told = world.dump(without=chat), world.all_sent()
    for verb in sorted(PRESSED - set(AT_LARGE) - set(allowed)):
        for data in await arguments(world, verb, "first"):
            if verb == "join" and role in (Role.CONSULTANT, Role.CO_CONSULTANT):
                assert await world.taps(chat, data) == "U adviseert al mee."
            else:
                assert await world.taps(chat, data) == REFUSED, data
    assert world.dump(without=chat) == before
    assert world.all_sent() == told
    for verb in sorted(allowed, key=lambda verb: verb == "remove"):
        data = await fitting(world, role, verb)
        assert await world.taps(chat, data) != REFUSED, data


async def fitting(world: World, role: Role, verb: str) -> str:
    """A press that this role may make, on what is the own."""
    if verb == "join":
        return await world.button(CHATS[role], "join:")
    answering = verb in IN_INTERVIEW
    own = await arguments(world, verb, "first", CHATS[role] if answering else "")
    # Of an interview's verbs the last is about the interview itself.
    return own[-1] if answering and verb in (*OF_INTERVIEW, "agree", "remark") else own[0]


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
async def test_a_command_that_somebody_may_not_give_reads_like_one_that_does_not_exist(
    world: World, role: Role
) -> None:
    chat = CHATS[role]
    for command in OF_CONSULTANTS:
        standing = Role.CONSULTANT if role is Role.OTHER_CONSULTANT else role
        if may(standing, f"/{command}"):
            continue
        before = world.dump(without=chat)
        world.now += 2 * MINUTE
        refused = await world.types(chat, f"/{command} S")
        world.now += 2 * MINUTE
        unknown = await world.types(chat, "/bestaatniet S")
        assert [t.replace(command, "") for t in refused] == [t.replace("bestaatniet", "") for t in unknown]
        assert world.dump(without=chat) == before


async def test_in_a_group_nothing_is_done_shown_or_kept_whoever_asks(world: World) -> None:
    before, told = world.dump(), world.all_sent()
    for chat in CHATS.values():
        for verb in sorted(PRESSED):
            for data in (await arguments(world, verb, "first"))[:2]:
                handled = await world.does(chat, Tap(data), private=False)
                assert handled.toast is not None
                assert "privébericht" in handled.toast
        for command in (*EVERYBODY, *OF_CONSULTANTS):
            assert (await world.does(chat, Wrote(f"/{command}"), private=False)).toast is None
        await world.does(chat, SentThing("photo"), private=False)
    assert world.dump() == before
    assert world.all_sent() == told


# --- what is over


async def test_a_co_consultant_who_was_taken_off_is_a_stranger_at_once(world: World) -> None:
    chat, runner = CHATS[Role.CO_CONSULTANT], CHATS[Role.CONSULTANT]
    status, report = await arguments(world, "status", "first"), await arguments(world, "report", "first")
    assert await world.taps(chat, report[0]) is None
    assert await world.taps(runner, await world.button(runner, "remove:")) is None
    assert "U adviseert niet meer mee" in await world.reads(chat)
    told = len(await world.rows(chat))
    await world.works()
    assert len(await world.rows(chat)) == told, "a report that was ordered before is not sent any more"
    for data in (*status, *report):
        assert await world.taps(chat, data) == REFUSED
    assert not any("Zilvermeer" in text for text in await world.types(chat, "/status"))
    await world.taps("200", (await arguments(world, "stop", "first"))[-1])
    assert len(await world.rows(chat)) <= told + 1, "and of what happens later nothing is told"


async def test_who_is_taken_off_while_a_report_is_drawn_does_not_get_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, runner = CHATS[Role.CO_CONSULTANT], CHATS[Role.CONSULTANT]
    assert await world.taps(chat, (await arguments(world, "report", "first"))[0]) is None
    drawn = reporting.drawn

    async def slowly(*given: Any) -> Path:
        picture = await drawn(*given)
        await world.taps(runner, await world.button(runner, "remove:"))
        return picture

    monkeypatch.setattr(making, "drawn", slowly)
    await world.works()
    assert "U adviseert niet meer mee" in await world.reads(chat)
    assert [row for row in await world.rows(chat) if row.kind in ("report", "chart")] == []


async def test_who_left_the_setting_of_consultants_is_a_stranger_at_once(world: World) -> None:
    runner = CHATS[Role.CONSULTANT]
    assert await world.taps(runner, (await arguments(world, "report", "first"))[0]) is None
    world.desk.consultants["telegram"] = frozenset({CHATS[Role.OTHER_CONSULTANT]})
    before = len(await world.rows(runner))
    await world.works()
    for verb in BUTTONS:
        for data in await arguments(world, verb, "first"):
            assert await world.taps(runner, data) == REFUSED
    await world.taps("200", (await arguments(world, "stop", "first"))[-1])
    assert len(await world.rows(runner)) == before


async def test_nobody_can_take_the_consultant_of_a_round_off_it(world: World) -> None:
    first = world.rounds["first"]
    for chat in CHATS.values():
        await world.taps(chat, f"remove:{first.id}:{first.owner}")
    assert await world.taps(CHATS[Role.CONSULTANT], (await arguments(world, "status", "first"))[0]) is None


async def test_a_part_in_another_round_gives_no_right_in_this_one(world: World) -> None:
    co = await world.storage.person_at("main", "telegram", "500")
    second = world.rounds["second"]
    assert co is not None
    for part in ("invited", "removed"):
        await world.storage.save(Change(writes=(Member("main", second.id, co.id, part, world.now),)))
        for verb in BUTTONS:
            for data in await arguments(world, verb, "second"):
                assert await world.taps("500", data) == REFUSED


async def test_in_a_closed_round_nobody_answers_invites_or_joins(world: World) -> None:
    first = world.rounds["first"]
    await world.storage.save(Change(writes=(replace(first, state="closed"),)))
    before = world.of_round("first")
    for role, verbs in (
        (Role.OWNER, IN_INTERVIEW),
        (Role.COLLEAGUE, IN_INTERVIEW),
        (Role.INVITED, ("join",)),
    ):
        # Whoever wants silence gets it in a closed round too.
        for verb in set(verbs) - UNPRESSED - {"quiet"}:
            for data in await arguments(world, verb, "first", CHATS[role] if verb != "join" else ""):
                toast = await world.taps(CHATS[role], data)
                assert toast, data
                assert not toast.startswith("✓")
    for verb in ("invite", "telegram", "undo", "coinvite"):
        for data in await arguments(world, verb, "first"):
            assert (
                await world.taps(CHATS[Role.CONSULTANT], data) == "Deze ronde is gesloten. Dit kan niet meer."
            )
    assert world.of_round("first") == before
