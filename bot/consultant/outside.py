"""Outside views: what a consultant found of other organisations in public sources, filled in step by step and
put right; and what other consultants gave, to be taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.awaiting import awaits
from bot.cards import trimmed
from bot.cards.scene import LETTERS
from bot.consultant import organisation_page, outside_examples
from bot.consultant.asking import Ask, Press
from bot.consultant.candidates import name_of, own_round
from bot.consultant.organisation_fields import as_link, fields_of
from bot.consultant.organisation_page import Editing, field_buttons, lines_of
from bot.desk import Plan
from bot.in_full import LEVEL
from bot.interview.questions import Level
from bot.privacy.audit import noted
from bot.references.candidates import ALL, SPOKEN, as_name, called, candidate
from bot.references.learned import UNSHARED
from bot.references.wanted import SCRIPT, pillars_of
from bot.references.withdrawing import taken_out
from bot.tokens import new_id
from storage.port import IsStill
from storage.records import Assessment, Job, Practice, Reference, ReferenceScore

OUTSIDE = "outside"
PAGE, ADD = 8, "add"
#: Of what was found outside, all of a pillar that is asked is known.
KNOWN = 1.0
SHORT = 60


async def pressed(ask: Ask, rest: str) -> Plan:
    """`ROUND`, `ROUND:FIRST`, `ROUND:add` or `ROUND:ORGANISATION[:ACT[:…]]`."""
    round_, _, more = rest.partition(":")
    known, assessment = await own_round(ask, round_)
    if not known:
        return ask.refuse("toast.not_yours")
    editing = Editing(ask, OUTSIDE, round_, shown)
    if more == ADD:
        return _asks_where(editing)
    if not more or (more.isascii() and more.isdecimal() and len(more) < 5):
        return _page(editing, await _all(ask, assessment), int(more or 0))
    id_, _, act = more.partition(":")
    one = await _own(ask, id_, assessment)
    return await _act(editing, assessment, one, act) if one is not None else ask.refuse("toast.not_yours")


async def heard(ask: Ask, job: Job, text: str) -> Plan | None:
    """Words that were asked for: where something was found, or what is known of it."""
    round_, about, field = (str(job.payload[name]) for name in ("round", "about", "field"))
    known, assessment = await own_round(ask, round_)
    editing = Editing(ask, OUTSIDE, round_, shown)
    if not known:
        return None
    if field == ADD:
        return await _added(editing, assessment, text)
    one = await _own(ask, about, assessment)
    if one is None or one.mark is not None:
        return None
    if field in outside_examples.WORDS:
        return await outside_examples.heard(editing, one, job, text)
    return await organisation_page.heard(editing, one, field, text)


def _is_listed(one: Reference, assessment: Assessment | None) -> bool:
    demo = assessment is not None and assessment.demo
    return one.demo == demo and (one.kind == "outside" or one.mark is not None)


async def _own(ask: Ask, id_: str, assessment: Assessment | None) -> Reference | None:
    one = await ask.desk.storage.reference(ask.desk.tenant, id_)
    mine = one is not None and one.owner == ask.person.id and one.withdrawn_at is None
    return one if mine and one is not None and _is_listed(one, assessment) else None


async def _all(ask: Ask, assessment: Assessment | None) -> list[Reference]:
    """The newest first, as they are kept."""
    known = await ask.desk.storage.references(ask.desk.tenant, ask.person.id, limit=ALL)
    return [one for one in known if _is_listed(one, assessment)]


# --- the list


def _page(editing: Editing, found: Sequence[Reference], first: int, note: str = "") -> Plan:
    ask, shown_now = editing.ask, found[first : first + PAGE]
    buttons = [[(name_of(ask, one), editing.data(one.id))] for one in shown_now]
    if len(found) > first + PAGE:
        buttons.append([(ask.label("more_candidates"), editing.data(str(first + PAGE)))])
    buttons.append(
        [editing.press("outside_add", ADD), (ask.label("candidates"), f"candidates:{editing.round_}")]
    )
    entries = [
        {"name": name_of(ask, one), "outside": one.kind == "outside", "year": one.year} for one in shown_now
    ]
    return ask.say("outside.list", buttons, note=note, entries=entries, first=first, total=len(found))


# --- a new one


def _asks_where(editing: Editing, note: str = "") -> Plan:
    ask = editing.ask
    plan = ask.say("outside.add", [[(ask.label("organisation_back"), editing.data())]], note=note)
    waits = awaits(ask.desk, ask.person, OUTSIDE, round=editing.round_, about="", field=ADD)
    return replace(plan, writes=[*plan.writes, waits])


async def _added(editing: Editing, assessment: Assessment | None, text: str) -> Plan:
    """A name, and on the next line where it was found."""
    ask, now = editing.ask, editing.ask.desk.now()
    first, _, second = text.strip().partition("\n")
    name, link = as_name(first), as_link(second)
    if not name or as_link(name) or link is None:
        return _asks_where(editing, ask.text("outside.wrong"))
    if any(called(one.name) == called(name) for one in await _all(ask, assessment)):
        return _asks_where(editing, ask.text("outside.known", name=name))
    demo = assessment is not None and assessment.demo
    made = replace(
        candidate(ask.desk, ask.person.id, new_id(), name, demo=demo),
        kind="outside",
        stage=SPOKEN,
        link=link,
        seen_on=ask.local(now).date().isoformat(),
        year=ask.local(now).year,
    )
    plan = await shown(editing, made, ask.text("outside.added"))
    return replace(plan, writes=[made, *plan.writes])


# --- one of them


async def shown(editing: Editing, one: Reference, note: str = "", after: str = "") -> Plan:
    """What is known of it, and what can be filled in or put right."""
    storage, tenant = editing.ask.desk.storage, editing.ask.desk.tenant
    scores = {score.pillar: score for score in await storage.reference_scores(tenant, one.id)}
    return _shown(editing, one, scores, await storage.practices_of(tenant, one.id), note, after)


def _shown(
    editing: Editing,
    one: Reference,
    scores: Mapping[str, ReferenceScore],
    examples: Sequence[Practice],
    note: str,
    after: str,
) -> Plan:
    ask = editing.ask
    questions = levels_of(ask)
    levels = [
        (question.topic[ask.language], question.options[round(scores[pillar].score)].label[ask.language])
        for pillar, question in questions.items()
        if pillar in scores and scores[pillar].coverage
    ]
    told = [one_ for one_ in examples if not one_.withdrawn]
    return ask.say(
        "outside.one",
        _buttons(editing, one, told, after),
        note=note,
        name=name_of(ask, one),
        given=one.mark is not None,
        outside=one.kind == "outside",
        lines=lines_of(ask, one) if one.kind == "outside" else [],
        levels=levels,
        examples=[trimmed(each.done, SHORT) for each in told],
    )


def levels_of(ask: Ask) -> dict[str, Level]:
    """The question of each pillar that asks where an organisation stands."""
    script = ask.desk.library.script(SCRIPT).script
    known = {q.id: q for section in script.sections for q in section.questions if isinstance(q, Level)}
    return {
        pillar: known[f"{LEVEL}{pillar}"] for pillar in pillars_of(ask.desk) if f"{LEVEL}{pillar}" in known
    }


def _buttons(editing: Editing, one: Reference, examples: Sequence[Practice], after: str) -> list[list[Press]]:
    ask = editing.ask
    rows: list[list[Press]] = []
    if one.mark is None:
        rows += _next(editing, one, after)
        rows += field_buttons(editing, one)
        rows.append([(pillar, editing.data(one.id, "l", pillar)) for pillar in levels_of(ask)])
        numbered = [
            (ask.label("outside_example", number=n), editing.data(one.id, "p", each.id))
            for n, each in enumerate(examples, 1)
        ]
        rows += [numbered[n : n + 3] for n in range(0, len(numbered), 3)]
        rows.append([editing.press("outside_new_example", one.id, "p", "new")])
    rows.append([editing.press("candidates_drop", one.id, "drop"), editing.press("candidates_back")])
    return rows


def _next(editing: Editing, one: Reference, after: str) -> list[list[Press]]:
    """On the way through everything: what comes after what was filled in last."""
    names = [field.name for field in fields_of(one)]
    steps = [*(f"f:{name}" for name in names[1:]), *(f"l:{pillar}" for pillar in levels_of(editing.ask))]
    at = steps.index(after) + 1 if after in steps else 0
    if at >= len(steps):
        return []
    kind, _, which = steps[at].partition(":")
    ask = editing.ask
    label = ask.label(f"organisation_{which}") if kind == "f" else levels_of(ask)[which].topic[ask.language]
    return [[(ask.label("outside_next", what=label), editing.data(one.id, kind, which))]]


async def _act(editing: Editing, assessment: Assessment | None, one: Reference, act: str) -> Plan:
    verb, _, rest = act.partition(":")
    if verb == "drop":
        return await _dropped(editing, assessment, one) if rest == "yes" else _sure(editing, one)
    if not verb or one.mark is not None:
        return await shown(editing, one)
    if verb == "f":
        return await organisation_page.pressed(editing, one, rest)
    if verb == "p":
        return await outside_examples.pressed(editing, one, rest)
    return await _level(editing, one, rest) if verb == "l" else editing.ask.refuse("toast.candidate_past")


# --- where it stands


async def _level(editing: Editing, one: Reference, rest: str) -> Plan:
    """`PILLAR` shows the anchors, `PILLAR:LEVEL` is one of them, `PILLAR:-` none."""
    pillar, _, choice = rest.partition(":")
    question = levels_of(editing.ask).get(pillar)
    if question is None:
        return editing.ask.refuse("toast.not_yours")
    if not choice:
        return _asks_level(editing, one, pillar, question)
    options = [option.id for option in question.options]
    if choice not in (*options, organisation_page.EMPTY):
        return editing.ask.refuse("toast.not_yours")
    return await _placed(editing, one, pillar, None if choice == organisation_page.EMPTY else int(choice))


def _asks_level(editing: Editing, one: Reference, pillar: str, question: Level) -> Plan:
    ask = editing.ask
    anchors = [option.label[ask.language] for option in question.options]
    places = [
        (LETTERS[n], editing.data(one.id, "l", pillar, option.id))
        for n, option in enumerate(question.options)
    ]
    ways = [
        editing.press("outside_unknown", one.id, "l", pillar, organisation_page.EMPTY),
        editing.press("organisation_back", one.id),
    ]
    return ask.say(
        "outside.level",
        [places, ways],
        name=name_of(ask, one),
        topic=question.topic[ask.language],
        anchors=list(zip(LETTERS, anchors, strict=False)),
    )


async def _placed(editing: Editing, one: Reference, pillar: str, level: int | None) -> Plan:
    desk = editing.ask.desk
    score, coverage = (0.0, UNSHARED) if level is None else (float(level), KNOWN)
    made = ReferenceScore(desk.tenant, one.id, pillar, score, coverage, desk.now())
    known = {each.pillar: each for each in await desk.storage.reference_scores(desk.tenant, one.id)}
    examples = await desk.storage.practices_of(desk.tenant, one.id)
    note = editing.ask.text("organisation.noted")
    plan = _shown(editing, one, {**known, pillar: made}, examples, note, f"l:{pillar}")
    return replace(plan, writes=[made, *plan.writes], guards=(IsStill(one),))


# --- taken away


def _sure(editing: Editing, one: Reference) -> Plan:
    buttons = [
        [editing.press("candidates_drop_sure", one.id, "drop", "yes")],
        [editing.press("not_now", one.id)],
    ]
    return editing.ask.say("outside.drop", buttons, name=name_of(editing.ask, one))


async def _dropped(editing: Editing, assessment: Assessment | None, one: Reference) -> Plan:
    ask = editing.ask
    found = [each for each in await _all(ask, assessment) if each.id != one.id]
    plan = _page(editing, found, 0, ask.text("candidates.dropped"))
    line = noted(ask.desk, ask.person.id, "reference_withdrawn", None, one.id)
    gone = taken_out(ask.desk, one, ask.desk.now())
    return replace(plan, writes=[*gone, line, *plan.writes], guards=(IsStill(one),))
