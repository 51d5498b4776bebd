"""Files written whole or not at all, files that are nobody's work, and where the course lies.

Whatever is killed when, a file is the old one or the new one, each whole.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

# The folder that holds the course, if the library was not installed alone
COURSE = Path(__file__).resolve().parents[1]


@contextlib.contextmanager
def replacing(target: Path | str) -> Iterator[Path]:
    """Gives a path beside `target` to write to; at the end that file takes the target's place.

    It does so in one step: after an error, or a kill, the older file is as it was, and the next try
    clears away what was left half written.
    """
    target = Path(target)
    partial = target.with_name(target.name + ".tmp")
    try:
        yield partial
        # On the disk before it has the name: a power cut must not leave the name of an empty file.
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def write_whole(target: Path | str, content: bytes) -> None:
    """Make `content` the content of `target`, in one step; folders on the way are made."""
    folder = Path(target).parent
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(target) as partial:
        partial.write_bytes(content)


def plain_files(folder: Path) -> Iterator[Path]:
    """Files in and below `folder`, in order; no links, pipes, devices, nor what is behind them."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            # What a link leads to lies elsewhere, or makes a circle.
            if entry.is_dir(follow_symlinks=False):
                yield from plain_files(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


# of systems, and of programs
LITTER = {
    "__MACOSX",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".ipynb_checkpoints",
    "__pycache__",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
}


def is_litter(name: str) -> bool:
    """Whether a file or folder of that name is nobody's work, but left behind.

    >>> is_litter("__pycache__"), is_litter("lesson.ipynb")
    (True, False)
    """
    return name in LITTER or name.startswith("._")
