"""Assessments: made, found, and ready to invite or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk import Desk
from bot.tokens import new_id
from storage.records import Assessment, Person, Record

SCRIPT = "maturity"
#: What people have a right to read before they take part.
MUST_BE_KNOWN = ("controller", "contact", "basis", "retention_days")
#: Answers can be given and changed until then, unless the consultant says otherwise.
OPEN_FOR = timedelta(days=28)


def make_assessment(
    desk: Desk, name: str, owner: Person, *, demo: bool = False
) -> tuple[Assessment, list[Record]]:
    """(the assessment, all that is saved with it). What the settings say about privacy is filled in."""
    version = desk.library.script(SCRIPT)
    model = desk.library.model
    settings = desk.settings
    now = desk.now()
    assessment = Assessment(
        tenant=desk.tenant,
        id=new_id(),
        name=name,
        owner=owner.id,
        folder=desk.library.folder.name,
        script_hash=version.hash,
        model_hash=model.hash,
        language=settings.language,
        state="open",
        demo=demo,
        created_at=now,
        deadline=now + OPEN_FOR,
        privacy={
            "controller": name,
            "contact": settings.privacy_contact,
            "basis": settings.basis,
            "telegram": settings.telegram_for_owners,
            "retention_days": settings.retention_days,
        },
    )
    return assessment, [desk.stored(version, SCRIPT), desk.stored_model(), assessment]


def open_fields(assessment: Assessment) -> list[str]:
    """What must be known about privacy before anybody is invited; the demo's people are made up."""
    if assessment.demo:
        return []
    privacy: Mapping[str, Any] = assessment.privacy
    # Purpose and recipients have a text of their own when they are left open.
    fields = [field for field in MUST_BE_KNOWN if not str(privacy.get(field) or "").strip()]
    return fields if privacy.get("telegram") == "yes" else [*fields, "telegram"]


def with_privacy(assessment: Assessment, **fields: object) -> Assessment:
    """The same assessment with these privacy fields filled in."""
    return replace(assessment, privacy={**assessment.privacy, **fields})


async def find_assessment(desk: Desk, wanted: str) -> list[Assessment]:
    """The assessments that an id or a name stands for; several if the name is not unique."""
    by_id = await desk.storage.assessment(desk.tenant, wanted)
    if by_id is not None:
        return [by_id]
    return [known for known in await desk.storage.assessments(desk.tenant) if known.name == wanted]
