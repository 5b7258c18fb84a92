"""Each patch here breaks a rule; the test that it names has to go red, or the rule is not proved."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PATCHES = sorted(HERE.glob("*.patch"))
#: Numbered in docs/reliability.md.
RULES = {*range(1, 23), *range(27, 32)}
PARTS = ("bot", "scoring", "storage", "interview_scripts", "tests", "pyproject.toml")
JUNK = shutil.ignore_patterns("__pycache__", ".*_cache", "*.patch")
#: Exit codes of pytest.
GREEN, RED = 0, 1


def named_by(patch: Path) -> str:
    """The test that must go red; it stands above the diff."""
    found = re.search(r"^Red: (tests/\S+)$", patch.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{patch.name} names no test"
    return found[1]


def copied(folder: Path) -> Path:
    """The program and its tests in a place of their own."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=JUNK)
        else:
            shutil.copy(source, folder / part)
    return folder


def runs(folder: Path, *nodes: str) -> subprocess.CompletedProcess[str]:
    """These tests of the copy, and nothing of ours."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:cov",
    ]
    command += [f"--basetemp={folder / 'temp'}", *nodes]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def applies(patch: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The patch on this folder, or (`--check`) only whether it would fit."""
    command = ["git", "apply", "--whitespace=nowarn", *options, str(patch)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_rule_has_a_patch_that_breaks_it() -> None:
    assert {int(patch.name[:2]) for patch in PATCHES} == RULES


def test_every_patch_still_fits_the_program_and_names_a_test_that_is_there() -> None:
    told = [applies(patch, ROOT, "--check") for patch in PATCHES]
    assert [one.stderr for one in told if one.returncode] == []
    for path, _, name in (named_by(patch).partition("::") for patch in PATCHES):
        assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), name


@pytest.mark.soak
def test_every_named_test_is_green_while_nothing_is_broken(tmp_path: Path) -> None:
    ran = runs(copied(tmp_path), *sorted({named_by(patch) for patch in PATCHES}))
    assert ran.returncode == GREEN, ran.stdout[-3000:] + ran.stderr[-1000:]


@pytest.mark.soak
@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.stem)
def test_a_broken_rule_is_noticed(patch: Path, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    applied = applies(patch, folder)
    assert applied.returncode == 0, f"{patch.name} does not apply any more: {applied.stderr}"
    ran = runs(folder, named_by(patch))
    assert ran.returncode != GREEN, f"{named_by(patch)} stays green although {patch.name} breaks its rule"
    assert ran.returncode == RED, f"{patch.name}: {ran.stdout[-2000:]}{ran.stderr[-1000:]}"
