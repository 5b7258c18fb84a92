"""Promises of the project itself: what is locked, what is shipped, and that no file names a machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ["requirements/run.txt", "requirements/dev.txt"]
SHIPPED = ("bot/", "interview_scripts/", "scoring/", "storage/")
ADDRESS = re.compile(r"://|^\s*-(?:i|f|-index-url|-extra-index-url|-find-links)\b|\s@\s", re.MULTILINE)
SOMEBODYS_MACHINE = re.compile(
    r"/(?:home|root|Users)/\w|file:///\w|//(?:registry|mirrors?|deb|files|index|proxy)\.\w"
)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(lock: str) -> dict[str, Requirement]:
    """The requirements of a lock file by their canonical name; a line that is not one raises."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    bare = (line.split("--hash")[0].strip() for line in text.splitlines())
    found = [Requirement(line) for line in bare if line]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_one_version_and_its_hashes(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", " ").splitlines()
    assert lines
    for line in filter(None, lines):
        assert re.match(r"[a-z0-9-]+==[^ ;]+ .*--hash=sha256:[0-9a-f]{64}", line), line


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_place_to_download_from(lock: str) -> None:
    assert not ADDRESS.search((ROOT / lock).read_text("utf-8"))


def test_everything_the_project_asks_for_is_locked_at_a_version_it_accepts() -> None:
    asked, groups = project()["project"]["dependencies"], project()["dependency-groups"]
    for lock, wishes in zip(LOCKS, [asked + groups["build"], asked + groups["dev"]], strict=True):
        locked = pins(lock)
        for wish in map(Requirement, wishes):
            version = str(locked[canonicalize_name(wish.name)].specifier).removeprefix("==")
            assert wish.specifier.contains(version), f"{wish} in {lock}"


def test_developers_run_the_very_versions_that_users_run() -> None:
    run, dev = (pins(lock) for lock in LOCKS)
    assert {name: str(pin) for name, pin in run.items()}.items() <= {
        n: str(p) for n, p in dev.items()
    }.items()


def test_no_file_tells_whose_machine_it_was_made_on() -> None:
    said = []
    for path in tracked():
        data = (ROOT / path).read_bytes()
        if b"\0" not in data and (found := SOMEBODYS_MACHINE.search(data.decode("utf-8"))):
            said.append(f"{path}: {found.group()}")
    assert said == []


def test_a_wheel_carries_every_file_that_the_program_reads(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for path in tracked():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, copy / path)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("peiler-*.whl")
    carried = set(zipfile.ZipFile(wheel).namelist())
    assert [path for path in tracked() if path.startswith(SHIPPED) and path not in carried] == []
