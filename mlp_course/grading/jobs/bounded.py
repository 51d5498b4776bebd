"""Grading of which all that reads a submission is done by the reader, a child with limits."""

import functools
import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mlp_course.grading.jobs.autograde import Grader
from mlp_course.grading.jobs.job import Executed, Job, settings_of
from mlp_course.grading.jobs.outcome import NOT_GRADED, Outcome
from mlp_course.grading.reader import READER, TooMuch
from mlp_course.lessons.course import Course

Place = tuple[Course, str, int | None, int]
NUMBERS: Iterator[int] = itertools.count()


class BoundedGrader(Grader):
    """A Grader that does not open what students wrote itself.

    What takes too long or too much memory is not graded, and the class goes on.
    """

    def __init__(self, course: Course, lesson: str, timeout: int | None = None) -> None:
        super().__init__(course, lesson, timeout)
        # The child keeps a Grader, until here there is another one.
        self.place: Place = (course, lesson, timeout, next(NUMBERS))
        READER.begin(do_step)

    def refresh(self, outcome: Outcome) -> Outcome:
        """As a Grader does, in the child."""
        if not outcome.has_marks:
            return outcome
        handed_in = self.handed_in(outcome.student)
        return self._in_child("renew", outcome.student, outcome, handed_in)

    def unreadable(self, student: str) -> str:
        """As a Grader does, in the child."""
        found = self._in_child("unreadable", student, student)
        if isinstance(found, Outcome):
            return found.reason
        return found

    def prepare(self, student: str) -> Job | Outcome:
        """As a Grader does, in the child."""
        prepared = self._in_child("prepare", student, student)
        if isinstance(prepared, Outcome):
            return prepared
        # What was decided here, of how student code is run and of the deadline, the child does not
        # know.
        return replace(
            prepared,
            settings=settings_of(self.config),
            handed_in=self.handed_in(student),
        )

    def finish(self, job: Job, result: Executed) -> Outcome:
        """As a Grader does, in the child, which has no use for the files."""
        light = replace(job, lesson=b"", files={}, settings={})
        outcome = self._in_child("finish", job.student, light, result)
        return replace(outcome, seconds=result.seconds)

    def _in_child(self, step: str, student: str, *arguments: object) -> Any:
        """What a step of a Grader's makes of a submission, or that it could not be read."""
        try:
            return READER.read(do_step, self.place, step, *arguments)
        except TooMuch as reason:
            return Outcome(student, NOT_GRADED, str(reason))


def do_step(place: Place, step: str, *arguments: object) -> Any:
    """Do a step of a Grader's: what the child does."""
    grader = _grader(*place)
    do = getattr(grader, step)
    return do(*arguments)


@functools.lru_cache(1)
def _grader(course: Course, lesson: str, timeout: int | None, number: int) -> Grader:
    """The Grader of the child; another `number` is another one."""
    return Grader(course, lesson, timeout)
