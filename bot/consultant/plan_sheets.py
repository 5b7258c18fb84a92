"""A filled-in list of actions sent in chat: read by a job, shown with what is refused, taken by one press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.consultant import sent_lists
from bot.consultant.asking import Ask
from bot.consultant.dialogs import begun
from bot.consultant.plan_rows import Returned, change_text, read_back, said_text
from bot.desk import Desk, Plan
from bot.lists.actions import MOST_BYTES
from bot.privacy.audit import noted
from bot.reports.amended import body_of, next_number
from bot.reports.words import one_line
from bot.tokens import new_id
from storage.records import Amendment, Assessment, Job, Person, Record

#: The verb that asks for the list, which names its texts, its right and its job; and that of the press.
SHEET, SHEETED = "sheet", "sheeted"
#: So many lines of a kind are shown, of so many characters; all of them come as a file when they are more.
SHOWN, LINE = 10, 110


async def ask_for_sheet(ask: Ask, assessment: Assessment, _: str = "") -> Plan:
    """What the list looks like; the next file is it."""
    return sent_lists.asked_for(ask, assessment, SHEET)


async def sent(ask: Ask, assessment: Assessment, waiting: Job, _: str) -> Plan | None:
    """A file came."""
    return sent_lists.sent(ask, assessment, waiting, SHEET, MOST_BYTES)


async def read_sent_sheet(desk: Desk, job: Job) -> None:
    """What it changes is shown, with every row that cannot be taken."""
    await sent_lists.read_sent(desk, job, MOST_BYTES, _read)


async def _read(desk: Desk, job: Job, person: Person, assessment: Assessment, data: bytes) -> list[Record]:
    language = desk.language_of(person)
    back = await read_back(desk, assessment, data, language)
    lines = _lines(desk, back, language)
    facts = _facts(desk, assessment, back, language, lines)
    whole = _whole(desk, job, person, assessment, lines)
    waits, buttons = await _asked(desk, job, person, assessment, back)
    name = f"sheet.{'shown' if back.changed else 'nothing'}"
    return [*waits, sent_lists.message(desk, job, person, name, buttons, **facts), *whole]


async def _asked(
    desk: Desk, job: Job, person: Person, assessment: Assessment, back: Returned
) -> tuple[list[Record], list[list[tuple[str, str]]]]:
    """What waits for a press, and the buttons; or for a list that was mended."""
    if not back.changed:
        return await sent_lists.mended(desk, job, person), []
    kept = [{"action": one.action, "number": one.number, "body": body_of(one.edit)} for one in back.changed]
    waits = begun(desk, person, SHEET, new_id(), assessment=assessment.id, changes=kept)
    return [waits], sent_lists.choice(desk, person, waits, SHEETED, len(kept))


def _lines(desk: Desk, back: Returned, language: str) -> dict[str, list[str]]:
    return {
        "changes": [change_text(desk, one, back.advice, language) for one in back.changed],
        "refused": [said_text(desk, one, language) for one in back.refused],
        "notes": [said_text(desk, one, language) for one in back.notes],
    }


def _facts(
    desk: Desk, assessment: Assessment, back: Returned, language: str, lines: dict[str, list[str]]
) -> dict[str, Any]:
    shown = {name: [one_line(line, LINE) for line in of[:SHOWN]] for name, of in lines.items()}
    broken = said_text(desk, back.broken, language) if back.broken is not None else ""
    more = {f"more_{name}": max(0, len(of) - SHOWN) for name, of in lines.items()}
    return {"organisation": assessment.name, "total": len(back.changed), "broken": broken, **shown, **more}


def _whole(
    desk: Desk, job: Job, person: Person, assessment: Assessment, lines: dict[str, list[str]]
) -> list[Record]:
    """Every line as a file, where a message cannot hold them."""
    everything = [line for of in lines.values() for line in of]
    if all(len(of) <= SHOWN for of in lines.values()) and all(len(line) <= LINE for line in everything):
        return []
    said = str(desk.texts.say("sheet.whole", desk.language_of(person), count=len(everything)))
    note = desk.reply(person, said, f"{SHEET}:{job.id}:whole", about=assessment.id)
    named = {**note.payload, "file": "\n".join(everything), "name": f"{assessment.id}.txt"}
    return [replace(note, method="document", payload=named)]


async def confirm(ask: Ask, assessment: Assessment, more: str) -> Plan:
    """`DIALOG:yes` takes all that was shown, once; `DIALOG:no` forgets it. Nothing of it is taken where
    somebody changed one of the actions meanwhile.
    """
    found = await sent_lists.pressed(ask, assessment, SHEET, more)
    if isinstance(found, Plan):
        return found
    desk, changes = ask.desk, found.payload["changes"]
    there = await desk.storage.amendments(desk.tenant, assessment.id)
    if any(next_number(there, "action", one["action"]) != one["number"] for one in changes):
        return sent_lists.taken(ask.say("sheet.stale"), found)
    at, by = desk.now(), ask.person.id
    made = [
        Amendment(desk.tenant, assessment.id, "action", one["action"], one["number"], one["body"], by, at)
        for one in changes
    ]
    line = noted(desk, by, "actions_taken", assessment.id, found.id)
    plan = ask.say("sheet.taken", [[(ask.label("plan_whole"), f"plan:{assessment.id}")]], count=len(made))
    return sent_lists.taken(plan, found, *made, line)
