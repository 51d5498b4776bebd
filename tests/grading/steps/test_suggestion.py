"""Mark scheme and suggestion stand beside a text in formgrader.

Marks stay the instructor's, feedback shows neither.
"""

from pathlib import Path

import nbformat
import nbgrader.server_extensions.formgrader as formgrader
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from helpers import tiny_course
from helpers.compose import answered, hand_in
from mlp_course.commands import grade as grade_verb
from mlp_course.commands import release as release_verb
from mlp_course.grading.steps.suggestion import FOR_INSTRUCTOR, SUGGESTED
from mlp_course.lessons.course import Course

LESSON, NAME = tiny_course.LESSON, "q30_answer"
SCHEME = "1 point: only like atoms may change places."
SOURCE = (
    f"=== BEGIN MARK SCHEME ===\n{SCHEME}\n=== END MARK SCHEME ===\nA sum over atoms, and more."
)
WRITTEN = (
    "The energy is a sum over atomic contributions, which "
    "has no order. Only identical atoms may be exchanged."
)
TEXTS = {"ada": WRITTEN, "bob": "The sum is enough because addition is commutative.", "cyd": None}


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Course:
    """Three students answer question 30; the third leaves it open."""
    notebook = tiny_course.lesson()
    notebook.cells.append(tiny_course.text(NAME, SOURCE, grade=True, solution=True, points=4))
    course = tiny_course.make(tmp_path_factory.mktemp("texts") / "course", notebook)
    assert release_verb.main(["--course", str(course.root)]) == 0
    for student, text in TEXTS.items():
        hand_in(course, LESSON, student, answered(course, LESSON, {NAME: text} if text else {}))
    assert grade_verb.main([LESSON, "--course", str(course.root)]) == 0
    return course


def autograded(course: Course, student: str) -> Path:
    return course.folder("autograded") / student / LESSON / f"{LESSON}.ipynb"


def above(course: Course, student: str) -> str:
    """The text above the student's answer."""
    cells = nbformat.read(autograded(course, student), as_version=4).cells
    [place] = [
        k
        for k, cell in enumerate(cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == NAME
    ]
    assert cells[place - 1].metadata.get(FOR_INSTRUCTOR)
    return cells[place - 1].source


def feedback(course: Course, student: str) -> str:
    return (course.folder("feedback") / student / LESSON / f"{LESSON}.html").read_text(
        encoding="utf-8"
    )


def gradebook(course: Course) -> Gradebook:
    return Gradebook(course.config().CourseDirectory.db_url)


def test_formgrader_shows_scheme_suggestion_and_reasons(graded):
    exporter = HTMLExporter(
        template_name="formgrade",
        extra_template_basedirs=[str(Path(formgrader.__file__).parent / "templates")],
    )
    resources = dict.fromkeys(("base_url", "notebook_path", "submission_id", "assignment_id"), "")
    resources |= {"index": 0, "total": 1}
    page, _ = exporter.from_filename(str(autograded(graded, "ada")), resources=resources)
    for shown in (
        SCHEME,
        f"{SUGGESTED} 2 of 4 points.",
        "only atoms of the same element",
        "you write: “Only identical atoms may be exchanged.”",
    ):
        assert shown in page


def test_the_text_decides_the_suggestion(graded):
    assert "2 of 4" in above(graded, "ada")
    assert "0 of 4" in above(graded, "bob")
    question = "What if an atomic energy depends on the order"
    assert question not in above(graded, "ada") and question in above(graded, "bob")
    assert SUGGESTED not in above(graded, "cyd") and SCHEME in above(graded, "cyd")


@pytest.mark.parametrize("student", ["ada", "bob"])
def test_no_mark_is_given(graded, student):
    with gradebook(graded) as book:
        grade = book.find_grade(NAME, LESSON, LESSON, student)
        assert (grade.auto_score, grade.manual_score, grade.score, grade.needs_manual_grade) == (
            None,
            None,
            0,
            True,
        )
        assert book.find_comment(NAME, LESSON, LESSON, student).auto_comment.startswith(SUGGESTED)


@pytest.mark.parametrize("student", TEXTS)
def test_students_see_neither_scheme_nor_suggestion(graded, student):
    page = feedback(graded, student)
    assert SCHEME not in page and SUGGESTED not in page and "you write" not in page


def test_mark_and_comment_of_the_instructor_stay(graded):
    with gradebook(graded) as book:
        grade, comment = (
            find(NAME, LESSON, LESSON, "ada") for find in (book.find_grade, book.find_comment)
        )
        grade.manual_score, grade.needs_manual_grade, comment.manual_comment = (
            3.5,
            False,
            "Well said.",
        )
        book.db.commit()
    assert grade_verb.main([LESSON, "--course", str(graded.root), "--again"]) == 0
    with gradebook(graded) as book:
        grade, comment = (
            find(NAME, LESSON, LESSON, "ada") for find in (book.find_grade, book.find_comment)
        )
        assert (grade.score, grade.needs_manual_grade, comment.comment) == (
            3.5,
            False,
            "Well said.",
        )
    assert "Well said." in feedback(graded, "ada") and SUGGESTED not in feedback(graded, "ada")
    assert above(graded, "ada").count(SCHEME) == 1
