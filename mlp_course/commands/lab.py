"""The verb `lab`: the student's own copies of the lessons, and JupyterLab opened on them.

All of it works offline. What is already in the work folder is never touched; to begin a lesson
afresh, rename your copy.
"""

import argparse
from pathlib import Path

from mlp_course.commands.arguments import DONE, FAILED, complain
from mlp_course.files import COURSE
from mlp_course.lessons.copies.making import copy_missing, is_course, outdated
from mlp_course.lessons.copies.servers import JUPYTER, start, use_writable_folders

FIRST = "start.ipynb"  # what JupyterLab opens
MARKING = "/marking"  # or, for a course with a class, what waits for a mark
UPDATE = "run  python3 course.py update  (your answers stay)."


def main(argv: list[str]) -> int:
    """Bring the work folder up to date and open JupyterLab there; returns its exit code."""
    wanted, others = _parser().parse_known_args(argv)
    work = Path(wanted.course or wanted.work).expanduser().resolve()
    if wanted.course and not is_course(work):
        complain([f"There is no course in {work}: a course folder holds nbgrader_config.py."])
        return FAILED
    try:
        if not wanted.course:
            _bring_up_to_date(work)
        stop = "" if wanted.copy_only else " To stop, press Ctrl-C here twice."
        print(f"Your lessons are in {work}.{stop}", flush=True)
        use_writable_folders(work / JUPYTER)
    except OSError as error:
        mend = "make room, or name another one with --work"
        reason = error.strerror or error
        complain([f"The work folder {work} cannot be written to ({reason}): {mend}."])
        return FAILED
    if wanted.copy_only:
        return DONE
    # What was said on the command line comes last: it overrules ours.
    return start(work, [*_options(wanted, work), *others])


def _options(wanted: argparse.Namespace, work: Path) -> list[str]:
    """What JupyterLab is told."""
    options = []
    if wanted.no_browser:
        options.append("--no-browser")
    if wanted.port:
        options.append(f"--port={wanted.port}")
    if wanted.course and (work / "grading").is_dir():
        options.append(f"--LabApp.default_url={MARKING}")
    elif (work / FIRST).exists():
        options.append(f"--LabApp.default_url=/lab/tree/{FIRST}")
    return options


def _bring_up_to_date(work: Path) -> None:
    """Copy the lessons that are missing, and name those that were corrected since.

    Raises OSError.
    """
    lessons = COURSE / "notebooks"
    for path in copy_missing(lessons, work):
        print(f"new: {work.name}/{path}")
    corrected = [path.stem for path in outdated(lessons, work)]
    if corrected:
        print(f"Corrected since you got them: {', '.join(corrected)}. To have that,", UPDATE)


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course lab` understands."""
    parser = argparse.ArgumentParser(
        prog="mlp-course lab",
        description=(
            "Copy the lessons you do not have yet to your work folder and open JupyterLab there."
        ),
        epilog="Other options go to JupyterLab.",
        allow_abbrev=False,
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
    parser.add_argument("--port", type=int, help="of the local server (8888, or the next free one)")
    return parser
