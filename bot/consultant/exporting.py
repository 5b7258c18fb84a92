"""Everything that is kept, for other programs."""

from __future__ import annotations

from typing import Any

from bot.consultant.inviting import the_assessment
from bot.desk import Desk
from bot.gathering import sleeping
from bot.privacy.audit import OPERATOR, noted
from storage.port import Change


async def export_of(desk: Desk, wanted: str | None) -> dict[str, Any]:
    """The export object, of one assessment or (None) of all; that it was made is in the audit trail first."""
    one = await the_assessment(desk, wanted) if wanted is not None else None
    exported = [one] if one is not None else await desk.storage.assessments(desk.tenant)
    if exported:
        lines = tuple(noted(desk, OPERATOR, "export", assessment.id) for assessment in exported)
        await desk.storage.save(Change(writes=lines))
    return await desk.storage.export(
        desk.tenant, one.id if one is not None else None, at=desk.now(), dormant=sleeping
    )
