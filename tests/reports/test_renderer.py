"""The process that renders: what goes wrong in it stays in it; what it makes is what would be made here."""

from __future__ import annotations

import asyncio
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from bot.reports.documents import documents_of
from bot.reports.process import Limits, Process
from bot.reports.renderer import LIMITS, NotRendered, Renderer
from tests.reports import drawings
from tests.reports.report_cases import case
from tests.reports.test_typesetting import ends, is_there

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """As the bot has it."""
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.fixture
def narrow() -> Iterator[Renderer]:
    """With limits that are reached soon."""
    renderer = Renderer(Limits(seconds=6.0, memory=256 * 1024**2, files=1 << 20))
    yield renderer
    renderer.close()


def says(renderer: Renderer, out: Path, words: str = "Dag") -> str:
    """One drawing, to see that all is well."""
    renderer.render(partial(drawings.says, words), out)
    return out.read_text(encoding="utf-8")


def appears(path: Path) -> None:
    """Waits for a file."""
    while not path.exists():
        sleep(0.01)


@pytest.mark.parametrize("leaves", [True, False])
def test_every_document_is_what_it_would_be_if_it_were_made_here(
    renderer: Renderer, tmp_path: Path, leaves: bool
) -> None:
    material = case("balanced_and_low", leaves=leaves)
    for document in documents_of(material):
        made = document.made(material, "nl")
        here, there = tmp_path / "here", tmp_path / "there"
        renderer.render(made, there)
        if document.name.endswith((".docx", ".xlsx")):
            # Zipped, they hold when they were packed.
            assert there.read_bytes()[:2] == b"PK"
            continue
        made(here)
        assert there.read_bytes() == here.read_bytes(), document.name


def test_it_gives_way_to_everybody_else_and_is_kept_warm(renderer: Renderer, tmp_path: Path) -> None:
    assert says(renderer, tmp_path / "one") == "Dag"
    first = renderer.pid
    assert first is not None
    assert says(renderer, tmp_path / "two", "Tot ziens") == "Tot ziens"
    assert renderer.pid == first
    assert os.getpriority(os.PRIO_PROCESS, first) >= 10


def test_what_fails_is_told_by_its_kind_and_place_and_never_in_its_words(
    renderer: Renderer, tmp_path: Path
) -> None:
    with pytest.raises(NotRendered) as caught:
        renderer.render(partial(drawings.fails, "het geheim van Anna"), tmp_path / "out")
    assert "ValueError" in str(caught.value)
    assert "drawings.py" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert says(renderer, tmp_path / "out") == "Dag"


def test_a_drawing_that_never_ends_is_ended_and_the_next_is_made(narrow: Renderer, tmp_path: Path) -> None:
    with pytest.raises(NotRendered, match="not done within 6 s"):
        narrow.render(drawings.never_ends, tmp_path / "out")
    assert says(narrow, tmp_path / "out") == "Dag"


def test_a_drawing_that_eats_memory_or_disk_fails_and_the_next_is_made(
    narrow: Renderer, tmp_path: Path
) -> None:
    for greedy in (drawings.eats_memory, drawings.fills_the_disk):
        with pytest.raises(NotRendered):
            narrow.render(greedy, tmp_path / "out")
        assert says(narrow, tmp_path / "out") == "Dag"


async def test_who_stops_the_program_does_not_wait_for_what_is_drawn(
    narrow: Renderer, tmp_path: Path
) -> None:
    order = asyncio.ensure_future(asyncio.to_thread(narrow.render, drawings.never_ends, tmp_path / "out"))
    await asyncio.to_thread(appears, tmp_path / "out.begun")
    narrow.close()
    with pytest.raises(NotRendered, match="the program stops"):
        await order


def test_a_process_that_nobody_needs_for_a_while_gives_its_memory_back(tmp_path: Path) -> None:
    process = Process("bot.reports.rendering.work", limits=LIMITS, idle=1)
    order = pickle.dumps((partial(drawings.says, "Dag"), tmp_path / "out"))
    assert process.ask(order) == ({}, [])
    first = process.pid
    assert first is not None
    assert ends(first)
    assert process.ask(order) == ({}, [])
    assert process.pid != first
    process.close()


def test_a_kill_of_the_program_ends_all_who_draw_for_it(tmp_path: Path) -> None:
    program = f"""
from functools import partial
from pathlib import Path
from bot.reports.renderer import RENDERER
from tests.reports import drawings
RENDERER.render(partial(drawings.sets, "Dag"), Path({str(tmp_path / "out")!r}))
print(RENDERER.pid, Path({str(tmp_path / "out")!r}).read_text(), flush=True)
RENDERER.render(drawings.never_ends, Path({str(tmp_path / "out")!r}))
"""
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    children = [int(word) for word in parent.stdout.readline().split()]
    assert len(children) == 2
    assert all(is_there(child) for child in children)
    sleep(0.3)
    parent.kill()
    parent.communicate()
    assert all(ends(child) for child in children)


def test_a_process_that_came_to_hold_much_is_replaced_by_a_fresh_one(
    renderer: Renderer, tmp_path: Path
) -> None:
    renderer.render(drawings.remembers, tmp_path / "out")
    first = renderer.pid
    assert first is not None
    assert ends(first)
    assert says(renderer, tmp_path / "out") == "Dag"
    assert renderer.pid != first
