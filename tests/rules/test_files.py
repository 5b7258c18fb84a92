"""Files as evidence: received, fetched, on disk before the database names them, and told when kept."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import fetching
from bot.consultant.copies import CopyError, write_copy
from bot.conversation import files as incoming_files
from bot.fetching import FETCH, TRIES, fetch
from bot.ports import NotFetched, SentThing
from bot.privacy.retention import rest_of
from bot.shelf import Part, Shelf
from storage import Change, Saved
from tests.operations.conftest import eventually
from tests.rules.senders import ANNA, BEN, PDF, Post, post

HOUR = timedelta(hours=1)


@pytest_asyncio.fixture
async def desk_of_post(tmp_path: Path) -> AsyncIterator[Post]:
    async with post(tmp_path) as opened:
        yield opened


@pytest.fixture
def mail(desk_of_post: Post) -> Post:
    """Where files come in."""
    return desk_of_post


# --- taken, fetched, kept


async def test_a_file_is_received_with_the_update_and_said_to_be_kept_only_when_it_is_on_disk(
    mail: Post,
) -> None:
    await mail.at_evidence()
    await mail.sends(caption="Communicatieplan 2026")
    [file] = await mail.files()
    assert (file.state, file.name, file.size, file.address) == ("waiting", "plan.pdf", len(PDF), None)
    assert file.question == "S1"
    [piece] = await mail.evidence()
    assert (piece["kind"], piece["text"], piece["file"]) == ("file", "Communicatieplan 2026", file.id)
    assert mail.on_disk() == []
    assert await mail.fetches() == 1
    [file] = await mail.files()
    assert (file.state, file.size) == ("kept", len(PDF))
    [path] = mail.on_disk()
    assert path == mail.folder / "files" / str(file.address)
    assert path.read_bytes() == PDF
    assert (path.stat().st_mode & 0o777, "plan" in path.name) == (0o600, False)


async def test_what_was_said_of_a_file_is_received_first_and_kept_last(mail: Post) -> None:
    await mail.at_evidence()
    shown: list[str] = []
    deliver = mail.office._deliver

    async def seen(row: Any) -> None:
        shown.extend(row.echo)
        await deliver(row)

    mail.office._deliver = seen  # type: ignore[method-assign]
    await mail.sends()
    await mail.fetches()
    assert shown == ["✓ Bestand ontvangen: plan.pdf. Ik bewaar het nu.", "✓ Bestand bewaard: plan.pdf"]


async def test_photos_and_voice_notes_are_evidence_too_and_are_called_what_they_are(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends(kind="voice", name=None, content=b"OggS het plan staat op intranet")
    assert (await mail.evidence())[0]["text"] == "spraakbericht"
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept"]


@pytest.mark.parametrize(
    ("setting", "client"), [("no", "yes"), ("yes", "no")], ids=["the operator", "the client"]
)
async def test_no_file_is_taken_unless_operator_and_client_accept_it(
    tmp_path: Path, setting: str, client: str
) -> None:
    async with post(tmp_path, files_in_telegram=setting) as mail:
        town = await mail.office.town()
        await mail.office.changes(town, privacy={**town.privacy, "telegram": client})
        await mail.at_evidence(town=town)
        await mail.sends(caption="ons plan")
        assert await mail.files() == []
        assert "Bestanden neem ik hier niet aan" in mail.office.said(ANNA)
        assert "ons plan" in mail.office.said(ANNA)
        assert await mail.fetches() == 0


async def test_who_does_not_take_part_yet_sends_files_in_vain(mail: Post) -> None:
    await mail.office.opens(ANNA, await mail.office.town())
    await mail.sends()
    assert await mail.files() == []


# --- too large, too many, too full


async def test_a_file_that_bots_cannot_get_is_refused_at_once_and_in_words(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends(size=20 * 1024 * 1024 + 1, caption="het hele archief")
    assert await mail.files() == []
    assert "te groot" in mail.office.said(ANNA)
    assert "het hele archief" in mail.office.said(ANNA)
    assert (await mail.evidence()) == []


async def test_a_file_that_is_larger_than_it_said_is_not_kept(
    mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 20)
    await mail.at_evidence()
    await mail.sends(content=b"x" * 21, size=3)
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["failed"]
    assert "groter dan 20 MB" in mail.office.said(ANNA)
    assert mail.on_disk() == []


async def test_an_interview_and_an_office_keep_so_much_and_no_more(
    mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mail.at_evidence()
    for module in (fetching, incoming_files):
        monkeypatch.setattr(module, "PER_INTERVIEW", 30)
    await mail.sends(content=b"x" * 20)
    await mail.office.taps(ANNA, "back:")
    await mail.presses_level(ANNA, 3)
    # What is under way counts, and what was not said counts when it comes.
    await mail.sends(content=b"y" * 20)
    assert len(await mail.files()) == 1
    assert "geen plaats" in mail.office.said(ANNA)
    await mail.fetches()
    await mail.sends(content=b"z" * 20, size=None)
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept", "failed"]
    assert "er is geen plaats meer" in mail.office.said(ANNA)
    for module in (fetching, incoming_files):
        monkeypatch.setattr(module, "PER_INTERVIEW", 1000)
        monkeypatch.setattr(module, "PER_TENANT", 30)
    await mail.at_evidence(BEN, (await mail.office.desk.storage.assessments("main"))[0])
    await mail.sends(BEN, content=b"w" * 20)
    assert "geen plaats" in mail.office.said(BEN)


async def test_a_full_disk_is_waited_for(mail: Post) -> None:
    await mail.at_evidence()
    mail.office.desk.room = lambda _bytes: False
    await mail.sends()
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["waiting"]
    mail.office.desk.room = lambda _bytes: True
    mail.office.clock[0] += HOUR
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept"]


# --- trouble


async def test_a_download_that_fails_once_is_tried_again_and_nobody_hears_of_it(mail: Post) -> None:
    await mail.at_evidence()
    mail.wire.troubles = [NotFetched("cut"), OSError("disk")]
    await mail.sends()
    said = len(mail.office.sent[ANNA])
    await mail.fetches()
    assert await mail.fetches() == 0, "there is a pause before the next attempt"
    mail.office.clock[0] += HOUR
    await mail.fetches()
    assert len(mail.office.sent[ANNA]) == said
    mail.office.clock[0] += HOUR
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept"]


async def test_a_pause_that_telegram_asks_for_is_made(mail: Post) -> None:
    await mail.at_evidence()
    mail.wire.troubles = [NotFetched("429", retry_after=90)]
    await mail.sends()
    await mail.fetches()
    mail.office.clock[0] += timedelta(seconds=80)
    assert await mail.fetches() == 0
    mail.office.clock[0] += timedelta(seconds=20)
    assert await mail.fetches() == 1


async def test_a_download_that_fails_for_good_is_told_with_what_to_do_and_the_answer_stays(
    mail: Post,
) -> None:
    await mail.at_evidence()
    mail.wire.troubles = [NotFetched("cut") for _ in range(TRIES)]
    await mail.sends()
    before = await mail.answers()
    for _ in range(TRIES):
        assert await mail.fetches() == 1
        mail.office.clock[0] += HOUR
    assert await mail.fetches() == 0
    [file] = await mail.files()
    assert (file.state, file.error) == ("failed", "gone")
    told = mail.office.said(ANNA)
    assert "Ik kon uw bestand “plan.pdf” niet bewaren" in told
    assert "Uw antwoord blijft staan" in told
    assert "titel, datum en vindplaats" in told
    assert await mail.answers() == before
    assert mail.on_disk() == []
    await mail.office.taps(ANNA, "evidence:")
    await mail.office.types(ANNA, "Communicatieplan 2026, directie 12 maart")
    assert [piece["text"] for piece in await mail.evidence()] == [
        "plan.pdf",
        "Communicatieplan 2026, directie 12 maart",
    ]


async def test_a_slow_file_holds_up_neither_other_files_nor_other_work(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    mail.wire.open.clear()
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(mail.office.jobs.run(stop))
        assert await eventually(lambda: mail.wire.attempts == 1)
        mail.office.jobs.wake()
        await mail.office.types(ANNA, "/mydata")
        assert await eventually(lambda: bool(mail.office.documents.get(ANNA)) or not stop.is_set())
        stop.set()
        mail.office.jobs.wake()
    await mail.office.delivers()
    assert mail.office.documents[ANNA]
    assert [file.state for file in await mail.files()] == ["waiting"]
    mail.wire.open.set()
    await mail.starts_again()
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept"]


# --- the disk


async def test_a_file_is_flushed_named_and_flushed_again_before_its_row_is_written(
    mail: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mail.at_evidence()
    await mail.sends()
    await mail.fetches()
    done: list[str] = []
    fsync, rename, save = os.fsync, Path.rename, mail.office.desk.storage.save

    def flushed(file: int) -> None:
        done.append("flush folder" if Path(f"/proc/self/fd/{file}").resolve().is_dir() else "flush file")
        fsync(file)

    def renamed(path: Path, target: Path) -> Path:
        done.append("rename")
        return rename(path, target)

    async def saved(change: Any) -> Saved:
        done.append("save")
        return await save(change)

    await mail.office.taps(ANNA, "back:")
    await mail.presses_level(ANNA, 4)
    await mail.sends(content=b"another")
    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(mail.office.desk.storage, "save", saved)
    await mail.office.jobs.fetches.once()
    assert done == ["flush file", "rename", "flush folder", "save"]


async def test_half_a_file_is_never_under_a_name_that_counts(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    mail.wire.open.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(mail.office.jobs.fetches.once())
        assert await eventually(lambda: bool(mail.on_disk()))
        [half] = mail.on_disk()
        assert half.name.startswith(".")
        assert half.stat().st_mode & 0o777 == 0o600
        mail.wire.open.set()
    assert [path.name.startswith(".") for path in mail.on_disk()] == [False]


class Killed(BaseException):
    """What no `except Exception` catches."""


#: Where it can happen: while bytes come, when all came, when they have their name, and after the row.
STEPS = ("write", "finish", "keep", "save", "saved")


@pytest.mark.parametrize("step", STEPS)
async def test_a_kill_between_any_two_steps_loses_no_file_and_leaves_nothing_behind(
    mail: Post, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    await mail.at_evidence()
    await mail.sends()
    [job] = await mail.office.desk.storage.pending_jobs("main", f"{FETCH}:")
    with monkeypatch.context() as patch:
        _kill_at(patch, mail, step)
        with pytest.raises(Killed):
            await fetch(mail.office.desk, job)
    (mail.folder / "files" / "charts").mkdir(exist_ok=True)
    await mail.starts_again()
    await mail.fetches()
    [file] = await mail.files()
    assert file.state == "kept"
    assert [path.read_bytes() for path in mail.on_disk()] == [PDF]
    assert len(await mail.evidence()) == 1


def _kill_at(patch: pytest.MonkeyPatch, mail: Post, step: str) -> None:
    def dies(*_: Any) -> Any:
        raise Killed

    async def dies_saving(change: Any) -> Saved:
        if step == "saved":
            await save(change)
        raise Killed

    save = mail.office.desk.storage.save
    # A killed process tidies up nothing.
    patch.setattr(Part, "__exit__", lambda self, *_: self._file.close())
    if step in ("write", "finish"):
        patch.setattr(Part, step, dies)
    elif step == "keep":
        patch.setattr(Shelf, step, dies)
    else:
        patch.setattr(mail.office.desk.storage, "save", dies_saving)


async def test_what_nothing_names_is_swept_and_what_belongs_to_another_database_is_not(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    await mail.fetches()
    [kept] = mail.on_disk()
    (kept.parent / ("0" * 64)).write_bytes(b"orphan")
    (kept.parent / ".file9.part").write_bytes(b"half")
    other = mail.folder / "files" / "evidence-other" / ("1" * 64)
    other.parent.mkdir()
    other.write_bytes(b"of another database")
    await mail.starts_again()
    assert mail.on_disk() == sorted([kept, other])


async def test_the_name_of_a_file_tells_nothing_without_the_key(tmp_path: Path) -> None:
    names = set()
    for key, tenant in (("a", "main"), ("b", "main"), ("a", "other")):
        with Shelf(tmp_path / "files", tmp_path / key, tenant).part("x") as part:
            part.write(PDF)
            names.add(part.name)
    assert len(names) == 3
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


# --- albums


async def test_all_parts_of_an_album_go_with_the_answer_of_the_first_and_draw_one_card(mail: Post) -> None:
    await mail.at_evidence()
    before = len(mail.office.sent[ANNA])
    for number in range(3):
        await mail.sends(
            content=b"part %d" % number, kind="photo", name=None, album="a1", caption=f"deel {number}"
        )
    assert [piece["text"] for piece in await mail.evidence()] == ["deel 0", "deel 1", "deel 2"]
    assert {(file.question, file.ask) for file in await mail.files()} == {
        ("S1", (await mail.answers())[0].ask)
    }
    await mail.fetches()
    mail.office.clock[0] += timedelta(seconds=3)
    await mail.office.settles()
    assert len(mail.office.sent[ANNA]) == before + 1
    assert [file.state for file in await mail.files()] == ["kept"] * 3


async def test_an_album_says_once_how_many_were_received_and_once_that_they_are_kept(mail: Post) -> None:
    await mail.at_evidence()
    shown: list[str] = []
    deliver = mail.office._deliver

    async def seen(row: Any) -> None:
        shown.extend(row.echo)
        await deliver(row)

    mail.office._deliver = seen  # type: ignore[method-assign]
    for number in range(2):
        await mail.sends(content=b"part %d" % number, album="a1")
    mail.office.clock[0] += timedelta(seconds=3)
    await mail.office.settles()
    await mail.fetches()
    assert shown == ["✓ 2 bestanden ontvangen. Ik bewaar ze nu.", "✓ 2 bestanden bewaard."]


async def test_a_part_that_comes_after_the_next_question_is_shown_still_goes_with_the_first(
    mail: Post,
) -> None:
    await mail.at_evidence()
    await mail.sends(album="a1")
    mail.office.clock[0] += timedelta(seconds=3)
    await mail.office.settles()
    await mail.office.taps(ANNA, "pause:")
    await mail.sends(content=b"late", album="a1")
    by_question = {a.question: a for a in sorted(await mail.answers(), key=lambda a: a.revision)}
    assert len(by_question["S1"].evidence) == 2
    assert {file.question for file in await mail.files()} == {"S1"}


# --- twice, too early, elsewhere


async def test_one_message_is_one_file_however_often_it_comes(mail: Post) -> None:
    await mail.at_evidence()
    message = await mail.sends()
    await mail.sends(message=message)
    assert len(await mail.files()) == 1
    assert len(await mail.evidence()) == 1


async def test_a_file_where_none_is_asked_is_kept_and_offered_a_place(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    await mail.sends(content=b"second", name="bijlage.docx")
    [first, second] = sorted(await mail.files(), key=lambda file: file.question or "")
    assert second.ask is None
    assert "Waar hoort dit bij?" in mail.office.said(ANNA)
    assert "bijlage.docx" in mail.office.said(ANNA)
    assert not [data for data in mail.office.buttons[ANNA] if data.startswith("use:")]
    await mail.fetches()
    await mail.office.taps(ANNA, "add:")
    assert [piece["file"] for piece in await mail.evidence()] == [first.id, second.id]
    placed = await mail.office.desk.storage.file("main", second.id)
    assert placed is not None
    assert (placed.question, placed.ask, placed.state) == ("S1", first.ask, "kept")


async def test_a_file_that_came_before_the_card_that_asks_for_it_can_be_used_there(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends(message=1)
    assert await mail.evidence() == []
    await mail.office.taps(ANNA, "use:")
    [file] = await mail.files()
    assert [(piece["kind"], piece["file"]) for piece in await mail.evidence()] == [("file", file.id)]
    assert file.question == "S1"


async def test_a_spoken_answer_to_a_question_is_not_taken_for_a_file(mail: Post) -> None:
    await mail.office.joins(ANNA, await mail.office.town())
    await mail.sends(kind="voice", name=None)
    assert await mail.files() == []
    assert "niet beluisteren" in mail.office.said(ANNA)


async def test_a_caption_that_is_edited_changes_the_evidence_and_not_the_file(mail: Post) -> None:
    await mail.at_evidence()
    message = await mail.sends(caption="Comunicatieplan")
    await mail.edits(message, "Communicatieplan 2026")
    [file] = await mail.files()
    [piece] = await mail.evidence()
    assert (piece["text"], piece["file"], file.name) == ("Communicatieplan 2026", file.id, "plan.pdf")


async def test_who_stopped_hears_nothing_more_and_the_file_is_kept_all_the_same(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    await mail.office.types(ANNA, "/stop")
    said = len(mail.office.sent[ANNA])
    await mail.fetches()
    assert [file.state for file in await mail.files()] == ["kept"]
    assert len(mail.office.sent[ANNA]) == said


async def test_a_file_without_anything_to_fetch_is_not_taken(mail: Post) -> None:
    await mail.at_evidence()
    await mail.office.does(ANNA, SentThing("document", 60_000, mail.office.clock[0]))
    assert await mail.files() == []


# --- what is one's own, and what goes


async def test_what_somebody_sent_is_named_in_their_own_data(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends(caption="Communicatieplan 2026")
    await mail.fetches()
    await mail.office.types(ANNA, "/mydata")
    told = "\n".join(html for _, html in mail.office.sent[ANNA])
    assert "plan.pdf" in told
    data = json.loads(mail.office.documents[ANNA][-1].read_text("utf-8"))
    assert [(file["name"], file["state"]) for file in data["files"]] == [("plan.pdf", "kept")]


async def test_the_full_copy_has_the_files_under_names_of_our_own_and_what_is_given_to_others_has_none(
    mail: Post,
) -> None:
    town = await mail.at_evidence()
    await mail.sends(name="../=HYPERLINK().PDF")
    await mail.sends(content=b"x", name="onbekend.<b>")
    await mail.fetches()
    desk, out = mail.office.desk, mail.folder / "out"
    assert await _evidence_in(mail, town.id, out) == {}
    [interview] = await desk.storage.interviews("main", town.id)
    await desk.storage.save(Change(writes=(replace(interview, state="submitted"),)))
    first, second = sorted(await mail.files(), key=lambda file: file.name)
    assert await _evidence_in(mail, town.id, out) == {
        f"evidence-{first.id}.pdf": PDF,
        f"evidence-{second.id}": b"x",
    }
    assert f"HYPERLINK().PDF (evidence-{first.id})" in (out / "answers.csv").read_text("utf-8")
    (out / "answers.csv").unlink()
    await desk.storage.save(Change(writes=(replace(town, phase="adopted"),)))
    with pytest.raises(CopyError, match="of a full copy is in it"):
        await write_copy(desk, town.id, out, ("nl",), leaves=True)
    for path in mail.on_disk():
        path.unlink()
    assert await _evidence_in(mail, town.id, mail.folder / "later") == {}


async def _evidence_in(mail: Post, town: str, out: Path) -> dict[str, bytes]:
    written = await write_copy(mail.office.desk, town, out, ("nl",), leaves=False)
    return {path.name: path.read_bytes() for path in written if path.name.startswith("evidence-")}


async def test_a_file_that_two_people_sent_goes_when_the_second_of_them_is_erased(mail: Post) -> None:
    town = await mail.at_evidence()
    await mail.at_evidence(BEN, town)
    for chat in (ANNA, BEN):
        await mail.sends(chat)
    await mail.fetches()
    [path] = mail.on_disk()
    await _forgets(mail, ANNA)
    assert path.exists()
    await _forgets(mail, BEN)
    assert not path.exists()
    assert {(file.name, file.address, file.state) for file in await mail.files()} == {("", None, "erased")}


async def test_a_file_that_is_sent_again_while_its_first_sender_is_erased_stays(mail: Post) -> None:
    """The list of what goes was made before the second row named it."""
    town = await mail.at_evidence()
    await mail.at_evidence(BEN, town)
    await mail.sends(ANNA)
    await mail.fetches()
    [path] = mail.on_disk()
    person, storage = await mail.office.person(ANNA), mail.office.desk.storage
    await storage.erase_person(
        "main", person.id, mail.office.clock[0], lambda erased: [rest_of(mail.office.desk, erased)]
    )
    await mail.sends(BEN)
    await mail.office.jobs.fetches.once()
    await mail.office.settles()
    assert path.exists()


async def test_an_erasure_while_a_file_comes_in_leaves_nothing_of_it(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    mail.wire.open.clear()
    async with asyncio.TaskGroup() as group:
        group.create_task(mail.office.jobs.fetches.once())
        assert await eventually(lambda: bool(mail.on_disk()))
        await _forgets(mail, ANNA)
        mail.wire.open.set()
    assert mail.on_disk() == []
    assert await mail.fetches() == 0


async def test_a_file_whose_erasure_was_cut_short_goes_when_the_program_runs_again(mail: Post) -> None:
    await mail.at_evidence()
    await mail.sends()
    await mail.fetches()
    person, storage = await mail.office.person(ANNA), mail.office.desk.storage
    await storage.erase_person("main", person.id, mail.office.clock[0])
    assert len(mail.on_disk()) == 1
    await mail.starts_again()
    assert mail.on_disk() == []


async def _forgets(mail: Post, chat: str) -> None:
    await mail.office.types(chat, "/forget")
    await mail.office.taps(chat, "now")
    await mail.office.taps(chat, "sure")
