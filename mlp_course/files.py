"""Files written whole or not at all, files that are nobody's work, and where the course lies.

Whatever is killed when, a file is the old one or the new one, each whole.
"""

import contextlib
import csv
import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

# The folder that holds the course, if the library was not installed alone
COURSE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("MLP_COURSE_DATA", COURSE / "data"))  # what is shipped with it
LONGEST_NAME = 255  # bytes of one name, on every file system we know
FORMULAS = ("=", "+", "-", "@")  # what a cell begins with that a spreadsheet computes


@contextlib.contextmanager
def replacing(target: Path | str) -> Iterator[Path]:
    """Gives a path beside `target` to write to; at the end that file takes the target's place.

    It does so in one step: after an error, or a kill, the older file is as it was, and the next try
    clears away what was left half written.
    """
    target = Path(target)
    partial = target.with_name(_partial_name(target.name))
    try:
        yield partial
        # On the disk before it has the name: a power cut must not leave the name of an empty file.
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)


def _partial_name(name: str) -> str:
    """What a file is called while it is written; always the same, and never too long."""
    partial = name + ".tmp"
    content = os.fsencode(partial)
    if len(content) <= LONGEST_NAME:
        return partial
    return f"{hashlib.sha256(content).hexdigest()}.tmp"


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


def checksums(path: Path) -> dict[str, str]:
    """SHA-256 of every file named in a list of checksums."""
    found = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        words = line.split()
        if len(words) == 2:
            checksum, name = words
            found[name] = checksum
    return found


def damaged_in(folder: Path) -> list[str]:
    """The files below `folder` that are not what a SHA256SUMS beside them says.

    The folder itself, if there is no such list in it.
    """
    lists = sorted(folder.glob("*/SHA256SUMS"))
    if not lists:
        return [str(folder)]
    damaged = []
    for path in lists:
        for name, checksum in checksums(path).items():
            file = path.with_name(name)
            if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != checksum:
                damaged.append(f"{path.parent.name}/{name}")
    return damaged


def printable(text: str) -> str:
    r"""A text on one line that every terminal and file can hold; the rest as Python writes it.

    Names of files may have any bytes, and what moves the cursor of a terminal.

    >>> printable("Zoë.csv"), printable("a\nb"), printable("\x1b[31m"), printable("\udcff.csv")
    ('Zoë.csv', 'a\\nb', '\\x1b[31m', '\\udcff.csv')
    """
    signs = []
    for sign in text:
        is_plain = sign == " " or sign.isprintable()
        signs.append(sign if is_plain else sign.encode("unicode_escape").decode())
    return "".join(signs)


def csv_bytes(rows: Iterable[Sequence[object]]) -> bytes:
    """A table as CSV in UTF-8: what students named is text in it, and no formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return table.getvalue().encode()


def _cell(value: object) -> object:
    """A value as it stands in a table."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    with contextlib.suppress(ValueError):
        float(text)
        return text
    # As spreadsheets themselves mark what is text
    return f"'{text}" if text.startswith(FORMULAS) else text
