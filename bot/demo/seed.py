"""Puts the demo into an empty database: four owners have answered, one is nearly through, and somebody of
another organisation is at the first question. Uses the real engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.consultant.assessments import make_assessment
from bot.desk import Desk
from bot.interview.engine import current
from bot.interview.events import Chose, Event, Pressed, Said
from bot.interview.progress import Progress
from bot.interview.prompts import TYPED, Prompt
from bot.invites import REFERENCE, interview_of, make_invite, script_beside, usable_invite
from bot.references.sets import demo_records
from bot.texts import LANGUAGES
from bot.tokens import id_from, new_id
from bot.walking import Outcome, Scenery, card_of, load, walk_on, writes_of
from storage.port import Change
from storage.records import Assessment, Initiative, Interview, Person, Record

DATA = Path(__file__).parent / "gemeente_voorbeeld.yaml"
CHANNEL = "web"
#: More steps than any interview has.
STEPS = 300


async def seed(desk: Desk) -> None:
    """The demo, unless this database has it already."""
    if await desk.storage.assessments(desk.tenant):
        return
    data = YAML(typ="safe").load(DATA.read_text(encoding="utf-8"))
    consultant = _person(desk, "consultant", data["consultant"])
    assessment, records = make_assessment(desk, data["organisation"], consultant, demo=True)
    beside = demo_records(desk, consultant)
    running = [_initiative(desk, assessment, consultant, one) for one in data["initiatives"]]
    await desk.storage.save(Change(writes=(consultant, *records, *beside, *running)))
    await tell(desk, assessment, _person(desk, REFERENCE, data["reference"]["name"]), data["reference"])
    for number, owner in enumerate(data["owners"]):
        waiting = owner.get("waits", False)
        person = _person(desk, "owner" if waiting else f"demo-{number}", owner["name"])
        await tell(desk, assessment, person, owner)


def _initiative(desk: Desk, assessment: Assessment, consultant: Person, one: Mapping[str, Any]) -> Initiative:
    """What runs already, in the words of the demo's language."""
    words = {language: one[language] for language in LANGUAGES}
    body = {name: value for name, value in one.items() if name not in words}
    return Initiative(
        desk.tenant,
        new_id(),
        assessment.id,
        None,
        "list",
        body | words[desk.settings.language],
        "confirmed",
        consultant.id,
        desk.now(),
        None,
    )


def _person(desk: Desk, address: str, name: str) -> Person:
    return Person(desk.tenant, new_id(), CHANNEL, address, name, None, desk.now())


async def tell(desk: Desk, assessment: Assessment, person: Person, owner: Mapping[str, Any]) -> Interview:
    """One made-up interview, walked as far as the data goes, in one save; gives it as it was opened."""
    token, invite = make_invite(
        desk,
        assessment,
        owner["pillar"],
        owner.get("role", "owner"),
        owner["name"],
        function=owner.get("function"),
        department=owner.get("department"),
    )
    await desk.storage.save(Change(writes=(person, invite)))
    usable = await usable_invite(desk, person, token)
    assert usable is not None
    opened = await interview_of(desk, person, usable)
    now = desk.now()
    # The same people make the same documents, every time.
    id_ = id_from("interview", invite.pillar or "", person.id, assessment.name)
    interview = replace(opened.interview, id=id_, progress={"descending": False})
    bound = replace(invite, state="bound", bound_to=person.id, bound_at=now, opened_at=now)
    script = script_beside(desk, assessment, interview.pillar)
    await desk.storage.save(Change(writes=(*script, interview, bound)))
    scenery = await load(desk, interview.id)
    assert scenery is not None
    outcome = _walk(scenery, owner["answers"][desk.settings.language], owner["levels"])
    writes: list[Record] = writes_of(scenery, outcome, now)
    if owner.get("waits"):
        quiet = Outcome(outcome.progress)
        writes += card_of(scenery, quiet, new_id, now, tapped=True, fresh=True)
    await desk.storage.save(Change(writes=tuple(writes)))
    return interview


def _walk(scenery: Scenery, texts: Mapping[str, Any], levels: Mapping[str, Any]) -> Outcome:
    outcome = Outcome(scenery.progress)
    for _ in range(STEPS):
        prompt = current(scenery.script, outcome.progress)
        event = _event(prompt, outcome.progress, texts, levels)
        if event is None:
            break
        done = walk_on(replace(scenery, progress=outcome.progress), [event], scenery.desk.now())
        outcome.steps += done.steps
        outcome.progress = done.progress
    return outcome


def _event(
    prompt: Prompt, progress: Progress, texts: Mapping[str, Any], levels: Mapping[str, Any]
) -> Event | None:
    """What the made-up owner does at this card; None: this is as far as it goes."""
    moves = {"consent": "consent", "department": "begin", "begin": "begin", "review": "submit"}
    if prompt.kind in moves:
        return Pressed(moves[prompt.kind], progress.interview)
    ask = progress.open or ""
    if prompt.kind in TYPED:
        said = texts.get(f"{prompt.about}.{prompt.kind}")
        return Said(said) if said else Pressed("skip", ask)
    if prompt.kind not in ("question", "majority"):
        return None
    if prompt.question is not None and prompt.question.type == "level":
        given = levels.get(prompt.about)
        value = given.get(prompt.kind) if isinstance(given, dict) else given
        return None if value is None else Chose(ask, str(value))
    return _open_question(prompt, ask, texts)


def _open_question(prompt: Prompt, ask: str, texts: Mapping[str, Any]) -> Event | None:
    given = texts.get(prompt.about, "-")
    if given is None:
        return None
    if prompt.question is not None and prompt.question.tapped:
        return Chose(ask, given if given != "-" else prompt.question.options[0].id)
    return Pressed("skip", ask) if given == "-" else Said(given)
