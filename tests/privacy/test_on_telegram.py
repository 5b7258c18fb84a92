"""The whole way over Telegram and the command line: a real process, a stand-in, and the bytes on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage import ledger
from tests.e2e.phone import Phone, joined
from tests.e2e.process import PATIENCE, Peiler
from tests.privacy.office import everything_in
from tests.telegram_stand_in import StandIn
from tests.telegram_stand_in.world import StoredFile

SECRET = "Zonnebloempit"


@pytest.fixture
async def telegram() -> AsyncIterator[StandIn]:
    """Telegram's side."""
    async with StandIn() as running:
        yield running


@pytest.fixture
async def peiler(tmp_path: Path, telegram: StandIn) -> AsyncIterator[Peiler]:
    """The program, running."""
    program = Peiler(tmp_path, telegram)
    await program.start()
    yield program
    await program.dies()


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(round(PATIENCE / 0.05)):
        if condition():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError


async def anna(peiler: Peiler, telegram: StandIn) -> Phone:
    """Somebody who said something."""
    [token] = await peiler.invites("S")
    phone = await joined(telegram, telegram.person(10_000, "Anna"), token)
    await phone.taps(phone.data("a:").rsplit(":", 1)[0] + ":dont_know")
    await phone.types(f"{SECRET} weet dat")
    return phone


def shown(phone: Phone) -> list[str]:
    """What the bot's messages on the screen say."""
    chat = phone.world.chats[phone.person.user_id]
    return [message.text for message in chat.visible if message.by_bot]


def documents(phone: Phone) -> list[StoredFile]:
    """The files that the bot sent."""
    return [message.file for message in phone.person.chat if message.by_bot and message.file is not None]


async def test_own_data_arrive_as_a_file_that_is_json(peiler: Peiler, telegram: StandIn) -> None:
    phone = await anna(peiler, telegram)
    await phone.types("/mydata")
    await until(lambda: bool(documents(phone)))
    [file] = documents(phone)
    assert file.name == "peiler-mydata.json"
    assert SECRET in json.dumps(json.loads(file.content), ensure_ascii=False)


async def test_being_forgotten_takes_the_messages_back_and_leaves_a_receipt(
    peiler: Peiler, telegram: StandIn, tmp_path: Path
) -> None:
    phone = await anna(peiler, telegram)
    await phone.types("/forget")
    await phone.taps(next(b.data for b in phone.buttons if ":now:" in b.data))
    await phone.taps(next(b.data for b in phone.buttons if ":sure:" in b.data))
    await until(lambda: len(shown(phone)) == 1 and "zijn gewist" in shown(phone)[0])
    [line] = ledger.read(ledger.ledger_of(tmp_path / "peiler.sqlite"))
    exported = await peiler.export()
    assert line.id in {interview["person"] for interview in exported["interviews"]}
    assert SECRET not in json.dumps(exported, ensure_ascii=False)
    assert await peiler.stop() == 0
    assert SECRET.encode() not in everything_in(tmp_path)
    assert SECRET not in peiler.log()


async def test_being_forgotten_takes_back_every_piece_of_what_was_too_long_for_one_message(
    peiler: Peiler, telegram: StandIn, tmp_path: Path
) -> None:
    phone = await anna(peiler, telegram)
    for _ in range(2):
        await phone.types(f"{SECRET} " * 250)
    before = len(shown(phone))
    await phone.types("/mydata")
    await until(lambda: bool(documents(phone)))
    assert len(shown(phone)) > before + 2  # the text is in pieces, the file is one more
    await phone.types("/forget")
    await phone.taps(next(b.data for b in phone.buttons if ":now:" in b.data))
    await phone.taps(next(b.data for b in phone.buttons if ":sure:" in b.data))
    await until(lambda: len(shown(phone)) == 1 and "zijn gewist" in shown(phone)[0])
    assert await peiler.stop() == 0
    assert SECRET.encode() not in everything_in(tmp_path)


@pytest.mark.parametrize("running", [True, False], ids=["beside the bot", "alone"])
async def test_a_person_is_erased_by_command(
    peiler: Peiler, telegram: StandIn, tmp_path: Path, running: bool
) -> None:
    await anna(peiler, telegram)
    [person] = {interview["person"] for interview in (await peiler.export())["interviews"]}
    if not running:
        assert await peiler.stop() == 0
    ran = await peiler.run("erase", person)
    assert (ran.code, ran.out, ran.err) == (0, f"erased person {person}\n", "")
    assert SECRET.encode() not in everything_in(tmp_path)


@pytest.mark.parametrize("running", [True, False], ids=["beside the bot", "alone"])
async def test_a_round_is_erased_by_command_with_all_that_is_in_it(
    peiler: Peiler, telegram: StandIn, tmp_path: Path, running: bool
) -> None:
    await anna(peiler, telegram)
    if not running:
        assert await peiler.stop() == 0
    hesitant = await peiler.run("erase", "--assessment", "Gemeente X")
    assert (hesitant.code, "--yes" in hesitant.err) == (2, True)
    ran = await peiler.run("erase", "--assessment", "Gemeente X", "--yes")
    assert ran.code == 0, ran.err
    found = everything_in(tmp_path)
    assert SECRET.encode() not in found
    assert b"Gemeente X" not in found


async def test_a_mistaken_command_says_what_to_do_and_erases_nothing(
    peiler: Peiler, telegram: StandIn
) -> None:
    await anna(peiler, telegram)
    for words, code in ((["nobody"], 1), (["--assessment", "nowhere", "--yes"], 1), ([], 2)):
        ran = await peiler.run("erase", *words)
        assert (ran.code, ran.err.count("\n")) == (code, 1), ran.err
    assert SECRET in json.dumps(await peiler.export(), ensure_ascii=False)
