"""Files that were handed in as evidence, for the full copy of a round: named by us, and never opened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.desk import Desk
from storage.records import Assessment, File

#: What every name begins with; the file's id stands behind it, as in the table of answers and in the export.
BEGINNING = "evidence-"
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")


async def attachments(desk: Desk, assessment: Assessment) -> Mapping[str, Path]:
    """Name in the copy -> where the file is, of interviews that were handed in."""
    facts = await desk.storage.facts(desk.tenant, assessment.id)
    handed_in = {interview.id for interview in facts.interviews if interview.state == "submitted"}
    kept = [file for file in facts.files if file.interview in handed_in and file.state == "kept"]
    return {_name(file): desk.settings.files / file.address for file in kept if file.address is not None}


def _name(file: File) -> str:
    """Of what people called it only a harmless ending stays, so that it can be opened."""
    ending = Path(file.name).suffix.lower()
    return f"{BEGINNING}{file.id}{ending if _ENDING.fullmatch(ending) else ''}"
