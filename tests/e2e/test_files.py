"""The real program takes files: killed while they come in, it goes on, and a backup brings them back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.e2e.conftest import Town
from tests.e2e.process import PATIENCE, Peiler
from tests.telegram_stand_in import StandIn

PDF = b"%PDF-1.7 " * 20_000


@pytest_asyncio.fixture
async def hamlet(tmp_path: Path) -> AsyncIterator[Town]:
    """A town for one test, that takes files."""
    async with StandIn() as telegram:
        town = Town(telegram, Peiler(tmp_path, telegram, FILES_IN_TELEGRAM="yes"))
        await town.peiler.start()
        yield town
        await town.peiler.dies()


def files_of(town: Town) -> list[Path]:
    """What lies in its folder for evidence."""
    return [path for path in (town.peiler.folder / "files").glob("evidence-*/*") if path.is_file()]


async def test_a_file_survives_a_kill_while_it_comes_in_and_the_loss_of_everything_but_a_backup(
    hamlet: Town,
) -> None:
    anna = await hamlet.owner()
    level = anna.data("a:").rpartition(":")[0]
    await anna.taps(f"{level}:3")
    hamlet.telegram.next_call("download").drips(1000, 0.05)
    await anna.person.sends_document("plan.pdf", PDF, caption="Communicatieplan 2026")
    await anna.person.sees("Bestand ontvangen", timeout=PATIENCE)
    await hamlet.peiler.dies()
    assert all(path.name.startswith(".") for path in files_of(hamlet))
    await hamlet.peiler.start()
    await anna.person.sees("Bestand bewaard: plan.pdf", timeout=PATIENCE)
    [path] = files_of(hamlet)
    assert path.read_bytes() == PDF
    export = await hamlet.peiler.export()
    [file] = export["files"]
    assert (file["name"], file["state"], file["size"]) == ("plan.pdf", "kept", len(PDF))
    assert export["answers"][-1]["evidence"] == [
        {"kind": "file", "text": "Communicatieplan 2026", "file": file["id"]}
    ]
    assert (await hamlet.peiler.run("backup", "copy")).code == 0
    await hamlet.peiler.stop()
    path.unlink()
    (hamlet.peiler.folder / "peiler.sqlite").unlink()
    assert (await hamlet.peiler.run("restore", "copy")).code == 0
    await hamlet.peiler.start()
    assert files_of(hamlet) == [path]
    assert path.read_bytes() == PDF


async def test_an_album_is_one_piece_of_news_and_a_photo_that_fails_halfway_comes_all_the_same(
    hamlet: Town,
) -> None:
    anna = await hamlet.owner()
    level = anna.data("a:").rpartition(":")[0]
    await anna.taps(f"{level}:4")
    hamlet.telegram.next_call("download").is_cut_after(3)
    for number in range(3):
        await anna.person.sends_photo(b"\xff\xd8 photo %d" % number, album="77")
    await anna.person.sees("3 bestanden bewaard", timeout=PATIENCE)
    assert len(files_of(hamlet)) == 3
    export = await hamlet.peiler.export()
    assert len(export["answers"][-1]["evidence"]) == 3


@pytest.mark.parametrize("size", [21 * 1024 * 1024])
async def test_what_is_too_large_is_refused_with_a_kind_word_and_nothing_is_fetched(
    hamlet: Town, size: int
) -> None:
    anna = await hamlet.owner()
    level = anna.data("a:").rpartition(":")[0]
    await anna.taps(f"{level}:3")
    await anna.person.sends_document("archief.zip", b"PK", size=size)
    await anna.person.sees("hoogstens 20 MB. Stuur het kleiner", timeout=PATIENCE)
    assert hamlet.telegram.calls_of("getFile") == []
