"""Copies of an assessment in a folder: all of it for who runs it, or only what may leave."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.consultant.attachments import BEGINNING, attachments
from bot.consultant.inviting import the_assessment
from bot.consultant.setting_fields import counted
from bot.desk import Desk
from bot.gathering import advice_of, assessment_facts, sleeping
from bot.phases import ITEMS, may_leave
from bot.privacy.audit import OPERATOR, noted
from bot.reports.discretion import leaving
from bot.reports.documents import DOCUMENTS, Material, documents_of
from bot.reports.given import MEMO, Given
from bot.reports.typesetting import NotTypeset
from bot.texts import LANGUAGES
from bot.then import Then
from storage.port import AssessmentIs, Change, Facts, Saved
from storage.records import Assessment, Interview

#: How the audit trail calls them.
FULL_COPY, DISTRIBUTION = "full_copy", "distribution"


class CopyError(Exception):
    """The copy cannot be written there; the text says why and what to do."""


async def write_copy(
    desk: Desk,
    wanted: str,
    out: Path,
    languages: Sequence[str],
    *,
    leaves: bool,
    template: bytes | None = None,
) -> list[Path]:
    """The files written. `leaves`: the copy is for others; `template`: the Word document that the memo is
    filled into. Raises InviteError for an unknown assessment, CopyError, and WrongTemplate.
    """
    assessment = await the_assessment(desk, wanted)
    found = await assessment_facts(desk, assessment, desk.now())
    answers = [] if leaves else await submitted_answers(desk, assessment, Then(desk.now()))
    facts = leaving(found, items=ITEMS in may_leave(assessment)) if leaves else found
    advice = await advice_of(desk, assessment, found)
    house = desk.settings.house
    material = Material(assessment.id, facts, answers, desk.texts, leaves, advice, template, house)
    if template is not None:
        # Not at the top: a bot that writes no Word should start quickly.
        from bot.reports.memo_word import check_template

        await asyncio.to_thread(check_template, template, material.memo(languages[0]))
    attached = {} if leaves else await attachments(desk, assessment)
    await asyncio.to_thread(_prepare, out, leaves)
    # Nobody gets a copy that the trail does not tell of.
    line = noted(desk, OPERATOR, DISTRIBUTION if leaves else FULL_COPY, assessment.id)
    await desk.storage.save(Change(writes=(line,)))
    return await asyncio.to_thread(_written, material, languages, attached, out)


async def keep_given(desk: Desk, wanted: str, given: Given) -> None:
    """What client and consultant say for the memo replaces what they said before, and nothing that somebody
    else sets at the same moment. Raises InviteError.
    """
    told = given.model_dump(mode="json", exclude_defaults=True)
    saved = Saved.STALE
    while saved is Saved.STALE:
        before = await the_assessment(desk, wanted)
        after = counted(before, replace(before, settings={**before.settings, MEMO: told}))
        line = noted(desk, OPERATOR, "set_memo", before.id)
        saved = await desk.storage.save(Change(guards=(AssessmentIs(before),), writes=(after, line)))


async def submitted_answers(desk: Desk, assessment: Assessment, then: Then) -> Sequence[Mapping[str, Any]]:
    """Answers that were handed in by then, as they were: before that they are nobody's business but their
    author's.
    """

    def dormant(facts: Facts, interview: Interview) -> Set[str]:
        said = tuple(one for one in facts.answers if one.at <= then.at)
        return sleeping(replace(facts, answers=said), then.interview(interview))

    whole = await desk.storage.export(desk.tenant, assessment.id, at=then.at, dormant=dormant)
    interviews = [then.interview(one) for one in await desk.storage.interviews(desk.tenant, assessment.id)]
    handed_in = {one.id for one in interviews if one.state == "submitted"}
    told = [answer for answer in whole["answers"] if answer["interview"] in handed_in]
    return [answer for answer in told if datetime.fromisoformat(answer["at"]) <= then.at]


def _prepare(out: Path, leaves: bool) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = [name for one in DOCUMENTS if not one.leaves for name in one.names(LANGUAGES)]
        private = [name for name in kept if (out / name).exists()]
        private += [path.name for path in out.glob(f"{BEGINNING}*")]
    except OSError as error:
        raise _unwritable(out, error) from error
    if leaves and private:
        raise CopyError(f"--out {out}: {private[0]} of a full copy is in it; choose a folder of its own")


def _written(
    material: Material, languages: Sequence[str], attached: Mapping[str, Path], out: Path
) -> list[Path]:
    """All files or none: each appears whole, and only when all are made."""
    try:
        workshop = Path(tempfile.mkdtemp(prefix=".peiler-", dir=out))
        try:
            names = [*_made(material, languages, workshop), *_attached(attached, workshop)]
            for name in names:
                (workshop / name).replace(out / name)
            _flush(out)
        finally:
            shutil.rmtree(workshop, ignore_errors=True)
    except OSError as error:
        raise _unwritable(out, error) from error
    except NotTypeset as error:
        raise CopyError(f"a document could not be drawn ({error}); nothing was written") from error
    return [out / name for name in names]


def _made(material: Material, languages: Sequence[str], workshop: Path) -> list[str]:
    made = []
    for document in documents_of(material):
        if document.leaves or not material.leaves:
            for name, language in document.names(languages).items():
                document.make(material, language, workshop / name)
                (workshop / name).chmod(0o600)
                _flush(workshop / name)
                made.append(name)
    return made


def _attached(attached: Mapping[str, Path], workshop: Path) -> list[str]:
    """What was erased a moment ago is left out."""
    there = []
    for name, place in sorted(attached.items()):
        with suppress(FileNotFoundError):
            shutil.copyfile(place, workshop / name)
            (workshop / name).chmod(0o600)
            _flush(workshop / name)
            there.append(name)
    return there


def _flush(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _unwritable(out: Path, error: OSError) -> CopyError:
    return CopyError(f"--out {out}: cannot be written ({error.strerror}); choose another folder")
