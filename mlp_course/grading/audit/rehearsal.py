"""A copy of a course in which answers are graded: nbgrader's real steps, a gradebook of its own."""

import json
import shutil
import sqlite3
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sqlalchemy import event
from sqlalchemy.engine import Engine
from traitlets.config import Config

from mlp_course.grading.audit.bank import SPOILED, STUB, BankAnswer
from mlp_course.grading.feedback.messages import Message, message_about, own_error
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.steps.suggestion import SuggestMarks
from mlp_course.lessons import cells
from mlp_course.lessons.course import SQLITE, Course, GradingError
from mlp_course.lessons.nbgrader_steps import nbgrader_api, run_step
from mlp_course.lessons.release import generate
from mlp_course.lessons.remarks import NOTES

STUDENT = "student"
STEPS = (
    "source",
    "release",
    "submitted",
    "autograded",
    "feedback",
)
PLACE = "mlp-course-audit-"  # how folders of rehearsals are called
LONGEST = 300  # characters of a reason why an answer could not be graded


@dataclass(frozen=True)
class CaseResult:
    """How an answer fared: points are None if it could not be graded, and `remarks` say why."""

    answer: BankAnswer
    points: float | None
    maximum: float = 0.0
    message: Message = field(default_factory=Message)
    remarks: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Rehearsal(Course):
    """A course folder at `root` with everything nbgrader makes of the lessons of `original`."""

    original: Course

    def config(self) -> Config:
        """The original's settings; all that is written goes to `root`."""
        config = self.original.config()
        places = config.CourseDirectory
        places.root = str(self.root)
        book = self.root / "gradebook.db"
        places.db_url = f"{SQLITE}{book.as_posix()}"
        for step in STEPS:
            places[f"{step}_directory"] = step

        # Suggestions are for texts that are marked by hand.
        steps = config.Autograde.autograde_preprocessors
        steps = [step for step in steps if step is not SuggestMarks]
        config.Autograde.autograde_preprocessors = steps
        return config

    def prepare(self, lesson: str) -> None:
        """Release the lesson here; GradingError if it cannot be."""
        db_url = self.config().CourseDirectory.db_url
        generate(self.original, lesson, self.root, db_url)

    def copy_to(self, root: Path) -> "Rehearsal":
        """The same, to be used by another process."""
        shutil.copytree(self.root, root)
        return Rehearsal(root, self.original)


class CaseRunner:
    """Grades one answer after the other, each in an otherwise correct notebook and a new kernel.

    It is made once in a process, and called for every answer.
    """

    def __init__(self, course: Rehearsal, timeouts: dict[str, int]) -> None:
        self.course = course
        self.timeouts = timeouts
        self.api = nbgrader_api(course.config())
        self.notebooks: dict[str, tuple[NotebookNode, NotebookNode]] = {}
        if not event.contains(Engine, "connect", _in_haste):
            event.listen(Engine, "connect", _in_haste)

    def __call__(self, answer: BankAnswer) -> CaseResult:
        """Grade one answer; whatever happens is in what is returned."""
        start = time.perf_counter()
        try:
            result = self._graded(answer)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            result = CaseResult(answer, None, remarks=(why[:LONGEST],))
        return replace(result, seconds=time.perf_counter() - start)

    def _graded(self, answer: BankAnswer) -> CaseResult:
        """Hand the answer in, grade it, and read off what came of it."""
        lesson = answer.lesson
        item = answer.item
        self._hand_in(answer)
        settings = self.api.config.ResilientExecutor
        settings.item = item
        settings.answer_timeout = self.timeouts[answer.kind]
        self.api.config.JudgedExecutor.spoil = answer.kind == SPOILED
        problem = run_step(self.api.autograde, lesson, STUDENT, force=True)
        if problem:
            raise GradingError(problem)

        # The marks of the item's tests, not of an answer cell that has points of its own
        marks = []
        for mark in gradebook.marks(self.course, lesson, STUDENT):
            if mark.item != item and cells.item_of(mark.item) == item:
                marks.append(mark)
        points = sum(mark.auto or 0.0 for mark in marks)
        maximum = sum(mark.maximum for mark in marks)

        # Notes are "cell: sentence"; those on tests of other items are left out: they were not run.
        path = self.course.notebook("autograded", lesson, STUDENT)
        graded = nbformat.read(path, as_version=4)
        remarks = []
        for note in graded.metadata.get(NOTES, []):
            cell, _, _ = note.partition(":")
            if cells.item_of(cell) == item:
                remarks.append(note)
        error = own_error(graded, item)
        if error:
            remarks.append(error)
        return CaseResult(
            answer=answer,
            points=points,
            maximum=maximum,
            message=message_about(graded, item),
            remarks=tuple(remarks),
        )

    def _hand_in(self, answer: BankAnswer) -> None:
        """Write the released notebook with the worked answers, save for this one."""
        released, source = self._lesson(answer.lesson)
        worked = {}
        for cell in source.cells:
            if cells.is_answer(cell):
                worked[cells.grade_id(cell)] = cell.source
        if answer.kind == STUB:
            del worked[answer.item]
        else:
            worked[answer.item] = answer.source
        notebook = json.loads(json.dumps(released))
        for cell in notebook["cells"]:
            name = cells.grade_id(cell)
            if name in worked:
                cell["source"] = worked[name]
        path = self.course.notebook("submitted", answer.lesson, STUDENT)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def _lesson(self, lesson: str) -> tuple[NotebookNode, NotebookNode]:
        """The lesson's notebooks, as released and as its source; each is read once."""
        if lesson not in self.notebooks:
            released = nbformat.read(self.course.released(lesson), as_version=4)
            source = nbformat.read(self.course.source(lesson), as_version=4)
            self.notebooks[lesson] = (released, source)
        return self.notebooks[lesson]


def _in_haste(connection: object, _record: object) -> None:
    """A gradebook that is thrown away: SQLite need not wait for the disk."""
    if isinstance(connection, sqlite3.Connection):
        _, _, file = connection.execute("PRAGMA database_list").fetchone()
        if PLACE in file:
            connection.execute("PRAGMA synchronous = OFF")
