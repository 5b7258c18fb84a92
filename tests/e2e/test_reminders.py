"""Reminders by the real program: short steps, a kill between two of them, and what the consultant hears."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.phone import joined
from tests.e2e.process import CONSULTANT, PATIENCE, Peiler
from tests.telegram_stand_in import Message, Person, StandIn

SHORT = {
    "REMIND_AFTER": "PT2S,PT4S",
    "REMIND_CAP": "2",
    "WORK_HOURS": "00:00-24:00",
    "WORK_DAYS": "mon-sun",
    "HOLIDAYS": "",
}


def reminders(person: Person) -> list[Message]:
    """What was sent to remind somebody: it has the button for silence."""
    presses = [(m, button.data) for m in person.chat if m.by_bot for row in m.buttons for button in row]
    return [message for message, data in presses if data.startswith("quiet:")]


async def test_a_silent_owner_is_reminded_twice_also_over_a_kill_and_the_consultant_hears_of_it(
    tmp_path: Path,
) -> None:
    async with StandIn() as telegram:
        peiler = Peiler(tmp_path, telegram, **SHORT)
        await peiler.start()
        try:
            await _is_silent(telegram, peiler)
        finally:
            await peiler.stop()


async def _is_silent(telegram: StandIn, peiler: Peiler) -> None:
    consultant, anna = telegram.person(CONSULTANT, "Carla"), telegram.person(201, "Anna")
    await consultant.starts()
    [token] = await peiler.invites("S")
    phone = await joined(telegram, anna, token)
    await anna.sees("nog geen vraag beantwoord", timeout=PATIENCE)
    await peiler.dies()
    await peiler.start()
    await consultant.sees("reageert niet meer", timeout=PATIENCE)
    first, second = reminders(anna)
    assert {button.data.split(":")[0] for row in first.buttons for button in row} >= {"snooze", "someone"}
    await phone.taps(next(b.data for row in second.buttons for b in row if b.data.startswith("quiet:")))
    await anna.sees("U krijgt geen berichten meer", timeout=PATIENCE)
    await consultant.sees("krijgt geen berichten meer", timeout=PATIENCE)
    assert len(reminders(anna)) == 2
