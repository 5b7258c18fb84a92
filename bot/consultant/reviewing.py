"""A consultant goes through the answers of an owner, one card for each item; what was not handed in stays
counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.cards import plain
from bot.consultant.asking import Ask, Press
from bot.consultant.standing import Line, lines
from bot.desk import Desk, Plan
from bot.interview.path import asleep
from bot.interview.plan import plan_of
from bot.memory import progress_of
from bot.reports.facts import facts_of_one
from bot.reports.guide import Row, rows_of
from bot.reports.items import Text
from bot.reports.judged import judged
from bot.reports.words import Words, one_line
from scoring.model import AnswerSet
from storage.records import Answer, Assessment, Interview, Judgement, Person

#: So many owners are listed in one message.
PAGE = 8
#: States of who takes part and has not handed in.
BUSY = ("active", "ready", "paused")


@dataclass(frozen=True)
class Desktop:
    """One owner's answers on the table. `numbers`: how many judgements each item has had so far."""

    assessment: Assessment
    interview: Interview
    person: Person
    pillar: Text
    rows: list[Row]
    answers: dict[str, Answer]
    choices: dict[str, AnswerSet]
    texts: dict[str, Text]
    numbers: dict[str, int]

    def mark(self, place: int) -> str:
        """What a button was drawn at: the revision of the answer, and the judgements until then."""
        item = self.rows[place].item.id
        answer = self.answers.get(item)
        return f"{answer.revision if answer is not None else 0}.{self.numbers.get(item, 0)}"

    @property
    def done(self) -> int:
        """How many values have a judgement that counts."""
        return sum(row.judgement is not None for row in self.rows)

    @property
    def valued(self) -> int:
        """How many values there are to judge."""
        return sum(row.value is not None for row in self.rows)


async def desktop(desk: Desk, assessment: Assessment, interview: str) -> Desktop | None:
    """The answers of an interview of this assessment; None if there is none, or it is not handed in."""
    walk = await desk.storage.walk(desk.tenant, interview)
    if walk is None or walk.interview.assessment != assessment.id or not open_to_review(walk.interview):
        return None
    script, model = await desk.script(walk.interview.script_hash), await desk.model(assessment.model_hash)
    dormant = frozenset(asleep(plan_of(script), progress_of(walk)))
    pairs = {(interview, question) for question in dormant}
    facts = facts_of_one(model, script, assessment, walk.interview, walk.answers, desk.now(), dormant=pairs)
    made = [
        one for one in await desk.storage.judgements(desk.tenant, assessment.id) if one.interview == interview
    ]
    pillar = facts.pillar(walk.interview.pillar)
    rows = rows_of(model, pillar, walk.interview, walk.answers, judged(walk.answers, made), dormant)
    return Desktop(
        assessment,
        walk.interview,
        walk.person,
        pillar.name,
        rows,
        {answer.question: answer for answer in walk.answers},
        {row.item.id: model.items[row.item.id].answers for row in rows},
        {question.id: question.text for section in script.sections for question in section.questions},
        {row.item.id: max((o.number for o in made if o.question == row.item.id), default=0) for row in rows},
    )


def open_to_review(interview: Interview) -> bool:
    """Only what was handed in is shown; before that a consultant sees counts."""
    return interview.state == "submitted" and interview.erased_at is None


# --- owners


async def owners(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """Whose answers there are to go through, and how far everybody else is."""
    first = int(more) if more.isdecimal() and len(more) < 5 else 0
    interviews = [i for i in await ask.desk.in_round(assessment) if open_to_review(i)]
    found = [await desktop(ask.desk, assessment, i.id) for i in interviews[first : first + PAGE]]
    shown = [one for one in found if one is not None]
    buttons = [[(_owner(ask, one), f"item:{assessment.id}:{one.interview.id}:")] for one in shown]
    if len(interviews) > first + PAGE:
        buttons.append([(ask.label("more_owners"), f"reviews:{assessment.id}:{first + PAGE}")])
    return ask.say(
        "review.owners",
        buttons,
        organisation=assessment.name,
        submitted=len(interviews),
        waiting=[_waiting(ask, line) for line in await lines(ask.desk, assessment) if line.state in BUSY],
    )


def _owner(ask: Ask, one: Desktop) -> str:
    words = Words(ask.language, ask.desk.texts)
    pillar = one_line(words.of(one.pillar), 30)
    return ask.label("review_owner", name=_name(ask, one), pillar=pillar, done=one.done, all=one.valued)


def _waiting(ask: Ask, line: Line) -> dict[str, Any]:
    return {"name": line.name or ask.text("name.unknown"), "done": line.done, "total": line.total}


def _name(ask: Ask, one: Desktop) -> str:
    return one_line(one.person.name, 30) or plain(ask.text("name.unknown"))


# --- items


async def item(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`INTERVIEW:PLACE` shows an item, `INTERVIEW:` all of them."""
    id_, _, place = more.partition(":")
    one = await desktop(ask.desk, assessment, id_)
    if one is None:
        return ask.refuse("toast.not_submitted")
    return item_card(ask, one, int(place)) if _is_place(one, place) else overview(ask, one)


def _is_place(one: Desktop, place: str) -> bool:
    return place.isdecimal() and len(place) < 5 and int(place) < len(one.rows)


def overview(ask: Ask, one: Desktop, noted: str = "") -> Plan:
    """All items of an owner with what became of each, and a numbered button for each."""
    words = Words(ask.language, ask.desk.texts)
    numbers = [
        (str(place + 1), f"item:{one.assessment.id}:{one.interview.id}:{place}")
        for place in range(len(one.rows))
    ]
    buttons = [numbers[start : start + 5] for start in range(0, len(numbers), 5)]
    buttons.append(_about_owner(ask, one))
    buttons.append([(ask.label("review_owners"), f"reviews:{one.assessment.id}")])
    return ask.say(
        "review.overview",
        buttons,
        noted=noted,
        name=_name(ask, one),
        pillar=words.of(one.pillar),
        done=one.done,
        all=one.valued,
        rows=[_told(row, words) for row in one.rows],
    )


def _about_owner(ask: Ask, one: Desktop) -> list[Press]:
    about = f"{one.assessment.id}:{one.interview.id}"
    return [(ask.label("guide"), f"guide:{about}"), (ask.label("query"), f"query:{about}")]


def item_card(ask: Ask, one: Desktop, place: int, noted: str = "") -> Plan:
    """One item: what was answered and why, what was made of it, and the buttons to judge it."""
    words, row = Words(ask.language, ask.desk.texts), one.rows[place]
    html = ask.text(
        "review.item",
        noted=noted,
        name=_name(ask, one),
        pillar=words.of(one.pillar),
        number=place + 1,
        all=len(one.rows),
        question=words.of(one.texts.get(row.item.id, {})),
        row=_told(row, words),
        closed=one.assessment.phase == "adopted",
    )
    return Plan([ask.reply(html, _item_buttons(ask, one, place))])


def _item_buttons(ask: Ask, one: Desktop, place: int) -> list[list[Press]]:
    about = f"{one.assessment.id}:{one.interview.id}"
    at, mark = f"{about}:{place}", one.mark(place)
    buttons: list[list[Press]] = []
    if one.rows[place].value is not None and one.assessment.phase != "adopted":
        buttons.append(
            [(ask.label("accept"), f"accept:{at}:{mark}"), (ask.label("adjust"), f"adjust:{at}:{mark}")]
        )
        buttons.append(
            [
                (ask.label("suffices"), f"suffices:{at}:{mark}:yes"),
                (ask.label("suffices_not"), f"suffices:{at}:{mark}:no"),
            ]
        )
    ways = [
        (name, to) for name, to in (("previous", place - 1), ("next", place + 1)) if 0 <= to < len(one.rows)
    ]
    buttons.append([(ask.label(f"review_{name}"), f"item:{about}:{to}") for name, to in ways])
    buttons.append([(ask.label("review_overview"), f"item:{about}:"), *_about_owner(ask, one)])
    return [row for row in buttons if row]


def _told(row: Row, words: Words) -> dict[str, Any]:
    """An answer as templates tell it."""
    judgement = row.judgement
    return {
        "topic": words.of(row.item.topic),
        "value": row.value,
        "special": row.special if row.special in ("dont_know", "not_applicable", "skipped") else "open",
        "anchor": words.of(row.item.anchor(row.value)) if row.value is not None else "",
        "evidence": [one_line(text, 300) for text in row.evidence],
        "claims": row.claims,
        "known": one_line(row.known, 200),
        "reason": one_line(row.reason, 300),
        "best": one_line(row.best, 100),
        "weakest": one_line(row.weakest, 100),
        "standing": f"standing.{row.standing.value}",
        "overtaken": row.overtaken,
        "judged": judgement is not None,
        "score": judgement.score if judgement is not None else None,
        "why": (judgement.reason or "") if judgement is not None else "",
        "suffices": judgement.evidence if judgement is not None else None,
    }


def current_of(one: Desktop, place: int) -> Judgement | None:
    """The judgement that counts for an item now."""
    return one.rows[place].judgement
