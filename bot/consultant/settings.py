"""What can be set of a round while it runs: a page with a button for each; every button works once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.authority import may, role_in_assessment
from bot.consultant import quiet_weeks
from bot.consultant.asking import Answer, Ask, Press
from bot.consultant.founding_steps import Asked, Taken, label_of, pressed_value, rows_of
from bot.consultant.giving import GIVE
from bot.consultant.setting_fields import (
    DEADLINE,
    FIELDS,
    SET,
    Field,
    asks,
    counted,
    kept,
    press_of,
    revision_of,
)
from bot.consultant.silence import awaited_in
from bot.desk import Plan
from bot.holding import HOLD_OWN, released
from bot.privacy.audit import audit_text
from bot.privacy.forgetting import WOO_HOLD, is_held
from bot.reminding.watching import QUIET, REMIND, timers
from storage.records import Assessment, Job, Record

#: In the settings of an assessment: ids of who may see the audit trail; absent: all who run it.
AUDIT_TO = "audit_to"
AUDITORS = "auditors"
PER_ROW = 2


async def show_settings(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """All of them as they are, each with its button."""
    return await _page(ask, assessment)


async def set_one(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`REVISION:FIELD[:CHOICE]`: asks what is wanted, or does what the button says."""
    revision, _, rest = more.partition(":")
    name, _, choice = rest.partition(":")
    if name not in CHOICES:
        return await show_settings(ask, assessment)
    if assessment.state != "open" and name not in WHEN_CLOSED:
        return ask.refuse("toast.round_closed")
    if revision != revision_of(assessment):
        page = await show_settings(ask, assessment)
        return replace(page, toast=ask.refuse("toast.settings_changed").toast)
    return await CHOICES[name](ask, assessment, choice)


async def heard(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """Typed words for the field that was asked for last."""
    name = str(job.payload["field"])
    if assessment.state != "open":
        return ask.say("settings.closed", organisation=assessment.name)
    if name == QUIET:
        return await quiet_weeks.heard(ask, assessment, text)
    field = FIELDS[name]
    result = field.step.read(ask, text)
    if isinstance(result, Asked):
        return _question(ask, assessment, field, result)
    return await _filled(ask, assessment, field, result)


async def set_auditors(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`REVISION:own` or `REVISION:all`: who sees the audit trail; who began the round decides."""
    revision, _, choice = more.partition(":")
    if choice not in ("own", "all") or revision != revision_of(assessment):
        return await show_settings(ask, assessment)
    rest = {name: value for name, value in assessment.settings.items() if name != AUDIT_TO}
    settings = {**rest, AUDIT_TO: [assessment.owner]} if choice == "own" else rest
    return await _saved(ask, assessment, replace(assessment, settings=settings), "audit_to")


def sees_audit(ask: Ask, assessment: Assessment) -> bool:
    """Whether who asks may see the audit trail, of those who run the round."""
    allowed = assessment.settings.get(AUDIT_TO)
    return allowed is None or ask.person.id in (assessment.owner, *allowed)


async def show_audit(ask: Ask, assessment: Assessment, _: str) -> Plan:
    """The audit trail, for who may see it."""
    if not sees_audit(ask, assessment):
        return ask.refuse("toast.not_yours")
    return Plan([ask.reply(await audit_text(ask.desk, assessment, ask.language))])


# --- the page


async def _page(ask: Ask, assessment: Assessment, note: str = "") -> Plan:
    role = await role_in_assessment(ask.desk, ask.person, assessment)
    return ask.say(
        "settings.page",
        _buttons(ask, assessment, decides=may(role, AUDITORS)),
        note=note,
        organisation=assessment.name,
        told=[(f"settings.name_{name}", field.told(ask, assessment)) for name, field in FIELDS.items()],
        quiet=[quiet_weeks.quiet_words(ask, one) for one in quiet_weeks.quiet_of(assessment)],
        hold=bool(assessment.settings.get(HOLD_OWN)),
        woo=is_held(assessment),
        everybody=AUDIT_TO not in assessment.settings,
    )


def _buttons(ask: Ask, assessment: Assessment, *, decides: bool) -> list[list[Press]]:
    settings, revision = assessment.settings, revision_of(assessment)

    def press(label: str, rest: str, verb: str = SET) -> Press:
        return ask.label(f"settings_{label}"), f"{verb}:{assessment.id}:{revision}:{rest}"

    rows: list[list[Press]] = []
    if assessment.state == "open":
        presses = [press(name, name) for name in (*FIELDS, QUIET)]
        rows = [presses[n : n + PER_ROW] for n in range(0, len(presses), PER_ROW)]
        hold = "off" if settings.get(HOLD_OWN) else "on"
        rows.append([press(f"hold_{hold}", f"{HOLD}:{hold}")])
    rows.append([(ask.label("menu_memo"), f"{GIVE}:{assessment.id}")])
    rows.append([press("woo_off" if is_held(assessment) else "woo_on", WOO)])
    if decides:
        choice = "own" if AUDIT_TO not in settings else "all"
        rows.append([press(f"audit_{choice}", choice, AUDITORS)])
    return [*rows, [(ask.label("settings_back"), f"assessment:{assessment.id}")]]


async def _saved(
    ask: Ask, before: Assessment, after: Assessment, what: str, more: Sequence[Record] = (), note: str = ""
) -> Plan:
    """What was set, and the page as it is now."""
    after = counted(before, after)
    page = await _page(ask, after, note or ask.text("settings.noted"))
    return kept(ask, before, after, what, [*more, *page.writes])


def _not_now(ask: Ask, assessment: Assessment) -> list[Press]:
    return [(ask.label("settings_not_now"), f"settings:{assessment.id}")]


# --- in words


def _of_field(name: str) -> Callable[[Ask, Assessment, str], Answer]:
    async def choose(ask: Ask, assessment: Assessment, choice: str) -> Plan:
        """`=VALUE` is that value (nothing: it is taken away); anything else asks."""
        field, value = FIELDS[name], choice.removeprefix("=")
        taken = pressed_value(ask, field.step, value) if value else _emptied(field, choice)
        if taken is None or not choice.startswith("="):
            return _question(ask, assessment, field)
        return await _filled(ask, assessment, field, taken)

    return choose


def _emptied(field: Field, choice: str) -> Taken | None:
    return Taken("") if choice == "=" and field.name != DEADLINE else None


def _question(ask: Ask, assessment: Assessment, field: Field, asked: Asked | None = None) -> Plan:
    """What is wanted, below what is to be said about the last words."""
    days = [day.isoformat() for day in asked.offered] if asked else []
    values = days or field.step.choices(ask)
    buttons = rows_of([_choice(ask, assessment, field, value) for value in values])
    now = field.words(ask, assessment)
    if now and field.name != DEADLINE:
        buttons.append([(ask.label("settings_empty"), press_of(assessment, f"{field.name}:="))])
    buttons.append(_not_now(ask, assessment))
    texts, language = ask.desk.texts, ask.language
    plan = ask.say(
        "settings.ask",
        buttons,
        note=texts.say(asked.name, language, **asked.facts) if asked else "",
        question=texts.say(f"founding.ask_{field.name}", language, organisation=assessment.name),
        now=now,
        read=field.name in PEOPLE_READ,
    )
    return asks(ask, assessment, field.name, plan)


def _choice(ask: Ask, assessment: Assessment, field: Field, value: str) -> Press:
    label, choice = label_of(ask, field.step, value)
    return label, press_of(assessment, f"{field.name}:={choice}")


async def _filled(ask: Ask, assessment: Assessment, field: Field, taken: Taken) -> Plan:
    after = field.changed(ask, assessment, taken.value)
    more = await _timers(ask, assessment, after) if field.name == DEADLINE else []
    return await _saved(ask, assessment, after, field.name, more)


async def _timers(ask: Ask, before: Assessment, after: Assessment) -> list[Job]:
    """Everybody's silence is looked at again; with more time, who asked to be left alone until a day still
    is, and the consultant hears of nobody before the new deadline.
    """
    desk, now = ask.desk, ask.desk.now()
    pending = {job.key: job for job in await desk.storage.pending_jobs(desk.tenant, f"{REMIND}:{before.id}:")}
    later = before.deadline is None or after.deadline is None or after.deadline > before.deadline
    spared = {"spared": now.isoformat()} if later else {}
    fresh = timers(desk, await awaited_in(desk, before), **spared)
    known = {key: replace(job, due_at=now, payload={**job.payload, **spared}) for key, job in pending.items()}
    return [known.get(job.key, job) for job in fresh]


# --- switches


async def _hold(ask: Ask, assessment: Assessment, choice: str) -> Plan:
    if choice not in ("on", "off"):
        return await show_settings(ask, assessment)
    after = replace(assessment, settings={**assessment.settings, HOLD_OWN: choice == "on"})
    more = await released(ask.desk, assessment) if choice == "off" else []
    return await _saved(ask, assessment, after, f"hold_{choice}", more, ask.text(f"settings.hold_{choice}"))


async def _woo(ask: Ask, assessment: Assessment, choice: str) -> Plan:
    """Asks whether it is meant; `on` and `off` do it."""
    wanted = "off" if is_held(assessment) else "on"
    if choice != wanted:
        sure = (ask.label(f"settings_woo_{wanted}_sure"), press_of(assessment, f"{WOO}:{wanted}"))
        buttons = [[sure], _not_now(ask, assessment)]
        return ask.say(f"settings.woo_{wanted}_sure", buttons, organisation=assessment.name)
    after = replace(assessment, settings={**assessment.settings, WOO_HOLD: wanted == "on"})
    note = ask.text(f"settings.woo_{wanted}_done", organisation=assessment.name)
    return await _saved(ask, assessment, after, f"woo_{wanted}", note=note)


HOLD, WOO = "hold", "woo"
#: Fields that people read before they take part.
PEOPLE_READ = frozenset({"purpose", "recipients"})
#: What a button sets -> what its choices come to.
CHOICES: dict[str, Callable[[Ask, Assessment, str], Answer]] = {
    **{name: _of_field(name) for name in FIELDS},
    QUIET: quiet_weeks.chosen,
    HOLD: _hold,
    WOO: _woo,
}
#: What can still be set of a round that is over.
WHEN_CLOSED = frozenset({WOO})
