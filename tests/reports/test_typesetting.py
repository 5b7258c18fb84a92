"""The process that typesets: what goes wrong in it stays in it, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.reports.process import HERE
from bot.reports.typesetting import ACCESSIBLE, NotTypeset, Typesetting

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = {
    "words": '#set document(title: "Words")\n#set text(lang: "nl")\n#json(bytes(sys.inputs.data)).words',
    "pages": "#json(bytes(sys.inputs.data)).words\n#pagebreak()\ntwee",
    "endless": "#for i in range(10000) { for j in range(10000) { for k in range(10000) { let a = k } } }",
    "hungry": "#let s = range(500000).map(i => str(i) * 100)\n#s.len() #s.map(t => t + t).join().len()",
    "wrong": "#json(bytes(sys.inputs.data)).words\n#panic(json(bytes(sys.inputs.data)).words)",
    "outside": '#read("/etc/passwd")',
    "further": '#read("../words.typ")',
}
#: Words that would be markup, code or an import if they were read as Typst.
HOSTILE = '#panic("x") #import "/etc/passwd": * $ x^2 $ = Kop *vet* _x_ `y` \\ @ref <label> // weg'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEMPLATES.items():
        (tmp_path / f"{name}.typ").write_text(text)
    return tmp_path


@pytest.fixture
def press(folder: Path) -> Iterator[Typesetting]:
    """Patient enough for a slow machine, and for nothing that never ends."""
    press = Typesetting(folder, HERE / "fonts", seconds=6.0)
    yield press
    press.close()


def words(press: Typesetting, said: str = "Dag") -> bytes:
    """One document, to see that all is well."""
    [page] = press.typeset("words.typ", {"words": said}, as_="png", ppi=72)
    return page


def pid(press: Typesetting) -> int:
    """Of the process that works now."""
    assert press.pid is not None
    return press.pid


def is_there(process: int) -> bool:
    """Whether a process lives (one that waits to be buried does not)."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def ends(process: int) -> bool:
    """Whether it does so soon, on however slow a machine."""
    for _ in range(3000):
        if not is_there(process):
            return True
        sleep(0.01)
    return False


def test_pictures_drawings_and_documents_come_as_what_they_are(press: Typesetting) -> None:
    data = {"words": "Dag"}
    assert [page[:4] for page in press.typeset("pages.typ", data, as_="png")] == [b"\x89PNG"] * 2
    assert [page[:4] for page in press.typeset("pages.typ", data, as_="svg")] == [b"<svg"] * 2
    [document] = press.typeset("words.typ", data, standards=ACCESSIBLE)
    assert document.startswith(b"%PDF")
    assert b"pdfuaid" in document


def test_one_process_is_kept_warm_and_gives_way_to_everybody_else(press: Typesetting) -> None:
    assert words(press) == words(press)
    first = pid(press)
    words(press)
    assert pid(press) == first
    assert os.getpriority(os.PRIO_PROCESS, first) >= 10


def test_a_template_that_never_ends_is_ended_and_the_next_is_set(press: Typesetting) -> None:
    before = words(press)
    process, began = pid(press), monotonic()
    with pytest.raises(NotTypeset, match="not done within 6 s"):
        press.typeset("endless.typ", {})
    assert monotonic() - began >= 6
    assert not is_there(process)
    assert words(press) == before


def test_a_template_that_eats_memory_is_ended_and_the_next_is_set(press: Typesetting) -> None:
    before = words(press)
    with pytest.raises(NotTypeset, match="died of it"):
        press.typeset("hungry.typ", {})
    assert words(press) == before


def test_a_mistake_in_a_template_is_placed_and_quotes_nobody(press: Typesetting) -> None:
    with pytest.raises(NotTypeset) as caught:
        press.typeset("wrong.typ", {"words": "het geheim van Anna"})
    assert "wrong.typ:2:" in str(caught.value)
    assert "geheim" not in str(caught.value)
    assert words(press)


@pytest.mark.parametrize("template", ["outside", "further"])
def test_nothing_outside_of_the_templates_can_be_read(press: Typesetting, template: str) -> None:
    with pytest.raises(NotTypeset):
        press.typeset(f"{template}.typ", {})


def test_hostile_words_are_words_in_a_picture(press: Typesetting) -> None:
    assert words(press, HOSTILE) != words(press, "Dag")
    [drawing] = press.typeset("words.typ", {"words": HOSTILE}, standards=ACCESSIBLE)
    assert drawing.startswith(b"%PDF")


def test_a_process_that_died_between_two_orders_is_replaced_unnoticed(press: Typesetting) -> None:
    before, process = words(press), pid(press)
    os.kill(process, signal.SIGKILL)
    assert ends(process)
    assert words(press) == before


async def test_the_loop_goes_on_while_a_template_never_ends(press: Typesetting) -> None:
    order = asyncio.ensure_future(asyncio.to_thread(press.typeset, "endless.typ", {}))
    turns = 0
    while not order.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 20
    with pytest.raises(NotTypeset):
        await order


async def test_closing_ends_what_is_under_way_at_once(press: Typesetting) -> None:
    await asyncio.to_thread(words, press)
    process = pid(press)
    order = asyncio.ensure_future(asyncio.to_thread(press.typeset, "hungry.typ", {}))
    await asyncio.sleep(0.1)
    press.close()
    with pytest.raises(NotTypeset):
        await order
    assert not is_there(process)


@pytest.mark.parametrize("template", ["words", "endless"])
def test_a_kill_of_the_program_leaves_no_process_behind(folder: Path, template: str) -> None:
    program = f"""
from pathlib import Path
from threading import Thread
from bot.reports.typesetting import Typesetting
press = Typesetting(Path({str(folder)!r}), Path({str(HERE / "fonts")!r}), seconds=600)
press.typeset("words.typ", {{"words": "Dag"}})
print(press.pid, flush=True)
press.typeset({f"{template}.typ"!r}, {{"words": "Dag"}})
input()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_there(child)
    sleep(0.3)
    parent.kill()
    parent.communicate()
    assert ends(child)


def test_a_bot_that_draws_nothing_starts_no_process_and_loads_no_library() -> None:
    program = "import sys, bot.app.serve, bot.reporting; print('typst' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize("template", ["guide", "memo", "report"])
def test_no_document_says_when_it_was_set_so_that_the_same_data_give_the_same_bytes(template: str) -> None:
    assert "date: none" in (HERE / "typst" / f"{template}.typ").read_text("utf-8")
