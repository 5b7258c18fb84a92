"""What only client and consultant can say in a memo, asked one question after another or changed one at a
time; every question can be skipped, and so can all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.consultant.reading import euros_of
from bot.consultant.setting_fields import counted, kept, revision_of
from bot.desk import Plan
from bot.reports.choices import CAPACITY
from bot.reports.given import MEMO
from bot.tokens import id_from
from scoring import Capacity
from storage.port import AssessmentIs
from storage.records import Assessment, Job, Record

#: The verb of its buttons, and what words are awaited as.
GIVE = "memo"
#: In the settings of an assessment: that it was offered once.
OFFERED = "memo_asked"
#: Modes of a question: one alone, or in the row of all. What goes on without an answer, and what empties.
ALONE, ROW = "o", "r"
ON, EMPTY = ">", "="
LINE, SENTENCE, MOST_AT_ONCE, MOST_EUROS = 120, 300, 99, 10_000_000
PER_ROW = 2

#: What was read: the value as it is kept; None: that is no answer.
Read = Callable[[Ask, str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `most`: what an answer may be at the most; `choices`: values that can be pressed."""

    name: str
    read: Read
    most: int
    choices: tuple[str, ...] = ()

    @property
    def is_room(self) -> bool:
        """Whether it is about how much can be done at once: that is kept with what was chosen of the plan."""
        return self.name in ROOM

    def value(self, assessment: Assessment) -> Any:
        """As it is now; None for nothing."""
        kept = assessment.settings.get(CAPACITY if self.is_room else MEMO) or {}
        return kept.get(self.name)

    def with_value(self, assessment: Assessment, value: Any) -> Assessment:
        """The assessment with this value; None takes it away."""
        place = CAPACITY if self.is_room else MEMO
        usual = asdict(Capacity()) if self.is_room else {}
        told = {**usual, **(assessment.settings.get(place) or {}), self.name: value}
        said = {name: one for name, one in told.items() if one is not None}
        rest = {name: one for name, one in assessment.settings.items() if name != place}
        return replace(assessment, settings={**rest, **({place: {**usual, **said}} if said else {})})


def _words(most: int) -> Read:
    def read(_: Ask, text: str) -> str | None:
        words = " ".join(text.split())
        return words if 0 < len(words) <= most else None

    return read


def _euros(ask: Ask, text: str) -> str | None:
    euros = euros_of(ask, text)
    return str(euros) if euros is not None and 0 <= euros <= MOST_EUROS else None


def _number(_: Ask, text: str) -> int | None:
    number = text.strip()
    return int(number) if number.isdecimal() and len(number) < 3 else None


ROOM = ("quick", "structural")
FIELDS: Mapping[str, Field] = {
    **{name: Field(name, _words(LINE), LINE) for name in ("to", "sender", "case", "holder")},
    "publicity": Field("publicity", _words(LINE), LINE, ("public", "later", "internal")),
    **{name: Field(name, _words(SENTENCE), SENTENCE) for name in ("fact", "example")},
    **{name: Field(name, _euros, MOST_EUROS) for name in ("day_rate", "expenses")},
    **{name: Field(name, _words(SENTENCE), SENTENCE) for name in ("cover", "less", "benefits")},
    **{name: Field(name, _number, MOST_AT_ONCE, ("2", "3", "5", "8")) for name in ROOM},
}
ORDER = tuple(FIELDS)


async def offer(ask: Ask, assessment: Assessment) -> tuple[list[Record], tuple[AssessmentIs, ...]]:
    """Once in a round, with its first report: whether it is to be asked now. What to save for that."""
    if assessment.settings.get(OFFERED) or assessment.settings.get(MEMO):
        return [], ()
    after = replace(assessment, settings={**assessment.settings, OFFERED: True})
    buttons = [
        [(ask.label("memo_begin"), _data(assessment, ORDER[0], ROW))],
        [(ask.label("memo_not_now"), f"{GIVE}:{assessment.id}:no")],
    ]
    html = ask.text("giving.offer", organisation=assessment.name, all=len(ORDER))
    return [after, ask.reply(html, buttons, number=1)], (AssessmentIs(assessment),)


async def pressed(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """Nothing: all of it; `no`: not now; `REVISION:FIELD:MODE[:CHOICE]`: asks, or takes what was pressed."""
    revision, name, mode, choice = (*more.split(":", 3), "", "", "", "")[:4]
    if more == "no":
        return ask.say("giving.not_now")
    field = FIELDS.get(name)
    if field is None or mode not in (ALONE, ROW):
        return _page(ask, assessment)
    if choice == ON:
        return _next(ask, assessment, field)
    if not choice or revision != revision_of(assessment):
        return _question(ask, assessment, field, mode, ask.text("giving.changed") if choice else "")
    return _chosen(ask, assessment, field, mode, choice)


def _chosen(ask: Ask, assessment: Assessment, field: Field, mode: str, choice: str) -> Plan:
    value = None if choice == EMPTY else _pressed_value(ask, field, choice.removeprefix(EMPTY))
    if value is None and choice != EMPTY:
        return ask.refuse("toast.not_yours")
    return _noted(ask, assessment, field, mode, value)


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """Words for the question that was asked last."""
    field, mode = FIELDS[job.payload["field"]], str(job.payload["mode"])
    if job.payload["was"] != _mark(field, assessment):
        return _question(ask, assessment, field, mode, ask.text("giving.changed"))
    value = field.read(ask, text)
    if value is None:
        note = ask.text(f"giving.wrong_{_kind(field)}", most=field.most)
        return _question(ask, assessment, field, mode, note)
    return _noted(ask, assessment, field, mode, value)


# --- what is shown


def _page(ask: Ask, assessment: Assessment, note: str = "") -> Plan:
    presses = [(ask.label(f"memo_{name}"), _data(assessment, name, ALONE)) for name in ORDER]
    buttons = [presses[n : n + PER_ROW] for n in range(0, len(presses), PER_ROW)]
    buttons.append([(ask.label("findings_report"), f"report:{assessment.id}")])
    buttons.append([(ask.label("settings_back"), f"assessment:{assessment.id}")])
    return ask.say("giving.page", buttons, **_page_facts(ask, assessment, note))


def _page_facts(ask: Ask, assessment: Assessment, note: str) -> dict[str, Any]:
    told = [(f"button.memo_{name}", _told(field, assessment)) for name, field in FIELDS.items()]
    return {"note": note, "organisation": assessment.name, "told": told}


def _told(field: Field, assessment: Assessment) -> Any:
    value = field.value(assessment)
    return None if value is None else {"kind": _kind(field), "value": value}


def _kind(field: Field) -> str:
    return "number" if field.is_room else "euros" if field.most == MOST_EUROS else "words"


def _question(ask: Ask, assessment: Assessment, field: Field, mode: str, note: str = "") -> Plan:
    buttons = [[_choice(ask, assessment, field, mode, one) for one in field.choices]]
    ways: list[Press] = []
    if field.value(assessment) is not None:
        ways.append((ask.label("settings_empty"), _data(assessment, field.name, mode, EMPTY)))
    if mode == ROW:
        ways.append((ask.label("memo_skip"), _data(assessment, field.name, mode, ON)))
    buttons += [ways, [(ask.label("memo_stop"), f"{GIVE}:{assessment.id}")]]
    plan = ask.say(
        "giving.ask",
        [row for row in buttons if row],
        note=note,
        question=ask.desk.texts.say(f"giving.ask_{field.name}", ask.language),
        place=ORDER.index(field.name) + 1 if mode == ROW else 0,
        all=len(ORDER),
        now=_told(field, assessment),
    )
    about: dict[str, Any] = {"assessment": assessment.id, "field": field.name, "mode": mode}
    waits = awaits(ask.desk, ask.person, GIVE, **about, was=_mark(field, assessment))
    return replace(plan, writes=[*plan.writes, waits])


def _choice(ask: Ask, assessment: Assessment, field: Field, mode: str, value: str) -> Press:
    label = value if field.is_room else ask.label(f"memo_{field.name}_{value}")
    return label, _data(assessment, field.name, mode, f"{EMPTY}{value}")


def _pressed_value(ask: Ask, field: Field, value: str) -> Any:
    if value not in field.choices:
        return None
    return int(value) if field.is_room else ask.label(f"memo_{field.name}_{value}")


def _next(ask: Ask, assessment: Assessment, field: Field, note: str = "") -> Plan:
    """The question after this one, or all of it once there is none."""
    place = ORDER.index(field.name) + 1
    if place == len(ORDER):
        return _page(ask, assessment, ask.text("giving.last"))
    return _question(ask, assessment, FIELDS[ORDER[place]], ROW, note)


# --- what is kept


def _noted(ask: Ask, assessment: Assessment, field: Field, mode: str, value: Any) -> Plan:
    """Kept, unless somebody else set something at this moment; then on to the next."""
    after = counted(assessment, field.with_value(assessment, value))
    note = ask.text("settings.noted")
    shown = _next(ask, after, field, note) if mode == ROW else _page(ask, after, note)
    return kept(ask, assessment, after, "memo", shown.writes)


def _data(assessment: Assessment, field: str, mode: str, choice: str = "") -> str:
    start = f"{GIVE}:{assessment.id}:{revision_of(assessment)}:{field}:{mode}"
    return f"{start}:{choice}" if choice else start


def _mark(field: Field, assessment: Assessment) -> str:
    """What tells whether somebody else changed it meanwhile."""
    return id_from(field.name, json.dumps(field.value(assessment)))
