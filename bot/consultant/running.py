"""What already runs, for who runs the round: listed, judged with a reason, changed field by field."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.desk import Plan
from bot.figures import Proposed, proposed_in
from bot.initiatives import (
    COUNTED,
    changed_to,
    name_of,
    questions_of,
    script_of,
    told,
    topics_of,
    value_words,
    with_value,
)
from bot.interview.questions import Multiple, Question
from bot.interview.questions.common import Rejected
from bot.reports.earning import earning_text
from bot.reports.running import PROPOSED, REASON, inputs_of
from bot.reports.words import Words, one_line
from bot.tokens import new_id
from storage.port import IsStill
from storage.records import Assessment, Initiative, Job, Record

#: The button by whose rights words about an initiative are typed, and the job that draws the matrix.
INITIATIVE, MATRIX = "initiative", "matrix"
PAGE, FIELDS = 8, 10
LONGEST_REASON = 300


async def command(ask: Ask, _: str = "") -> Plan:
    """`/initiatives`: of the only round, or which one is meant."""
    mine = await ask.mine() or await ask.all_mine()
    if len(mine) == 1:
        return await show(ask.of(mine[0]), mine[0])
    return ask.say("consultant.which", [[(one.name, f"initiatives:{one.id}")] for one in mine])


async def show(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """All of the round, a page at a time; those left out come last."""
    first = int(more) if more.isdecimal() and len(more) < 5 else 0
    everything = await ask.desk.storage.initiatives(ask.desk.tenant, assessment.id)
    known = [one for one in everything if one.state != "erased"]
    known.sort(key=lambda one: one.state not in COUNTED)
    shown = known[first : first + PAGE]
    start = f"{INITIATIVE}:{assessment.id}"
    buttons = [
        [(ask.label("own_initiative", number=number, name=name_of(one)), f"{start}:{one.id}")]
        for number, one in enumerate(shown, first + 1)
    ]
    if len(known) > first + PAGE:
        buttons.append([(ask.label("more_initiatives"), f"initiatives:{assessment.id}:{first + PAGE}")])
    buttons.append([(ask.label("matrix"), f"{MATRIX}:{assessment.id}")])
    if assessment.state == "open" and ask.desk.takes_files(assessment, ask.person):
        buttons.append([(ask.label("rows"), f"rows:{assessment.id}")])
    lines = [
        {"number": n, "name": name_of(one), "state": one.state, "status": one.body.get("status") or "unknown"}
        for n, one in enumerate(shown, first + 1)
    ]
    return ask.say(
        "running.all", buttons, organisation=assessment.name, lines=lines, total=len(known), first=first
    )


async def order_matrix(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """Drawn by a job: one at a time for each assessment and chat."""
    key = f"{MATRIX}:{assessment.id}:{ask.person.id}"
    payload = {"assessment": assessment.id, "person": ask.person.id, "language": ask.language}
    job = Job(ask.desk.tenant, new_id(), MATRIX, key, payload, ask.desk.now())
    return Plan([job], toast=ask.refuse("toast.drawing").toast)


# --- one of them


async def pressed(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INITIATIVE[:WHAT[:MORE]]`: what was told of it, or one of `WAYS` to deal with it."""
    id_, _, rest = more.partition(":")
    what, _, tail = rest.partition(":")
    one = await _of_round(ask, assessment, id_)
    if one is None:
        return ask.refuse("toast.not_yours")
    if not what:
        return _shown(ask, assessment, one)
    if assessment.state != "open" and what not in READING:
        return ask.refuse("toast.round_closed")
    if what not in WAYS:
        return ask.refuse("toast.not_yours")
    return _only_if(one, await WAYS[what](ask, assessment, one, tail))


def _only_if(one: Initiative, plan: Plan) -> Plan:
    """Somebody else may be changing it too: then everything is done again with what it is by then."""
    return replace(plan, guards=(*plan.guards, IsStill(one))) if plan.writes else plan


async def _of_round(ask: Ask, assessment: Assessment, id_: str) -> Initiative | None:
    one = await ask.desk.storage.initiative(ask.desk.tenant, id_)
    return one if one is not None and one.assessment == assessment.id and one.state != "erased" else None


def _shown(ask: Ask, assessment: Assessment, one: Initiative, *writes: Record) -> Plan:
    script = script_of(ask.desk, assessment)
    plan = ask.say(
        "running.one",
        _presses(ask, assessment, one) if assessment.state == "open" else [],
        lines=[(topic, one_line(words, 200)) for topic, words in told(script, one.body, ask.language)],
        state=one.state,
        reason=one.body.get(REASON),
        where=one.source,
        sum="",
    )
    plan.writes += writes
    return plan


def _presses(ask: Ask, assessment: Assessment, one: Initiative) -> list[list[Press]]:
    start = f"{INITIATIVE}:{assessment.id}:{one.id}"
    if one.state not in COUNTED:
        # What its owner withdrew stays so.
        return [[(ask.label("keep_initiative"), f"{start}:back")]] if one.body.get(REASON) else []
    judge = [] if one.state == "confirmed" else [(ask.label("initiative_right"), f"{start}:yes")]
    rows = [[*judge, (ask.label("initiative_out"), f"{start}:no")]]
    rows.append([(ask.label("initiative_change"), f"{start}:change")])
    if inputs_of(one.body) is not None:
        rows.append([(ask.label("initiative_sum"), f"{start}:sum")])
    return [*rows, [(ask.label("menu_initiatives"), f"initiatives:{assessment.id}")]]


# --- counted, or left out with a reason


async def _right(ask: Ask, assessment: Assessment, one: Initiative, _: str) -> Plan:
    if one.state != "open":
        return ask.refuse("toast.noted")
    sure = replace(one, state="confirmed")
    return _shown(ask, assessment, sure, sure)


async def _left_out(ask: Ask, assessment: Assessment, one: Initiative, _: str) -> Plan:
    if one.state not in COUNTED:
        return ask.refuse("toast.noted")
    plan = ask.say("running.why_not", name=name_of(one))
    facts = {"assessment": assessment.id, "initiative": one.id, "field": REASON}
    plan.writes.append(awaits(ask.desk, ask.person, INITIATIVE, **facts))
    return plan


async def _back(ask: Ask, assessment: Assessment, one: Initiative, _: str) -> Plan:
    if one.state in COUNTED or not one.body.get(REASON):
        return ask.refuse("toast.noted")
    again = replace(with_value(one, REASON, None), state="open")
    return _shown(ask, assessment, again, again)


async def _with_reason(ask: Ask, assessment: Assessment, one: Initiative, text: str) -> Plan:
    """Left out; who told of it reads why."""
    if one.state not in COUNTED:
        return ask.say("running.over")
    reason = one_line(text, LONGEST_REASON)
    out = replace(with_value(one, REASON, reason), state="withdrawn")
    plan = ask.say("running.left_out", name=name_of(one))
    return replace(plan, writes=[*plan.writes, out, *await _tells(ask, assessment, out, reason)])


async def _tells(ask: Ask, assessment: Assessment, one: Initiative, reason: str) -> list[Record]:
    person = await ask.desk.storage.person(ask.desk.tenant, one.by)
    if person is None or one.interview is None or person.id == ask.person.id or person.stopped_at is not None:
        return []
    language = ask.desk.language_of(person)
    html = ask.desk.texts.say(
        "notice.left_out",
        language,
        name=name_of(one),
        organisation=assessment.name,
        consultant=ask.person.name or ask.desk.texts.say("name.consultant", language),
        reason=reason,
    )
    key = f"notice:left_out:{one.id}:{ask.incoming.bot_id}:{ask.incoming.update_id}"
    return [ask.desk.reply(person, str(html), key, kind="notice", about=one.interview)]


# --- one field


async def _change(ask: Ask, assessment: Assessment, one: Initiative, more: str) -> Plan:
    """Which field: a page of them at a time."""
    first = int(more) if more.isdecimal() and len(more) < 3 else 0
    start = f"{INITIATIVE}:{assessment.id}:{one.id}"
    questions = list(questions_of(script_of(ask.desk, assessment)).values())
    topics = topics_of(script_of(ask.desk, assessment))
    rows = [
        [(one_line(topics[question.id][ask.language], 40), f"{start}:field:{place}")]
        for place, question in enumerate(questions[first : first + FIELDS], first)
    ]
    if len(questions) > first + FIELDS:
        rows.append([(ask.label("more_fields"), f"{start}:change:{first + FIELDS}")])
    return ask.say("running.which_field", rows, name=name_of(one))


def _question(ask: Ask, assessment: Assessment, place: str) -> Question | None:
    questions = list(questions_of(script_of(ask.desk, assessment)).values())
    number = int(place) if place.isdecimal() and len(place) < 3 else len(questions)
    return questions[number] if number < len(questions) else None


async def _field(ask: Ask, assessment: Assessment, one: Initiative, place: str) -> Plan:
    """Options as buttons; anything else is to be typed."""
    question = _question(ask, assessment, place)
    if question is None:
        return ask.refuse("toast.not_yours")
    start = f"{INITIATIVE}:{assessment.id}:{one.id}:value:{place}"
    rows = [
        [(one_line(value_words(question, option.id, ask.language), 60), f"{start}:{option.id}")]
        for option in question.options
    ]
    rows.append([(ask.label("empty_field"), f"{start}:")])
    plan = ask.say("running.field", rows, **_asked(ask, assessment, one, question))
    if not question.options:
        facts = {"assessment": assessment.id, "initiative": one.id, "field": question.id}
        plan.writes.append(awaits(ask.desk, ask.person, INITIATIVE, **facts))
    return plan


def _asked(ask: Ask, assessment: Assessment, one: Initiative, question: Question) -> dict[str, Any]:
    known = one.body.get(question.id)
    return {
        "topic": topics_of(script_of(ask.desk, assessment))[question.id][ask.language],
        "known": "" if known is None else one_line(value_words(question, known, ask.language), 200),
        "typed": not question.options,
        "several": isinstance(question, Multiple),
    }


async def _value(ask: Ask, assessment: Assessment, one: Initiative, more: str) -> Plan:
    """An option was pressed, or the field is to be empty."""
    place, _, option = more.partition(":")
    question = _question(ask, assessment, place)
    if question is None or option not in ("", *(known.id for known in question.options)):
        return ask.refuse("toast.not_yours")
    changed = changed_to(one, question.id, _chosen(question, one.body.get(question.id), option))
    if isinstance(question, Multiple) and option:
        plan = await _field(ask, assessment, changed, place)
        return replace(plan, writes=[*plan.writes, changed])
    return _shown(ask, assessment, changed, changed)


def _chosen(question: Question, known: Any, option: str) -> Any:
    if not option:
        return None
    if isinstance(question, Multiple):
        chosen = list(known or ())
        return [one for one in chosen if one != option] if option in chosen else [*chosen, option]
    return int(option) if question.type == "level" else option


async def wrote(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """Words that were asked for: a reason, or what a field is to hold."""
    one = await _of_round(ask, assessment, job.payload["initiative"])
    if one is None or assessment.state != "open":
        return ask.say("running.over")
    if job.payload["field"] == REASON:
        return _only_if(one, await _with_reason(ask, assessment, one, text))
    return _only_if(one, _typed(ask, assessment, one, job, text))


def _typed(ask: Ask, assessment: Assessment, one: Initiative, job: Job, text: str) -> Plan:
    script = script_of(ask.desk, assessment)
    question = questions_of(script)[job.payload["field"]]
    found = question.parse(text, ask.language)
    if isinstance(found, Rejected):
        plan = ask.say(found.hint, **dict(found.facts))
        return replace(plan, writes=[*plan.writes, job])
    value = list(found[0]) if isinstance(found[0], tuple) else found[0]
    changed = changed_to(one, question.id, value)
    return _shown(ask, assessment, changed, changed)


# --- the sum


async def _sum(ask: Ask, assessment: Assessment, one: Initiative, _: str = "") -> Plan:
    script = script_of(ask.desk, assessment)
    text = earning_text(one.body, topics_of(script), Words(ask.language, ask.desk.texts))
    if not text:
        return ask.refuse("toast.no_figures")
    return Plan([ask.reply(str(text), _figures(ask, assessment, one) if assessment.state == "open" else [])])


def _figures(ask: Ask, assessment: Assessment, one: Initiative) -> list[list[Press]]:
    """What may be proposed for what nobody knows, and what is to be confirmed."""
    start, rows = f"{INITIATIVE}:{assessment.id}:{one.id}", list[list[Press]]()
    proposed: Mapping[str, Any] = one.body.get(PROPOSED) or {}
    for figure in proposed_in(ask.desk.library.folder):
        if figure.question not in proposed and one.body.get(figure.question) is None:
            facts = {"name": figure.name[ask.language], "amount": figure.amount, "year": figure.year}
            rows.append([(ask.label("take_figure", **facts), f"{start}:take:{figure.id}")])
    topics = topics_of(script_of(ask.desk, assessment))
    for question, known in proposed.items():
        if not known.get("confirmed") and one.body.get(question) is None:
            topic = topics[question][ask.language]
            rows.append([(ask.label("sure_figure", topic=topic), f"{start}:sure:{question}")])
            rows.append([(ask.label("drop_figure", topic=topic), f"{start}:less:{question}")])
    return [*rows, [(ask.label("back_to_initiative"), start)]]


def _proposal(ask: Ask, id_: str) -> Proposed | None:
    return next((one for one in proposed_in(ask.desk.library.folder) if one.id == id_), None)


async def _take(ask: Ask, assessment: Assessment, one: Initiative, id_: str) -> Plan:
    """A proposed figure comes in as an assumption, with its source and year."""
    figure, known = _proposal(ask, id_), one.body.get(PROPOSED) or {}
    if figure is None or figure.question in known or one.body.get(figure.question) is not None:
        return ask.refuse("toast.noted")
    told_of = {"amount": str(figure.amount), "source": dict(figure.source), "year": figure.year}
    return await _with_figures(ask, assessment, one, {**known, figure.question: told_of})


async def _sure(ask: Ask, assessment: Assessment, one: Initiative, question: str) -> Plan:
    """An assumption holds here too, says who runs the round."""
    known = one.body.get(PROPOSED) or {}
    if question not in known or known[question].get("confirmed"):
        return ask.refuse("toast.noted")
    return await _with_figures(
        ask, assessment, one, {**known, question: {**known[question], "confirmed": True}}
    )


async def _less(ask: Ask, assessment: Assessment, one: Initiative, question: str) -> Plan:
    """An assumption goes again."""
    known = one.body.get(PROPOSED) or {}
    if question not in known:
        return ask.refuse("toast.noted")
    return await _with_figures(
        ask, assessment, one, {name: value for name, value in known.items() if name != question}
    )


async def _with_figures(ask: Ask, assessment: Assessment, one: Initiative, figures: dict[str, Any]) -> Plan:
    changed = with_value(one, PROPOSED, figures or None)
    plan = await _sum(ask, assessment, changed)
    return replace(plan, writes=[*plan.writes, changed])


#: What can be done with one; each names it first.
WAYS: dict[str, Callable[[Ask, Assessment, Initiative, str], Awaitable[Plan]]] = {
    "yes": _right,
    "no": _left_out,
    "back": _back,
    "change": _change,
    "field": _field,
    "value": _value,
    "sum": _sum,
    "take": _take,
    "sure": _sure,
    "less": _less,
}
#: What still works in a round that is over.
READING = frozenset({"sum"})
