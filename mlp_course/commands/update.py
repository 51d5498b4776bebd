"""`mlp-course update`: corrected lessons for students who have written into their copies."""

import argparse
from pathlib import Path

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    NOT_BEGUN,
    add_lessons,
    complain,
    parser_of,
    program,
)
from mlp_course.files import COURSE
from mlp_course.lessons.copies.making import BASE, outdated
from mlp_course.lessons.copies.merging import Merge
from mlp_course.lessons.copies.servers import open_notebooks
from mlp_course.lessons.copies.updating import OPEN, renamed, update
from mlp_course.lessons.course import NotThere, lessons_called


def main(argv: list[str]) -> int:
    """Update the lessons in the work folder.

    Returns 0 if all is well, 1 if a notebook was left as it is, 2 if there is nothing to update.
    """
    wanted = _parser().parse_args(argv)
    lessons = COURSE / "notebooks"
    work = wanted.work.resolve()
    try:
        names = _named(wanted.lesson, lessons, wanted.work)
    except NotThere as error:
        complain([error])
        return NOT_BEGUN

    code = DONE
    stale = list(outdated(lessons, work, names))
    # Asking servers takes a moment, so not without a reason.
    in_use = open_notebooks(work) if stale else set()
    for path in stale:
        try:
            if work / path in in_use:
                raise OSError(OPEN)
            merged, backup = update(lessons / path, work / path, work / BASE / path)
            _tell(path, merged, backup)
        except (OSError, ValueError) as error:
            complain([f"{path.stem} was left as it is: {error}"])
            code = FAILED

    sentences = list(renamed(lessons, work, names))
    if not sentences and not stale:
        sentences = ["Your lessons are up to date."]
    for sentence in sentences:
        print(sentence)
    return code


def _named(names: list[str], lessons: Path, work: Path) -> list[str]:
    """The lessons that are named; none stands for all, and for the page to start from.

    Raises NotThere if there is no work folder, or no lesson of that name.
    """
    if not work.is_dir():
        raise NotThere(f"There is no work folder {work}: run  {program()} lab  first.")
    known = sorted({path.stem for path in lessons.glob("*/*.ipynb")})
    return lessons_called(names, known, lessons) if names else []


def _tell(path: Path, merged: Merge, backup: Path | None) -> None:
    """One line about a lesson, and one for each cell that both sides changed."""
    if not merged.changed and backup is None:
        print(f"{path.stem}: nothing that you see has changed.")
        return
    count = len(merged.changed)
    counted = {0: "some cells are different", 1: "1 cell is new or corrected"}
    said = counted.get(count, f"{count} cells are new or corrected")
    until = f"Your copy until now: {backup.name}" if backup else "You had not begun it."
    print(f"{path.stem}: {said}. {until}")
    for sentence in merged.conflicts:
        print(f"    {sentence}")


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course update` understands."""
    parser = parser_of(
        "update", "Bring corrected lessons into your work folder; your answers stay."
    )
    add_lessons(parser, "update")
    parser.add_argument(
        "--work",
        metavar="DIR",
        type=Path,
        default=COURSE / "my-work",
        help="your work folder",
    )
    return parser
