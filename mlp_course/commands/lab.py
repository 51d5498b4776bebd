"""The verb `lab`: the student's own copies of the lessons, and JupyterLab opened on them.

All of it works offline. What is already in the work folder is never touched; to begin a lesson
afresh, rename your copy.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    NOT_BEGUN,
    Parser,
    complain,
    parser_of,
    program,
    whole,
)
from mlp_course.files import COURSE
from mlp_course.lessons.copies.making import copy_missing, is_course, outdated
from mlp_course.lessons.copies.servers import JUPYTER, start, use_writable_folders
from mlp_course.lessons.course import NotThere, lesson_called

FIRST = "start.ipynb"  # what JupyterLab opens
MARKING = "/marking"  # or, for a course with a class, what waits for a mark


def main(argv: list[str]) -> int:
    """Bring the work folder up to date and open JupyterLab there; returns its exit code."""
    parser = _parser()
    wanted, others = parser.parse_known_args(argv)
    _refuse_strange(parser, others)
    work = Path(wanted.course or wanted.work).expanduser().resolve()
    if wanted.course and not is_course(work):
        complain([f"There is no course in {work}: a course folder holds nbgrader_config.py."])
        return NOT_BEGUN
    lessons = COURSE / "notebooks"
    # Where the notebooks lie that are opened, and where they come from
    there = work / "solutions" if wanted.course else work
    try:
        first = _first(wanted.lesson, there if wanted.course else lessons)
    except NotThere as error:
        hint = "Options of JupyterLab are written --NAME=VALUE." if others else ""
        complain([error], hint)
        return NOT_BEGUN

    try:
        if not wanted.course:
            _bring_up_to_date(lessons, work)
        if wanted.copy_only:
            print(f"Your lessons are in {work}.")
        use_writable_folders(work / JUPYTER)
    except OSError as error:
        mend = "make room, or name another one with --work"
        reason = error.strerror or error
        complain([f"The work folder {work} cannot be written to ({reason}): {mend}."])
        return FAILED
    if wanted.copy_only:
        return DONE
    # What was said on the command line comes last: it overrules ours.
    options = [*_options(wanted, work, there / first), *others]
    notebooks = sorted(there.glob("*/*.ipynb"))
    return start(work, options, [*notebooks, work / FIRST])


def _first(typed: str | None, lessons: Path) -> Path:
    """What is opened, from the folder of the `lessons`; NotThere if there is no such lesson."""
    if typed is None:
        return Path(FIRST)
    known = sorted(path.parent.name for path in lessons.glob("*/*.ipynb"))
    lesson = lesson_called(typed, known)
    return Path(lesson, f"{lesson}.ipynb")


def _refuse_strange(parser: Parser, others: Sequence[str]) -> None:
    """End with a sentence if an option is neither ours nor JupyterLab's, which would be silent."""
    # One with a class, as --ServerApp.ip, is for traitlets to judge.
    strange = []
    for option in others:
        name, _, _ = option.partition("=")
        if name.startswith("-") and "." not in name:
            strange.append(name)
    if not strange:
        return
    from jupyterlab.labapp import LabApp

    known: set[str] = set()
    for names in (*LabApp.aliases, *LabApp.flags):
        known.update([names] if isinstance(names, str) else names)
    for name in strange:
        if name.lstrip("-") not in known:
            parser.error(parser.unknown([name]))


def _options(wanted: argparse.Namespace, work: Path, first: Path) -> list[str]:
    """What JupyterLab is told."""
    options = []
    if wanted.no_browser:
        options.append("--no-browser")
    if wanted.port is not None:
        options.append(f"--port={wanted.port}")
    if wanted.course and (work / "grading").is_dir():
        options.append(f"--LabApp.default_url={MARKING}")
    elif first.exists():
        options.append(f"--LabApp.default_url=/lab/tree/{first.relative_to(work).as_posix()}")
    return options


def _bring_up_to_date(lessons: Path, work: Path) -> None:
    """Copy the lessons that are missing, and name those that were corrected since.

    Raises OSError.
    """
    new = [path.stem for path in copy_missing(lessons, work) if path.suffix == ".ipynb"]
    if new:
        print(f"New in {work}: {', '.join(new)}.", flush=True)
    corrected = [path.stem for path in outdated(lessons, work)]
    if corrected:
        mend = f"To have that, run  {program()} update  (your answers stay)."
        print(f"Corrected since you got them: {', '.join(corrected)}. {mend}", flush=True)


def _parser() -> Parser:
    """What `mlp-course lab` understands."""
    parser = parser_of(
        "lab",
        "Copy the lessons you do not have yet to your work folder and open JupyterLab there.",
        "Other options go to JupyterLab, written --NAME=VALUE.",
    )
    parser.add_argument(
        "lesson",
        metavar="LESSON",
        nargs="?",
        help=f"lesson to open, as 1 or symmetry ({FIRST})",
    )
    parser.add_argument(
        "--work",
        metavar="DIR",
        default=COURSE / "my-work",
        help="your work folder (my-work)",
    )
    parser.add_argument(
        "--course",
        metavar="DIR",
        nargs="?",
        const=COURSE,
        help="open the course itself, or the one in DIR: for authors and instructors",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument(
        "--copy-only",
        action="store_true",
        help="copy the lessons, and do not start JupyterLab",
    )
    parser.add_argument(
        "--port",
        metavar="N",
        type=whole,
        help="of the local server (8888, or the next free one)",
    )
    return parser
