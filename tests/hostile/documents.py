"""Every kind of document that leaves the program, in one table: how it is made, and what proves it sound."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

from bot.app.page import _entry
from bot.channels.web import WebPerson, create_app
from bot.consultant.copies import write_copy
from bot.consultant.exporting import export_of
from bot.consultant.guides import write_guides
from bot.gathering import assessment_facts
from bot.ports import Entry, Handled, Incoming
from bot.reports.answer_table import COLUMNS
from bot.reports.documents import DOCUMENTS as DOCUMENTS_OF_A_COPY
from bot.reports.summary import summary
from bot.texts import LANGUAGES
from storage import Change
from tests.authority.world import BOT, CONSULTANT, World
from tests.hostile.rounds import OWNER
from tests.hostile.words import TAG
from tests.telegram_stand_in import parse_html

#: Markup that only a person could have typed.
NEVER = {"text_link", "spoiler", "custom_emoji", "text_mention"}


async def messages(world: World, _: str) -> None:
    """Whatever goes to a chat is HTML that Telegram takes, with no markup of anybody but ours."""
    for chat in (OWNER, CONSULTANT):
        for row in await world.rows(chat):
            for html in (*row.echo, str(row.payload.get("html", ""))):
                sound_html(html)
            for line in row.payload.get("buttons", ()):
                for label, data in line:
                    assert label.strip()
                    assert len(data.encode()) <= 64
    assert await world.storage.dead_letters("main") == []


def sound_html(html: str) -> None:
    """HTML in Telegram's sense that holds no markup which somebody typed."""
    html.encode()
    _, entities = parse_html(html)
    assert not NEVER & {entity["type"] for entity in entities}


async def export(world: World, words: str) -> None:
    """JSON that every reader takes, with what was typed as it was typed (but for what no database takes)."""
    written = json.dumps(await export_of(world.desk, None), ensure_ascii=False, allow_nan=False).encode()
    read = json.loads(written)
    typed = {letters(leaf) for leaf in leaves([read["answers"], read["messages"]])}
    assert letters(words) in typed


def letters(text: str) -> str:
    """What no database has anything against."""
    return "".join(c for c in text if c.isalnum())


def leaves(value: Any) -> Iterator[str]:
    """Every string in it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)


async def summaries(world: World, _: str) -> None:
    """The summary in both languages."""
    for assessment in await world.storage.assessments("main"):
        found = await assessment_facts(world.desk, assessment, world.now)
        for language in ("nl", "en"):
            for html in summary(found, language):
                sound_html(html)


async def pictures(world: World, _: str) -> None:
    """Each picture and document that was sent is whole from beginning to end."""
    rows = [row for chat in (OWNER, CONSULTANT) for row in await world.rows(chat) if row.file_ref]
    assert {row.chat_id for row in rows} == {OWNER, CONSULTANT}
    for file in [Path(str(row.file_ref)) for row in rows]:
        SOUND[file.suffix](file.read_bytes())


def sound_png(content: bytes) -> None:
    """A PNG of which every chunk is whole."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    at, names = 8, []
    while at < len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        assert zlib.crc32(name + body) == int.from_bytes(content[at + 8 + length : at + 12 + length], "big")
        names.append(name)
        at += 12 + length
    assert names[-1] == b"IEND"


async def pages(world: World, _: str) -> None:
    """Both pages of the browser hold no tag and no script that somebody typed."""
    app = _site(world)
    cookie = (await _get(app, "/?token=secret", ""))[1]["set-cookie"].partition(";")[0]
    for path in ("/owner", "/consultant"):
        status, _headers, body = await _get(app, path, cookie)
        assert status == 200
        reader = Reader()
        reader.feed(body.decode())
        reader.close()
        assert TAG not in reader.tags
        assert "script" not in reader.tags
        assert not any(name.startswith("on") or "javascript:" in value for name, value in reader.attributes)


class Reader(HTMLParser):
    """Which tags and attributes a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}


class Log:
    """The chats of the round, drawn as pages."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def entries(self, chat_id: str, limit: int) -> list[Entry]:
        """The newest `limit` entries, oldest first."""
        return [_entry(row) for row in await self.world.storage.messages("main", BOT, chat_id, limit)]


def _site(world: World) -> Any:
    async def handle(_: Incoming) -> Handled:
        return Handled()

    people = {"owner": WebPerson(OWNER, OWNER, "x"), "consultant": WebPerson(CONSULTANT, CONSULTANT, "y")}
    return create_app(
        handle=handle,
        log=Log(world),
        next_update_id=lambda: 1,
        people=people,
        token="secret",
        language="nl",
        now=lambda: world.now,
        allowed_hosts=["127.0.0.1"],
    )


async def _get(app: Any, path: str, cookie: str) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of one request, without a socket."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    route, _, query = path.partition("?")
    headers = [(b"host", b"127.0.0.1"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http", "method": "GET", "path": route, "raw_path": route.encode(), "root_path": "",
        "query_string": query.encode(), "headers": headers, "scheme": "http", "http_version": "1.1",
        "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    got = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], got, b"".join(message.get("body", b"") for message in sent[1:])


async def names_in_dutch_and_english(world: World, words: str) -> None:
    """The summary of a round whose name no rule of ours has cut."""
    [assessment, *_] = await world.storage.assessments("main")
    found = await assessment_facts(world.desk, replace(assessment, name=words), world.now)
    for html in summary(found, "en"):
        parse_html(html)


async def copies(world: World, _: str) -> None:
    """Both copies of a round in a folder: tables, JSON, pictures and texts that are whole."""
    with TemporaryDirectory() as folder:
        for assessment in await world.storage.assessments("main"):
            # Only what was adopted may be given to others.
            await world.storage.save(Change(writes=(replace(assessment, phase="adopted"),)))
            for for_others in (False, True):
                out = Path(folder) / assessment.id / str(for_others)
                # Setting takes long: one language each.
                languages = LANGUAGES[for_others:][:1]
                written = await write_copy(world.desk, assessment.id, out, languages, leaves=for_others)
                assert {path.name for path in written} == set(names_of(for_others, languages))
                for path in written:
                    SOUND[path.suffix](path.read_bytes())
                for memo in out.glob("memo.*.pdf"):
                    assert len(re.findall(rb"/Type\s*/Page\b", memo.read_bytes())) in (1, 2)
            table = (Path(folder) / assessment.id / "False" / "answers.csv").read_bytes()
            assert typed_in(await export_of(world.desk, assessment.id)) <= cells(table)


async def guides(world: World, _: str) -> None:
    """The pages for conversations are whole documents of one page each."""
    with TemporaryDirectory() as folder:
        for assessment in await world.storage.assessments("main"):
            written = await write_guides(world.desk, assessment, Path(folder) / assessment.id, LANGUAGES)
            assert len(written) == len(LANGUAGES)
            for path in written:
                assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 1


def typed_in(exported: dict[str, Any]) -> set[str]:
    """What was said beside answers that count now."""
    newest = {(one["interview"], one["question"]): one for one in exported["answers"]}
    said = [[one["text"], one["reason"]] for one in newest.values() if one["value"] is not None]
    return {letters(text) for text in leaves(said)}


def cells(table: bytes) -> set[str]:
    """What stands in a table."""
    rows = csv.reader(io.StringIO(table.decode(), newline=""), strict=True)
    return {letters(cell) for row in rows for cell in row}


def names_of(for_others: bool, languages: Sequence[str]) -> Iterator[str]:
    """The files of a copy."""
    for document in DOCUMENTS_OF_A_COPY:
        if document.leaves or not for_others:
            yield from document.names(languages)


def sound_table(content: bytes) -> None:
    """CSV in which no cell is a formula and rows are equally wide."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


def sound_json(content: bytes) -> None:
    """JSON that every reader takes."""

    def refused(constant: str) -> None:
        raise AssertionError(constant)

    assert isinstance(json.loads(content, parse_constant=refused), dict)


def sound_word(content: bytes) -> None:
    """A Word document of which every part is XML, with no field left in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(packed.read(name))
        text = packed.read("word/document.xml").decode()
    assert f"<{TAG}" not in text
    assert "{%p" not in text


def sound_workbook(content: bytes) -> None:
    """An Excel workbook of which every part is XML, without a formula or a link."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        for name in packed.namelist():
            ET.fromstring(packed.read(name))
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in packed.read(name)
                assert b"<hyperlink" not in packed.read(name)


def sound_pdf(content: bytes) -> None:
    """A tagged PDF from beginning to end."""
    assert content.startswith(b"%PDF")
    assert b"pdfuaid" in content
    assert content.rstrip().endswith(b"%%EOF")


def sound_page(content: bytes) -> None:
    """A page that runs and fetches nothing and holds no element that somebody typed."""
    page = content.decode()
    assert "<script" not in page
    assert f"<{TAG}" not in page
    assert not set(page) & set("\0\x0b\x1b\u202e\u2066")


def sound_text(content: bytes) -> None:
    """Bare text, in which nobody typed a line of their own or turned its direction."""
    text = content.decode()
    assert "<b>" not in text, "nobody typed that, unless what is escaped was read twice"
    assert not set(text) & set("\0\x0b\x1b\u2028\u202e\u2066")


#: What proves a file sound, by the end of its name.
SOUND: dict[str, Callable[[bytes], None]] = {
    ".csv": sound_table,
    ".docx": sound_word,
    ".html": sound_page,
    ".json": sound_json,
    ".pdf": sound_pdf,
    ".png": sound_png,
    ".txt": sound_text,
    ".xlsx": sound_workbook,
}


#: A document joins by a line here.
DOCUMENTS: dict[str, Callable[[World, str], Awaitable[None]]] = {
    "messages": messages,
    "export": export,
    "summaries": summaries,
    "pictures": pictures,
    "pages": pages,
    "guides": guides,
    "copies": copies,
    "long names": names_in_dutch_and_english,
}
