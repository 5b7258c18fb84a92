"""A consultant goes through what a report concludes, one card for each finding, and adds own conclusions;
until the round is adopted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.awaiting import awaits
from bot.consultant.asking import Ask, Press
from bot.desk import Plan
from bot.gathering import advice_of, assessment_facts
from bot.phases import frozen
from bot.privacy.audit import noted
from bot.reports.advice import Advice
from bot.reports.amended import amendments_of, next_number
from bot.reports.documents import Material
from bot.reports.facts import Facts
from bot.reports.report.findings import findings_of
from bot.reports.words import Words, one_line
from bot.tokens import id_from, new_id
from storage.port import AssessmentAt
from storage.records import Amendment, Assessment, Job

#: The verbs of their buttons, and what words are awaited as.
FINDING, CONCLUDE = "finding", "conclude"
#: Kinds of amendments.
OF_FINDING, OF_CONCLUSION = "finding", "conclusion"
VERDICTS = {"keep": "kept", "reword": "reworded", "drop": "dropped"}
#: So long a finding or conclusion may be, in characters; so many are listed in one message, and so many
#: conclusions there can be: more nobody reads.
LONGEST, PAGE, MOST = 600, 10, 9
#: What a conclusion is about that is about no pillar.
THE_WHOLE = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `number`: how often somebody made something of it."""

    id: str
    title: str
    words: str
    number: int

    @property
    def mark(self) -> str:
        """How buttons name it."""
        return id_from(self.id)


@dataclass(frozen=True, slots=True)
class Table:
    """All that can be gone through of a round."""

    assessment: Assessment
    facts: Facts
    advice: Advice
    amendments: Sequence[Amendment]
    findings: Sequence[Found]

    def number(self, kind: str, subject: str) -> int:
        """How often somebody made something of this."""
        return next_number(self.amendments, kind, subject) - 1

    def verdict(self, one: Found) -> str:
        """kept, reworded, dropped, or "" for nothing yet."""
        verdict = self.advice.verdicts.get(one.id)
        return verdict.verdict if verdict is not None else ""

    def told(self, one: Found) -> Mapping[str, Any]:
        """A finding as templates tell it."""
        verdict = self.advice.verdicts.get(one.id)
        own = verdict.words if verdict is not None and verdict.verdict == "reworded" else ""
        return {"title": one.title, "words": one.words, "verdict": self.verdict(one), "own": own}


async def _table(ask: Ask, assessment: Assessment) -> Table:
    desk = ask.desk
    facts = await assessment_facts(desk, assessment, desk.now())
    advice = await advice_of(desk, assessment, facts)
    amendments = await desk.storage.amendments(desk.tenant, assessment.id)
    material = Material(assessment.id, facts, (), desk.texts, False, advice)
    # Drawing conclusions takes longer than others should wait.
    found = await asyncio.to_thread(findings_of, material, ask.language) if facts.people else []
    findings = [
        Found(id_, title, words, next_number(amendments, OF_FINDING, id_) - 1) for id_, title, words in found
    ]
    return Table(assessment, facts, advice, amendments, findings)


# --- all of them


async def show_findings(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """`PLACE`: from that finding on, what was made of each, and the own conclusions."""
    first = int(more) if more.isdecimal() and len(more) < 5 else 0
    return _overview(ask, await _table(ask, assessment), first)


def _overview(ask: Ask, table: Table, first: int = 0, note: str = "") -> Plan:
    first = first if first < len(table.findings) else 0
    shown, id_ = table.findings[first : first + PAGE], table.assessment.id
    numbers = [(str(first + n), f"{FINDING}:{id_}:{one.mark}") for n, one in enumerate(shown, 1)]
    buttons = [numbers[n : n + 5] for n in range(0, len(numbers), 5)]
    if len(table.findings) > first + PAGE:
        buttons.append([(ask.label("findings_more"), f"findings:{id_}:{first + PAGE}")])
    own = [_own(ask, table, n) for n in range(len(table.advice.conclusions))]
    buttons += [[press] for _, press in own]
    if not frozen(table.assessment):
        buttons.append([(ask.label("conclude"), f"{CONCLUDE}:{id_}")])
    buttons.append([(ask.label("findings_report"), f"report:{id_}")])
    return ask.say(
        "findings.overview",
        buttons,
        note=note,
        organisation=table.assessment.name,
        findings=[table.told(one) for one in shown],
        first=first + 1,
        all=len(table.findings),
        done=sum(bool(table.verdict(one)) for one in table.findings),
        own=[told for told, _ in own],
        known=bool(table.facts.people),
        closed=frozen(table.assessment),
    )


def _own(ask: Ask, table: Table, place: int) -> tuple[Mapping[str, Any], Press]:
    one = table.advice.conclusions[place]
    told = {"text": one_line(one.text, 200), "pillar": _pillar(ask, table, one.pillar)}
    return told, (
        ask.label("conclusion", number=place + 1),
        f"conclusion:{table.assessment.id}:{one.id}:{table.number(OF_CONCLUSION, one.id)}",
    )


def _pillar(ask: Ask, table: Table, id_: str) -> str:
    words = Words(ask.language, ask.desk.texts)
    return next((one_line(words.of(one.name), 40) for one in table.facts.pillars if one.id == id_), "")


# --- one finding


async def show_finding(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`MARK` shows it, `MARK:NUMBER:VERDICT` makes something of it as it was drawn."""
    mark, _, rest = more.partition(":")
    number, _, choice = rest.partition(":")
    table = await _table(ask, assessment)
    one = next((each for each in table.findings if each.mark == mark), None)
    if one is None:
        return _overview(ask, table, note=ask.text("findings.gone"))
    if choice not in VERDICTS:
        return _card(ask, table, one)
    if frozen(assessment):
        return ask.refuse("toast.findings_adopted")
    if number != str(one.number):
        return _card(ask, table, one, ask.text("findings.changed"))
    if choice == "reword":
        return _ask_for_words(ask, table, one)
    return _judged(ask, table, one, {"verdict": VERDICTS[choice]})


async def reworded(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """The words in the place of a finding's own were typed."""
    table = await _table(ask, assessment)
    one = next((each for each in table.findings if each.mark == job.payload["mark"]), None)
    if one is None:
        return _overview(ask, table, note=ask.text("findings.gone"))
    if frozen(assessment):
        return ask.say("findings.adopted", organisation=assessment.name)
    if one.number != job.payload["number"]:
        return _card(ask, table, one, ask.text("findings.changed"))
    words = " ".join(text.split())
    if len(words) > LONGEST:
        return _ask_for_words(ask, table, one, len(words))
    return _judged(ask, table, one, {"verdict": "reworded", "words": words})


def _card(ask: Ask, table: Table, one: Found, note: str = "") -> Plan:
    id_, place = table.assessment.id, table.findings.index(one)
    at = f"{FINDING}:{id_}:{one.mark}:{one.number}"
    buttons: list[list[Press]] = []
    if not frozen(table.assessment):
        buttons.append([(ask.label(f"finding_{name}"), f"{at}:{name}") for name in VERDICTS])
    ways = (("previous", place - 1), ("next", place + 1))
    buttons.append(
        [
            (ask.label(f"review_{name}"), f"{FINDING}:{id_}:{table.findings[to].mark}")
            for name, to in ways
            if 0 <= to < len(table.findings)
        ]
    )
    buttons.append([(ask.label("findings_all"), f"findings:{id_}:{place // PAGE * PAGE}")])
    return ask.say(
        "findings.card",
        [row for row in buttons if row],
        note=note,
        number=place + 1,
        all=len(table.findings),
        one=table.told(one),
        closed=frozen(table.assessment),
    )


def _ask_for_words(ask: Ask, table: Table, one: Found, length: int = 0) -> Plan:
    buttons = [[(ask.label("settings_not_now"), f"{FINDING}:{table.assessment.id}:{one.mark}")]]
    plan = ask.say("findings.reword", buttons, one=table.told(one), most=LONGEST, length=length)
    about: dict[str, Any] = {"assessment": table.assessment.id, "mark": one.mark, "number": one.number}
    return replace(plan, writes=[*plan.writes, awaits(ask.desk, ask.person, FINDING, **about)])


def _judged(ask: Ask, table: Table, one: Found, body: Mapping[str, Any]) -> Plan:
    """Kept, and on to the next that nobody looked at."""
    amendment = _amendment(ask, table, OF_FINDING, one.id, one.number, body)
    place = table.findings.index(one)
    rest = [*table.findings[place + 1 :], *table.findings[:place]]
    to_do = next((each for each in rest if not table.verdict(each)), None)
    after = _with(table, amendment)
    note = ask.text(f"findings.{body['verdict']}", title=one.title)
    shown = _card(ask, after, to_do, note) if to_do else _overview(ask, after, note=note)
    return _saved(ask, table, amendment, shown)


def _with(table: Table, amendment: Amendment) -> Table:
    """How it is once this is saved."""
    amendments = [*table.amendments, amendment]
    holds = amendments_of(amendments)
    advice = replace(table.advice, verdicts=holds.verdicts, conclusions=holds.conclusions)
    findings = [
        replace(one, number=next_number(amendments, OF_FINDING, one.id) - 1) for one in table.findings
    ]
    return replace(table, amendments=amendments, advice=advice, findings=findings)


def _amendment(
    ask: Ask, table: Table, kind: str, subject: str, number: int, body: Mapping[str, Any]
) -> Amendment:
    desk, id_ = ask.desk, table.assessment.id
    return Amendment(desk.tenant, id_, kind, subject, number + 1, body, ask.person.id, desk.now())


def _saved(ask: Ask, table: Table, amendment: Amendment, shown: Plan) -> Plan:
    """Nothing is saved if somebody was first, or the round was adopted at that moment."""
    one = table.assessment
    line = noted(ask.desk, ask.person.id, amendment.kind, one.id)
    return Plan([amendment, line, *shown.writes], (AssessmentAt(one.id, one.phase, one.state),))


# --- conclusions of one's own


async def conclude(ask: Ask, assessment: Assessment, pillar: str) -> Plan:
    """`` asks what it is about, `PILLAR` (or `-`: the whole) asks for the words."""
    if frozen(assessment):
        return ask.refuse("toast.findings_adopted")
    made = await ask.desk.storage.amendments(ask.desk.tenant, assessment.id)
    if len(amendments_of(made).conclusions) >= MOST:
        return ask.say("conclusion.enough", most=MOST)
    model, words = await ask.desk.model(assessment.model_hash), Words(ask.language, ask.desk.texts)
    names = {one.id: one_line(words.of(one.name), 40) for one in model.dimensions}
    if pillar != THE_WHOLE and pillar not in names:
        about = [(ask.label("conclude_whole"), THE_WHOLE), *((name, id_) for id_, name in names.items())]
        buttons = [[(label, f"{CONCLUDE}:{assessment.id}:{id_}")] for label, id_ in about]
        return ask.say("conclusion.about", buttons, organisation=assessment.name)
    return _ask_for_conclusion(ask, assessment, pillar.removeprefix(THE_WHOLE), new_id(), 0)


async def show_conclusion(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`ID:NUMBER` shows it, `:change` asks for other words, `:drop` takes it away."""
    id_, number, choice = (*more.split(":", 2), "", "", "")[:3]
    table = await _table(ask, assessment)
    one = next((each for each in table.advice.conclusions if each.id == id_), None)
    if one is None:
        return _overview(ask, table, note=ask.text("conclusion.gone"))
    known = table.number(OF_CONCLUSION, id_)
    if choice in ("change", "drop") and frozen(assessment):
        return ask.refuse("toast.findings_adopted")
    if choice not in ("change", "drop") or number != str(known):
        return _conclusion_card(ask, table, id_, changed=bool(choice))
    if choice == "change":
        return _ask_for_conclusion(ask, assessment, one.pillar, id_, known)
    amendment = _amendment(ask, table, OF_CONCLUSION, id_, known, {})
    shown = _overview(ask, _with(table, amendment), note=ask.text("conclusion.dropped"))
    return _saved(ask, table, amendment, shown)


def _conclusion_card(ask: Ask, table: Table, id_: str, *, changed: bool) -> Plan:
    one = next(each for each in table.advice.conclusions if each.id == id_)
    at = f"conclusion:{table.assessment.id}:{id_}:{table.number(OF_CONCLUSION, id_)}"
    buttons = [[(ask.label("findings_all"), f"findings:{table.assessment.id}")]]
    if not frozen(table.assessment):
        presses = [(ask.label(f"conclusion_{name}"), f"{at}:{name}") for name in ("change", "drop")]
        buttons.insert(0, presses)
    note = ask.text("findings.changed") if changed else ""
    pillar = _pillar(ask, table, one.pillar)
    return ask.say("conclusion.card", buttons, note=note, text=one.text, pillar=pillar)


def _ask_for_conclusion(
    ask: Ask, assessment: Assessment, pillar: str, id_: str, number: int, length: int = 0
) -> Plan:
    about: dict[str, Any] = {"assessment": assessment.id, "pillar": pillar, "id": id_, "number": number}
    buttons = [[(ask.label("settings_not_now"), f"findings:{assessment.id}")]]
    plan = ask.say("conclusion.ask", buttons, most=LONGEST, length=length, anew=not number)
    return replace(plan, writes=[*plan.writes, awaits(ask.desk, ask.person, CONCLUDE, **about)])


async def concluded(ask: Ask, assessment: Assessment, job: Job, text: str) -> Plan:
    """The words of an own conclusion were typed."""
    said, words = job.payload, " ".join(text.split())
    pillar, id_, number = said["pillar"], said["id"], said["number"]
    if frozen(assessment):
        return ask.say("findings.adopted", organisation=assessment.name)
    if len(words) > LONGEST:
        return _ask_for_conclusion(ask, assessment, pillar, id_, number, len(words))
    table = await _table(ask, assessment)
    if number != table.number(OF_CONCLUSION, id_):
        if any(one.id == id_ for one in table.advice.conclusions):
            return _conclusion_card(ask, table, id_, changed=True)
        return _overview(ask, table, note=ask.text("conclusion.gone"))
    amendment = _amendment(ask, table, OF_CONCLUSION, id_, number, {"text": words, "pillar": pillar})
    shown = _overview(ask, _with(table, amendment), note=ask.text("conclusion.noted"))
    return _saved(ask, table, amendment, shown)
