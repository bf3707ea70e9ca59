"""Where the bytes lie: a folder beside the database, under names made by chance."""

import contextlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from app.files.intake import Taken

SMALL = "-small"


class Folder:
    """Holds each file under its stored name, in subfolders by the first two letters of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, taken: Taken) -> str:
        """Keep the bytes, safe on the disk when this returns. Their stored name."""
        stored = secrets.token_hex(16)
        self._write(stored, taken.content)
        if taken.small:
            self._write(stored + SMALL, taken.small)
        return stored

    def path_of(self, stored: str, *, small: bool = False) -> Path:
        return self.path / stored[:2] / (stored + SMALL if small else stored)

    def remove(self, stored: str) -> None:
        for small in (False, True):
            self.path_of(stored, small=small).unlink(missing_ok=True)

    def shelves(self) -> Iterator[tuple[str, set[str]]]:
        """Each subfolder with the stored names in it that are older than an hour."""
        before = time.time() - 3600
        for shelf in sorted(self.path.glob("[0-9a-f][0-9a-f]")):
            with contextlib.suppress(FileNotFoundError):
                old = {each.name for each in shelf.iterdir() if each.stat().st_mtime < before}
                yield shelf.name, {name.partition("-")[0] for name in old}

    def _write(self, name: str, content: bytes) -> None:
        path = self.path / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _settle(path.parent)


def _settle(folder: Path) -> None:
    """Let the folder know its new entry also after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def kept(folder: Folder, taken: Taken) -> Iterator[str]:
    """Keep the bytes while a row is written that names them; gone again if that fails."""
    stored = folder.put(taken)
    try:
        yield stored
    except BaseException:
        folder.remove(stored)
        raise
