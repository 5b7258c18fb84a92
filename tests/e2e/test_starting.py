"""`serve` says before it starts what is wrong, where, and what to do: all of it at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.e2e.process import Peiler
from tests.telegram_stand_in import StandIn


def lines_of(err: str) -> list[str]:
    """What stands on stderr, line by line."""
    return err.strip().splitlines()


async def test_every_wrong_setting_is_named_at_once(tmp_path: Path) -> None:
    peiler = Peiler(
        tmp_path,
        TELEGRAM_TOKEN="hello",
        CONSULTANTS="carla",
        LISTEN="here",
        TIMEZONE="Mars/Base",
        SEND_RATE="-1",
    )
    ran = await peiler.run("serve")
    assert ran.code == 1
    named = {line.split(":")[1].strip() for line in lines_of(ran.err)}
    assert named == {
        f"PEILER_{name}" for name in ("TELEGRAM_TOKEN", "CONSULTANTS", "LISTEN", "TIMEZONE", "SEND_RATE")
    }
    assert "hello" not in ran.err


async def test_settings_that_are_missing_are_named_too(tmp_path: Path) -> None:
    ran = await Peiler(tmp_path, TELEGRAM_TOKEN="", CONSULTANTS="").run("serve")
    assert ran.code == 1
    assert "PEILER_TELEGRAM_TOKEN" in ran.err
    assert "PEILER_CONSULTANTS" in ran.err


async def test_what_is_wrong_and_what_is_missing_are_named_together(tmp_path: Path) -> None:
    ran = await Peiler(tmp_path, TELEGRAM_TOKEN="", CONSULTANTS="", LISTEN="here").run("serve")
    assert ran.code == 1
    named = {line.split(":")[1].strip() for line in lines_of(ran.err)}
    assert named == {"PEILER_TELEGRAM_TOKEN", "PEILER_CONSULTANTS", "PEILER_LISTEN"}


async def test_a_public_address_is_refused_in_one_line_until_there_is_a_browser_channel(
    tmp_path: Path,
) -> None:
    ran = await Peiler(tmp_path, PUBLIC_URL="https://peiler.example").run("serve")
    assert ran.code == 1
    assert len(lines_of(ran.err)) == 1
    assert "PEILER_PUBLIC_URL" in ran.err


async def test_a_token_that_telegram_refuses_ends_in_one_line(tmp_path: Path) -> None:
    async with StandIn(token="7000000001:another-token-than-the-bots") as telegram:
        ran = await Peiler(tmp_path, telegram).run("serve")
    assert ran.code == 1
    assert [line for line in lines_of(ran.err) if line.startswith("peiler:")] == lines_of(ran.err)
    assert len(lines_of(ran.err)) == 1
    assert "PEILER_TELEGRAM_TOKEN" in ran.err
    assert "stand-in-token" not in ran.err + ran.out


async def test_a_second_program_on_the_same_database_says_so(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        first = Peiler(tmp_path, telegram)
        await first.start()
        ran = await Peiler(tmp_path, telegram).run("serve")
        assert await first.stop() == 0
    assert ran.code == 1
    assert len(lines_of(ran.err)) == 1
    assert "peiler.sqlite" in ran.err


async def test_an_address_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    async with StandIn() as telegram:
        first = Peiler(tmp_path, telegram)
        await first.start()
        other = tmp_path / "other"
        other.mkdir()
        taken = first.address.removeprefix("http://")
        ran = await Peiler(other, telegram, LISTEN=taken).run("serve")
        await first.stop()
    assert ran.code == 1
    assert taken in ran.err
    assert "Traceback" not in ran.err


async def test_a_broken_script_is_told_with_file_and_line(tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    shipped = Path(__file__).parent.parent.parent / "interview_scripts" / "example"
    for path in shipped.glob("*.yaml"):
        (model / path.name).write_text(path.read_text(encoding="utf-8").replace("type: text", "type: txt"))
    ran = await Peiler(tmp_path).run("check", str(model))
    assert ran.code == 1
    assert "maturity.yaml:" in ran.err + ran.out


async def test_invites_need_what_the_settings_leave_open_about_privacy(tmp_path: Path) -> None:
    peiler = Peiler(tmp_path, PRIVACY_CONTACT="", TELEGRAM_FOR_OWNERS="ask")
    ran = await peiler.run("invite", "--new", "Gemeente X", "--pillar", "S")
    assert ran.code == 1
    assert not ran.out
    assert "PEILER_PRIVACY_CONTACT" in ran.err
    assert "PEILER_TELEGRAM_FOR_OWNERS" in ran.err


async def test_a_round_is_made_for_nobody_who_could_not_run_it(tmp_path: Path) -> None:
    peiler = Peiler(tmp_path, CONSULTANTS="900,901")
    ran = await peiler.run("invite", "--new", "Gemeente X", "--pillar", "S", "--consultant", "12345")
    assert (ran.code, ran.out) == (1, "")
    assert "--consultant 12345: is not one of PEILER_CONSULTANTS" in ran.err
    assert "900, 901" in ran.err
    other = await peiler.run("invite", "--new", "Gemeente X", "--pillar", "S", "--consultant", "901")
    assert other.code == 0


async def test_an_invitation_of_the_command_line_ends_with_its_assessment(tmp_path: Path) -> None:
    ran = await Peiler(tmp_path).run(
        "invite", "--new", "Gemeente X", "--pillar", "S", "--count", "2", "--plain"
    )
    assert ran.code == 0
    assert len(ran.out.split()) == 2
    assert lines_of(ran.err)[-1].startswith("assessment ")
    listed = await Peiler(tmp_path).run("invite", "--assessment", "Gemeente X", "--pillar", "Q")
    assert listed.code == 1
    assert "S, O, B, I, M" in listed.err
    assert (await Peiler(tmp_path).run("invite", "--pillar", "S")).code == 2


def test_what_only_some_orders_need_is_not_loaded_at_the_start() -> None:
    heavy = ("prompt_toolkit", "typst", "docx", "openpyxl", "xlsxwriter")
    code = f"import sys, bot.cli, bot.app; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
