"""Organisations that may be asked how they got so far: the list by stage, and what can be done with each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.awaiting import awaits
from bot.consultant import organisation_page
from bot.consultant.asking import Ask, Press
from bot.consultant.inviting_reference import invite, named, which_way
from bot.consultant.organisation_page import Editing, field_buttons, lines_of
from bot.desk import Plan
from bot.privacy.audit import noted
from bot.references.candidates import (
    ALL,
    ASKED,
    CANDIDATE,
    SPOKEN,
    STAGES,
    THANKED,
    candidate,
    fresh_names,
)
from bot.references.withdrawing import taken_out, withdrawn_job
from bot.tokens import new_id
from storage.port import IsStill
from storage.records import Assessment, Job, Reference

CANDIDATES = "candidates"
#: No round: nobody can be invited from there.
NO_ROUND = "-"
PAGE, MOST_LINES = 8, 50
ADD = "add"


async def pressed(ask: Ask, rest: str) -> Plan:
    """`ROUND`, `ROUND:FIRST`, `ROUND:add` or `ROUND:ORGANISATION[:ACT[:…]]`."""
    round_, _, more = rest.partition(":")
    known, assessment = await own_round(ask, round_)
    if not known:
        return ask.refuse("toast.not_yours")
    editing = editing_of(ask, round_)
    if more == ADD:
        return _asks_names(editing)
    if not more or (more.isascii() and more.isdecimal() and len(more) < 5):
        return await listed(editing, assessment, int(more or 0))
    id_, _, act = more.partition(":")
    one = await own(ask, id_, assessment)
    return await _act(editing, assessment, one, act) if one is not None else ask.refuse("toast.not_yours")


async def own_round(ask: Ask, id_: str) -> tuple[bool, Assessment | None]:
    """Whether this is a round of one's own, or none; and the round."""
    if id_ == NO_ROUND:
        return True, None
    found = await ask.desk.storage.assessment(ask.desk.tenant, id_)
    mine = found is not None and found.owner == ask.person.id and found.state != "erased"
    return mine, found if mine else None


async def own(ask: Ask, id_: str, assessment: Assessment | None) -> Reference | None:
    """One of one's own, on this list."""
    one = await ask.desk.storage.reference(ask.desk.tenant, id_)
    if one is None or one.owner != ask.person.id or one.withdrawn_at is not None:
        return None
    return one if _is_listed(one, assessment) else None


def _is_listed(one: Reference, assessment: Assessment | None) -> bool:
    """Who was asked here, or may be; not who was looked at from outside, or given by another consultant."""
    demo = assessment is not None and assessment.demo
    return one.kind == "self" and one.mark is None and one.demo == demo


def editing_of(ask: Ask, round_: str) -> Editing:
    """Filling in, from this round."""
    return Editing(ask, CANDIDATES, round_, shown)


# --- the list


async def listed(editing: Editing, assessment: Assessment | None, first: int, note: str = "") -> Plan:
    """All of them, those still to be asked first."""
    found = await _all(editing.ask, assessment)
    return _page(editing, found, first, note)


async def _all(ask: Ask, assessment: Assessment | None) -> list[Reference]:
    known = await ask.desk.storage.references(ask.desk.tenant, ask.person.id, limit=ALL)
    mine = [one for one in known if _is_listed(one, assessment)]
    return sorted(mine, key=lambda one: (STAGES.index(one.stage), one.at, one.id))


def _page(editing: Editing, found: list[Reference], first: int, note: str = "") -> Plan:
    ask, shown_now = editing.ask, found[first : first + PAGE]
    buttons = [[(name_of(ask, one), editing.data(one.id))] for one in shown_now]
    if len(found) > first + PAGE:
        buttons.append([(ask.label("more_candidates"), editing.data(str(first + PAGE)))])
    ways = [editing.press("candidates_add", ADD), (ask.label("outside"), f"outside:{editing.round_}")]
    buttons.append(ways)
    return ask.say(
        "candidates.list",
        buttons,
        note=note,
        entries=[
            {"name": name_of(ask, one), "stage": one.stage, "function": one.contact.get("function") or ""}
            for one in shown_now
        ],
        total=len(found),
        first=first,
    )


def name_of(ask: Ask, one: Reference) -> str:
    """Its name, or its kind where the consultant knows none."""
    return one.name or ask.label("candidates_nameless", sector=ask.label_of(f"sector.{one.sector}"))


# --- adding


def _asks_names(editing: Editing, note: str = "") -> Plan:
    ask = editing.ask
    plan = ask.say("candidates.add", [[(ask.label("organisation_back"), editing.data())]], note=note)
    waits = awaits(ask.desk, ask.person, CANDIDATES, round=editing.round_, about="", field=ADD)
    return replace(plan, writes=[*plan.writes, waits])


async def heard(ask: Ask, job: Job, text: str) -> Plan | None:
    """Words that were asked for: names, or something about one of them."""
    round_, about, field = (str(job.payload[name]) for name in ("round", "about", "field"))
    known, assessment = await own_round(ask, round_)
    editing = editing_of(ask, round_)
    if not known:
        return None
    if field == ADD:
        return await _added(editing, assessment, text)
    one = await own(ask, about, assessment)
    if one is None:
        return None
    if field == "invitee":
        return await named(editing, assessment, one, job, text)
    if field == "name" and "\n" in text:
        return await _split(editing, assessment, one, text)
    return await organisation_page.heard(editing, one, field, text)


async def _added(editing: Editing, assessment: Assessment | None, text: str) -> Plan:
    """A name on each line; who is there already is not there twice."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return _asks_names(editing, editing.ask.text("candidates.too_many", most=MOST_LINES))
    found = await _all(editing.ask, assessment)
    fresh = _made(editing.ask, fresh_names(lines, found), assessment)
    note = editing.ask.text("candidates.added", count=len(fresh), known=len(lines) - len(fresh))
    plan = _page(editing, [*fresh, *found], 0, note)
    return replace(plan, writes=[*fresh, *plan.writes])


def _made(ask: Ask, names: list[str], assessment: Assessment | None) -> list[Reference]:
    demo = assessment is not None and assessment.demo
    return [candidate(ask.desk, ask.person.id, new_id(), name, demo=demo) for name in names]


async def _split(editing: Editing, assessment: Assessment | None, one: Reference, text: str) -> Plan:
    """Several names for one: it gets the first, and the others are organisations of their own."""
    others = [each for each in await _all(editing.ask, assessment) if each.id != one.id]
    first, *more = fresh_names(text.splitlines(), others) or [one.name or ""]
    fresh = _made(editing.ask, more, assessment)
    note = editing.ask.text("candidates.added", count=len(fresh), known=0)
    return await editing.saved(one, replace(one, name=first), note, *fresh)


# --- one of them


def has_told(one: Reference) -> bool:
    """Whether somebody there handed in: what is known is their word."""
    return one.stage in (SPOKEN, THANKED) and one.interview is not None


async def shown(editing: Editing, one: Reference, note: str = "", _: str = "") -> Plan:
    """What is known of it, and what can be done."""
    ask = editing.ask
    return ask.say(
        "candidates.one",
        _buttons(editing, one),
        note=note,
        name=name_of(ask, one),
        stage=one.stage,
        lines=lines_of(ask, one)[1:],
        told=has_told(one),
        shares=one.sharing.get("name") != "nothing",
    )


def _buttons(editing: Editing, one: Reference) -> list[list[Press]]:
    rows = [] if has_told(one) else field_buttons(editing, one)
    if one.stage in (CANDIDATE, ASKED):
        rows.append([editing.press("candidates_invite", one.id, "invite")])
    moves = [editing.press(f"candidates_to_{stage}", one.id, "to", stage) for stage in _moves(one)]
    if one.stage in (SPOKEN, THANKED):
        moves.append(editing.press("candidates_thanks", one.id, "thanks"))
    drop = "withdraw" if has_told(one) else "drop"
    ways = [
        editing.press(f"candidates_{drop}", one.id, "drop"),
        editing.press("candidates_back"),
    ]
    return [*rows, *([moves] if moves else []), ways]


def _moves(one: Reference) -> list[str]:
    """The stages that it can be put on by hand: the one before and the one after."""
    if has_told(one):
        return []
    at = STAGES.index(one.stage)
    return [stage for n, stage in enumerate(STAGES[:3]) if abs(n - at) == 1]


async def _act(editing: Editing, assessment: Assessment | None, one: Reference, act: str) -> Plan:
    verb, _, rest = act.partition(":")
    if not verb:
        return await shown(editing, one)
    stages, does = ACTS.get(verb, ((), None))
    if does is None or one.stage not in stages:
        return editing.ask.refuse("toast.candidate_past")
    return await does(editing, assessment, one, rest)


async def _field(editing: Editing, _: Assessment | None, one: Reference, rest: str) -> Plan:
    if has_told(one):
        return editing.ask.refuse("toast.candidate_past")
    return await organisation_page.pressed(editing, one, rest)


async def _moved(editing: Editing, _: Assessment | None, one: Reference, rest: str) -> Plan:
    if rest not in _moves(one):
        return editing.ask.refuse("toast.candidate_past")
    note = editing.ask.text("organisation.noted")
    return await editing.saved(one, replace(one, stage=rest), note)


async def _invites(editing: Editing, assessment: Assessment | None, one: Reference, rest: str) -> Plan:
    if assessment is None or assessment.state != "open":
        return editing.ask.say("candidates.no_round", [[editing.press("candidates_back")]])
    if rest.count(":") < 2:
        return which_way(editing, assessment, one, rest)
    return await invite(editing, assessment, one, rest)


async def _thanked(editing: Editing, _: Assessment | None, one: Reference, __: str) -> Plan:
    """A text to forward; from then on it is known that they were thanked."""
    ask = editing.ask
    plan = await editing.saved(one, replace(one, stage=THANKED), ask.text("candidates.thanks_note"))
    thanks = ask.text("candidates.thanks", organisation=one.name or "", consultant=ask.person.name)
    return replace(plan, writes=[*plan.writes, ask.reply(thanks, number=1)])


async def _drop(editing: Editing, _: Assessment | None, one: Reference, rest: str) -> Plan:
    return await _dropped(editing, one) if rest == "yes" else _sure(editing, one)


def _sure(editing: Editing, one: Reference) -> Plan:
    kind = "withdraw" if has_told(one) else "drop"
    buttons = [
        [editing.press(f"candidates_{kind}_sure", one.id, "drop", "yes")],
        [editing.press("not_now", one.id)],
    ]
    return editing.ask.say(f"candidates.{kind}", buttons, name=name_of(editing.ask, one))


async def _dropped(editing: Editing, one: Reference) -> Plan:
    """Gone from everything; what somebody there answered goes too, and that person hears of it."""
    ask, now = editing.ask, editing.ask.desk.now()
    gone = taken_out(ask.desk, one, now)
    if has_told(one):
        rest = withdrawn_job(ask.desk, now, reference=one.id, interview=one.interview, by=ask.person.id)
        gone = [gone[0], rest]
    _, assessment = await own_round(ask, editing.round_)
    found = [each for each in await _all(ask, assessment) if each.id != one.id]
    plan = _page(editing, found, 0, ask.text("candidates.dropped"))
    line = noted(ask.desk, ask.person.id, "reference_withdrawn", None, one.id)
    return replace(plan, writes=[*gone, line, *plan.writes], guards=(IsStill(one),))


Does = Callable[[Editing, Assessment | None, Reference, str], Awaitable[Plan]]
#: What a button of one organisation does, and at which stages.
ACTS: Mapping[str, tuple[Sequence[str], Does]] = {
    "f": (STAGES, _field),
    "to": (STAGES, _moved),
    "invite": ((CANDIDATE, ASKED), _invites),
    "thanks": ((SPOKEN, THANKED), _thanked),
    "drop": (STAGES, _drop),
}
