"""What stands around the program: the unit systemd runs, the container, and what they may do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent.parent
UNIT = ROOT / "deploy" / "peiler.service"
#: Of 10; systemd calls what is below 2 "OK", and most services are above 9.
MOST_EXPOSED = 15


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit, with a program that is there on every machine."""
    if shutil.which("systemd-analyze") is None:
        if os.environ.get("CI"):
            pytest.fail("systemd-analyze is missing: install systemd")
        warnings.warn(
            "SKIPPED: systemd-analyze is missing, so nobody looks at deploy/peiler.service", stacklevel=1
        )
        pytest.skip("systemd-analyze is missing")
    there = re.sub(r"(?m)^ExecStart=\S+", f"ExecStart={shutil.which('true')}", UNIT.read_text("utf-8"))
    (tmp_path / "peiler.service").write_text(there)
    return tmp_path / "peiler.service"


def analyzed(*words: object) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says."""
    command = ["systemd-analyze", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_finds_nothing_wrong_with_the_unit(unit: Path) -> None:
    ran = analyzed("verify", unit)
    assert (ran.returncode, ran.stderr.strip()) == (0, "")


def test_the_unit_gives_the_program_little_to_break(unit: Path) -> None:
    ran = analyzed("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    assert ran.returncode == 0, ran.stdout[-500:]


def test_the_token_reaches_the_program_by_a_file_and_not_by_its_environment() -> None:
    unit, compose = UNIT.read_text("utf-8"), (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    for text in (unit, compose):
        assert "PEILER_TELEGRAM_TOKEN_FILE" in text
        assert not re.search(r"PEILER_TELEGRAM_TOKEN[=:]", text)


def runs() -> list[str]:
    """What the Dockerfile runs while it builds."""
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line.removeprefix("RUN ") for line in text.splitlines() if line.startswith("RUN ")]


def test_the_container_is_built_without_tricks_of_one_builder() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    assert not re.search(r"--mount|# *syntax|<<|COPY --(link|parents|exclude)", text)
    assert [command.split()[0] for command in runs()] == ["make", "useradd"]


def allowed() -> list[str]:
    """What .dockerignore lets in."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    return [line[1:].rstrip("/") for line in lines if line.startswith("!")]


def test_what_is_copied_into_the_container_is_enough_to_run(tmp_path: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    for path in tracked.stdout.split("\0"):
        if path and (ROOT / path).is_file() and any(path == a or path.startswith(f"{a}/") for a in allowed()):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
    clean = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    # What it installs is what `make check` installed before this test could run.
    plan = subprocess.run([*runs()[0].split(), "--dry-run"], cwd=tmp_path, env=clean, check=True)
    assert plan.returncode == 0
    command = [sys.executable, "-P", "-m", "bot", "doctor"]
    told = subprocess.run(
        command,
        cwd=tmp_path,
        env=clean | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "PEILER_TELEGRAM_TOKEN: is missing" in told.stdout, told.stderr


def test_compose_keeps_data_in_a_volume_and_the_page_on_this_machine() -> None:
    compose = YAML(typ="safe").load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
    peiler = compose["services"]["peiler"]
    assert [volume.split(":")[1] for volume in peiler["volumes"]] == ["/var/lib/peiler"]
    assert all(port.startswith("127.0.0.1:") for port in peiler["ports"])
    assert peiler["read_only"] is True
    assert peiler["cap_drop"] == ["ALL"]
