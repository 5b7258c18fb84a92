"""The search for garbage: put off while a start loads, and there again whatever becomes of the start."""

from __future__ import annotations

import gc

import pytest

from bot.app.collecting import nothing_collected, set_apart


def test_a_start_is_not_held_up_by_a_search_for_garbage() -> None:
    with nothing_collected():
        assert not gc.isenabled()


def test_once_it_serves_garbage_is_looked_for_but_not_among_what_was_loaded() -> None:
    with nothing_collected():
        set_apart()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0


def test_a_start_that_fails_leaves_the_search_as_it_was() -> None:
    def starts() -> None:
        with nothing_collected():
            set_apart()
            raise RuntimeError("no such database")

    with pytest.raises(RuntimeError, match="no such database"):
        starts()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
