"""Laws of the engine, over any script and anything that can happen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.interview.estimate import EVIDENCE_SECONDS, Estimate
from bot.interview.events import Chose, Corrected, Event, Pressed, Said
from bot.interview.path import Path, path_of
from bot.interview.plan import Plan, Stretch, plan_of
from bot.interview.progress import Progress, Revision
from bot.interview.prompts import finished, may_skip
from bot.interview.questions import Level, Single, YesNo
from bot.interview.rules import Rule
from bot.interview.script import Script
from tests.interview.deeds import Deed, deeds, does
from tests.interview.people import INTERVIEW, Interviewee
from tests.interview.random_scripts import scripts

LAW = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
#: Which option, and whether to type or skip instead, card after card.
Choices = list[tuple[int, bool]]
ONWARD = (-1, False)
MANY = st.lists(deeds, max_size=45)
#: Events that may give, change or take back an answer.
MAY_REVISE = frozenset({"skip", "confirm", "back", "use", "add", "later"})


def exported(revision: Revision) -> tuple[Any, ...]:
    """The fields of a revision that leave the program."""
    r = revision
    return r.value, r.option, r.text, r.reason, r.best, r.weakest, r.evidence, r.ask


def revises(event: Event) -> bool:
    """Whether this event is of a kind that may give an answer."""
    if isinstance(event, Pressed):
        return event.verb in MAY_REVISE
    return isinstance(event, Chose | Said | Corrected)


def after(script: Script, doings: Sequence[Deed]) -> Interviewee:
    """Somebody who did all that."""
    person, event = Interviewee(script).begins(), None
    for deed in doings:
        event = does(person, deed, event)
    return person


@LAW
@given(scripts(), MANY)
def test_only_an_answer_changes_answers_and_nothing_is_ever_lost(script: Script, doings: list[Deed]) -> None:
    person, event = Interviewee(script).begins(), None
    for deed in doings:
        before = person.progress
        event = does(person, deed, event)
        assert person.last is not None
        revisions = person.last.revisions
        if deed.kind != "on":
            assert not revisions or (revises(event) and not person.last.refused), (event, revisions)
        assert_history(before, revisions, person.progress)


def assert_history(before: Progress, revisions: Iterable[Revision], now: Progress) -> None:
    """The revisions, one after the other, are all that changed; each counts on and says something new."""
    answers, seq = dict(before.answers), before.seq
    for revision in revisions:
        old = answers.get(revision.question)
        assert revision.number == (old.number + 1 if old else 1)
        assert revision.seq == seq + 1
        assert old is None or exported(old) != exported(revision)
        assert (
            old is None
            or set(old.evidence) <= set(revision.evidence)
            or revision.source in {e.source for e in old.evidence}
        )
        answers[revision.question], seq = revision, revision.seq
    assert dict(now.answers) == answers
    assert now.seq == seq


@LAW
@given(scripts(), MANY)
def test_at_most_one_ask_is_open_and_none_opens_twice(script: Script, doings: list[Deed]) -> None:
    person, event = Interviewee(script).begins(), None
    for deed in doings:
        before, pending = person.progress.asks, person.progress.pending
        event = does(person, deed, event)
        asks = person.progress.asks
        still_open = [ask.id for ask in asks.values() if ask.state == "open"]
        assert still_open == ([person.progress.open] if person.progress.open else [])
        assert person.last is not None
        changed = {ask.id: ask for ask in person.last.asks}
        assert {**before, **changed} == asks
        for id_, old in before.items():
            reopened = old.state == "withdrawn" and asks[id_].state != "withdrawn"
            assert asks[id_].state != "open" or old.state == "open"
            assert not reopened or (pending is not None and pending.ask == id_)


@LAW
@given(scripts(), MANY)
def test_there_is_always_a_way_to_the_end(script: Script, doings: list[Deed]) -> None:
    person = after(script, doings)
    person.walks_on(until="done", level="3")
    assert person.progress.state == "submitted"


@LAW
@given(scripts(), MANY)
def test_back_takes_back_one_answer_however_often_it_arrives(script: Script, doings: list[Deed]) -> None:
    person = after(script, doings)
    assume(person.progress.open is not None and person.prompt.kind != "resume")
    before, ask = person.progress, person.ask
    taken = person.presses("back", ask).revisions
    assert len(taken) <= 1
    assert all(revision.value is None for revision in taken)
    given = {r.question for r in before.answers.values() if r.given}
    assert {r.question for r in person.progress.answers.values() if r.given} == given - {
        r.question for r in taken
    }
    once = person.progress
    for _ in range(2):
        again = person.presses("back", ask) if taken else None
        assert again is None or (again.refused and again.revisions == ())
    assert person.progress.answers == once.answers


@LAW
@given(scripts(), st.integers(0, 4), st.data())
def test_hidden_answers_come_back_with_their_branch(script: Script, level: int, data: st.DataObject) -> None:
    person = Interviewee(script).begins().walks_on(level=str(level))
    stops = [plan_of(script).stops[id_] for id_ in person.path]
    closed = [stop.question for stop in stops if isinstance(stop.question, Level | Single | YesNo)]
    closed = [question for question in closed if person.revision(question.id).scored]
    assume(closed)
    question = data.draw(st.sampled_from(closed))
    other = data.draw(st.sampled_from([option.id for option in question.options]))
    old, path, values = (
        person.revision(question.id),
        person.path,
        {id_: person.value(id_) for id_ in person.path},
    )
    change(person, question.id, other)
    assert old.option is not None
    change(person, question.id, old.option)
    assert person.path == path
    assert {id_: person.value(id_) for id_ in path} == values


def change(person: Interviewee, question: str, option: str) -> None:
    """By the review, with a yes when asked whether one is sure."""
    person.presses("edit", person.revision(question).ask)
    assert person.card == ("question", question)
    person.taps(option)
    if person.prompt.kind == "change":
        person.presses("confirm")
    assert person.revision(question).option == option


CHOICES = st.lists(st.tuples(st.integers(0, 11), st.booleans()), max_size=80)


@LAW
@given(scripts(), CHOICES)
def test_what_is_said_to_be_left_is_never_less_than_what_comes(script: Script, choices: Choices) -> None:
    assert_honest(*walked(script, "S", choices))


@LAW
@given(pillar=st.sampled_from("SOBIM"), choices=CHOICES)
def test_the_time_that_is_left_hardly_rises_by_answering(
    shipped: Script, pillar: str, choices: Choices
) -> None:
    told, cards = walked(shipped, pillar, choices)
    assert_honest(told, cards)
    assert all(later.seconds <= sooner.seconds + 60 for sooner, later in pairwise(told))


def walked(script: Script, pillar: str, choices: Choices) -> tuple[list[Estimate], list[tuple[int, int]]]:
    """One interview: what was told before every card, and what every card turned out to stand for."""
    person = Interviewee(script, pillar).begins()
    told: list[Estimate] = [person.left]
    cards: list[tuple[int, int]] = []
    for which, typed in [*choices, *[ONWARD] * 90]:
        if person.prompt.kind == "review":
            break
        cards.append(answered_by(person, which, typed))
        told.append(person.left)
    return told, cards


def assert_honest(told: list[Estimate], cards: list[tuple[int, int]]) -> None:
    """At no moment less was told than what came after it."""
    for moment, left in enumerate(told):
        assert left.left >= sum(numbered for numbered, _ in cards[moment:])
        assert left.seconds >= sum(seconds for _, seconds in cards[moment:])
    assert told[-1].left == 0


def answered_by(person: Interviewee, which: int, typed: bool) -> tuple[int, int]:
    """One card answered: how many numbered questions that finished, and how many seconds it stands for."""
    plan, stop = plan_of(person.script), plan_of(person.script).stops[person.prompt.about]
    before, evidence = finished(plan, stop, person.progress), person.prompt.kind == "evidence"
    answer(person, which, typed)
    now_finished = finished(plan, stop, person.progress) and not before
    return int(now_finished and stop.numbered), now_finished * stop.seconds + evidence * EVIDENCE_SECONDS


def answer(person: Interviewee, which: int, typed: bool) -> None:
    """A tap on one of the options, a press on skip, or the plainest thing."""
    question, kind = person.prompt.question, person.prompt.kind
    assert question is not None
    options = [option.id for option in question.options] if kind in ("question", "majority") else []
    if typed and may_skip(question, person.progress) and kind not in ("reason", "majority"):
        person.presses("skip")
    elif options and which >= 0 and not typed:
        options += question.specials if kind == "question" else ()
        person.taps(options[which % len(options)])
    else:
        person.moves_on()


@LAW
@given(scripts(), MANY, st.integers(0, 11))
def test_the_same_tap_twice_is_one_answer(script: Script, doings: list[Deed], which: int) -> None:
    person = after(script, doings)
    assume(person.prompt.kind in ("question", "majority") and person.prompt.question is not None)
    question = person.prompt.question
    assert question is not None
    assume(question.options)
    tap = person.tap(question.options[which % len(question.options)].id)
    person.does(tap)
    once = person.progress
    again = person.does(tap)
    assert again.revisions == ()
    assert again.progress.answers == once.answers
    assert again.progress.pending == once.pending


@LAW
@given(scripts(), MANY, st.integers(0, 4), st.booleans())
def test_a_typed_letter_is_the_same_answer_as_a_tap(
    script: Script, doings: list[Deed], level: int, descending: bool
) -> None:
    person = after(script, doings)
    assume(isinstance(person.prompt.question, Level) and person.prompt.kind in ("question", "majority"))
    person.progress = replace(person.progress, descending=descending)
    tapped, typed = [Interviewee(script) for _ in range(2)]
    for somebody in (tapped, typed):
        somebody.progress, somebody.prompt = person.progress, person.prompt
    tapped.taps(str(level))
    typed.types("EDCBA"[level] if descending else "ABCDE"[level])
    assert tapped.card == typed.card
    for id_, revision in tapped.progress.answers.items():
        assert exported(typed.progress.answers[id_]) == exported(revision)


@LAW
@given(scripts(), MANY)
def test_what_is_computed_beforehand_changes_no_path(script: Script, doings: list[Deed]) -> None:
    person = after(script, doings)
    quick, plain = (
        path_of(plan_of(script), person.progress),
        path_of(_plain(plan_of(script)), person.progress, person.progress.answers),
    )
    assert _drawn(quick) == _drawn(plain)


def _plain(plan: Plan) -> Plan:
    """The same plan without any shortcut: every condition is computed where it is met."""
    return Plan(plan.script, tuple(_plain_stretch(stretch) for stretch in plan.stretches))


def _plain_stretch(stretch: Stretch) -> Stretch:
    stops = {stop.id: replace(stop, rule=_plain_rule(stop.rule)) for stop in stretch.stops}
    blocks = tuple(
        replace(
            block,
            home=stops[block.home.id],
            rest=tuple(stops[stop.id] for stop in block.rest),
            simple=False,
            free=False,
            waits=False,
        )
        for block in stretch.blocks
    )
    return replace(stretch, rule=_plain_rule(stretch.rule), in_order=False, blocks=blocks)


def _plain_rule(rule: Rule | None) -> Rule | None:
    if rule is None:
        return None
    plain = Rule(rule.condition, ())
    plain.needs, plain._kept = frozenset(), None
    return plain


def _drawn(path: Path) -> tuple[list[str], set[str], set[str], int]:
    closed = {stop.id for stop in path.closed}
    return [stop.id for stop in path.stops], {stop.id for stop in path.possible}, closed, path.shortened


@pytest.mark.parametrize("seed", range(3))
@LAW
@given(script=scripts(), doings=MANY)
def test_a_conversation_resumes_after_any_pause_where_it_was(
    seed: int, script: Script, doings: list[Deed]
) -> None:
    person = after(script, doings)
    assume(person.progress.state == "active" and not person.progress.focus and not person.progress.pending)
    # Who stops or reads the answers has no question on the table, and is asked first what else there is.
    assume(seed == 0 or not person.progress.queries)
    card, answers = person.card, person.progress.answers
    for verb in (("pause", "resume"), ("stop", "resume"), ("review", "resume"))[seed]:
        person.presses(verb, INTERVIEW)
    assert person.card == card
    assert person.progress.answers == answers
