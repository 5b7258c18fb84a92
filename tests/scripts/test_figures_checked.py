"""Authors read what is wrong with the figures that may be proposed, with everything else in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.plug import SHIPPED
from bot.checking import check_folder
from bot.figures import proposed_in
from tests.scripts.author import MODEL, SCRIPT

FIGURES = """\
figures:
  - id: phone
    question: P4
    amount: 4.72
    year: 2008
    name: {nl: telefoontje, en: phone call}
    source: {nl: Britse gemeenten, en: UK councils}
"""


def told(folder: Path, figures: str | bytes) -> list[str]:
    (folder / "model.yaml").write_text(MODEL, encoding="utf-8")
    (folder / "small.yaml").write_text(SCRIPT, encoding="utf-8")
    (folder / "figures.yaml").write_bytes(figures if isinstance(figures, bytes) else figures.encode())
    return [str(problem).removeprefix(f"{folder}/") for problem in check_folder(folder)]


def test_figures_that_fit_a_question_are_without_mistakes_and_can_be_proposed(tmp_path: Path) -> None:
    assert told(tmp_path, FIGURES) == []
    [one] = proposed_in(tmp_path)
    assert (one.id, one.amount, one.year, one.source["en"]) == ("phone", 4.72, 2008, "UK councils")


def test_the_figures_that_are_shipped_are_without_mistakes() -> None:
    assert check_folder(SHIPPED) == []
    assert len(proposed_in(SHIPPED)) == 3


@pytest.mark.parametrize(
    ("right", "wrong", "expected"),
    [
        ("    year: 2008\n", "", "2: 'year' is missing here"),
        ("    source: {nl: Britse gemeenten, en: UK councils}\n", "", "2: 'source' is missing here"),
        ("amount:", "amout:", "4: 'amout' is no key here; did you mean 'amount'?"),
        ("4.72", "-1", "4: 'amount': input should be greater than or equal to 0"),
        ("4.72", "'4,72'", "4: 'amount': input should be a valid number"),
        ("4.72", ".inf", "4: 'amount': input should be a finite number"),
        ("4.72", "101", "4: 101 is beyond what 'P4' takes: its limit is 100"),
        ("2008", "1889", "5: 'year': input should be greater than or equal to 1990"),
        ("P4", "P5", "3: no script of this folder has a question 'P5' for a number; did you mean 'P4'?"),
        ("P4", "P1", "3: no script of this folder has a question 'P1' for a number; did you mean 'P4'?"),
        ("{nl: telefoontje, en: phone call}", "{nl: telefoontje}", "6: name has no text in en; add one"),
        ("en: UK councils", "en: ' '", "7: source has no text in en; add one"),
        ("  - id: phone\n", "  - id: [\n", "4: this is no YAML"),
        ("figures:", "figure:", "1: 'figure' is no key here; did you mean 'figures'?"),
    ],
)
def test_every_mistake_in_the_figures_is_told_with_its_line(
    tmp_path: Path, right: str, wrong: str, expected: str
) -> None:
    assert right in FIGURES
    found = told(tmp_path, FIGURES.replace(right, wrong))
    assert any(line.startswith(f"figures.yaml:{expected}") for line in found), found


def test_the_same_figure_twice_is_told_where_it_comes_again(tmp_path: Path) -> None:
    [found] = told(tmp_path, FIGURES + FIGURES.partition("\n")[2])
    assert found == "figures.yaml:8: the id 'phone' stands here twice"


@pytest.mark.parametrize("figures", [b"\xff\xfe", "", "- one\n", "figures: 3\n"])
def test_a_file_that_holds_no_figures_is_told_so(tmp_path: Path, figures: str | bytes) -> None:
    found = told(tmp_path, figures)
    assert found
    assert all(line.startswith("figures.yaml:1: ") for line in found)


def test_a_question_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "figures.yaml").write_text(FIGURES, encoding="utf-8")
    (tmp_path / "model.yaml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "small.yaml").write_text(SCRIPT.replace("min: 0\n", "minn: 0\n"), encoding="utf-8")
    assert not any("figures.yaml" in str(problem) for problem in check_folder(tmp_path))
