"""The memo for the board as data: a head, eleven headings in their fixed order, a foot; at most 450 words.

What is said follows from visible rules over facts and plan, one function a heading; the sentences are in
`texts/*/memo.yaml`. Where there are too many words, lists become shorter in the order of `SHORTER`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.reports import memo_money
from bot.reports.advice import ActionEdit, Running, Step
from bot.reports.charts import finding
from bot.reports.discretion import leaving
from bot.reports.facts import Facts, PillarFacts
from bot.reports.given import NOTHING_GIVEN, Given
from bot.reports.judged import Standing
from bot.reports.memo_case import A_YEAR, FIRST_PART, HALF_A_YEAR, LATER, SOON, Case, days
from bot.reports.words import Words, one_line
from bot.texts import Texts, shipped
from scoring import Roadmap
from scoring.candidates import Candidate

#: Words of the whole memo, and decisions that are asked.
WORDS, DECISIONS = 450, 3
#: What becomes shorter first: (list, to so many).
SHORTER = (
    ("brief", 1),
    ("unknown", 3),
    ("remarks", 3),
    ("brief", 2),
    ("steps", 1),
    ("later", 4),
    ("unknown", 2),
    ("later", 3),
    ("remarks", 2),
    ("later", 2),
    ("soon", 4),
    ("later", 1),
    ("remarks", 1),
    ("later", 0),
    ("details", 0),
    ("soon", 3),
    ("unknown", 1),
    ("soon", 2),
    ("soon", 1),
    ("options", 2),
    ("steps", 0),
)
#: Characters of somebody else's step, and functions that are named for a decision.
STEP, FUNCTIONS = 110, 2


@dataclass(frozen=True, slots=True)
class Section:
    """One heading: sentences, then a list (numbered where it is to be decided on), then a table."""

    title: str
    lines: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    numbered: bool = False
    more: tuple[tuple[str, tuple[str, ...]], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A pillar: where it stands in words, the share of the scale that is claimed, confirmed and aimed at."""

    name: str
    words: str
    basis: str
    claimed: float | None
    confirmed: float
    target: float | None
    weak: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class Memo:
    """A whole memo in one language; `mark`: nothing of it is real; `stamp`: draft or adopted, and when."""

    language: str
    title: str
    subtitle: str
    stamp: str
    mark: str | None
    head: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    bars: tuple[Bar, ...]
    basis: str
    levels: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    alt: str
    foot: str

    @property
    def words(self) -> int:
        """How many there are to read, headings, table, bars and foot included."""
        return sum(len([w for w in text.split() if any(map(str.isalnum, w))]) for text in self._texts())

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.subtitle, self.stamp, self.mark or "", self.foot)
        yield from (part for line in self.head for part in line)
        yield from (part for bar in self.bars for part in (bar.name, bar.words, bar.basis))
        yield from (self.basis, *self.levels, *(meaning for _, meaning in self.legend))
        for section in self.sections:
            yield from (section.title, *section.lines, *section.items)
            yield from (part for title, items in section.more for part in (title, *items))
            yield from (cell for row in section.table for cell in row)


def memo(
    facts: Facts,
    plan: Roadmap | None,
    language: str,
    *,
    given: Given = NOTHING_GIVEN,
    steps: Sequence[Step] = (),
    edits: Mapping[str, ActionEdit] | None = None,
    running: Sequence[Running] = (),
    texts: Texts | None = None,
) -> Memo:
    """The memo that fits: the first with few enough words, else the shortest there is."""
    words = Words(language, texts or shipped())
    case = Case(leaving(facts), plan, given, tuple(steps), words, edits or {}, running)
    made = _made(case)
    cut = []
    for name, most in SHORTER:
        if made.words <= WORDS:
            break
        cut.append((name, getattr(case.cuts, name)))
        case = replace(case, cuts=replace(case.cuts, **{name: most}))
        made = _made(case)
    # What was cut last may have made room for what was cut before it; what matters most comes back first.
    for name, before in reversed(cut):
        fuller = replace(case, cuts=replace(case.cuts, **{name: before}))
        if before and (again := _made(fuller)).words <= WORDS:
            case, made = fuller, again
    return made


def uncut(case: Case) -> Memo:
    """The memo with all there is to say, however many words; facts are as they are given."""
    return _made(case)


def _made(case: Case) -> Memo:
    facts, words = case.facts, case.words
    return Memo(
        language=words.language,
        title=case.tell("title", organisation=one_line(facts.name, 80)),
        subtitle=one_line(words.of(facts.title), 120),
        stamp=case.tell(
            f"stamp.{facts.phase}", day=facts.since or facts.now, now=facts.now, version=facts.version
        ),
        mark=words.say("picture.demo") if facts.demo else None,
        head=_head(case),
        sections=tuple(
            replace(make(case), title=case.tell("heading", number=number, title=case.tell(f"title.{name}")))
            for number, (name, make) in enumerate(SECTIONS.items(), 1)
        ),
        bars=tuple(_bar(case, pillar) for pillar in facts.pillars),
        basis=case.tell("basis") if facts.known else "",
        levels=tuple(_levels(case)),
        legend=_legend(case),
        alt=_alt(case),
        foot=_foot(case),
    )


def _head(case: Case) -> tuple[tuple[str, str], ...]:
    """What nobody filled in is left out."""
    given, facts = case.given, case.facts
    told = {
        "to": given.to,
        "sender": given.sender,
        "date": case.tell("day", day=facts.now),
        "case": given.case,
        "holder": given.holder,
        "publicity": given.publicity,
    }
    return tuple((case.tell(f"head.{name}"), one_line(value, 120)) for name, value in told.items() if value)


def _ask(case: Case) -> Section:
    """At most three decisions: first what must be known, then the first part, then room for the rest."""
    soon, later = case.wave(SOON), case.wave(LATER)
    asked = []
    if case.open:
        asked.append(case.tell("ask.finish", names=case.names(case.open), day=case.after(FIRST_PART / 3)))
    if soon:
        facts = _asked(case, soon, last=not later)
        asked.append(case.tell("ask.soon", who=_who(case, soon), until=case.after(FIRST_PART), **facts))
    if later:
        asked.append(case.tell("ask.later", day=case.after(FIRST_PART), **_asked(case, later, last=True)))
    if not soon and not later and not case.open:
        asked.append(case.tell("ask.check" if not case.applies else "ask.keep" if case.plan else "ask.plan"))
    return Section("", items=tuple(asked[:DECISIONS]), numbered=True)


def _asked(case: Case, actions: Sequence[Candidate], *, last: bool) -> dict[str, object]:
    """What these actions take; the last decision asks for the expenses of the whole plan too."""
    expenses = (case.given.expenses or 0) if last else 0
    return {
        "count": len(actions),
        "days": days(actions),
        "money": case.money(actions),
        "expenses": expenses,
    }


def _who(case: Case, actions: Sequence[Candidate]) -> list[str]:
    """The functions that usually do most of it; the first in the plan where several do as much."""
    spent = Counter[str]()
    # Who sees to the security would tell what it is about.
    for one in case.told(actions) or actions:
        spent[case.who(one)] += int(one.days * 10)
    return [name for name, _ in spent.most_common(FUNCTIONS)]


def _core(case: Case) -> Section:
    """One sentence: what holds the whole back, or that too little is known to say so."""
    facts, weakest = case.facts, case.weakest
    known = {"known": len(facts.known), "all": len([p for p in facts.pillars if p.card.applies])}
    if weakest is None:
        return Section("", lines=(case.tell("core.nothing", people=facts.people, **known),))
    kind = "limiting" if case.limiting else "balanced" if not case.open else "incomplete"
    named = case.limiting or (weakest,)
    said = case.tell(
        f"core.{kind}",
        names=case.names(named),
        people=[pillar.people for pillar in named],
        so_far=bool(case.open),
        **known,
    )
    whole = case.tell("core.whole", level=case.words.level(facts, facts.scorecard.overall.level or 0))
    return Section("", lines=(said, whole) if facts.sure else (said,))


def _why(case: Case) -> Section:
    given = case.given
    told = [one_line(text, 300) for text in (given.fact, given.example) if text]
    return Section("", lines=tuple(told) or (case.tell("why.nothing"),))


def _where(case: Case) -> Section:
    """The bars, and what it means that the weakest is where it is."""
    weakest, words = case.weakest, case.words
    if weakest is None:
        return Section("", lines=(case.tell("where.nothing", applies=case.applies),), bars=True)
    level = weakest.card.level
    meaning = one_line(words.meaning(weakest, level), 200) if level is not None else ""
    said = case.tell("where.weakest", name=case.name(weakest), meaning=meaning)
    return Section("", lines=(said,), bars=True)


def _others(case: Case) -> Section:
    """At most two steps that somebody else took."""
    pillars = {pillar.id: pillar for pillar in case.facts.pillars}
    told = [step for step in case.steps if step.pillar in pillars][: case.cuts.steps]
    items = tuple(
        case.tell(
            "step",
            pillar=case.name(pillars[step.pillar]),
            start=case.words.level(pillars[step.pillar], step.from_level),
            end=case.words.level(pillars[step.pillar], step.to_level),
            done=one_line(step.done, STEP),
            outside=step.outside,
        )
        for step in told
    )
    if told or not case.steps:
        return Section("", items=items) if items else Section("", lines=(case.tell("others.nothing"),))
    return Section("", lines=(case.tell("others.elsewhere"),))


def _proposal(case: Case) -> Section:
    soon, later = case.wave(SOON), case.wave(LATER)
    if not soon and not later:
        return Section("", lines=(case.tell("proposal.nothing" if case.plan else "proposal.none"),))
    parts = (("soon", soon, case.cuts.soon), ("later", later, case.cuts.later))
    more = tuple(
        (
            case.tell(f"proposal.{name}", days=days(actions), count=len(actions)),
            _actions(case, actions, most, brief=case.cuts.brief >= place),
        )
        for place, (name, actions, most) in zip((2, 1), parts, strict=True)
        if actions
    )
    return Section("", more=more)


def _actions(case: Case, actions: Sequence[Candidate], most: int, *, brief: bool) -> tuple[str, ...]:
    """So many actions, and how many more there are; those that would tell too much are only counted."""
    shown, secret = case.told(actions), case.secret(actions)
    told = [_action(case, one, brief) for one in shown[:most]]
    hidden = len(actions) - len(shown) - len(secret)
    if hidden:
        told.insert(0, case.tell("action.hidden", count=hidden))
    rest = max(0, len(shown) - most) + len(secret)
    if rest:
        said = {"count": rest, "secret": len(secret), "day": case.after(FIRST_PART)}
        told.append(case.tell("action.more" if told else "action.only", **said))
    return tuple(told)


def _action(case: Case, one: Candidate, brief: bool) -> str:
    """What, by whom and when; what else was given for it goes first where there are too many words."""
    edit, details = case.edits.get(one.id, ActionEdit()), case.cuts.details
    return case.tell(
        "action",
        text=case.text(one.action.title if brief else one.action.text, 220).rstrip("."),
        own=one.action.own,
        who=case.who(one),
        start=edit.start,
        until=edit.until,
        role=one_line(edit.own_role, 80).rstrip(".") if details else "",
        builds_on=case.builds_on(one) if details else "",
    )


def _options(case: Case) -> Section:
    """What can be chosen and what follows, nothing included; what follows is scored, not guessed."""
    soon, later = case.wave(SOON), case.wave(LATER)
    header = tuple(case.tell(f"options.{name}") for name in ("choice", "effort", "result"))
    rows = [(case.tell("option.nothing"), case.tell("days", days=0), _stays(case))]
    if soon:
        rows.append(
            (case.tell("option.soon", advised=not later), *_option(case, soon, "quick", whole=not later))
        )
    if later:
        rows.append(
            (case.tell("option.all", advised=True), *_option(case, (*soon, *later), "large", whole=True))
        )
    if len(rows) > case.cuts.options:
        rows = [rows[0], rows[-1]]
    return Section("", table=(header, *rows))


def _stays(case: Case) -> str:
    weakest = case.weakest
    if weakest is None or not case.limiting:
        missing = len(case.safeguards(case.wave(SOON)))
        return case.tell("result.stays", missing=missing)
    return case.tell("result.holds", name=case.name(weakest))


def _option(case: Case, actions: Sequence[Candidate], wave: str, *, whole: bool) -> tuple[str, str]:
    """What it takes and brings; expenses belong to the whole plan."""
    euros = case.cost(actions)
    if euros is not None and whole:
        euros += case.given.expenses or 0
    effort = case.tell("option.effort", days=days(actions), euros=euros)
    rising = case.rising(wave)
    return effort, case.tell(
        "result.rises", names=case.names(rising), all=len(rising) == len(case.facts.pillars)
    )


def _costs(case: Case) -> Section:
    actions = (*case.wave(SOON), *case.wave(LATER))
    told = (memo_money.costs(case, actions), memo_money.cover(case, actions), memo_money.benefits(case))
    return Section("", lines=told)


def _remarks(case: Case) -> Section:
    """Duties first, where the rest of them stands, then what is not done and what goes less in return; only
    what is left may be cut.
    """
    told = [*_duties(case), *_not_done(case)]
    less = _less(case)
    if less:
        told.append(case.tell("remark.less", less=less))
    rest = [case.tell("remark.people")]
    if not less and (case.wave(SOON) or case.wave(LATER)):
        rest.insert(0, case.tell("remark.less", less=""))
    return Section("", items=(*told, *rest[: max(0, case.cuts.remarks - len(told))]))


def _duties(case: Case) -> Iterator[str]:
    """What must not be missing and is, duties by law first: by name, but for what single people answered, and
    for security.
    """
    count, security = len(case.safeguards(case.wave(SOON))), case.facts.security
    items = [item for pillar in case.facts.pillars for item in pillar.items if item.id not in security]
    missing = sorted((item for item in items if item.owed or item.urgent), key=lambda item: not item.law)
    if count or missing:
        yield case.tell("remark.duties", count=count, topics=[case.text(item.topic, 60) for item in missing])
    if security:
        yield case.tell("remark.security")


def _less(case: Case) -> str:
    """What will be done less: as given for the whole, then for single actions."""
    actions = case.told((*case.wave(SOON), *case.wave(LATER)))
    of_actions = [case.edits[action.id].less for action in actions if action.id in case.edits]
    said = [one_line(text, 160).rstrip(".") for text in (case.given.less, *of_actions) if text]
    return one_line("; ".join(dict.fromkeys(said)), 160)


def _not_done(case: Case) -> Iterator[str]:
    """What has no room; what nobody wants, and which level that costs."""
    plan = case.plan
    if plan is not None and not plan.fits:
        yield case.tell("remark.left", count=len(plan.crowded))
    dropped = [one for one in plan.dropped if not one.action.own] if plan is not None else []
    if plan is not None and dropped:
        missed = [each.standing.pillar for each in plan.pillars if each.reaches is False]
        wanted = {each.action.pillar for each in dropped}
        names = case.names(case.facts.pillar(pillar) for pillar in missed if pillar in wanted)
        yield case.tell("remark.dropped", count=len(dropped), names=names)


def _unknown(case: Case) -> Section:
    """How sure all this is: what was not asked, who is still expected, what rests on one person's word."""
    facts = case.facts
    alone = [pillar for pillar in facts.known if pillar.people == 1]
    shaky = [pillar for pillar in facts.known if pillar.card.provisional]
    shown, claims = facts.evidence
    told = []
    if case.open:
        told.append(case.tell("unknown.open", names=case.names(case.open)))
    if alone:
        told.append(case.tell("unknown.alone", names=case.names(alone), all=len(alone) == len(facts.pillars)))
    if facts.waiting:
        told.append(case.tell("unknown.waiting", count=facts.waiting))
    if shaky:
        told.append(
            case.tell("unknown.provisional", names=case.names(shaky), all=len(shaky) == len(facts.pillars))
        )
    told.append(_sure(case))
    if claims and shown < claims:
        told.append(case.tell("unknown.evidence", shown=shown, claims=claims, security=bool(facts.security)))
    return Section("", items=tuple(told[: case.cuts.unknown]))


def _sure(case: Case) -> str:
    """Whether it was reviewed; where some pillars were, which."""
    facts, reviewed = case.facts, case.reviewed
    if facts.standing is not Standing.REVIEWED and reviewed:
        return case.tell("sure.partly", names=case.names(reviewed), all=len(facts.pillars))
    return case.tell(f"sure.{facts.standing.value}")


def _next(case: Case) -> Section:
    half, whole = case.after(HALF_A_YEAR), case.after(A_YEAR)
    return Section(
        "", lines=(case.tell("next", half=half, whole=whole), case.tell(f"status.{case.facts.phase}"))
    )


#: The eleven headings, in the order of the memo.
SECTIONS: dict[str, Callable[[Case], Section]] = {
    "ask": _ask,
    "core": _core,
    "why": _why,
    "where": _where,
    "others": _others,
    "proposal": _proposal,
    "options": _options,
    "costs": _costs,
    "remarks": _remarks,
    "unknown": _unknown,
    "next": _next,
}


def _bar(case: Case, pillar: PillarFacts) -> Bar:
    card, top, aim = pillar.card, case.facts.top, case.aim(pillar)
    return Bar(
        name=case.name(pillar),
        words=case.placed(pillar),
        basis=case.tell("people", **case.basis(pillar)),
        claimed=None if card.score is None else (card.claimed or 0.0) / top,
        confirmed=(card.confirmed or 0.0) / top,
        target=None if aim is None else aim / top,
        weak=pillar in case.limiting,
        provisional=bool(card.provisional),
    )


def _levels(case: Case) -> Iterator[str]:
    """Words under the bars, where there is room for them."""
    top = case.facts.top
    yield from (case.words.level(case.facts, n) if top <= 6 else str(n) for n in range(top + 1))


def _legend(case: Case) -> tuple[tuple[str, str], ...]:
    """Only the signs that are there."""
    known = case.facts.known
    beyond = any((p.card.claimed or 0) > (p.card.confirmed or 0) for p in known)
    there = {
        # Where nothing is above what was shown, there are no two kinds to tell apart.
        "confirmed" if beyond else "now": any((p.card.confirmed or 0) > 0 for p in known),
        "claimed": beyond,
        "provisional": any(p.card.provisional for p in known),
        "target": any(case.aim(p) is not None for p in case.facts.pillars),
    }
    said = {sign: case.words.say(f"picture.legend.{sign}") for sign in there}
    # Where nobody claims what asks for a reference, the bars say nothing of references.
    if case.facts.evidence[1] == 0 and not there["claimed"]:
        said["confirmed"] = case.words.standing(case.facts)
    return tuple((sign, said[sign]) for sign, shown in there.items() if shown)


def _alt(case: Case) -> str:
    """What the bars show, for who hears them: the finding, then every pillar."""
    facts, words = case.facts, case.words
    told = [
        case.tell(
            "alt",
            name=case.name(pillar),
            level=case.placed(pillar),
            target=_level_word(case, pillar),
            **case.basis(pillar),
        )
        for pillar in facts.pillars
    ]
    return " ".join([f"{finding(facts, words)}.", *told])


def _level_word(case: Case, pillar: PillarFacts) -> str | None:
    aim = case.aim(pillar)
    return None if aim is None else case.words.about(case.facts, aim)


def _foot(case: Case) -> str:
    facts = case.facts
    return case.tell(
        "foot",
        people=facts.people,
        day=facts.now,
        pillars=len(facts.pillars),
        version=facts.script_version,
        model=facts.scorecard.model_version,
        actions=case.plan.catalogue_version if case.plan else None,
        standing=case.standing,
    )


def as_data(made: Memo) -> dict[str, Any]:
    """The memo as templates take it: texts, lists and numbers alone."""
    return asdict(made)
