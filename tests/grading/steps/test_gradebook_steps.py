"""Our steps write and show exactly what nbgrader's own do."""

import html
import re

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader import preprocessors as nbgrader
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import temp_attrs
from sqlalchemy import event
from sqlalchemy.engine import Engine
from traitlets.config import Config

from helpers import interruptions
from helpers.compose import hand_in
from helpers.grading import grade
from helpers.tiny_class import LESSON
from mlp_course.grading.jobs import gradebook
from mlp_course.grading.jobs.autograde import Grader
from mlp_course.grading.jobs.job import execute, opened, with_outputs
from mlp_course.grading.jobs.writer import record
from mlp_course.grading.steps import gradebook_steps
from mlp_course.grading.steps.overview import settings_of

STOCK = {
    gradebook_steps.OverwriteWithMaster: nbgrader.OverwriteCells,
    gradebook_steps.SaveMarks: nbgrader.SaveAutoGrades,
}


def shown(page: str) -> str:
    """The text of a page, without scripts and style: ours has no script, and loads no font."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]*>", " ", page)))


def in_book(course, student: str) -> tuple:
    """Marks and comments of a student."""
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as book:
        notes = [
            c.auto_comment for c in book.find_submission_notebook(LESSON, LESSON, student).comments
        ]
    return gradebook.marks(course, LESSON, student), sorted(map(str, notes))


@pytest.mark.parametrize("edit", ["nothing", "a deleted test", "an edited test"])
def test_cells_marks_and_pages_are_those_of_nbgrader(course, edit):
    first, *_ = interruptions.class_of(course, 3)
    path = course.folder("submitted") / first / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    if edit == "a deleted test":
        notebook.cells = [cell for cell in notebook.cells if cell.id != "mean_test"]
    elif edit == "an edited test":
        next(cell for cell in notebook.cells if cell.id == "mean_test").source = "pass"
    hand_in(course, LESSON, first, notebook)
    assert grade(course) == 0
    ours = in_book(course, first)
    page = course.folder("feedback") / first / LESSON / f"{LESSON}.html"
    our_page, grader = page.read_text(), Grader(course, LESSON)
    ours_sent = grader.prepare(first).notebook
    for steps in (
        grader.config.Autograde.sanitize_preprocessors,
        grader.config.Autograde.autograde_preprocessors,
    ):
        steps[:] = [STOCK.get(step, step) for step in steps]
    job = grader.prepare(first)
    assert opened(job.notebook) == opened(ours_sent)
    executed = with_outputs(opened(job.notebook), opened(execute(job).notebook))
    assert not record(grader.api, LESSON, first, executed)
    assert in_book(course, first) == ours

    with temp_attrs(grader.api.coursedir, assignment_id=LESSON, student_id=first):
        app = GenerateFeedback(coursedir=grader.api.coursedir, parent=grader.api)
        app.update_config(Config(Overview=settings_of(grader.handed_in(first))))
        app.force, app.exporter_class = True, HTMLExporter
        app.start()
    assert shown(page.read_text()) == shown(our_page)
    assert beside_cells(course, first, gradebook_steps.ShowMarks) == beside_cells(
        course, first, nbgrader.GetGrades
    )


def beside_cells(course, student: str, step: type) -> list[tuple]:
    """The points and comments that a step puts beside the cells of a page."""
    notebook = nbformat.read(course.notebook("autograded", LESSON, student), as_version=4)
    url = course.config().CourseDirectory.db_url
    where = {"notebook": LESSON, "assignment": LESSON, "student": student, "db_url": url}
    notebook, _ = step().preprocess(notebook, {"nbgrader": where})
    about = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    return [(one.get("score"), one.get("points"), one.get("comment")) for one in about]


def test_the_marks_of_a_submission_are_one_transaction(course):
    interruptions.class_of(course, 1)
    grader = Grader(course, LESSON)
    job = grader.prepare("student0000")
    executed = with_outputs(opened(job.notebook), opened(execute(job).notebook))
    commits = []

    def count(connection) -> None:
        commits.append(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            gradebook_steps, "determine_grade", lambda *_: (commits.append("mark"), (0, 1))[1]
        )
        event.listen(Engine, "commit", count)
        try:
            assert not record(grader.api, LESSON, "student0000", executed)
        finally:
            event.remove(Engine, "commit", count)
    places = [number for number, what in enumerate(commits) if what == "mark"]
    assert len(places) == 4 and places == list(
        range(places[0], places[0] + 4)
    )  # nothing is committed in between
