"""What nbgrader's gradebook holds about one lesson: items, each student's marks, marks by hand."""

import tempfile
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from mlp_course.files import replacing
from mlp_course.grading.steps.mark import Mark, mark_of
from mlp_course.grading.steps.overview import shown_name
from mlp_course.lessons import cells
from mlp_course.lessons.course import SQLITE, Course, GradingError
from mlp_course.lessons.release import generate


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
            "or move the gradebook aside and say --new-gradebook to grade everything anew."
        ) from error


def _create(url: str) -> None:
    """Make an SQLite gradebook that is not there yet, in one step.

    nbgrader's own way leaves half of one if killed.
    """
    if not _is_missing(url):
        return
    path = Path(url.removeprefix(SQLITE))
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
    """The student's marks in the order of the lesson; empty if the gradebook has none.

    Raises GradingError if there is no gradebook.
    """
    place = course.config().CourseDirectory
    if _is_missing(place.db_url):
        raise GradingError(f"There is no gradebook {place.db_url}: bring it back, or grade first.")
    found = {}
    # Read off while the gradebook is open
    with Gradebook(place.db_url, place.course_id) as gradebook:
        try:
            grades = gradebook.find_submission_notebook(lesson, lesson, student).grades
        except MissingEntry:
            return []
        for grade in grades:
            found[grade.name] = mark_of(grade)
    return [found[name] for name in items(course, lesson) if name in found]


def students_with_marks(course: Course, lesson: str) -> set[str]:
    """Everybody of whom the gradebook has marks of the lesson; a gradebook is not made for that."""
    place = course.config().CourseDirectory
    if _is_missing(place.db_url):
        return set()
    with Gradebook(place.db_url, place.course_id) as gradebook:
        try:
            submissions = gradebook.find_assignment(lesson).submissions
        except MissingEntry:
            return set()
        return {submission.student.id for submission in submissions}


def name_students(course: Course, students: list[str]) -> None:
    """Give those without a name in the gradebook the one that the class knows."""
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        known = {student.id: student for student in gradebook.students}
        for name in students:
            student = known.get(name)
            if student is None or (student.first_name, student.last_name) == (None, None):
                first, last = names_of(name)
                gradebook.update_or_create_student(name, first_name=first, last_name=last)


def names_of(student: str) -> tuple[str, str]:
    """First and last name, as far as they can be told apart.

    >>> names_of("Ada Mary Example_101"), names_of("Example, Ada_101"), names_of("ada")
    (('Ada Mary', 'Example'), ('Ada', 'Example'), ('', 'ada'))
    """
    shown = shown_name(student)
    last, comma, first = shown.partition(", ")
    if not comma:
        first, _, last = shown.rpartition(" ")
    return first, last


def _is_missing(url: str) -> bool:
    """Whether there is no file of an SQLite gradebook."""
    return url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists()
