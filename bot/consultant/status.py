"""Where an assessment stands, as a text for who runs it, as a picture, and as counts for the client."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bot.authority import may, role_in_assessment
from bot.cards import plain
from bot.consultant.asking import Ask, Press
from bot.consultant.standing import Line, counted, lines
from bot.desk import Desk, Plan
from bot.following.news import news_of
from bot.reporting import drawn
from bot.reports.standing import Person, Pillar, standing_picture
from bot.texts.filters import localized
from bot.tokens import new_id
from scoring import Model
from storage.records import Assessment, Job, Record

STATUS_PICTURE = "status_picture"
#: So many people can be chosen by a button below the status.
PAGE = 12


async def show_status(ask: Ask, assessment: Assessment, more: str = "") -> Plan:
    """The status, or (`picture`) the same drawn, or (`client`) counts alone."""
    if more == "picture":
        return _order_picture(ask, assessment)
    if more == "client":
        return Plan([ask.reply(await client_text(ask.desk, assessment, assessment.language))])
    found = await lines(ask.desk, assessment)
    html = await status_text(ask.desk, assessment, ask.language, found)
    return Plan([ask.reply(html, _buttons(ask, assessment, found, more))])


def _buttons(ask: Ask, assessment: Assessment, found: Sequence[Line], more: str) -> list[list[Press]]:
    id_ = assessment.id
    first = int(more) if more.isdecimal() and len(more) < 5 else 0
    buttons = [
        [
            (ask.label("menu_status_again"), f"status:{id_}"),
            (ask.label("status_picture"), f"status:{id_}:picture"),
            (ask.label("status_client"), f"status:{id_}:client"),
        ],
        [
            (ask.label("menu_report"), f"report:{id_}"),
            (ask.label("menu_invites"), f"invites:{id_}"),
        ],
    ]
    shown = found[first : first + PAGE]
    people = [
        (ask.label("status_one", name=_called(ask, line)), f"who:{id_}:{line.invite}") for line in shown
    ]
    buttons += [people[n : n + 2] for n in range(0, len(people), 2)]
    if len(found) > first + PAGE:
        buttons.append([(ask.label("more_people"), f"status:{id_}:{first + PAGE}")])
    return buttons


def _called(ask: Ask, line: Line) -> str:
    return f"{line.pillar} · {line.name or line.function or ask.text('name.nobody_yet')}"


async def status_text(desk: Desk, assessment: Assessment, language: str, found: Sequence[Line]) -> str:
    """The status as a message, with names; for who runs the assessment only."""
    model = await desk.model(assessment.model_hash)
    deadline = localized(assessment.deadline, desk.settings.timezone) if assessment.deadline else None
    return str(
        desk.texts.say(
            "consultant.status",
            language,
            organisation=assessment.name,
            demo=assessment.demo,
            state=assessment.state,
            phase=assessment.phase,
            pillars=by_pillar(model, found, language),
            submitted=counted(found)["submitted"],
            invited=sum(line.state != "ended" for line in found),
            deadline=deadline,
            plan=news_of(await desk.storage.amendments(desk.tenant, assessment.id)),
        )
    )


async def client_text(desk: Desk, assessment: Assessment, language: str) -> str:
    """Counts alone, ready to forward: with one owner for each pillar a count by pillar would be a name."""
    found = await lines(desk, assessment)
    count = counted(found)
    return str(
        desk.texts.say(
            "consultant.client_status",
            language,
            organisation=assessment.name,
            invited=sum(line.takes_part for line in found),
            begun=sum(line.interview is not None and line.takes_part for line in found),
            submitted=count["submitted"],
            today=localized(desk.now(), desk.settings.timezone),
            deadline=localized(assessment.deadline, desk.settings.timezone) if assessment.deadline else None,
        )
    )


def by_pillar(model: Model, found: Sequence[Line], language: str) -> list[tuple[str, list[Line]]]:
    """(name of the pillar, who was invited for it), in the model's order."""
    return [
        (pillar.name.get(language, pillar.id), [line for line in found if line.pillar == pillar.id])
        for pillar in model.dimensions
    ]


# --- the picture


def _order_picture(ask: Ask, assessment: Assessment) -> Plan:
    """Drawn by a job: one at a time for each assessment and chat."""
    now = ask.desk.now()
    key = f"{STATUS_PICTURE}:{assessment.id}:{ask.person.id}"
    payload = {"assessment": assessment.id, "person": ask.person.id, "language": ask.language}
    job = Job(ask.desk.tenant, new_id(), STATUS_PICTURE, key, payload, now)
    return Plan([job], toast=ask.refuse("toast.drawing").toast)


async def make_status_picture(desk: Desk, job: Job) -> list[Record]:
    """The status as a picture, for the consultant who asked."""
    assessment = await desk.storage.assessment(desk.tenant, job.payload["assessment"])
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if assessment is None or person is None:
        return []
    if not may(await role_in_assessment(desk, person, assessment), "status"):
        return []
    picture = await _drawn(desk, assessment, job)
    key = f"{STATUS_PICTURE}:{job.id}:{person.id}"
    return [
        desk.reply(person, "", key, kind="chart", file_ref=str(picture), method="photo", about=assessment.id)
    ]


async def _drawn(desk: Desk, assessment: Assessment, job: Job) -> Path:
    language = job.payload["language"]
    model = await desk.model(assessment.model_hash)
    found = await lines(desk, assessment)
    pillars = [
        Pillar(name, [_in_picture(desk, line, language) for line in people])
        for name, people in by_pillar(model, found, language)
    ]
    title = desk.texts.say(
        "status.picture.title",
        language,
        submitted=counted(found)["submitted"],
        invited=sum(line.takes_part for line in found),
    )
    now = localized(desk.now(), desk.settings.timezone)
    return await drawn(
        desk,
        f"{job.id}.png",
        partial(standing_picture, assessment, plain(str(title)), pillars, now, language, texts=desk.texts),
    )


#: What the picture shows of a state: done, busy, waiting or trouble.
KINDS = {
    "submitted": "done",
    **dict.fromkeys(("active", "paused", "ready"), "busy"),
    **dict.fromkeys(("invited", "opened"), "waiting"),
}


def _in_picture(desk: Desk, line: Line, language: str) -> Person:
    state = desk.texts.say(f"status.state.{line.state}", language, line=line)
    nobody = desk.texts.say("name.nobody_yet", language)
    share = 1.0 if line.state == "submitted" else line.done / line.total if line.total else 0.0
    return Person(
        line.name or line.function or plain(str(nobody)),
        plain(str(state)),
        KINDS.get(line.state, "trouble"),
        share,
    )
