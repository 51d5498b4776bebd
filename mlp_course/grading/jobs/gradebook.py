"""What nbgrader's gradebook holds about one lesson: its items, each student's marks, what was marked by hand."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from mlp_course.files import replacing
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course, GradingError
from mlp_course.lessons.release import generate


@dataclass(frozen=True)
class Mark:
    """One graded cell of one student; points are None as long as there are none."""

    item: str
    maximum: float
    auto: float | None
    manual: float | None
    pending: bool

    @property
    def points(self) -> float:
        """What counts: the mark given by hand if there is one, else the automatic one."""
        return (self.manual if self.manual is not None else self.auto) or 0.0


def register(course: Course, lesson: str) -> None:
    """Record the lesson's cells, points and hidden tests in the gradebook, as they are in solutions/ now."""
    url = course.config().CourseDirectory.db_url
    _create(url)
    try:
        with tempfile.TemporaryDirectory() as workshop:
            generate(course, lesson, Path(workshop), url)
    except GradingError as error:
        if "Cannot add or remove cells" not in str(error):
            raise
        raise GradingError(
            f"{lesson} has items added or removed since submissions of it were graded, so their marks would no longer "
            "fit. Bring the items back, or move the gradebook aside and grade everything anew."
        ) from error


def _create(url: str) -> None:
    """Make an SQLite gradebook that is not there yet, in one step: nbgrader's own way leaves half of one if killed."""
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as partial:
        partial.unlink(missing_ok=True)
        Gradebook(f"sqlite:///{partial.as_posix()}").close()


def items(course: Course, lesson: str) -> list[str]:
    """Names of the graded cells, in the order of the lesson."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    return [
        cells.grade_id(cell)
        for cell in notebook.cells
        if cells.has_points(cell) or cells.is_task(cell)
    ]


def marks(course: Course, lesson: str, student: str) -> list[Mark]:
    """The student's marks in the order of the lesson; empty if the gradebook has none."""
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        try:
            grades = gradebook.find_submission_notebook(lesson, lesson, student).grades
        except MissingEntry:
            return []
        found = {
            g.name: Mark(
                g.name, g.max_score, g.auto_score, g.manual_score, bool(g.needs_manual_grade)
            )
            for g in grades
        }
    return [found[name] for name in items(course, lesson) if name in found]


def reviewed(course: Course, lesson: str, student: str) -> dict[str, str]:
    """Items whose mark was given by hand and stands, with a digest of the answer it was given for."""
    given = [
        mark.item
        for mark in marks(course, lesson, student)
        if mark.manual is not None and not mark.pending
    ]
    answers = _answers(course, lesson, student) if given else {}
    return {name: answers[name] for name in given if name in answers}


def confirm(course: Course, lesson: str, student: str, before: dict[str, str]) -> None:
    """After re-grading, leave marks given by hand as settled if the answer is still the one that was marked."""
    answers = _answers(course, lesson, student) if before else {}
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        for name, digest in before.items():
            if answers.get(name) == digest:
                gradebook.find_grade(name, lesson, lesson, student).needs_manual_grade = False
        gradebook.db.commit()


def _answers(course: Course, lesson: str, student: str) -> dict[str, str]:
    path = course.folder("autograded") / student / lesson / f"{lesson}.ipynb"
    if not path.exists():
        return {}
    notebook = nbformat.read(path, as_version=4)
    return {
        cells.grade_id(cell): hashlib.sha256(cell.source.encode()).hexdigest()
        for cell in notebook.cells
    }
