"""The same round gives the same documents, whenever they are made on a day; a change gives a new version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from bot.consultant.copies import keep_given
from bot.gathering import assessment_facts
from bot.reports.given import Given
from bot.reports.last_change import last_change
from tests.reports.examples import MADE, Example, example
from tests.reports.rounds import BEFORE, answer, assessment, interview

LATER = timedelta(hours=5)


def _whole(path: Path) -> Mapping[str, bytes]:
    """What is in a file; of one that is a package what is in that."""
    if path.suffix not in (".docx", ".xlsx"):
        return {path.name: path.read_bytes()}
    with ZipFile(path) as package:
        return {f"{path.name}/{name}": package.read(name) for name in package.namelist()}


async def _made(one: Example, out: Path) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    for path in await one.documents(out, languages=("nl",)):
        found.update(_whole(path))
    return found


async def test_documents_of_a_draft_are_the_same_hours_later_when_nothing_changed(tmp_path: Path) -> None:
    async with example("half_answered", tmp_path) as now:
        later = replace(now, desk=replace(now.desk, now=lambda: MADE + LATER))
        first, second = await _made(now, tmp_path / "a"), await _made(later, tmp_path / "b")
        assert first == second
        assert any(name.endswith(".xlsx/docProps/core.xml") for name in first)


async def test_what_is_set_or_said_anew_gives_a_draft_a_later_version(tmp_path: Path) -> None:
    async with example("half_answered", tmp_path) as now:

        async def version() -> str:
            found = await now.desk.storage.assessment(now.desk.tenant, now.assessment.id)
            assert found is not None
            return (await assessment_facts(now.desk, found, MADE)).version

        first = await version()
        assert first == "20261120-1000"
        await keep_given(now.desk, now.assessment.id, Given(to="College"))
        second = await version()
        assert second == "20261120-1000.1"
        assert first < second


def test_who_did_not_hand_in_yet_does_not_show_when_they_were_busy() -> None:
    organisation, busy, done = assessment(), interview("b", "S", state="active"), interview("a", "S")
    later = BEFORE + timedelta(days=2)
    answers = [replace(answer(one.id, "S1", 2), at=later) for one in (busy, done)]
    assert last_change(organisation, [busy, done], answers[:1], ()) < later
    assert last_change(organisation, [busy, done], answers, ()) == later
