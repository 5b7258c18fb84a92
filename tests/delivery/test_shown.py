"""Promises about taps that come too soon to be meant for the question on the screen."""

from datetime import UTC, datetime

from bot.delivery import FirstShown

NINE = datetime(2026, 11, 23, 9, 0, 0, 700_000, UTC)


class Clock:
    """A monotonic clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_double_tap_is_not_taken_for_the_question_that_just_appeared() -> None:
    clock = Clock()
    shown = FirstShown(500, clock)
    shown.began("q2", NINE)
    clock.at += 0.3
    shown.replied("q2")
    clock.at += 0.4
    assert shown.too_soon("q2")
    clock.at += 0.2
    assert not shown.too_soon("q2")


def test_a_tap_before_telegram_confirmed_the_card_counts_from_the_call() -> None:
    clock = Clock()
    shown = FirstShown(500, clock)
    shown.began("q2", NINE)
    assert shown.too_soon("q2")
    clock.at += 0.6
    assert not shown.too_soon("q2")
    assert not shown.too_soon("q2", heard=clock.at)
    assert shown.too_soon("q2", heard=clock.at - 0.5)


def test_a_redraw_of_the_same_question_is_never_guarded() -> None:
    clock = Clock()
    shown = FirstShown(500, clock)
    shown.began("q2", NINE)
    shown.replied("q2")
    clock.at += 10
    shown.began("q2", NINE)
    shown.replied("q2")
    assert not shown.too_soon("q2")


def test_a_question_from_before_a_restart_is_never_guarded() -> None:
    shown = FirstShown(500, Clock())
    shown.earlier("q2")
    shown.began("q2", NINE)
    assert not shown.too_soon("q2")
    assert not shown.too_soon("unknown")
    assert shown.began_at("q2") is None


def test_a_guard_of_zero_is_no_guard() -> None:
    shown = FirstShown(0, Clock())
    shown.began("q2", NINE)
    assert not shown.too_soon("q2")


def test_a_call_that_was_refused_did_not_show_the_question() -> None:
    clock = Clock()
    shown = FirstShown(500, clock)
    shown.began("q2", NINE)
    shown.refused("q2")
    clock.at += 10
    shown.began("q2", NINE)
    assert shown.too_soon("q2")


def test_typed_text_counts_from_the_second_in_which_the_call_began() -> None:
    shown = FirstShown(500, Clock())
    shown.began("q2", NINE)
    assert shown.began_at("q2") == NINE.replace(microsecond=0)


def test_only_so_many_questions_are_remembered() -> None:
    shown = FirstShown(500, Clock(), keep=2)
    for ask in ("q1", "q2", "q3"):
        shown.began(ask, NINE)
    assert [shown.knows(ask) for ask in ("q1", "q2", "q3")] == [False, True, True]
