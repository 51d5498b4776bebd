"""One `grade` at a time in a course."""

import contextlib
from collections.abc import Iterator

from filelock import FileLock, Timeout

from mlp_course.grading.jobs.progress import state_folder
from mlp_course.lessons.course import Course, GradingError


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Be the only one who grades in this course; the lock ends with the process.

    Raises GradingError if somebody else has it.
    """
    path = state_folder(course) / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(path).acquire(blocking=False)
    except Timeout:
        raise GradingError(
            "Submissions of this course are being graded by another process; wait for it."
        ) from None
    with held:
        yield
