"""One `grade` at a time for a lesson."""

import contextlib
import os
from collections.abc import Iterator

from mlp_course.lessons.course import Course, GradingError


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Be the only one who grades in this course; the lock ends with the process. Raises GradingError."""
    path = course.folder("autograded").with_name("state") / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise GradingError(
                "Submissions of this course are being graded by another process; wait for it."
            ) from None
        yield
