"""A quiet message on working days, only if something changed: who finished, who is stuck, whom to ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.authority import who_runs
from bot.cards import plain
from bot.consultant.standing import BUSY, Line, lines
from bot.desk import Desk
from bot.interview.progress import DONT_KNOW
from bot.reminders.durations import read_durations
from bot.reminding.watching import calendar_of
from bot.tokens import new_id
from storage.port import Change, JobPending
from storage.records import Assessment, Interview, Job, Outgoing, Person, Record

DIGEST = "digest"
#: What an owner says of who would know better, before the interview or in it.
PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class News:
    """What changed in one round since the last digest. `asks`: (pillar, function that would know)."""

    assessment: Assessment
    finished: list[Line] = field(default_factory=list)
    stuck: list[Line] = field(default_factory=list)
    stopped: list[Line] = field(default_factory=list)
    asks: list[tuple[str, str]] = field(default_factory=list)
    busy: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something to tell."""
        return bool(self.finished or self.stuck or self.stopped or self.asks)


async def ensure_digest(desk: Desk) -> None:
    """The next digest is planned, if it was not."""
    if await desk.storage.pending_job(desk.tenant, DIGEST) is None:
        await desk.storage.save(Change(writes=(_next(desk),)))


async def digest(desk: Desk, job: Job) -> None:
    """Tell everybody who runs rounds what changed since the last time; once, whatever happens meanwhile."""
    now, since = desk.now(), datetime.fromisoformat(job.payload["since"])
    news = [await news_of(desk, one, since) for one in await _open_rounds(desk)]
    rows: list[Record] = [_next(desk)]
    for person, mine in (await _readers(desk, [one for one in news if one.any])).values():
        if person.stopped_at is None:
            rows.append(_message(desk, person, mine, now))
    await desk.storage.save(Change(guards=(JobPending(job.id, DIGEST),), writes=tuple(rows)))


def _next(desk: Desk) -> Job:
    """At the opening of the next working day; it looks back to now."""
    calendar, now = calendar_of(desk.settings), desk.now()
    due = calendar.next_open(calendar.closing(now)) or now
    return Job(desk.tenant, new_id(), DIGEST, DIGEST, {"since": now.isoformat()}, due)


async def _open_rounds(desk: Desk) -> list[Assessment]:
    known = await desk.storage.assessments(desk.tenant)
    return [one for one in known if one.state == "open" and not one.demo]


async def _readers(desk: Desk, news: Sequence[News]) -> dict[str, tuple[Person, list[News]]]:
    """Everybody who runs one of these rounds, with what changed in theirs."""
    readers: dict[str, tuple[Person, list[News]]] = {}
    for one in news:
        for person in await who_runs(desk, one.assessment):
            readers.setdefault(person.id, (person, []))[1].append(one)
    return readers


def _message(desk: Desk, to: Person, news: Sequence[News], now: datetime) -> Outgoing:
    language = desk.language_of(to)
    html = str(desk.texts.say("digest", language, news=news))
    buttons = [
        [
            (
                plain(str(desk.texts.say("button.digest_status", language, name=one.assessment.name))),
                f"status:{one.assessment.id}",
            )
        ]
        for one in news
    ]
    day = calendar_of(desk.settings).local_day(now).isoformat()
    return desk.reply(to, html, f"digest:{day}:{to.id}", buttons, kind="notice", about=news[0].assessment.id)


# --- what changed


async def news_of(desk: Desk, assessment: Assessment, since: datetime) -> News:
    """What changed in a round; of answers nothing is told before they are handed in."""
    found = await lines(desk, assessment)
    interviews = {one.id: one for one in await desk.in_round(assessment)}
    news = News(assessment, busy=sum(line.state in BUSY for line in found))
    patience = min(read_durations(desk.settings.remind_after))
    for line in found:
        interview = interviews.get(line.interview or "")
        if interview is None:
            continue
        if line.state == "submitted" and _between(interview.submitted_at, since, desk.now()):
            news.finished.append(line)
        elif line.state in ("stopped", "declined") and interview.last_activity > since:
            news.stopped.append(line)
        elif line.state in BUSY and _between(interview.last_activity + patience, since, desk.now()):
            news.stuck.append(line)
    news.asks.extend(await _to_ask(desk, assessment, interviews.values(), since))
    return news


def _between(moment: datetime | None, since: datetime, now: datetime) -> bool:
    return moment is not None and since < moment <= now


async def _to_ask(
    desk: Desk, assessment: Assessment, interviews: Collection[Interview], since: datetime
) -> list[tuple[str, str]]:
    """Functions that would know: named by who handed in, or by who said that somebody else knows better."""
    model = await desk.model(assessment.model_hash)
    names = {pillar.id: pillar.name for pillar in model.dimensions}
    handed_in = {one.id: one for one in interviews if _between(one.submitted_at, since, desk.now())}
    answers = await desk.answers_in_round(assessment)
    said = [
        (handed_in[answer.interview].pillar, answer.text)
        for answer in answers
        if answer.interview in handed_in and answer.value == DONT_KNOW and answer.text
    ]
    notes = await desk.storage.notes(desk.tenant, assessment.id, PROPOSAL)
    said += [(note.pillar or "", note.text) for note in notes if note.at > since and note.text]
    language = assessment.language
    return list(dict.fromkeys((names[p].get(language, p) if p in names else p, text) for p, text in said))
