"""Grading submissions: each ends graded, or with the reason why not.

One process owns the gradebook; whoever executes students' code does not see it.
"""

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from mlp_course.grading.collect.deadline import Deadline, HandedIn
from mlp_course.grading.feedback.page import write_feedback
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.by_hand import MarksByHand
from mlp_course.grading.jobs.job import (
    Executed,
    Job,
    files_beside,
    opened,
    settings_of,
    with_outputs,
)
from mlp_course.grading.jobs.outcome import GRADED, NOT_GRADED, NOTHING, UNCHANGED, Outcome
from mlp_course.grading.jobs.progress import Progress
from mlp_course.grading.jobs.readable import unreadable
from mlp_course.grading.jobs.workers import Workers
from mlp_course.grading.jobs.writer import record, repaired
from mlp_course.grading.steps.overview import settings_of as settings_of_page
from mlp_course.lessons.course import Course
from mlp_course.lessons.nbgrader_steps import nbgrader_api
from mlp_course.lessons.remarks import NOTES
from mlp_course.processes import Died

TRIES = 2  # of a submission whose worker died
Result = TypeVar("Result")


class Grader:
    """Prepares submissions of one lesson for execution and records what came of it.

    A run that is killed can go on.
    """

    def __init__(self, course: Course, lesson: str, timeout: int | None = None) -> None:
        config = course.config()
        if timeout:
            config.ResilientExecutor.answer_timeout = timeout
        self.course = course
        self.lesson = lesson
        self.config = config
        self.submitted = course.folder("submitted")
        self.progress = Progress(course, lesson)
        self.by_hand = MarksByHand(course, lesson, self.progress)
        self.api = nbgrader_api(config)
        # For what pages say of lateness: whoever knows more puts it here.
        self.deadline = Deadline()
        self.notes: dict[str, dict] = {}

    @cached_property
    def marked(self) -> set[str]:
        """Everybody whose marks the gradebook holds."""
        return gradebook.students_with_marks(self.course, self.lesson)

    def forget(self, student: str) -> None:
        """Let the submission be unfinished; which marks by hand it has is written down first."""
        self.by_hand.note(student)
        self.progress.forget(student)

    def students(self) -> list[str]:
        """Everybody with a folder of submissions, in order."""
        if not self.submitted.is_dir():
            return []
        folders = [path for path in self.submitted.iterdir() if path.is_dir()]
        return sorted(path.name for path in folders if not path.name.startswith("."))

    def recall(self, student: str) -> Outcome:
        """What earlier runs left: unchanged since, or still to be graded, or nothing handed in."""
        folder = self._folder(student)
        if not folder.is_dir():
            return Outcome(student, NOTHING)
        key = self.progress.key(folder)
        finished = self.progress.finished(student, key)
        graded = self.course.notebook("autograded", self.lesson, student)
        if finished and graded.exists() and student in self.marked:
            return Outcome(student, UNCHANGED, finished["reason"])
        return Outcome(student, NOT_GRADED, "not graded yet")

    def refresh(self, outcome: Outcome) -> Outcome:
        """The same, with the feedback of an unchanged submission as its marks by hand are now."""
        return self.renew(outcome, self.handed_in(outcome.student))

    def renew(self, outcome: Outcome, handed_in: HandedIn) -> Outcome:
        """As `refresh`, of a submission that was `handed_in` then."""
        if not outcome.has_marks:
            return outcome
        self.by_hand.note(outcome.student)
        problem = self._feedback(outcome.student, handed_in)
        if problem:
            return Outcome(outcome.student, NOT_GRADED, problem)
        return outcome

    def unreadable(self, student: str) -> str:
        """Why a submission cannot be opened, '' if it can."""
        return unreadable(self._folder(student), self.lesson)

    def prepare(self, student: str) -> Job | Outcome:
        """What must be executed; or why that cannot be."""
        folder = self._folder(student)
        problem = self.unreadable(student)
        if problem:
            return Outcome(student, NOT_GRADED, problem)
        key = self.progress.key(folder)
        path = folder / f"{self.lesson}.ipynb"
        notebook = repaired(self.config, self.lesson, student, path)

        # The lesson's own files stand in for a student's of the same name.
        ignored = self.config.CourseDirectory.ignore
        files = files_beside(folder, ignored)
        files |= files_beside(self.course.source(self.lesson).parent, ignored)
        return Job(
            student=student,
            notebook=notebook,
            lesson=self.course.source(self.lesson).read_bytes(),
            files=files,
            settings=settings_of(self.config),
            key=key,
            handed_in=self.handed_in(student),
        )

    def finish(self, job: Job, result: Executed) -> Outcome:
        """Write marks, the autograded notebook and the feedback.

        1. take the outputs, and nothing else, from what was executed
        2. write the marks; those given by hand stand if the answer is still the one then marked
        3. write the page for the student, and note that all this is done
        """
        student = job.student
        if result.problem:
            return Outcome(student, NOT_GRADED, result.problem, result.seconds)

        # 1. outputs
        notebook = with_outputs(opened(job.notebook), opened(result.notebook))

        # 2. marks
        self.forget(student)
        problem = record(self.api, self.lesson, student, notebook)
        if problem:
            return Outcome(student, NOT_GRADED, problem, result.seconds)
        self.by_hand.settle(student)
        self.marked.add(student)

        # 3. feedback
        problem = self._feedback(student, job.handed_in)
        if problem:
            return Outcome(student, NOT_GRADED, problem, result.seconds)
        noticed = "; ".join(notebook.metadata.get(NOTES, []))
        outcome = Outcome(student, GRADED, noticed, result.seconds)
        self.progress.end(student, {"key": job.key, **asdict(outcome)})
        return outcome

    def _feedback(self, student: str, handed_in: HandedIn) -> str:
        """Write the student's page; '' or why there is none."""
        told = settings_of_page(handed_in)
        return write_feedback(self.api, self.course, self.lesson, student, told)

    def handed_in(self, student: str) -> HandedIn:
        """When a student handed in, as the table has it, too."""
        note = self.notes.get(student, {})
        return HandedIn.of(self.deadline, self._folder(student), f"{self.lesson}.ipynb", note)

    def _folder(self, student: str) -> Path:
        """What the student handed in."""
        return self.submitted / student / self.lesson


def grade_all(grader: Grader, students: list[str], workers: Workers) -> Iterator[Outcome]:
    """Grade every student's submission; one that fails, in whatever way, does not stop the next.

    What is finished already comes first; then what `workers` execute, in the order in which that is
    done.
    """
    queue: deque[str] = deque()
    for student in students:
        outcome = _safely(student, grader.recall, student)
        if outcome.status == NOT_GRADED:
            queue.append(student)
        else:
            yield _safely(student, grader.refresh, outcome)
    yield from _Round(grader, queue).graded_by(workers)


class _Round:
    """The submissions that must be executed; one whose worker died goes back into the queue."""

    def __init__(self, grader: Grader, queue: deque[str]) -> None:
        self.grader = grader
        self.queue = queue
        self.unprepared: deque[Outcome] = deque()  # for which there is no job
        self.deaths: dict[str, int] = {}

    def graded_by(self, workers: Workers) -> Iterator[Outcome]:
        """Give the jobs to `workers`, and what comes of them to the grader."""
        with contextlib.closing(workers(self)) as results:
            for job, result in results:
                yield from self._emptied()
                student = job.student
                if not isinstance(result, Died):
                    yield _safely(student, self.grader.finish, job, result)
                    continue
                times = self.deaths.get(student, 0) + 1
                self.deaths[student] = times
                if times < TRIES:
                    self.queue.append(student)
                else:
                    yield Outcome(student, NOT_GRADED, f"{result}, {times} times")
        yield from self._emptied()

    def __iter__(self) -> Iterator[Job]:
        return self

    def __next__(self) -> Job:
        """The next job; there may be more after there were none, as long as some are out."""
        while self.queue:
            student = self.queue.popleft()
            prepared = _safely(student, self.grader.prepare, student)
            if isinstance(prepared, Job):
                return prepared
            self.unprepared.append(prepared)
        raise StopIteration

    def _emptied(self) -> Iterator[Outcome]:
        """The outcomes of those that could not be prepared, each once."""
        while self.unprepared:
            yield self.unprepared.popleft()


def _safely(
    student: str,
    step: Callable[..., Result],
    *arguments: object,
) -> Result | Outcome:
    """What a step returns; if it fails, in whatever way, an outcome that says why."""
    try:
        return step(*arguments)
    except Exception as error:
        lines = str(error).splitlines() or [""]
        return Outcome(student, NOT_GRADED, f"{type(error).__name__}: {lines[0]}")
