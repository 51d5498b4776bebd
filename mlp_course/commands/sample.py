"""`mlp-course sample`: a class of invented students, to try everything on that there is."""

import argparse
from pathlib import Path

from mlp_course.commands.arguments import (
    DONE,
    FAILED,
    NOT_BEGUN,
    add_course,
    complain,
    parser_of,
)
from mlp_course.grading.audit.sample_class import CLASS, LESSON, NAME, make
from mlp_course.lessons.course import Course, GradingError


def main(argv: list[str]) -> int:
    """Make the sample class; returns the exit code."""
    wanted = _parser().parse_args(argv)
    try:
        make(Course.find(wanted.course), wanted.folder)
    except (GradingError, OSError) as error:
        complain([error])
        return FAILED if isinstance(error, OSError) else NOT_BEGUN
    invented = f"what {len(CLASS)} invented students handed in"
    print(f"The folder {wanted.folder} holds lesson {LESSON} and {invented}.")
    print(f"Say --course {wanted.folder} whenever you mean this class.")
    return DONE


def _parser() -> argparse.ArgumentParser:
    """What `mlp-course sample` understands."""
    parser = parser_of(
        "sample",
        "Make a folder with a sample class: invented students whose submissions you can grade, "
        "mark and report on.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(NAME),
        help=f"folder to make ({NAME})",
    )
    add_course(parser)
    return parser
