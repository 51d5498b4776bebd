"""Grading submissions: each ends graded, or with the reason why not; one process owns the gradebook."""

import contextlib
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import nbformat

from mlp_course.grading.feedback.page import write_feedback
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.job import (
    Executed,
    Parcel,
    files_beside,
    opened,
    settings_of,
    with_outputs,
)
from mlp_course.grading.jobs.outcome import GRADED, NOT_GRADED, NOTHING, UNCHANGED, Outcome
from mlp_course.grading.jobs.progress import Memory
from mlp_course.grading.jobs.writer import record, repaired
from mlp_course.lessons.course import Course
from mlp_course.lessons.nbgrader_steps import nbgrader_api
from mlp_course.lessons.remarks import NOTES
from mlp_course.processes import Died

LARGEST = 50_000_000  # bytes of a notebook
TRIES = 2  # of a submission whose worker died
Crew = Callable[[Iterable[Parcel]], Iterator[tuple[Parcel, Executed | Died]]]


class Grader:
    """Prepares submissions of one lesson for execution and records the result; a killed run can go on."""

    def __init__(self, course: Course, lesson: str, timeout: int | None = None) -> None:
        config = course.config()
        if timeout:
            config.Survive.answer_timeout = timeout
        self.course, self.lesson, self.config = course, lesson, config
        self.submitted = course.folder("submitted")
        self.memory = Memory(course, lesson)
        self.api = nbgrader_api(config)

    def students(self) -> list[str]:
        """Everybody with a folder of submissions, in order."""
        if not self.submitted.is_dir():
            return []
        return sorted(
            f.name for f in self.submitted.iterdir() if f.is_dir() and not f.name.startswith(".")
        )

    def recall(self, student: str) -> Outcome:
        """What earlier runs left: finished and unchanged since, or still to be graded, or nothing handed in."""
        folder = self._folder(student)
        if not folder.is_dir():
            return Outcome(student, NOTHING)
        finished = self.memory.finished(student, self.memory.key(folder))
        if finished and self._autograded(student).exists():
            return Outcome(student, UNCHANGED, finished["reason"])
        return Outcome(student, NOT_GRADED, "not graded yet")

    def refresh(self, outcome: Outcome) -> Outcome:
        """The same, with the feedback of an unchanged submission as its marks by hand are now."""
        if outcome.has_marks and (problem := self._feedback(outcome.student)):
            return Outcome(outcome.student, NOT_GRADED, problem)
        return outcome

    def prepare(self, student: str) -> Parcel | Outcome:
        """What must be executed; or why that cannot be."""
        folder = self._folder(student)
        if problem := unreadable(folder, self.lesson):
            return Outcome(student, NOT_GRADED, problem)
        key, ignored = self.memory.key(folder), self.config.CourseDirectory.ignore
        notebook = repaired(self.config, self.lesson, student, folder / f"{self.lesson}.ipynb")
        files = files_beside(folder, ignored) | files_beside(
            self.course.source(self.lesson).parent, ignored
        )
        return Parcel(student, notebook, files, settings_of(self.config), key)

    def finish(self, parcel: Parcel, result: Executed) -> Outcome:
        """Write marks, the autograded notebook and the feedback."""
        student, problem = parcel.student, result.problem
        if not problem:
            notebook = with_outputs(opened(parcel.notebook), opened(result.notebook))
            before = self.memory.begin(
                student, gradebook.reviewed(self.course, self.lesson, student)
            )
            problem = record(self.api, self.lesson, student, notebook)
            if not problem:
                gradebook.confirm(self.course, self.lesson, student, before)
                problem = self._feedback(student)
        if problem:
            return Outcome(student, NOT_GRADED, problem, result.seconds)
        outcome = Outcome(
            student, GRADED, "; ".join(notebook.metadata.get(NOTES, [])), result.seconds
        )
        self.memory.end(student, {"key": parcel.key, **asdict(outcome)})
        return outcome

    def _feedback(self, student: str) -> str:
        return write_feedback(self.api, self.course, self.lesson, student)

    def _autograded(self, student: str) -> Path:
        return self.course.folder("autograded") / student / self.lesson / f"{self.lesson}.ipynb"

    def _folder(self, student: str) -> Path:
        return self.submitted / student / self.lesson


def unreadable(folder: Path, lesson: str) -> str:
    """Why the submission in `folder` cannot be opened, in one sentence; '' if it can."""
    path = folder / f"{lesson}.ipynb"
    if set(folder.parent.name) & set("[*?\n\r"):
        return (
            "nbgrader cannot open a folder whose name holds [ or * or ? or a line break: rename it"
        )
    if odd := sorted(
        p.name for p in folder.rglob("*") if p.is_symlink() or not (p.is_file() or p.is_dir())
    ):
        return f"{odd[0]} in the folder is a link or no file: it could lead to what is not the student's"
    if not path.is_file():
        others = ", ".join(sorted(p.name for p in folder.glob("*.ipynb")))
        return f"there is no {path.name} in the folder" + (f" (only {others})" if others else "")
    if path.stat().st_size > LARGEST:
        return f"{path.name} is larger than {LARGEST // 10**6} MB"
    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # ids of cells that are missing or equal are mended on the way
            notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # whatever is in the file, the batch goes on
        return (
            f"{path.name} cannot be read as a notebook ({type(error).__name__}): ask for it again"
        )
    return "" if notebook.get("cells") else f"{path.name} has no cells"


def grade_all(grader: Grader, students: list[str], crew: Crew) -> Iterator[Outcome]:
    """Grade every student's submission; one that fails, in whatever way, does not stop the next.

    What is finished already comes first; then what `crew` executes, in the order in which that is done.
    """
    queue: deque[str] = deque()
    for student in students:
        outcome = _safely(student, grader.recall, student)
        if outcome.status == NOT_GRADED:
            queue.append(student)
        else:
            yield _safely(student, grader.refresh, outcome)
    yield from _Round(grader, queue).graded_by(crew)


class _Round:
    """The submissions that must be executed; one whose worker died goes back into the queue."""

    def __init__(self, grader: Grader, queue: deque[str]) -> None:
        self.grader, self.queue = grader, queue
        self.done: deque[Outcome] = deque()  # could not be prepared
        self.deaths: dict[str, int] = {}

    def graded_by(self, crew: Crew) -> Iterator[Outcome]:
        with contextlib.closing(crew(self)) as results:
            for parcel, result in results:
                yield from self._emptied()
                if not isinstance(result, Died):
                    yield _safely(parcel.student, self.grader.finish, parcel, result)
                elif (times := self.deaths.get(parcel.student, 0) + 1) < TRIES:
                    self.deaths[parcel.student] = times
                    self.queue.append(parcel.student)
                else:
                    yield Outcome(parcel.student, NOT_GRADED, f"{result}, {times} times")
        yield from self._emptied()

    def __iter__(self) -> Iterator[Parcel]:
        return self

    def __next__(self) -> Parcel:
        """The next parcel; there may be more after there were none, as long as some are out."""
        while self.queue:
            student = self.queue.popleft()
            prepared = _safely(student, self.grader.prepare, student)
            if isinstance(prepared, Parcel):
                return prepared
            self.done.append(prepared)
        raise StopIteration

    def _emptied(self) -> Iterator[Outcome]:
        while self.done:
            yield self.done.popleft()


def _safely(student: str, step: Callable, *arguments: object) -> Parcel | Outcome:
    try:
        return step(*arguments)
    except Exception as error:
        return Outcome(
            student, NOT_GRADED, f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
        )
