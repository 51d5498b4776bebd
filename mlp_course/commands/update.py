"""`mlp-course update`: which copies are older than the lessons, and each of them replaced in one step.

The old copy stays beside the new one. Whatever is killed when, a copy is either as it was or as it will be, and the
next call goes on. A notebook that is open in JupyterLab is left alone: saving it there would undo the update.
"""

import argparse
import glob
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mlp_course.commands.lab import BASE, outdated
from mlp_course.files import write_whole
from mlp_course.lesson import COURSE
from mlp_course.lessons.copies.merging import Merge, merge
from mlp_course.lessons.copies.servers import open_notebooks

OPEN = "it is open in JupyterLab: save it, choose File → Close and Shut Down Notebook, and run this again."
UNREADABLE = "it cannot be read as a notebook ({}): rename it, and run  python3 course.py lab  for a fresh copy."


def main(argv: list[str]) -> int:
    """Update the lessons in the work folder; 0 if all is well, 1 if a notebook was left as it is."""
    parser = argparse.ArgumentParser(
        prog="mlp-course update",
        description="Bring corrected lessons into your work folder; your answers stay.",
    )
    parser.add_argument(
        "lesson", nargs="*", help="lessons to update (all, if none is named); 04 is enough"
    )
    parser.add_argument(
        "--work", metavar="DIR", type=Path, default=COURSE / "my-work", help="your work folder"
    )
    wanted = parser.parse_args(argv)
    lessons, work = COURSE / "notebooks", wanted.work.resolve()
    if not work.is_dir():
        print(
            f"There is no work folder {wanted.work}: run  python3 course.py lab  first.",
            file=sys.stderr,
        )
        return 1
    known = sorted({path.stem for path in lessons.glob("*/*.ipynb")})
    if strange := [
        name for name in wanted.lesson if not any(lesson.startswith(name) for lesson in known)
    ]:
        print(
            f"There is no lesson called '{strange[0]}': the lessons are {', '.join(known)}.",
            file=sys.stderr,
        )
        return 1
    stale = list(outdated(lessons, work, wanted.lesson))
    in_use, left = open_notebooks(work) if stale else set(), 0
    for path in stale:
        try:
            if work / path in in_use:
                raise OSError(OPEN)
            _tell(path, *update(lessons / path, work / path, work / BASE / path))
        except (OSError, ValueError) as error:
            print(f"{path.stem} was left as it is: {error}", file=sys.stderr)
            left = 1
    renamed = list(_renamed(lessons, work, wanted.lesson))
    for sentence in renamed or ["Your lessons are up to date."] * (not stale):
        print(sentence)
    return left


def update(released: Path, mine: Path, base: Path) -> tuple[Merge, Path | None]:
    """Merge the notebook `released` into `mine`; returns the merge and where the old copy went (None: no change).

    `base` is the release that `mine` was made from; it may be missing. Raises ValueError if `mine`
    cannot be read, OSError if it is saved meanwhile.
    """
    before, corrected = mine.read_bytes(), released.read_bytes()
    made_from = base.read_bytes() if base.exists() else b""
    new, backup = read(corrected), None
    try:
        own = read(before)
        merged = merge(_readable(made_from), own, new)
        nbformat.validate(merged.notebook)
    except Exception as error:  # whatever is in the file
        raise ValueError(UNREADABLE.format(type(error).__name__)) from error
    is_begun = before != made_from
    if not is_begun or merged.notebook.cells != own.cells:
        if is_begun:
            for half in mine.parent.glob(
                f"{glob.escape(mine.stem)} before *.ipynb.tmp"
            ):  # of a run that was killed
                half.unlink(missing_ok=True)
            backup = _free(
                mine.with_name(f"{mine.stem} before {time.strftime('%Y-%m-%d %H.%M.%S')}.ipynb")
            )
            write_whole(backup, before)
        if mine.read_bytes() != before:
            raise OSError("it was saved while it was updated; run this again.")
        write_whole(
            mine, nbformat.writes(merged.notebook).encode() + b"\n" if is_begun else corrected
        )
    write_whole(base, corrected)  # last: until then the next call would do the same again
    return merged, backup


def read(content: bytes) -> NotebookNode:
    """A notebook in today's format; cells of older formats, and those that share an id, get new ones."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbformat warns of what it mends
        notebook = nbformat.v4.upgrade(nbformat.reads(content.decode("utf-8-sig"), as_version=4))
        return nbformat.validator.normalize(notebook, strip_invalid_metadata=False)[1]


def _readable(content: bytes) -> NotebookNode | None:
    """The notebook, None if there is none or something has happened to it."""
    try:
        return read(content)
    except Exception:  # whatever is in the file
        return None


def _renamed(lessons: Path, work: Path, names: list[str]) -> Iterator[str]:
    """A sentence for every lesson whose copy seems to have got another name."""
    for source in sorted(lessons.glob("*/*.ipynb")):
        path = work / source.relative_to(lessons)
        others = sorted(other.name for other in path.parent.glob("*.ipynb"))
        if (
            others
            and not path.exists()
            and (not names or any(path.stem.startswith(name) for name in names))
        ):
            yield f"There is no {path.name}; {', '.join(others)} stays as it is: updates go by names."


def _free(path: Path) -> Path:
    """`path`, or if there is such a file already, with a number."""
    number, place = 2, path
    while place.exists():
        number, place = number + 1, path.with_name(f"{path.stem} ({number}).ipynb")
    return place


def _tell(path: Path, merged: Merge, backup: Path | None) -> None:
    if not merged.changed and backup is None:
        print(f"{path.stem}: nothing that you see has changed.")
        return
    count = len(merged.changed)
    counted = {0: "some cells are different", 1: "1 cell is new or corrected"}
    until = f"Your copy until now: {backup.name}" if backup else "You had not begun it."
    print(f"{path.stem}: {counted.get(count, f'{count} cells are new or corrected')}. {until}")
    for sentence in merged.conflicts:
        print(f"    {sentence}")
