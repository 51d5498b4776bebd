"""One copy of a lesson brought up to date in one step; the old copy stays beside the new one.

Whatever is killed when, a copy is either as it was or as it will be, and the next call goes on. A
notebook that is open in JupyterLab is left alone: saving it there would undo the update.
"""

import glob
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mlp_course.files import write_whole
from mlp_course.lessons.copies.merging import Merge, merge

OPEN = (
    "it is open in JupyterLab: save it, choose File → Close and Shut Down Notebook, "
    "and run this again."
)
UNREADABLE = (
    "it cannot be read as a notebook ({}): rename it, "
    "and run  python3 course.py lab  for a fresh copy."
)


def update(released: Path, mine: Path, base: Path) -> tuple[Merge, Path | None]:
    """Merge the notebook `released` into `mine`.

    Returns the merge and where the old copy went (None: no change). `base` is the release that
    `mine` was made from; it may be missing. Raises ValueError if `mine` cannot be read, OSError if
    it is saved meanwhile.
    """
    before = mine.read_bytes()
    corrected = released.read_bytes()
    made_from = base.read_bytes() if base.exists() else b""

    # 1. the three versions become one
    new = read(corrected)
    try:
        own = read(before)
        merged = merge(_readable(made_from), own, new)
        nbformat.validate(merged.notebook)
    except Exception as error:  # whatever is in the file
        raise ValueError(UNREADABLE.format(type(error).__name__)) from error

    # 2. the old copy is kept, then replaced
    backup = None
    is_begun = before != made_from
    if not is_begun or merged.notebook.cells != own.cells:
        if is_begun:
            backup = _keep(mine, before)
        if mine.read_bytes() != before:
            raise OSError("it was saved while it was updated; run this again.")
        text = nbformat.writes(merged.notebook).encode() + b"\n"
        write_whole(mine, text if is_begun else corrected)

    # 3. last, since until then the next call would do the same again
    write_whole(base, corrected)
    return merged, backup


def read(content: bytes) -> NotebookNode:
    """A notebook in today's format.

    Cells of older formats, and those that share an id, get new ones.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbformat warns of what it mends
        notebook = nbformat.reads(content.decode("utf-8-sig"), as_version=4)
        notebook = nbformat.v4.upgrade(notebook)
        _, notebook = nbformat.validator.normalize(notebook, strip_invalid_metadata=False)
    return notebook


def renamed(lessons: Path, work: Path, names: Sequence[str] = ()) -> Iterator[str]:
    """A sentence for every lesson (called `names`) whose copy seems to have got another name."""
    for source in sorted(lessons.glob("*/*.ipynb")):
        path = work / source.relative_to(lessons)
        if names and not path.stem.startswith(tuple(names)):
            continue
        beside = path.parent.glob("*.ipynb")
        others = sorted(other.name for other in beside)
        if others and not path.exists():
            there = ", ".join(others)
            yield f"There is no {path.name}; {there} stays as it is: updates go by names."


def _readable(content: bytes) -> NotebookNode | None:
    """The notebook, None if there is none or something has happened to it."""
    try:
        return read(content)
    except Exception:  # whatever is in the file
        return None


def _keep(mine: Path, content: bytes) -> Path:
    """Write the old copy beside `mine`, under a free name.

    What a killed call left half written goes.
    """
    for half in mine.parent.glob(f"{glob.escape(mine.stem)} before *.ipynb.tmp"):
        half.unlink(missing_ok=True)
    now = time.strftime("%Y-%m-%d %H.%M.%S")
    wanted = mine.with_name(f"{mine.stem} before {now}.ipynb")
    backup = _free(wanted)
    write_whole(backup, content)
    return backup


def _free(path: Path) -> Path:
    """`path`, or if there is such a file already, with a number."""
    place = path
    number = 2
    while place.exists():
        place = path.with_name(f"{path.stem} ({number}).ipynb")
        number += 1
    return place
