"""The files that people sent, on disk: named by their content with a secret key, there whole or not at all.

The name tells nothing to who reads the database alone: without the key nobody can find out whether a document
that they have was sent. The key lies beside the database and in no backup. Losing it loses nothing: files
stay where their rows say; only a file that is sent once more is then kept twice.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_KEY_BYTES = 32
_PART = ".part"


class Shelf:
    """The files of one database. An `address` is a path inside `home`, the folder for all files.

    Every database has a folder of its own, named after its key, so that tidying up after one never touches
    the files of another that was given the same folder.
    """

    def __init__(self, home: Path, key_file: Path, tenant: str) -> None:
        self._home, self._key_file, self._tenant = home, key_file, tenant

    def part(self, id_: str) -> Part:
        """A file that is coming in, open for writing."""
        key = self._key()
        folder = self._home / _folder(key)
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _flush(self._home)
            _flush(self._home.parent)
        return Part(folder / f".{id_}{_PART}", hmac.new(key, self._tenant.encode() + b"\0", hashlib.sha256))

    def keep(self, part: Part) -> str:
        """Give a finished part its name, durably; its address. The same content has the same address."""
        place = part.path.with_name(part.name)
        part.path.rename(place)
        _flush(place.parent)
        return place.relative_to(self._home).as_posix()

    def remove(self, address: str) -> None:
        """Take a file away, if it is there."""
        (self._home / address).unlink(missing_ok=True)

    def clear_parts(self) -> None:
        """Take away what a crash left half done; call it while nothing comes in."""
        for path in self._files():
            if path.name.endswith(_PART):
                path.unlink(missing_ok=True)

    def addresses(self) -> list[str]:
        """All that lies here."""
        names = (path.relative_to(self._home).as_posix() for path in self._files())
        return sorted(name for name in names if not name.endswith(_PART))

    def _files(self) -> Iterator[Path]:
        if self._key_file.exists():
            yield from (path for path in (self._home / _folder(self._key())).glob("*") if path.is_file())

    def _key(self) -> bytes:
        """Made when the first file comes; on disk before anything is named with it."""
        with suppress(FileNotFoundError):
            return self._key_file.read_bytes()
        part = self._key_file.with_name(f".{self._key_file.name}{_PART}")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(secrets.token_bytes(_KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        part.rename(self._key_file)
        _flush(self._key_file.parent)
        return self._key_file.read_bytes()


class Part:
    """A file on its way; unless it is kept, nothing of it is left when its `with` ends."""

    def __init__(self, path: Path, digest: hmac.HMAC) -> None:
        self.path, self.size, self._digest = path, 0, digest
        self._file = os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb")

    @property
    def name(self) -> str:
        """What its content is called."""
        return self._digest.hexdigest()

    def write(self, piece: bytes) -> None:
        """More of it."""
        self._file.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    def finish(self) -> None:
        """All of it is on disk when this returns."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def __enter__(self) -> Part:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def _folder(key: bytes) -> str:
    return f"evidence-{hashlib.sha256(key).hexdigest()[:12]}"


def _flush(folder: Path) -> None:
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
