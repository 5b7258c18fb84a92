"""What an organisation did, as a consultant found it: an example of a step or of a type, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.awaiting import awaits
from bot.cards import trimmed
from bot.consultant.organisation_page import EMPTY, Editing
from bot.desk import Plan
from bot.references.learned import blank
from bot.references.wanted import LESSONS, ROWS, choices_of, pillars_of
from bot.tokens import new_id
from storage.port import IsStill
from storage.records import Job, Practice, Reference

#: What is told in words; the first must be there.
WORDS = ("done", "effort", "result", "evidence", "source")
LONGEST, SHOWN = 1_000, 400
NEW, STEP, ROW = "new", "step", "row"


async def pressed(editing: Editing, one: Reference, rest: str) -> Plan:
    """`new[:step[:PILLAR[:LEVEL]]]`, `new:row[:ROW]`, or `EXAMPLE[:FIELD[:…]]`."""
    which, _, more = rest.partition(":")
    if which == NEW:
        return _begun(editing, one, more)
    known = await editing.ask.desk.storage.practice(editing.ask.desk.tenant, which)
    if known is None or known.reference != one.id or known.withdrawn:
        return editing.ask.refuse("toast.not_yours")
    field, _, choice = more.partition(":")
    if field in WORDS:
        return await _of_words(editing, one, known, field, choice)
    if field in (STEP, ROW):
        return await _of_what(editing, one, known, field, choice)
    if field == "drop":
        return await _saved(editing, one, blank(known))
    return _shown(editing, one, known) if not field else editing.ask.refuse("toast.candidate_past")


# --- a new one


def _begun(editing: Editing, one: Reference, more: str) -> Plan:
    """What it is an example of, and then the words."""
    kind, _, choice = more.partition(":")
    if kind not in (STEP, ROW):
        ways = [[editing.press(f"example_{way}", one.id, "p", NEW, way)] for way in (STEP, ROW)]
        return editing.ask.say("outside.example_of", [*ways, _back(editing, one)], name=one.name)
    found = _of(editing, kind, choice)
    if found is None:
        return _which(editing, one, NEW, kind, choice)
    ask = editing.ask
    plan = ask.say("outside.ask_done", [_back(editing, one)], note="", name=one.name)
    waits = awaits(
        ask.desk, ask.person, editing.verb, round=editing.round_, about=one.id, field="done", **found
    )
    return replace(plan, writes=[*plan.writes, waits])


def _of(editing: Editing, kind: str, choice: str) -> dict[str, str | int | None] | None:
    """What a press says that it is of; None as long as there is more to choose."""
    if kind == ROW:
        return {"row": choice} if choice in ROWS else None
    pillar, _, level = choice.partition(":")
    if pillar not in pillars_of(editing.ask.desk) or level not in ("0", "1", "2", "3"):
        return None
    return {"pillar": pillar, "level": int(level)}


def _which(editing: Editing, one: Reference, which: str, kind: str, choice: str) -> Plan:
    """The rows, the pillars, or the steps of a pillar to choose from."""
    ask = editing.ask
    pillar = choice.partition(":")[0]
    if kind == ROW:
        values, question = _rows(editing), "outside.which_row"
    elif pillar in pillars_of(ask.desk):
        labels = [step.label[ask.language] for step in choices_of(ask.desk, "steps").values()]
        values = {f"{pillar}:{level}": label for level, label in enumerate(labels)}
        question = "outside.which_step"
    else:
        known = choices_of(ask.desk, "pillars").items()
        values, question = {id_: each.label[ask.language] for id_, each in known}, "outside.which_pillar"
    rows = [[(label, editing.data(one.id, "p", which, kind, value))] for value, label in values.items()]
    if kind == ROW and which != NEW:
        rows.append([editing.press("organisation_empty", one.id, "p", which, kind, EMPTY)])
    return ask.say(question, [*rows, _back(editing, one)], name=one.name)


def _rows(editing: Editing) -> Mapping[str, str]:
    ask = editing.ask
    known = choices_of(ask.desk, "objectives").items()
    names = {id_: each.label[ask.language].partition(":")[0] for id_, each in known}
    return names | {lesson: ask.label_of(f"practices.row_{lesson}") for lesson in LESSONS}


def _back(editing: Editing, one: Reference) -> list[tuple[str, str]]:
    return [editing.press("organisation_back", one.id)]


# --- words


async def heard(editing: Editing, one: Reference, job: Job, text: str) -> Plan | None:
    """Words for a new example, or for one that is there."""
    field, words, ask = str(job.payload["field"]), text.strip(), editing.ask
    if len(words) > LONGEST:
        plan = ask.say("outside.too_long", most=LONGEST)
        return replace(plan, writes=[*plan.writes, job])
    if "example" not in job.payload:
        return await _saved(editing, one, _made(editing, one, job, words))
    known = await ask.desk.storage.practice(ask.desk.tenant, str(job.payload["example"]))
    if known is None or known.reference != one.id or known.withdrawn:
        return None
    return await _saved(editing, one, with_words(known, field, words))


def _made(editing: Editing, one: Reference, job: Job, words: str) -> Practice:
    """Its source is the page that the organisation was seen on, until told otherwise."""
    level = int(job.payload.get("level") or 0)
    pillar = str(job.payload.get("pillar") or "")
    return Practice(
        tenant=one.tenant,
        id=new_id(),
        reference=one.id,
        owner=one.owner,
        pillar=pillar,
        from_level=level,
        to_level=level + 1 if pillar else 0,
        row=job.payload.get("row"),
        sector=one.sector,
        language=editing.ask.language,
        done=words,
        effort=None,
        result=None,
        evidence=None,
        source=one.link,
        withdrawn=False,
        at=editing.ask.desk.now(),
    )


def with_words(known: Practice, field: str, words: str | None) -> Practice:
    """The same with other words in a field."""
    match field:
        case "done":
            return replace(known, done=words or known.done)
        case "effort":
            return replace(known, effort=words)
        case "result":
            return replace(known, result=words)
        case "evidence":
            return replace(known, evidence=words)
    return replace(known, source=words)


async def _of_words(editing: Editing, one: Reference, known: Practice, field: str, choice: str) -> Plan:
    """Asks for the words, or (`-`) takes them away."""
    ask = editing.ask
    if choice == EMPTY and field != "done":
        return await _saved(editing, one, with_words(known, field, None))
    ways = [editing.press("organisation_back", one.id, "p", known.id)]
    if field != "done" and getattr(known, field):
        ways.insert(0, editing.press("organisation_empty", one.id, "p", known.id, field, EMPTY))
    plan = ask.say(
        f"outside.ask_{field}", [ways], note=trimmed(getattr(known, field) or "", SHOWN), name=one.name
    )
    facts = {"round": editing.round_, "about": one.id, "field": field, "example": known.id}
    return replace(plan, writes=[*plan.writes, awaits(ask.desk, ask.person, editing.verb, **facts)])


async def _of_what(editing: Editing, one: Reference, known: Practice, field: str, choice: str) -> Plan:
    """What it is of: a row beside a step, or another step."""
    if field == ROW and choice == EMPTY and known.pillar:
        return await _saved(editing, one, replace(known, row=None))
    found = _of(editing, field, choice)
    if found is None:
        return _which(editing, one, known.id, field, choice)
    if field == ROW:
        return await _saved(editing, one, replace(known, row=choice))
    pillar, _, level = choice.partition(":")
    step = replace(known, pillar=pillar, from_level=int(level), to_level=int(level) + 1)
    return await _saved(editing, one, step)


# --- one of them


async def _saved(editing: Editing, one: Reference, example: Practice) -> Plan:
    """The example as it is now; once it is gone, the organisation."""
    note = editing.ask.text("candidates.dropped" if example.withdrawn else "organisation.noted")
    plan = _shown(editing, one, example, note)
    if example.withdrawn:
        back = [_back(editing, one)]
        plan = Plan([editing.ask.reply(note, back)])
    return replace(plan, writes=[example, *plan.writes], guards=(IsStill(one),))


def _shown(editing: Editing, one: Reference, known: Practice, note: str = "") -> Plan:
    ask = editing.ask
    presses = [
        editing.press(f"example_{field}", one.id, "p", known.id, field) for field in (*WORDS, STEP, ROW)
    ]
    rows = [presses[n : n + 3] for n in range(0, len(presses), 3)]
    rows.append([editing.press("example_drop", one.id, "p", known.id, "drop"), *_back(editing, one)])
    return ask.say(
        "outside.example",
        rows,
        note=note,
        name=one.name,
        about=_about(editing, known),
        words=[
            (ask.label(f"example_{field}"), trimmed(getattr(known, field), SHOWN))
            for field in WORDS
            if getattr(known, field)
        ],
    )


def _about(editing: Editing, known: Practice) -> list[str]:
    """Its pillar, step and row, as they are called."""
    ask = editing.ask
    found = []
    if known.pillar:
        steps = [step.label[ask.language] for step in choices_of(ask.desk, "steps").values()]
        found += [choices_of(ask.desk, "pillars")[known.pillar].label[ask.language], steps[known.from_level]]
    return [*found, *([_rows(editing)[known.row]] if known.row else [])]
