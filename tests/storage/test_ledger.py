"""The list of erasures beside the database, by which a restored copy is erased again."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from storage import StorageUnavailable, ledger
from storage.ledger import Erasure
from tests.storage.example import DAY, NINE


def test_erasures_are_read_back_in_the_order_in_which_they_were_noted(tmp_path: Path) -> None:
    path = ledger.ledger_of(tmp_path / "peiler.sqlite")
    assert path.name == "peiler.sqlite.erased"
    assert ledger.read(path) == []
    ledger.append(path, "person", "ada", NINE)
    ledger.append(path, "assessment", "town", NINE + DAY)
    assert ledger.read(path) == [Erasure("person", "ada", NINE), Erasure("assessment", "town", NINE + DAY)]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_that_power_loss_cut_short_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger.append(path, "person", "ada", NINE)
    with path.open("a") as file:
        file.write('{"kind": "per')
    ledger.append(path, "person", "bob", NINE)
    with path.open("a") as file:
        file.write("[]\n{}\n")
    assert [erasure.id for erasure in ledger.read(path)] == ["ada", "bob"]


def test_an_erasure_is_on_disk_before_anybody_hears_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[bool] = []
    really = os.fsync

    def noted(file: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(file).st_mode))
        really(file)

    monkeypatch.setattr(os, "fsync", noted)
    ledger.append(tmp_path / "ledger", "person", "ada", NINE)
    assert flushed == [False, True]


def test_a_ledger_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageUnavailable, match=r"nowhere/ledger: cannot note the erasure"):
        ledger.append(tmp_path / "nowhere" / "ledger", "person", "ada", NINE)
