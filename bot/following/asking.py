"""A look back as rows: who is asked about which actions, one message at a time, in work hours, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.authority import who_runs
from bot.awaiting import awaits
from bot.cards import plain
from bot.desk import Desk
from bot.following.partaking import decided, partakes, who_tells
from bot.following.timing import LOOK_BACK, look_back_job
from bot.reminding.wanted import FOLLOWING
from bot.reminding.watching import calendar_of
from bot.reports.amended import amendments_of, next_number
from bot.reports.words import one_line
from bot.tokens import new_id
from storage.port import Change, JobPending
from storage.records import Amendment, Assessment, Job, Outgoing, Person, Record

#: The job of one person in one look back, the verb of its buttons, and what words are awaited as.
FOLLOW = "follow"
ANSWERS = ("yes", "partly", "no")
#: So long an answer is waited for; then nothing more is asked.
PATIENCE = timedelta(days=60)
LONGEST = 300
#: What is done needs no second look.
DONE = "yes"


async def look_back(desk: Desk, job: Job) -> None:
    """Everybody who is to be asked gets a job of their own; the next look back is planned with it."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    over = replace(job, state="done")
    writes: list[Record] = [over]
    if assessment is not None and assessment.state != "erased":
        following = look_back_job(desk, assessment, dt.date.fromisoformat(job.payload["on"]))
        writes = [following] if following is not None else [over]
        for person, actions in (await _askees(desk, assessment)).values():
            payload = {"assessment": assessment.id, "person": person.id, "months": job.payload["months"]}
            key = follow_key(assessment.id, person.id)
            writes.append(
                Job(desk.tenant, new_id(), FOLLOW, key, {**payload, "actions": actions}, desk.now())
            )
    await desk.storage.save(Change(guards=(JobPending(job.id, LOOK_BACK),), writes=tuple(writes)))


def follow_key(assessment: str, person: str) -> str:
    """One message at a time for each person and round."""
    return f"{FOLLOW}:{assessment}:{person}"


async def _askees(desk: Desk, assessment: Assessment) -> dict[str, tuple[Person, list[str]]]:
    """Who is asked about which actions: who accepted an invite for one, else who runs the round."""
    amendments = await desk.storage.amendments(desk.tenant, assessment.id)
    wanted = [id_ for id_ in await _actions(desk, assessment) if not _is_done(amendments, id_)]
    tells = await who_tells(desk, assessment)
    runs = [one for one in await who_runs(desk, assessment) if one.stopped_at is None]
    found: dict[str, tuple[Person, list[str]]] = {}
    for action in wanted:
        person = tells.get(action) or next(iter(runs), None)
        if person is not None:
            found.setdefault(person.id, (person, []))[1].append(action)
    return found


async def _actions(desk: Desk, assessment: Assessment) -> dict[str, Any]:
    """What the board decided about, by the id of the action: its words by language."""
    amendments = await desk.storage.amendments(desk.tenant, assessment.id)
    body = decided(amendments)
    dropped = amendments_of(amendments).dropped
    return {one["id"]: one["text"] for one in body.get("actions", ()) if one["id"] not in dropped}


def _is_done(amendments: Sequence[Amendment], action: str) -> bool:
    mine = [one for one in amendments if (one.kind, one.subject) == ("progress", action) and one.body]
    return bool(mine) and max(mine, key=lambda one: one.number).body.get("state") == DONE


# --- one person


async def follow(desk: Desk, job: Job) -> None:
    """The first question, at an hour that suits; or nobody answered it for long enough."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    writes: list[Record] = [replace(job, state="done", payload={})]
    if person is not None and assessment is not None and "asked" not in job.payload:
        opens = calendar_of(desk.settings, person, assessment).next_open(desk.now())
        if person.stopped_at is None and opens is not None and opens > desk.now():
            writes = [replace(job, due_at=opens)]
        elif await may_be_asked(desk, assessment, person):
            writes = await next_question(desk, job, assessment, person)
    await desk.storage.save(Change(guards=(JobPending(job.id, FOLLOW),), writes=tuple(writes)))


async def may_be_asked(desk: Desk, assessment: Assessment, person: Person) -> bool:
    """Nobody who stopped, who has no part in the round any more, or whose round is gone."""
    if person.stopped_at is not None or assessment.state == "erased":
        return False
    if any(one.id == person.id for one in await who_runs(desk, assessment)):
        return True
    return bool(await partakes(desk, person, assessment.id))


async def next_question(
    desk: Desk, job: Job, assessment: Assessment, person: Person, note: str = ""
) -> list[Record]:
    """The job and the message of the first action that is left; with nothing left the job is over."""
    known = await _actions(desk, assessment)
    left = [action for action in job.payload["actions"] if action in known]
    if not left:
        return [replace(job, state="done", payload={})]
    asked = {**job.payload, "actions": left, "asked": left[0]}
    going_on = replace(job, payload=asked, due_at=desk.now() + PATIENCE, attempt=0, error=None)
    waits = awaits(desk, person, FOLLOW, assessment=assessment.id, action=left[0])
    return [going_on, waits, question(desk, going_on, assessment, person, known[left[0]], note)]


def question(
    desk: Desk, job: Job, assessment: Assessment, person: Person, text: dict[str, str], note: str
) -> Outgoing:
    """One action, with three answers; words are welcome too."""
    language, asked = desk.language_of(person), str(job.payload["asked"])
    html = desk.texts.say(
        "follow.question",
        language,
        note=note,
        organisation=assessment.name,
        months=job.payload["months"],
        text=one_line((text.get(language) or next(iter(text.values()), "")).replace("**", ""), 300),
        left=len(job.payload["actions"]),
    )
    number, first = len(job.payload["actions"]), not note
    labels = {answer: plain(str(desk.texts.say(f"button.follow_{answer}", language))) for answer in ANSWERS}
    buttons = [(label, f"{FOLLOW}:{job.id}:{number}:{answer}") for answer, label in labels.items()]
    # The first comes by itself, so it waits for work hours and leaves once; the rest answers a press.
    start, kind = (FOLLOWING, "notice") if first else ("followed:", "reply")
    key = f"{start}{assessment.id}:{job.payload['months']}:{person.id}:{asked}"
    return desk.reply(person, str(html), key, [buttons], kind=kind, about=assessment.id)


def progress(
    desk: Desk,
    found: Sequence[Amendment],
    assessment: Assessment,
    action: str,
    answer: str,
    words: str,
    by: str,
) -> Amendment:
    """What was said of an action, in the language of the round."""
    text = desk.texts.say(
        f"follow.said.{answer}", assessment.language, day=desk.now().date(), words=one_line(words, LONGEST)
    )
    body = {"text": plain(str(text)), "state": answer}
    number = next_number(found, "progress", action)
    return Amendment(desk.tenant, assessment.id, "progress", action, number, body, by, desk.now())
