"""A copy of a course in which answers are tried: the real steps of nbgrader, a gradebook of its own."""

import json
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from sqlalchemy import event
from sqlalchemy.engine import Engine
from traitlets.config import Config

from mlp_course.grading.audit.bank import STUB, Answer
from mlp_course.grading.feedback.messages import Message, message_about, own_error
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.steps.suggestion import SuggestMarks
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course, GradingError
from mlp_course.lessons.nbgrader_steps import nbgrader_api, run_step
from mlp_course.lessons.release import generate
from mlp_course.lessons.remarks import NOTES

STUDENT = "student"
PLACE = "mlp-course-audit-"  # how folders of rehearsals are called


@dataclass(frozen=True)
class Tried:
    """How an answer fared: points are None if it could not be graded, and `remarks` say why."""

    answer: Answer
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
        places.root, places.db_url = (
            str(self.root),
            f"sqlite:///{(self.root / 'gradebook.db').as_posix()}",
        )
        steps = config.Autograde.autograde_preprocessors
        config.Autograde.autograde_preprocessors = [
            step for step in steps if step is not SuggestMarks
        ]  # only by hand
        for step in ("source", "release", "submitted", "autograded", "feedback"):
            places[f"{step}_directory"] = step
        return config

    def prepare(self, lesson: str) -> None:
        """Release the lesson here; GradingError if it cannot be."""
        generate(self.original, lesson, self.root, self.config().CourseDirectory.db_url)

    def copy_to(self, root: Path) -> "Rehearsal":
        """The same, to be used by another process."""
        shutil.copytree(self.root, root)
        return Rehearsal(root, self.original)


class Trials:
    """Tries one answer after the other, each in an otherwise correct notebook and a kernel of its own."""

    def __init__(self, course: Rehearsal, timeouts: dict[str, int]) -> None:
        self.course, self.timeouts = course, timeouts
        self.api = nbgrader_api(course.config())
        self.notebooks: dict[str, tuple[NotebookNode, NotebookNode]] = {}
        if not event.contains(Engine, "connect", _in_haste):
            event.listen(Engine, "connect", _in_haste)

    def attempt(self, answer: Answer) -> Tried:
        """Grade one answer; whatever happens is in what is returned."""
        start = time.perf_counter()
        try:
            points, maximum, message, remarks = self._graded(answer)
        except Exception as error:
            points, maximum, message, remarks = (
                None,
                0.0,
                Message(),
                (f"{type(error).__name__}: {error}"[:300],),
            )
        return Tried(answer, points, maximum, message, remarks, time.perf_counter() - start)

    def _graded(self, answer: Answer) -> tuple[float, float, Message, tuple[str, ...]]:
        lesson = answer.lesson
        self._hand_in(answer)
        self.api.config.Survive.item = answer.item
        self.api.config.Survive.answer_timeout = self.timeouts[answer.kind]
        if problem := run_step(self.api.autograde, lesson, STUDENT, force=True):
            raise GradingError(problem)
        marks = [
            m
            for m in gradebook.marks(self.course, lesson, STUDENT)
            if cells.item_of(m.item) == answer.item
        ]
        marks = [mark for mark in marks if mark.item != answer.item]
        graded = nbformat.read(self._place("autograded", lesson), as_version=4)
        notes = graded.metadata.get(
            NOTES, []
        )  # "cell: sentence"; tests of other items were not run
        notes = [note for note in notes if cells.item_of(note.partition(":")[0]) == answer.item]
        remarks = [*notes, own_error(graded, answer.item)]
        points, maximum = (
            sum(mark.auto or 0.0 for mark in marks),
            sum(mark.maximum for mark in marks),
        )
        return points, maximum, message_about(graded, answer.item), tuple(filter(None, remarks))

    def _hand_in(self, answer: Answer) -> None:
        """Write the released notebook with the worked answers, save for this one."""
        released, source = self._lesson(answer.lesson)
        worked = {
            cells.grade_id(cell): cell.source for cell in source.cells if cells.is_answer(cell)
        }
        if answer.kind == STUB:
            del worked[answer.item]
        else:
            worked[answer.item] = answer.source
        notebook = json.loads(json.dumps(released))
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            cell["source"] = worked.get(name, cell["source"])
        path = self._place("submitted", answer.lesson)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def _lesson(self, lesson: str) -> tuple[NotebookNode, NotebookNode]:
        if lesson not in self.notebooks:
            release = self.course.folder("release") / lesson / f"{lesson}.ipynb"
            self.notebooks[lesson] = tuple(
                nbformat.read(p, as_version=4) for p in (release, self.course.source(lesson))
            )
        return self.notebooks[lesson]

    def _place(self, step: str, lesson: str) -> Path:
        return self.course.folder(step) / STUDENT / lesson / f"{lesson}.ipynb"


def _in_haste(connection, _record) -> None:
    """A gradebook that is thrown away: SQLite need not wait for the disk."""
    if isinstance(connection, sqlite3.Connection):
        _, _, file = connection.execute("PRAGMA database_list").fetchone()
        if PLACE in file:
            connection.execute("PRAGMA synchronous = OFF")
