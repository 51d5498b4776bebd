"""Files that an answer writes and its test reads: copied as bytes, name by name, to either side.

No folder is shared, so a link or a pipe that an answer leaves leads nowhere.
"""

import os
import stat
from pathlib import Path

from mlp_course.grading.judge.values.encoder import Encoder
from mlp_course.grading.judge.values.plain import RefusedError, Tree

MOST_FILES = 100
MOST_BYTES = 64 * 2**20
LONGEST_NAME = 200
Mark = tuple[int, int]  # nanoseconds, bytes


class Files:
    """The files of one side's folder, as the other side knows them."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.known: dict[str, Mark] = {}

    def news(self) -> dict[str, bytes | None]:
        """What the other side does not know yet: content by name; None if a file is gone."""
        folder = self._folder()
        there = _marks(folder)
        found: dict[str, bytes | None] = {}
        for name, mark in there.items():
            if self.known.get(name) != mark:
                found[name] = _read(folder / name)

        gone = set(self.known) - set(there)
        for name in gone:
            found[name] = None
        self.known = there
        return found

    def changes(self, encoder: Encoder) -> list[Tree]:
        """The same as plain data."""
        trees: list[Tree] = []
        for name, content in self.news().items():
            tree = encoder.encode(content)
            trees.append([name, tree])
        return trees

    def take(self, files: dict[str, bytes | None]) -> None:
        """Write what the other side has. Raises RefusedError if a name or a size cannot be."""
        if len(files) > MOST_FILES or sum(len(c or b"") for c in files.values()) > MOST_BYTES:
            raise RefusedError("these files are too many or too large")
        folder = self._folder()
        for name, content in files.items():
            # Any other name would lead out of the folder.
            is_inside = "/" not in name and name not in ("", ".", "..")
            if not is_inside or len(name.encode()) > LONGEST_NAME:
                raise RefusedError(f"a file cannot be called {name!r} here")
            path = folder / name
            path.unlink(missing_ok=True)
            if content is not None:
                path.write_bytes(content)
        self.known = _marks(folder)

    def _folder(self) -> Path:
        return self.folder or own_scratch()


def own_scratch() -> Path:
    """The folder of this process, as lessons ask for it."""
    from mlp_course.lesson import scratch

    return scratch()


def _marks(folder: Path) -> dict[str, Mark]:
    """When each plain file in a folder was last changed, and its size."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            about = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(about.st_mode):
                found[entry.name] = (about.st_mtime_ns, about.st_size)
    return found


def _read(path: Path) -> bytes:
    """The content of a plain file; what is no file any more is not followed."""
    # Windows has no such flag.
    no_links = getattr(os, "O_NOFOLLOW", 0)
    fd = os.open(path, os.O_RDONLY | no_links)
    with os.fdopen(fd, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise RefusedError("that is a file of more than 64 MB")
    return content
