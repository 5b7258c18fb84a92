"""A round begun step by step: each question on a card of its own, all of it kept until the round is made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.awaiting import awaits
from bot.cards import plain
from bot.consultant.asking import Ask, Press
from bot.consultant.assessments import make_assessment
from bot.consultant.dialogs import begun, dialog_about, gone_on, over, still
from bot.consultant.founding_steps import (
    Asked,
    Step,
    Taken,
    Values,
    end_of,
    fitting_day,
    label_of,
    pressed_value,
    rows_of,
    steps_for,
)
from bot.consultant.people import what_next
from bot.consultant.repeating import offer
from bot.consultant.setting_fields import IN_SETTINGS
from bot.desk import Plan
from bot.tokens import new_id, new_mark
from storage.records import Assessment, Job, Record

FOUND, FOUNDING, CHECK = "found", "founding", "check"
#: What people read when nothing else was told.
USUAL = {"purpose": "privacy.purpose", "recipients": "privacy.recipients"}


@dataclass(frozen=True)
class Founding:
    """A round that is being prepared. `step`: what is asked now; `values`: what was told."""

    ask: Ask
    job: Job

    @property
    def step(self) -> str:
        """The name of the step that is asked now."""
        return str(self.job.payload["step"])

    @property
    def values(self) -> Values:
        """What was told so far."""
        told: Values = self.job.payload["values"]
        return told

    @property
    def names(self) -> list[str]:
        """The steps in order, the check last."""
        return [*(step.name for step in steps_for(self.ask)), CHECK]

    def value(self, step: Step) -> Any:
        """What was told, or else the default."""
        return self.values.get(step.name, step.default(self.ask, self.values))

    def at(self, step: str, **values: Any) -> Founding:
        """The same at another step, with more told."""
        facts = {"step": step, "values": {**self.values, **values}}
        return replace(self, job=gone_on(self.ask.desk, self.job, facts))

    def after(self, step: str) -> str:
        """The step that comes next; once everything was asked that is the check."""
        if self.values.get("checked"):
            return CHECK
        return self.names[self.names.index(step) + 1]

    def press(self, label: str, choice: str) -> Press:
        """A button of the card that is shown now."""
        return label, f"{FOUND}:{self.job.id}:{self.step}:{choice}"


async def begin(ask: Ask) -> Plan:
    """Ask the first thing, or go on where it was left."""
    known = await going_on(ask)
    if known is not None:
        return known
    job = begun(ask.desk, ask.person, FOUNDING, new_id(), step=steps_for(ask)[0].name, values={})
    plan = _shown(Founding(ask, job))
    # There is nothing yet to hold on to.
    return replace(plan, guards=())


async def given_up(ask: Ask) -> list[Record]:
    """What ends a round that is being prepared, because another was made at once."""
    known = await dialog_about(ask.desk, ask.person, FOUNDING)
    return [over(known)] if known is not None else []


async def going_on(ask: Ask) -> Plan | None:
    """The card where it was left, if anything was."""
    known = await dialog_about(ask.desk, ask.person, FOUNDING)
    return _shown(Founding(ask, known), "founding.going_on") if known is not None else None


async def heard(ask: Ask, job: Job, text: str) -> Plan | None:
    """Words that a card asked for (`job`)."""
    dialog = await dialog_about(ask.desk, ask.person, FOUNDING)
    if dialog is None or dialog.id != job.payload["dialog"]:
        return None
    founding = Founding(ask, dialog)
    step = _step(founding)
    if step is None:
        return _shown(founding, "founding.press")
    result = step.read(ask, text)
    if isinstance(result, Taken):
        return _go_on(founding, step, result.value)
    return _shown(founding, result.name, result)


async def pressed(ask: Ask, rest: str) -> Plan:
    """`DIALOG:STEP:CHOICE`; each card works once."""
    id_, step, choice = (*rest.split(":", 2), "", "")[:3]
    job = await dialog_about(ask.desk, ask.person, FOUNDING)
    if job is None or job.id != id_:
        return ask.refuse("toast.founding_over")
    founding = Founding(ask, job)
    if founding.step != step:
        return ask.refuse("toast.founding_past")
    plan = _chose(founding, choice)
    made = next((one for one in plan.writes if isinstance(one, Assessment)), None)
    return plan if made is None else replace(plan, writes=[*plan.writes, *await offer(ask, made)])


def _chose(founding: Founding, choice: str) -> Plan:
    if choice == "cancel":
        plan = founding.ask.say("founding.cancelled")
        return _with(replace(founding, job=over(founding.job)), plan)
    if choice == "back":
        before = founding.names[max(0, founding.names.index(founding.step) - 1)]
        return _shown(founding.at(before))
    step = _step(founding)
    if step is None:
        return _checked(founding, choice)
    return _answered(founding, step, choice)


def _answered(founding: Founding, step: Step, choice: str) -> Plan:
    """A press on a question's own buttons."""
    skips = step.default(founding.ask, founding.values) is not None
    if choice == "rest" and founding.values.get("organisation"):
        return _shown(founding.at(CHECK, checked=True))
    if choice == "keep" and step.name in founding.values:
        return _shown(founding.at(founding.after(step.name)))
    if choice == "skip" and skips:
        return _shown(_without(founding, step).at(founding.after(step.name)))
    taken = pressed_value(founding.ask, step, choice.removeprefix("="))
    if taken is None or not choice.startswith("="):
        return founding.ask.refuse("toast.founding_past")
    return _go_on(founding, step, taken.value)


def _without(founding: Founding, step: Step) -> Founding:
    values = {name: value for name, value in founding.values.items() if name != step.name}
    return replace(founding, job=gone_on(founding.ask.desk, founding.job, {"values": values}))


def _go_on(founding: Founding, step: Step, value: Any) -> Plan:
    return _shown(founding.at(founding.after(step.name), **{step.name: value}))


def _step(founding: Founding) -> Step | None:
    """The question that is asked now; None when all is told and waits for a yes."""
    return next((step for step in steps_for(founding.ask) if step.name == founding.step), None)


def _with(founding: Founding, plan: Plan) -> Plan:
    """Saved with where the dialog stands; not if it was ended meanwhile."""
    job = founding.job
    return replace(plan, writes=[*plan.writes, job], guards=(still(job),))


def _asks(founding: Founding, plan: Plan) -> Plan:
    """The same, and the next words are for it."""
    ask = founding.ask
    waits = awaits(ask.desk, ask.person, FOUND, dialog=founding.job.id)
    return _with(founding, replace(plan, writes=[*plan.writes, waits]))


# --- the cards


def _shown(founding: Founding, note: str = "", asked: Asked | None = None) -> Plan:
    """The card of the step, below what is to be said about the last word."""
    step, ask = _step(founding), founding.ask
    said = ask.desk.texts.say(note, ask.language, **(asked.facts if asked else {})) if note else ""
    if step is None:
        return _check_card(founding.at(CHECK, checked=True), said)
    organisation = founding.values.get("organisation", "")
    plan = ask.say(
        "founding.card",
        _buttons(founding, step, asked.offered if asked else ()),
        note=said,
        number=founding.names.index(step.name) + 1,
        count=len(founding.names) - 1,
        question=ask.desk.texts.say(f"founding.ask_{step.name}", ask.language, organisation=organisation),
        usual=_told(founding, step),
    )
    return _asks(founding, plan)


def _buttons(founding: Founding, step: Step, offered: Sequence[date]) -> list[list[Press]]:
    ask = founding.ask
    values = [day.isoformat() for day in offered] or step.choices(ask)
    offered_now = [label_of(ask, step, value) for value in values]
    rows = rows_of([founding.press(label, f"={choice}") for label, choice in offered_now])
    ways = []
    if founding.names.index(step.name):
        ways.append(founding.press(ask.label("founding_back"), "back"))
    told = step.name in founding.values
    if told:
        ways.append(founding.press(ask.label("founding_keep"), "keep"))
    if step.default(ask, founding.values) is not None:
        ways.append(founding.press(ask.label("founding_clear" if told else "founding_skip"), "skip"))
    rows.append(ways)
    if founding.values.get("organisation"):
        rows.append([founding.press(ask.label("founding_rest"), "rest")])
    rows.append([founding.press(ask.label("founding_cancel"), "cancel")])
    return [row for row in rows if row]


def _told(founding: Founding, step: Step) -> str:
    """What was told, or else holds, as a person reads it; "" for nothing."""
    ask, value = founding.ask, founding.value(step)
    if not value and step.name in USUAL:
        return plain(ask.text(USUAL[step.name], controller=founding.values.get("organisation", "")))
    if step.name == "goals":
        return " · ".join(value or ())
    if value and (step.name == "deadline" or step.choices(ask)):
        return label_of(ask, step, str(value))[0]
    return "" if value is None else str(value)


def _check_card(founding: Founding, note: str) -> Plan:
    ask = founding.ask
    steps = [(step, _name(ask, step)) for step in steps_for(ask)]
    lines = [(name, _told(founding, step)) for step, name in steps]
    changes = [founding.press(name, f"edit:{step.name}") for step, name in steps]
    buttons = [
        [founding.press(ask.label("founding_start"), "start")],
        *(changes[n : n + 3] for n in range(0, len(changes), 3)),
        [founding.press(ask.label("founding_cancel"), "cancel")],
    ]
    return _asks(founding, ask.say("founding.check", buttons, note=note, lines=lines))


def _name(ask: Ask, step: Step) -> str:
    name = plain(ask.text(f"founding.name_{step.name}"))
    return name[:1].upper() + name[1:]


# --- the round itself


def _checked(founding: Founding, choice: str) -> Plan:
    what, _, name = choice.partition(":")
    if what == "edit" and name in founding.names[:-1]:
        return _shown(founding.at(name))
    if choice != "start":
        return founding.ask.refuse("toast.founding_past")
    day = fitting_deadline(founding)
    if isinstance(day, Asked):
        return _shown(founding.at("deadline"), day.name, day)
    return _made(founding)


def fitting_deadline(founding: Founding) -> Taken | Asked:
    """The dialog may have rested for days: a day that is past by now is asked again; one that is no working
    day was chosen knowingly.
    """
    step = next(step for step in steps_for(founding.ask) if step.name == "deadline")
    day = date.fromisoformat(founding.value(step))
    fits = fitting_day(founding.ask, day)
    return fits if isinstance(fits, Asked) and fits.name == "founding.past" else Taken(day)


def _made(founding: Founding) -> Plan:
    ask, told = founding.ask, {step.name: founding.value(step) for step in steps_for(founding.ask)}
    assessment, records = make_assessment(ask.desk, told["organisation"], ask.person)
    assessment = _told_of(ask, assessment, told)
    plan = _first_message(ask, assessment)
    if told["team"] == "yes":
        press = (ask.label("coinvite"), f"coinvite:{assessment.id}:{new_mark()}")
        plan.writes.append(ask.reply(ask.text("founding.team_next"), [[press]], number=1))
    others = [record for record in records if not isinstance(record, Assessment)]
    plan.writes = [*others, assessment, over(founding.job), *plan.writes]
    plan.guards = (still(founding.job),)
    return plan


def _first_message(ask: Ask, assessment: Assessment) -> Plan:
    if assessment.privacy.get("telegram") == "no":
        return ask.say("consultant.no_telegram", organisation=assessment.name)
    return what_next(ask, assessment)


def _told_of(ask: Ask, assessment: Assessment, told: dict[str, Any]) -> Assessment:
    """The assessment with all that was told."""
    privacy = {
        **assessment.privacy,
        "contact": told["contact"],
        "basis": told["basis"],
        "purpose": told["purpose"],
        "recipients": told["recipients"],
        "retention_days": told["retention"],
    }
    if told.get("telegram"):
        privacy["telegram"] = told["telegram"]
    kept = {name: told[name] for name in IN_SETTINGS}
    return replace(
        assessment,
        language=told["language"],
        deadline=end_of(ask, date.fromisoformat(told["deadline"])),
        privacy={name: value for name, value in privacy.items() if value != ""},
        settings={name: value for name, value in kept.items() if value},
    )
