"""One `grade` at a time in a course."""

import contextlib
import sys
from collections.abc import Iterator
from typing import TextIO

from mlp_course.grading.jobs.progress import state_folder
from mlp_course.lessons.course import Course, GradingError


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Be the only one who grades in this course; the lock ends with the process.

    Raises GradingError if somebody else has it.
    """
    path = state_folder(course) / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            _lock(file)
        except OSError:
            raise GradingError(
                "Submissions of this course are being graded by another process; wait for it."
            ) from None
        yield


def _lock(file: TextIO) -> None:
    """Lock an open file, without waiting for it. Raises OSError if another process has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
