"""What may be told of a reference, and to whom: the choice of who was spoken to there."""

from __future__ import annotations

from bot.desk import Desk
from storage.records import Practice, Reference

#: Fewer of a kind than this, and whoever knows the field knows which one it is.
ALIKE = 5


def counts(one: Reference) -> bool:
    """Whether something was learned there: from people of its own, or from public sources."""
    return one.kind == "outside" or one.stage in ("spoken", "thanked")


async def may_be_told(desk: Desk, one: Reference) -> bool:
    """A named one always; one without a name only among enough of its sector and size."""
    if one.withdrawn_at is not None or one.sharing.get("name") == "nothing":
        return False
    if not one.anonymous:
        return True
    same = await desk.storage.alike(desk.tenant, one.owner, one.sector, one.size, demo=one.demo)
    return same >= ALIKE


async def told_by(desk: Desk, practice: Practice) -> Reference | None:
    """Whose it is, if it may be told to others."""
    one = await desk.storage.reference(desk.tenant, practice.reference)
    return one if one is not None and await may_be_told(desk, one) else None
