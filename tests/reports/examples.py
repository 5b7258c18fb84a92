"""The examples in docs/examples: from the inputs that are committed there to a round in a database, and to
documents.

Answers are walked through the real engine; what consultant and client add is saved as they would save it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.app.plug import SHIPPED
from bot.config import Settings
from bot.consultant.assessments import make_assessment
from bot.consultant.copies import write_copy
from bot.demo.seed import tell
from bot.desk import Desk
from bot.gathering import advice_of, assessment_facts
from bot.goals import goals_of
from bot.initiatives import script_of
from bot.invites import make_invite
from bot.library import Library, load_folder
from bot.lists.reference_set import ReferenceEntry
from bot.references.sets import records_of
from bot.reports.given import MEMO
from bot.texts import shipped
from bot.tokens import id_from
from scoring.candidates import FINISH
from storage import Change, open_sqlite
from storage.records import Amendment, Assessment, Initiative, Interview, Judgement, Person, Record

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
NAMES = tuple(sorted(path.parent.name for path in EXAMPLES.glob("*/input.yaml")))
#: When people answered, and when the documents are made.
ANSWERED, MADE = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def left_out(path: Path) -> bool:
    """What is not committed: the report as page and in Word, for they are megabytes and say what the PDF
    says, and the answers, which stand in the inputs.
    """
    return path.suffix in (".html", ".csv") or (path.name.startswith("report.") and path.suffix == ".docx")


@dataclass(frozen=True, slots=True)
class Example:
    """A round in a database, with the program around it."""

    desk: Desk
    assessment: Assessment

    async def documents(
        self, out: Path, *, leaves: bool = False, languages: tuple[str, ...] = ("nl", "en")
    ) -> list[Path]:
        """All of them, as `peiler report` writes them."""
        return await write_copy(self.desk, self.assessment.id, out, languages, leaves=leaves)


@asynccontextmanager
async def example(name: str, folder: Path) -> AsyncIterator[Example]:
    """One of the examples, in a database in this folder."""
    data = YAML(typ="safe").load((EXAMPLES / name / "input.yaml").read_text("utf-8"))
    clock = [ANSWERED]
    settings = Settings(_env_file=None, files=folder / "files")
    async with open_sqlite(folder / "peiler.sqlite") as storage:
        desk = Desk(storage, library(), shipped(), settings, lambda: clock[0])
        assessment = await _round(desk, data)
        clock[0] = MADE
        yield Example(desk, assessment)


@cache
def library() -> Library:
    """The scripts that come with the program."""
    return load_folder(SHIPPED)


async def _round(desk: Desk, data: Mapping[str, Any]) -> Assessment:
    consultant = _person(desk, data["consultant"])
    assessment, records = make_assessment(desk, data["organisation"], consultant)
    id_ = id_from("example", data["organisation"])
    told = {key: data[key] for key in ("client", "goals", "capacity") if key in data}
    assessment = replace(assessment, id=id_, settings=told | {MEMO: data.get("memo", {})})
    await _save(desk, consultant, *(r for r in records if not isinstance(r, Assessment)), assessment)
    for owner in data["owners"]:
        levels = {question: str(level) for question, level in owner["levels"].items()}
        person = _person(desk, owner["name"])
        answers = {"answers": {desk.settings.language: owner["answers"]}, "levels": levels}
        await tell(desk, assessment, person, {**owner, **answers})
    for one in data.get("invited", ()):
        _, invite = make_invite(desk, assessment, one["pillar"], "owner", one["name"])
        await _save(desk, invite)
    await _save(desk, *_references(desk, consultant, data), *_initiatives(desk, assessment, consultant, data))
    await _save(desk, *await _judgements(desk, assessment, consultant, data))
    await _save(desk, *await _amendments(desk, assessment, consultant, data))
    return await _in_its_phase(desk, assessment, consultant, data["phase"])


def _person(desk: Desk, name: str) -> Person:
    return Person(desk.tenant, id_from("person", name), "web", name, name, None, desk.now())


async def _save(desk: Desk, *records: Record) -> None:
    if records:
        done = await desk.storage.save(Change(writes=records))
        assert done.value == "done"


def _references(desk: Desk, owner: Person, data: Mapping[str, Any]) -> Iterator[Record]:
    for one in data.get("references", ()):
        scores = {pillar: {"score": float(score)} for pillar, score in one.get("scores", {}).items()}
        entry = ReferenceEntry.model_validate({"anonymous": False, "practices": [], **one, "scores": scores})
        yield from records_of(desk, owner, entry)


def _initiatives(
    desk: Desk, assessment: Assessment, by: Person, data: Mapping[str, Any]
) -> Iterator[Initiative]:
    goals = {goal.label["nl"]: goal.id for goal in goals_of(script_of(desk, assessment))}
    for number, body in enumerate(data.get("initiatives", ())):
        told = {key: str(value) if key == "since" else value for key, value in body.items()}
        if "main_goal" in told:
            told["main_goal"] = goals.get(told["main_goal"], told["main_goal"])
        id_ = id_from("initiative", assessment.id, str(number))
        yield Initiative(
            desk.tenant, id_, assessment.id, None, "chat", told, "open", by.id, desk.now(), str(number)
        )


async def _judgements(
    desk: Desk, assessment: Assessment, by: Person, data: Mapping[str, Any]
) -> list[Record]:
    interviews = {one.id: one for one in await desk.storage.interviews(desk.tenant, assessment.id)}
    answers = await desk.storage.answers(desk.tenant, assessment.id)
    items = (await desk.model(assessment.model_hash)).items
    found: list[Record] = []
    for wanted in data.get("judged", ()):
        for answer in answers:
            interview: Interview = interviews[answer.interview]
            if interview.pillar != wanted["pillar"] or answer.question not in items:
                continue
            adjusted = wanted.get("adjust", {}).get(answer.question)
            if adjusted is None and wanted["accept"] != "all" and answer.question not in wanted["accept"]:
                continue
            if adjusted is not None and float(answer.value) < adjusted["score"]:
                adjusted = None
            found.append(
                Judgement(
                    tenant=desk.tenant,
                    interview=answer.interview,
                    question=answer.question,
                    number=1,
                    score=adjusted["score"] if adjusted else None,
                    reason=adjusted["reason"] if adjusted else None,
                    evidence=bool(answer.evidence) or None,
                    by=by.id,
                    at=desk.now(),
                    revision=answer.revision,
                )
            )
    return found


async def _amendments(
    desk: Desk, assessment: Assessment, by: Person, data: Mapping[str, Any]
) -> list[Record]:
    def made(kind: str, subject: str, body: Mapping[str, Any]) -> Amendment:
        return Amendment(desk.tenant, assessment.id, kind, subject, 1, body, by.id, desk.now())

    edited = data.get("actions", ())
    found: list[Record] = []
    if edited:
        facts = await assessment_facts(desk, assessment, desk.now())
        plan = (await advice_of(desk, assessment, facts)).plan
        assert plan is not None
        ids = [one.id for wave in plan.waves for one in wave.actions if one.why != FINISH]
        for one in edited:
            body = {key: value for key, value in one.items() if key != "match"}
            found.append(made("action", ids[one["match"]], body))
    for number, one in enumerate(data.get("conclusions", ())):
        found.append(made("conclusion", f"own-{number}", one))
    return found


async def _in_its_phase(desk: Desk, assessment: Assessment, by: Person, phase: str) -> Assessment:
    if phase == "concept":
        return assessment
    there = replace(assessment, phase=phase, phase_since=MADE)
    if phase == "adopted":
        there = replace(there, adopted_at=MADE, adopted_by=by.id)
    await _save(desk, there)
    return there
