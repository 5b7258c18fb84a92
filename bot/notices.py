"""What others should know of an interview or of who answers it: who runs it is told, pictures are ordered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.authority import who_runs
from bot.cards import plain
from bot.desk import Desk
from bot.holding import OWN_PICTURE
from bot.initiatives import handed_in
from bot.interview.progress import DONT_KNOW
from bot.invites import TELLING
from bot.network import wanting
from bot.phases import FACT_CHECK, PILLAR_TEXTS
from bot.references.candidates import wished
from bot.references.learned import learned
from bot.tokens import new_id
from bot.walking import Outcome, Scenery
from storage.port import Change, PersonIs
from storage.records import Assessment, Interview, Job, Outgoing, Person, Record

#: Told to the consultants; more than this would be a stream of messages.
TOLD = frozenset({"joined", "declined", "submitted", "stopped", "replied", "not_replied"})
#: Interviews that somebody who cannot be reached is missed in.
MISSED = frozenset({"active", "paused", "submitted"})


async def notices(scenery: Scenery, outcome: Outcome, now: datetime) -> list[Record]:
    """Messages to who runs the assessment; after submitting, the job that makes the owner's own picture."""
    writes: list[Record] = []
    for number, name in enumerate(outcome.happened):
        if name in TOLD and not _is_own_idea(scenery, name):
            moment = f"{scenery.walk.interview.rev}.{number}"
            people = await who_runs(scenery.desk, scenery.walk.assessment)
            invited = await _invited_as(scenery) if name == "joined" else ""
            facts = {"invited": invited, **_replied(scenery, outcome)}
            writes += [_notice(scenery, person, name, moment, facts) for person in people]
        if name == "submitted" and not scenery.progress.only and not _is_beside(scenery):
            writes.append(_picture(scenery, now))
            writes += _pillar_text(scenery, now)
    if outcome.progress.state == "submitted" and _anything_new(outcome):
        writes += await _kept(scenery, outcome, now)
    if "submitted" in outcome.happened and scenery.walk.interview.pillar in TELLING:
        writes.append(_way_back(scenery))
    return writes


async def _kept(scenery: Scenery, outcome: Outcome, now: datetime) -> list[Record]:
    """What is made of answers: of those in the round, an organisation to ask; of others, what was told."""
    if not _is_beside(scenery):
        return await wished(scenery.desk, scenery.walk, scenery.script, outcome.progress, now)
    if scenery.walk.interview.pillar in TELLING:
        made = await learned(scenery.desk, scenery.walk, scenery.script, outcome.progress, now)
        return [*made, *await wanting.told(scenery, outcome, made, now)]
    return await handed_in(scenery, outcome.progress, now)


def _way_back(scenery: Scenery) -> Record:
    """How all that was told can be taken back, at any time."""
    interview, desk = scenery.walk.interview, scenery.desk
    html = desk.texts.say("withdraw.offer", interview.language)
    press = plain(desk.texts.say("button.withdraw", interview.language)), f"withdraw:{interview.id}"
    key = f"withdraw:{interview.id}:{interview.rev}"
    return desk.reply(scenery.walk.person, str(html), key, [[press]], about=interview.id)


def _is_beside(scenery: Scenery) -> bool:
    return scenery.desk.is_beside(scenery.walk.interview.pillar)


def _is_own_idea(scenery: Scenery, name: str) -> bool:
    """Whether somebody began something beside the round that nobody invited them for, or left it."""
    own = scenery.walk.interview.invite is None and _is_beside(scenery)
    return own and name in ("joined", "declined")


def _anything_new(outcome: Outcome) -> bool:
    """Whether it was handed in just now, or changed after that."""
    return "submitted" in outcome.happened or bool(outcome.revisions)


def _pillar_text(scenery: Scenery, now: datetime) -> list[Record]:
    """Who hands in during the fact check reads the text about the own pillar as well."""
    interview, assessment = scenery.walk.interview, scenery.walk.assessment
    if assessment.phase != FACT_CHECK or interview.role != "owner":
        return []
    payload = {"assessment": assessment.id, "interview": interview.id}
    key = f"{PILLAR_TEXTS}:{assessment.id}:{interview.id}"
    return [Job(interview.tenant, new_id(), PILLAR_TEXTS, key, payload, now)]


async def _invited_as(scenery: Scenery) -> str:
    """The name that the consultant gave with the invite."""
    desk, id_ = scenery.desk, scenery.walk.interview.invite
    invite = await desk.storage.invite(desk.tenant, id_) if id_ else None
    return (invite.name if invite else None) or ""


def _replied(scenery: Scenery, outcome: Outcome) -> dict[str, str]:
    """What was asked by a consultant and what came of it, if that happened just now."""
    texts = {query.id: query.text for query in scenery.progress.queries}
    replies = [reply for done in outcome.steps for reply in done.replies]
    return {"query": texts[replies[0].query], "reply": replies[0].text or ""} if replies else {}


def _notice(scenery: Scenery, to: Person, name: str, moment: str, facts: dict[str, str]) -> Record:
    walk, desk = scenery.walk, scenery.desk
    language = desk.language_of(to)
    html = desk.texts.say(
        _said(scenery, name),
        language,
        name=walk.person.name or walk.person.address,
        organisation=walk.assessment.name,
        pillar=desk.pillar_name(scenery.script, walk.interview.pillar, language),
        **facts,
    )
    key = f"notice:{walk.interview.id}:{moment}:{to.id}"
    buttons = [[press] for press in _presses(scenery, name, language)]
    return desk.reply(to, str(html), key, buttons, kind="notice", about=walk.interview.id)


def _said(scenery: Scenery, name: str) -> str:
    """The text that tells of it."""
    if name != "submitted" or not _is_beside(scenery):
        return f"notice.{name}"
    return "notice.learned" if scenery.walk.interview.pillar in TELLING else "notice.told"


def _presses(scenery: Scenery, name: str, language: str) -> Iterator[tuple[str, str]]:
    """What a consultant may want to do about it."""
    texts, assessment = scenery.desk.texts, scenery.walk.assessment.id
    if name == "joined":
        yield _undo(scenery, language)
    elif name == "submitted" and _said(scenery, name) == "notice.told":
        yield plain(texts.say("button.menu_initiatives", language)), f"initiatives:{assessment}"
    elif name == "submitted" and not _is_beside(scenery) and _names_others(scenery):
        yield plain(texts.say("button.menu_proposals", language)), f"proposals:{assessment}"


def _names_others(scenery: Scenery) -> bool:
    """Whether some answer says who would know."""
    answers = scenery.progress.answers.values()
    return any(answer.special == DONT_KNOW and answer.text for answer in answers)


def _undo(scenery: Scenery, language: str) -> tuple[str, str]:
    """Who took part may be the wrong one."""
    walk = scenery.walk
    label = scenery.desk.texts.say("button.wrong_person", language)
    return plain(label), f"undo:{walk.assessment.id}:{walk.interview.id}"


def _picture(scenery: Scenery, now: datetime) -> Record:
    interview = scenery.walk.interview
    key = f"{OWN_PICTURE}:{interview.id}"
    return Job(
        interview.tenant, new_id(), OWN_PICTURE, key, {"interview": interview.id, "rev": interview.rev}, now
    )


async def out_of_reach(desk: Desk, person: Person, now: datetime) -> list[Record]:
    """Somebody cannot be written to from now on, and who runs the assessment is told: once for each time
    that it happens. Nothing where that is known already.
    """
    if person.unreachable_since is not None:
        return []
    told: list[Record] = [replace(person, unreachable_since=now)]
    async for interview, assessment in _missed_in(desk, person):
        people = [one for one in await who_runs(desk, assessment) if one.id != person.id]
        script = await desk.script(interview.script_hash)
        for to in people:
            html = desk.texts.say(
                "notice.out_of_reach",
                desk.language_of(to),
                name=person.name or person.address,
                organisation=assessment.name,
                pillar=desk.pillar_name(script, interview.pillar, desk.language_of(to)),
                submitted=interview.state == "submitted",
            )
            key = f"notice:{interview.id}:out_of_reach:{now:%Y%m%dT%H%M%S%f}:{to.id}"
            told.append(desk.reply(to, str(html), key, kind="notice", about=interview.id))
    return told


async def _missed_in(desk: Desk, person: Person) -> AsyncIterator[tuple[Interview, Assessment]]:
    for interview in await desk.storage.interviews_of(desk.tenant, person.id):
        if interview.state in MISSED and interview.erased_at is None:
            assessment = await desk.storage.assessment(desk.tenant, interview.assessment)
            if assessment is not None and assessment.state == "open":
                yield interview, assessment


async def not_delivered(desk: Desk, bot_id: str, chat_id: str) -> Change | None:
    """What is saved with the news that a chat cannot be written to."""
    channel = next((name for name, bot in desk.bots.items() if bot == bot_id), bot_id)
    person = await desk.storage.person_at(desk.tenant, channel, chat_id)
    told = await out_of_reach(desk, person, desk.now()) if person is not None else []
    return Change(guards=(PersonIs(person),), writes=tuple(told)) if person is not None and told else None


# --- files of which nobody knows whether they arrived


def unsure(desk: Desk, row: Outgoing) -> Outgoing | None:
    """The question whether a file arrived that is not sent again by itself, because twice would be worse;
    in the language of the file, and with a button where it can be asked for anew.
    """
    if row.file_ref is None:
        return None
    language = str(row.payload.get("language") or desk.settings.language)
    name = Path(row.file_ref).name if row.method == "document" else ""
    again = row.payload.get("again")
    html = str(desk.texts.say("unsure", language, name=name, again=bool(again)))
    payload = {"html": html, "buttons": [[list(again)]] if again else []}
    return Outgoing(
        row.tenant,
        new_id(),
        row.bot_id,
        row.chat_id,
        "reply",
        0,
        "repeat",
        "message",
        payload,
        f"unsure:{row.id}",
        desk.now(),
        about=row.about,
    )
