"""What nbgrader's gradebook holds about one lesson: items, each student's marks, marks by hand."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from mlp_course.files import replacing
from mlp_course.lessons import cells
from mlp_course.lessons.course import SQLITE, Course, GradingError
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
        given = self.auto if self.manual is None else self.manual
        return given or 0.0


def register(course: Course, lesson: str) -> None:
    """Record the lesson's cells, points and hidden tests in the gradebook, as they are now."""
    url = course.config().CourseDirectory.db_url
    _create(url)
    try:
        with tempfile.TemporaryDirectory() as workshop:
            generate(course, lesson, Path(workshop), url)
    except GradingError as error:
        if "Cannot add or remove cells" not in str(error):
            raise
        raise GradingError(
            f"{lesson} has items added or removed since submissions of it were graded, "
            "so their marks would no longer fit. Bring the items back, "
            "or move the gradebook aside and grade everything anew."
        ) from error


def _create(url: str) -> None:
    """Make an SQLite gradebook that is not there yet, in one step.

    nbgrader's own way leaves half of one if killed.
    """
    path = Path(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE) or path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as partial:
        partial.unlink(missing_ok=True)
        Gradebook(f"{SQLITE}{partial.as_posix()}").close()


def items(course: Course, lesson: str) -> list[str]:
    """Names of the graded cells, in the order of the lesson."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    names = []
    for cell in notebook.cells:
        if cells.has_points(cell) or cells.is_task(cell):
            names.append(cells.grade_id(cell))
    return names


def marks(course: Course, lesson: str, student: str) -> list[Mark]:
    """The student's marks in the order of the lesson; empty if the gradebook has none."""
    place = course.config().CourseDirectory
    found = {}
    # Read off while the gradebook is open
    with Gradebook(place.db_url, place.course_id) as gradebook:
        try:
            grades = gradebook.find_submission_notebook(lesson, lesson, student).grades
        except MissingEntry:
            return []
        for grade in grades:
            found[grade.name] = Mark(
                item=grade.name,
                maximum=grade.max_score,
                auto=grade.auto_score,
                manual=grade.manual_score,
                pending=bool(grade.needs_manual_grade),
            )
    return [found[name] for name in items(course, lesson) if name in found]


def reviewed(course: Course, lesson: str, student: str) -> dict[str, str]:
    """Items whose mark was given by hand and stands, each with a digest of the answer it is for."""
    given = []
    for mark in marks(course, lesson, student):
        if mark.manual is not None and not mark.pending:
            given.append(mark.item)
    if not given:
        return {}
    answers = _answers(course, lesson, student)
    return {name: answers[name] for name in given if name in answers}


def confirm(
    course: Course,
    lesson: str,
    student: str,
    before: dict[str, str],
) -> None:
    """After re-grading, settle marks given by hand if the answer is still the one then marked."""
    answers = _answers(course, lesson, student) if before else {}
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        # nbgrader asks for another look at every answer that was marked by hand.
        for name, digest in before.items():
            if answers.get(name) == digest:
                grade = gradebook.find_grade(name, lesson, lesson, student)
                grade.needs_manual_grade = False
        gradebook.db.commit()


def _answers(course: Course, lesson: str, student: str) -> dict[str, str]:
    """A digest of the text of every cell in the graded notebook."""
    path = course.notebook("autograded", lesson, student)
    if not path.exists():
        return {}
    notebook = nbformat.read(path, as_version=4)
    found = {}
    for cell in notebook.cells:
        digest = hashlib.sha256(cell.source.encode())
        found[cells.grade_id(cell)] = digest.hexdigest()
    return found
