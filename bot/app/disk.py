"""The disk: below a floor of room nothing more is taken, so that what is under way can still be written; nor
is it while the database file is not where it was.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from bot.config import Settings
from storage import OpenedFile, sqlite_path

log = logging.getLogger(__name__)

#: Bytes that must be free to take updates; results of messages under way are still written.
FLOOR = 64 * 1024 * 1024


def free_bytes(folder: Path) -> int:
    """What is free where this folder is or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


class Room:
    """Tells once when updates cannot be taken, and once when they can be again."""

    def __init__(
        self,
        folders: tuple[Path, ...],
        free: Callable[[Path], int] = free_bytes,
        database: OpenedFile | None = None,
    ) -> None:
        self._folders, self._free, self._database = folders, free, database
        self._told: str | None = None

    def free(self) -> int:
        """Bytes on the fullest of the disks."""
        return min((self._free(folder) for folder in self._folders), default=FLOOR)

    def missing(self) -> str | None:
        """What is wrong when the database file is not the one that was opened."""
        if self._database is None or self._database.is_there():
            return None
        return (
            f"{self._database.path} was deleted, moved or replaced while it is in use: "
            "put the same file back; or stop, and restore the last backup"
        )

    def fits(self, size: int) -> bool:
        """Whether so many bytes more leave enough."""
        return self.free() - size >= FLOOR

    def enough(self) -> bool:
        """Whether updates can be taken now."""
        problem = self.missing()
        if problem is None and self.free() < FLOOR:
            problem = f"less than {FLOOR // 1024**2} MB free on the disk"
        if problem != self._told:
            self._told = problem
            if problem is None:
                log.warning("all is well with the disk again: updates are taken")
            else:
                log.error("no updates are taken: %s", problem)
        return problem is None


def room_for(settings: Settings) -> Room:
    """The disks that hold the database and the files."""
    database = sqlite_path(settings.database)
    folders = (settings.files.resolve(), *((database.resolve().parent,) if database else ()))
    return Room(folders, database=OpenedFile(database.resolve()) if database else None)
