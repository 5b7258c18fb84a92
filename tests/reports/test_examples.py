"""The examples that come with the program are what the program makes of their inputs today."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.reports.examples import EXAMPLES, NAMES, example, left_out

#: Packed files hold the time at which they were packed.
PACKED = (".docx", ".xlsx")


def parts(path: Path) -> dict[str, bytes]:
    """What is in a file; of a packed one, what is packed."""
    if path.suffix not in PACKED:
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as packed:
        return {one.filename: packed.read(one) for one in packed.infolist()}


@pytest.mark.parametrize("name", NAMES)
async def test_an_example_is_what_the_program_makes_of_its_inputs(name: str, tmp_path: Path) -> None:
    async with example(name, tmp_path) as made:
        written = await made.documents(tmp_path / "out")
    kept = {path.name: path for path in (EXAMPLES / name).iterdir() if path.name != "input.yaml"}
    assert sorted(kept) == sorted(path.name for path in written if not left_out(path))
    other = [path.name for path in written if path.name in kept and parts(path) != parts(kept[path.name])]
    assert other == [], "run `make examples`, and look at what became different"


def test_there_are_three_cases_in_both_languages() -> None:
    assert NAMES == ("balanced_and_low", "half_answered", "high_but_unbalanced")
    for name in NAMES:
        for file in ("memo.{}.pdf", "memo.{}.docx", "report.{}.pdf", "workbook.{}.xlsx"):
            assert all((EXAMPLES / name / file.format(language)).is_file() for language in ("nl", "en"))


@pytest.mark.parametrize("name", NAMES)
async def test_the_same_inputs_give_the_same_page_byte_for_byte(name: str, tmp_path: Path) -> None:
    pages = []
    for time in ("first", "again"):
        (tmp_path / time).mkdir()
        async with example(name, tmp_path / time) as made:
            written = await made.documents(tmp_path / time / "out", languages=("nl",))
        pages.append({path.name: parts(path) for path in written})
    assert pages[0] == pages[1]
