"""What is kept about one person, as a file for other programs and as a text to read."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.cards import plain
from bot.cards.words import in_words, topic_of
from bot.desk import LONGEST_RETENTION, Desk
from bot.following.partaking import KEPT, decided, partakes, words_of
from bot.gathering import sleeping
from bot.initiatives import name_of
from bot.interview.plan import plan_of
from bot.invites import TELLING
from bot.memory import revision_of
from bot.network.pairs import MET, WAITS
from bot.reminders.opening import read_ranges
from bot.reports.running import REASON
from bot.reports.words import one_line
from bot.texts.filters import localized
from bot.tokens import new_id
from storage.export import exported
from storage.port import Facts
from storage.records import Assessment, Contact, Initiative, Interview, Job, Person, Record, Reference

MYDATA = "mydata"
#: The file's name as its owner sees it.
FILE = "peiler-mydata.json"


def mydata_job(desk: Desk, person: Person) -> Job:
    """Somebody asks; asking again before it is made asks once."""
    key = f"{MYDATA}:{person.id}"
    return Job(desk.tenant, new_id(), MYDATA, key, {"person": person.id}, desk.now())


async def make_mydata(desk: Desk, job: Job) -> list[Record]:
    """The readable copy, and the file where the channel can carry one."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if person is None:
        return []
    facts, language = await desk.storage.facts_of(desk.tenant, person.id), desk.language_of(person)
    key, text = f"{MYDATA}:{job.id}", await readable(desk, person, facts, language)
    rows: list[Record] = [desk.reply(person, text, key, _ways_back(desk, facts, language), kind=MYDATA)]
    if person.channel == "telegram":
        data = await data_of(desk, person, facts)
        file = await asyncio.to_thread(_written, folder_of(desk) / job.id, data)
        rows.append(desk.reply(person, "", f"{key}:file", kind=MYDATA, file_ref=str(file), method="document"))
    return rows


def _ways_back(desk: Desk, facts: Facts, language: str) -> list[list[tuple[str, str]]]:
    """Whoever told of another organisation can take that back."""
    label = plain(desk.texts.say("button.withdraw", language))
    told = [one for one in facts.interviews if one.pillar in TELLING and one.erased_at is None]
    return [[(label, f"withdraw:{one.id}")] for one in told if one.state != "ended"]


def folder_of(desk: Desk) -> Path:
    """Where the files wait to be sent; they are removed when they are a few days old."""
    return desk.settings.files / MYDATA


async def data_of(desk: Desk, person: Person, facts: Facts) -> dict[str, Any]:
    """The export object, of this person alone, with what is kept about the person."""
    invites = {
        one.id: one for a in facts.assessments for one in await desk.storage.invites(desk.tenant, a.id)
    }
    named = [invites[i.invite].name for i in facts.interviews if i.invite in invites]
    about = {
        "id": person.id,
        "channel": person.channel,
        "address": person.address,
        "name": person.name,
        "invited_as": sorted({name for name in named if name}),
        "language": person.language,
        "calendar": dict(person.calendar),
        "created_at": _moment(person.created_at),
        "stopped_at": _moment(person.stopped_at),
        "unreachable_since": _moment(person.unreachable_since),
    }
    return exported(facts, at=desk.now(), dormant=sleeping) | {"person": about}


async def readable(desk: Desk, person: Person, facts: Facts, language: str) -> str:
    """The same for people: the current answers, in words."""
    assessments = {assessment.id: assessment for assessment in facts.assessments}
    interviews = [
        await _interview(desk, facts, interview, assessments[interview.assessment], language)
        for interview in facts.interviews
    ]
    return str(
        desk.texts.say(
            "mydata",
            language,
            person=person,
            tells=await _tells(desk, person, facts, language),
            since=localized(person.created_at, desk.settings.timezone),
            away=read_ranges(person.calendar.get("off", ())),
            interviews=interviews,
            initiatives=[_initiative(one) for one in facts.initiatives if one.state != "erased"],
            references=[_reference(one) for one in facts.references if one.withdrawn_at is None],
            contacts=[_contact(one, assessments) for one in facts.contacts if one.wants],
            messages=[kept.text for kept in facts.kept if kept.state in ("kept", "dismissed")],
            file=person.channel == "telegram",
        )
    )


async def _tells(desk: Desk, person: Person, facts: Facts, language: str) -> list[dict[str, Any]]:
    """The actions of which somebody tells what came of them."""
    found = []
    for invite in await partakes(desk, person):
        assessment = await desk.storage.assessment(desk.tenant, invite.assessment)
        body = decided(await desk.storage.amendments(desk.tenant, invite.assessment))
        mine = [one for one in facts.amendments if (one.kind, one.subject) == ("progress", invite.question)]
        found.append(
            {
                "organisation": assessment.name if assessment is not None else "",
                "text": one_line(words_of(body, invite.question or "", language), 200),
                "until": localized((invite.bound_at or invite.created_at) + KEPT, desk.settings.timezone),
                "said": [str(one.body["text"]) for one in mine if one.body],
            }
        )
    return found


async def _interview(
    desk: Desk, facts: Facts, interview: Interview, assessment: Assessment, language: str
) -> dict[str, Any]:
    script = await desk.script(interview.script_hash)
    stops = plan_of(script).stops
    answers = [answer for answer in facts.current(interview.id) if answer.question in stops]
    return {
        "organisation": assessment.name,
        "pillar": desk.pillar_name(script, interview.pillar, language),
        "state": desk.texts.say(f"mydata.state.{interview.state}", language),
        "erased": interview.erased_at is not None,
        "until": localized(interview.created_at + LONGEST_RETENTION, desk.settings.timezone),
        "contact": assessment.privacy.get("contact") or "",
        "files": [
            {"name": file.name, "size": file.size, "state": file.state}
            for file in facts.files
            if file.interview == interview.id and file.state != "erased"
        ],
        "answers": [
            {
                "topic": topic_of(stops[answer.question].question, language),
                "words": in_words(stops[answer.question].question, revision_of(answer), language, desk.texts),
                "evidence": [piece.get("text") or piece.get("file") for piece in answer.evidence],
                "best": answer.best,
                "weakest": answer.weakest,
            }
            for answer in answers
        ],
    }


def _initiative(one: Initiative) -> dict[str, Any]:
    """What is made of what was told; the telling itself is among the answers."""
    return {"name": name_of(one), "state": one.state, "reason": one.body.get(REASON) or ""}


def _reference(one: Reference) -> dict[str, Any]:
    return {
        "name": one.name or "",
        "sector": one.sector,
        "year": one.year,
        "shares": one.sharing.get("share"),
    }


def _contact(one: Contact, assessments: Mapping[str, Assessment]) -> dict[str, Any]:
    """Of others no more than how many they are."""
    said = [entry["said"] for entry in one.agreed.values()]
    known = assessments.get(one.assessment or "")
    return {
        "organisation": known.name if known is not None else "",
        "link": one.link or "",
        "waiting": sum(one in WAITS for one in said),
        "met": said.count(MET),
    }


def _written(folder: Path, data: dict[str, Any]) -> Path:
    """On disk before anything names it, for its owner's eyes only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / FILE
    with os.fdopen(
        os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return path.resolve()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
