"""Room on the disk: below a floor nothing more is taken, so that what is under way can still be written."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

from bot.config import Settings
from storage import sqlite_path

log = logging.getLogger(__name__)

#: Bytes that must be free to take updates; results of messages under way are still written.
FLOOR = 64 * 1024 * 1024


def free_bytes(folder: Path) -> int:
    """What is free where this folder is or will be."""
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


class Room:
    """Tells once when room runs out, and once when there is room again."""

    def __init__(self, folders: tuple[Path, ...], free: Callable[[Path], int] = free_bytes) -> None:
        self._folders, self._free, self._enough = folders, free, True

    def free(self) -> int:
        """Bytes on the fullest of the disks."""
        return min((self._free(folder) for folder in self._folders), default=FLOOR)

    def enough(self) -> bool:
        """Whether updates can be taken now."""
        enough = self.free() >= FLOOR
        if enough != self._enough:
            self._enough = enough
            if enough:
                log.warning("there is room on the disk again: updates are taken")
            else:
                log.error("less than %s MB free on the disk: no updates are taken", FLOOR // 1024**2)
        return enough


def room_for(settings: Settings) -> Room:
    """The disks that hold the database and the files."""
    database = sqlite_path(settings.database)
    folders = (settings.files.resolve(), *((database.resolve().parent,) if database else ()))
    return Room(folders)
