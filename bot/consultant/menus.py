"""The menu of commands in a chat, which follows what somebody may do: set and taken away by a job, because a
step makes no network call and never fails for it.
"""

from __future__ import annotations

from bot.authority import may, role_of
from bot.desk import Desk
from bot.tokens import new_id
from storage.records import Job

MENU = "menu"


def menu_job(desk: Desk, person: str) -> Job:
    """What this person may do has changed."""
    return Job(desk.tenant, new_id(), MENU, f"{MENU}:{person}", {"person": person}, desk.now())


async def set_menu(desk: Desk, job: Job) -> None:
    """The menu that goes with what the person is now, whatever came in between."""
    person = await desk.storage.person(desk.tenant, job.payload["person"])
    if person is not None:
        role = await role_of(desk, person)
        await desk.show_menu(person, (lambda name: may(role, f"/{name}")) if may(role, "/status") else None)
    await desk.storage.finish(job)
