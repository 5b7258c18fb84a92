"""A program small enough to read, behind the same two doors as the real one: `handle` and the log."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.ports import Button, Entry, Handled, Incoming, Tap, TryLater, Wrote

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOPIC = {"q1": "Visie en doel", "q2": "Kanalen"}
ANCHORS = (
    "Er is <b>geen doel</b>. Het onderwerp krijgt geen aandacht of is geblokkeerd.",
    "Enkele collega's hebben een <b>eigen idee</b>. Er is niets afgesproken.",
    "<b>Minstens één afdeling</b> heeft het op papier, met doelen voor dit jaar.",
    "<b>Eén doel voor de hele organisatie</b>, vastgesteld door de directie.",
    "Het doel delen we <b>met ketenpartners</b> en we toetsen het elk jaar bij inwoners.",
)
CHANNELS = (("site", "Eigen website"), ("news", "Nieuwsbrief"), ("whatsapp", "WhatsApp"), ("video", "Video"))
PILLAR = "Strategie en bedrijfsvoering"
Press = tuple[str, str]


def card(kind: str, title: str, **parts: Any) -> dict[str, Any]:
    """A card in parts, as the program makes them."""
    empty: dict[str, Any] = {
        "ask": None,
        "progress": "",
        "share": None,
        "body": "",
        "hint": "",
        "expects": None,
    }
    lists: dict[str, Any] = {"options": [], "numbers": [], "specials": [], "actions": [], "navigation": []}
    return empty | lists | {"kind": kind, "title": title} | parts


@dataclass
class FakeProgram:
    """Asks a level, a text and a multiple choice; knows three commands. `heard` is all that came in."""

    pictures: Path
    heard: list[Incoming] = field(default_factory=list)
    said: dict[str, list[Entry]] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    chosen: set[str] = field(default_factory=set)
    step: str = "consent"
    why: bool = False
    full: bool = False
    broken: bool = False
    _updates: int = 0

    def __post_init__(self) -> None:
        self._show()

    def next_update_id(self) -> int:
        """Ids of updates count up."""
        self._updates += 1
        return self._updates

    async def entries(self, chat_id: str, limit: int) -> list[Entry]:
        """The log."""
        return self.said.get(chat_id, [])[-limit:]

    async def handle(self, incoming: Incoming) -> Handled:
        """Taps walk on, text answers where it is due, a slash is a command."""
        if self.full:
            raise TryLater
        if self.broken:
            raise RuntimeError("a mistake of ours")
        self.heard.append(incoming)
        match incoming.event:
            case Tap(data):
                return self._tapped(data)
            case Wrote(text) if text.startswith("/"):
                self._command(incoming.chat_id, text)
            case Wrote(text) if self.step == "evidence":
                self.answers["evidence"] = text
                self._go("q2", "✓ Onderbouwing bewaard: " + text.replace("<", "&lt;"))
            case _:
                self._show(hint="Dat kon ik niet plaatsen; ik heb het bewaard. Tik op een letter.")
        return Handled()

    def tapped(self) -> list[str]:
        """The data of every button that was pressed."""
        return [event.data for event in self._events() if isinstance(event, Tap)]

    def wrote(self) -> list[str]:
        """Everything that was typed."""
        return [event.text for event in self._events() if isinstance(event, Wrote)]

    def tell(self, chat_id: str, html: str, *rows: Sequence[Press], **rest: Any) -> None:
        """Says something in a chat."""
        buttons = tuple(tuple(Button(*press) for press in row) for row in rows)
        entries = self.said.setdefault(chat_id, [])
        number = sum(map(len, self.said.values()))
        entries.append(Entry(f"{chat_id}-{number}", NOON, rest.pop("kind", "notice"), html, buttons, **rest))

    def _events(self) -> list[Any]:
        return [incoming.event for incoming in self.heard]

    def _go(self, step: str, *echo: str) -> None:
        self.step, self.why = step, False
        self._show(echo)

    def _show(self, echo: tuple[str, ...] = (), hint: str = "") -> None:
        view = CARDS[self.step](self) | ({"hint": hint} if hint else {})
        self.tell("c-owner", "", kind="card", view=view, echo=echo)

    def _tapped(self, data: str) -> Handled:
        verb, _, rest = data.partition(":")
        ask, _, option = rest.partition(":")
        if data in WALKS:
            self._go(WALKS[data])
        elif verb == "a":
            return self._answered(ask, option)
        elif verb == "why":
            self.why = not self.why
            self._show()
        elif verb == "submit":
            self._submitted()
        else:
            return Handled("Dit is de eerste vraag; eerder is er niets.")
        return Handled()

    def _answered(self, ask: str, option: str) -> Handled:
        if ask != self.step:
            return Handled("Deze knop hoort bij een eerdere kaart.")
        if ask == "q1":
            self.answers["q1"] = option
            self._go("evidence", f"✓ Visie en doel: {ANCHORS[int(option)]}")
        else:
            self.chosen ^= {option.partition(":")[0]}
            self._show()
        return Handled()

    def _submitted(self) -> None:
        own = f"<b>Uw eigen beeld van {PILLAR}: Afdeling</b>\n\n<b>Sterk:</b>\n1. Visie en doel\n2. Kanalen"
        self.tell("c-owner", own, photo=self._picture("own"))
        self._go("done")
        self.tell(
            "c-consultant", "<b>Ada de Vries</b> heeft de antwoorden verstuurd.", [("Rapport", "report:1")]
        )

    def _command(self, chat_id: str, text: str) -> None:
        if text.startswith("/language"):
            return
        if text == "/status":
            lines = "\n".join(
                f"✓ {name}: verstuurd" for name in ("Organisatie", "Besturing", "Techniek", "Mensen")
            )
            self.tell(
                chat_id,
                f"<b>Gemeente Voorbeeld</b>\n\n{lines}\n… {PILLAR}: wacht",
                [("Herinneren", "remind:1")],
            )
        elif text == "/report":
            self.tell(
                chat_id, "<b>Rapport (concept)</b>\n\nBeperkende pijler: Mensen, op basis van 1 persoon."
            )
            self.tell(chat_id, "Grafiek van Gemeente Voorbeeld", photo=self._picture("chart"))
        else:
            self.tell(chat_id, "Dit kunt u vragen: /status, /report en /help.")

    def _picture(self, name: str) -> Path:
        path = self.pictures / f"{name}.png"
        path.write_bytes(png(640, 360))
        return path


def _consent(program: FakeProgram) -> dict[str, Any]:
    return card(
        "consent",
        "Voordat u begint",
        progress="DEMO · alles hier is verzonnen",
        body="<i>Waarvoor?</i> Om te zien hoe social media is geregeld. Wij beoordelen u niet.\n"
        "<i>Wie ziet wat?</i> De adviseur ziet uw antwoorden pas nadat u ze verstuurt.",
        actions=[["Gelezen, ik doe mee", "consent:i1"], ["Nu niet", "decline:i1"]],
    )


def _declined(program: FakeProgram) -> dict[str, Any]:
    return card("declined", "U doet niet mee. Dat heeft geen gevolgen.", body="Bedenkt u zich?")


def _level(program: FakeProgram) -> dict[str, Any]:
    body = "Kies wat vandaag klopt voor het grootste deel van de organisatie."
    options = [
        {"letter": "ABCDE"[i], "html": html, "data": f"a:q1:{i}", "chosen": False}
        for i, html in enumerate(ANCHORS)
    ]
    specials = [["Weet ik niet", "a:q1:dont_know"], ["Niet van toepassing", "a:q1:not_applicable"]]
    return card(
        "question",
        "Is duidelijk, en staat op papier, waarom uw gemeente social media gebruikt?",
        ask="q1",
        progress=f"{PILLAR} · vraag 1 van ongeveer 11 · nog zo'n 15 min",
        share=0.0,
        body=body
        + ("\n<b>Waarom deze vraag?</b> Zonder doel is elke keuze een kwestie van smaak." * program.why),
        options=options,
        specials=[*specials, ["Verschilt per afdeling", "a:q1:depends"]],
        navigation=[["Terug", "back:q1"], ["Waarom deze vraag?", "why:q1"], ["Pauze", "pause:i1"]],
    )


def _evidence(program: FakeProgram) -> dict[str, Any]:
    return card(
        "evidence",
        "Dank u. Waaruit blijkt dit?",
        ask="evidence",
        progress=f"{PILLAR} · hoort bij: Visie en doel · nog zo'n 14 min",
        share=0.09,
        body="Een titel met datum of vindplaats is genoeg."
        + "\n<b>Waarom?</b> Zo kan een ander het nagaan." * program.why,
        actions=[["Vraag het aan het eind", "later:evidence"], ["Dat is er niet", "skip:evidence"]],
        navigation=[
            ["Terug", "back:evidence"],
            ["Waarom deze vraag?", "why:evidence"],
            ["Pauze", "pause:i1"],
        ],
        expects="text",
    )


def _multiple(program: FakeProgram) -> dict[str, Any]:
    return card(
        "question",
        "Welke kanalen gebruikt uw organisatie?",
        ask="q2",
        progress=f"{PILLAR} · vraag 2 van ongeveer 11 · nog zo'n 13 min",
        share=0.18,
        body="U kunt meer dan één antwoord kiezen. Druk daarna op Klaar.",
        options=[
            {"letter": "", "html": label, "data": f"a:q2:{name}:0", "chosen": name in program.chosen}
            for name, label in CHANNELS
        ],
        specials=[["Weet ik niet", "a:q2:dont_know"]],
        actions=[["Klaar", "confirm:q2"]],
        navigation=[["Terug", "back:q2"], ["Pauze", "pause:i1"]],
    )


def _review(program: FakeProgram) -> dict[str, Any]:
    return card(
        "review",
        "Alle vragen zijn klaar. Wilt u nog iets nalezen?",
        body="\n\n".join(f"{i}. <b>{topic}</b>: een antwoord" for i, topic in enumerate(TOPIC.values(), 1)),
        numbers=[["1", "edit:q1"], ["2", "edit:q2"]],
        actions=[["Versturen", "submit:i1"]],
        navigation=[["Pauze", "pause:i1"]],
    )


def _done(program: FakeProgram) -> dict[str, Any]:
    return card(
        "done", f"Uw antwoorden over {PILLAR} zijn verstuurd. Dank u wel.", actions=[["Nalezen", "review:i1"]]
    )


CARDS = {
    "consent": _consent,
    "declined": _declined,
    "q1": _level,
    "evidence": _evidence,
    "q2": _multiple,
    "review": _review,
    "done": _done,
}
#: Presses that only lead to another card.
WALKS = {
    "consent:i1": "q1",
    "decline:i1": "declined",
    "skip:evidence": "q2",
    "later:evidence": "q2",
    "back:evidence": "q1",
    "back:q2": "evidence",
    "confirm:q2": "review",
    "edit:q1": "q1",
    "edit:q2": "q2",
    "review:i1": "review",
}


def png(width: int, height: int) -> bytes:
    """A picture that any browser can draw: plain, in one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x9c\xc8\xf2" * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
