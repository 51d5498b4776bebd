"""The HTML page a student gets back, seen to hold no hidden test before it is left on disk."""

import functools
import hashlib
import html
import re
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from mlp_course.grading.feedback.formulas import TEMPLATES
from mlp_course.lessons.course import Course
from mlp_course.lessons.nbgrader_steps import run_step
from mlp_course.lessons.secrets import fold, hidden_from_students

STAMP = "<!-- made from {} -->"
TAG = re.compile(r"<[^>]*>")


def write_feedback(
    api: NbGraderAPI,
    course: Course,
    lesson: str,
    student: str,
    told: dict[str, object],
) -> str:
    """Write the student's page if anything on it changed; '' or why there is none.

    `told` is what the step that writes its top is told beside the marks.
    """
    page = course.folder("feedback") / student / lesson / f"{lesson}.html"
    notebook = course.notebook("autograded", lesson, student)
    state = _state_of(api, lesson, student, notebook, told)
    stamp = STAMP.format(state)
    if page.exists():
        before = page.read_text(encoding="utf-8")
        if before.endswith(stamp):
            return ""
    problem = run_step(_make, api, lesson, student, told)
    if problem:
        return f"graded, but its feedback failed: {problem}"
    if leaked(page, notebook):
        page.unlink()
        return "graded, but its feedback was withheld: it would have shown a hidden test"
    # Stamped last: a page that was not looked through has no stamp, and is made again.
    with page.open("a", encoding="utf-8") as file:
        file.write(stamp)
    return ""


def leaked(page: Path, notebook: Path) -> list[str]:
    """Lines of hidden tests that can be read on the page, folded."""
    source = page.read_text(encoding="utf-8")
    text = TAG.sub("", source)
    text = fold(html.unescape(text))
    secrets = hidden_from_students(nbformat.read(notebook, as_version=4))
    return sorted(line for line in secrets if line in text)


def _make(
    api: NbGraderAPI,
    lesson: str,
    student: str,
    told: dict[str, object],
) -> dict:
    """Make one page, as `nbgrader generate_feedback` does, which is told nothing."""
    place = api.coursedir
    with temp_attrs(place, assignment_id=lesson, student_id=student):
        app = GenerateFeedback(coursedir=place, parent=api)
        app.update_config(Config(HTMLExporter={"template_name": "feedback"}, Overview=told))
        app.force = True
        return capture_log(app)


def _state_of(
    api: NbGraderAPI,
    lesson: str,
    student: str,
    notebook: Path,
    told: dict[str, object],
) -> str:
    """A digest of all that the page shows."""
    digest = hashlib.sha256(notebook.read_bytes())
    with api.gradebook as gradebook:
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        scores = []
        for grade in submission.grades:
            scores.append((grade.name, grade.score, grade.needs_manual_grade))
        comments = []
        for comment in submission.comments:
            comments.append((comment.name, comment.comment))
    for pairs in (scores, comments, told.items(), _form()):
        text = repr(sorted(pairs))
        digest.update(text.encode())
    return digest.hexdigest()


@functools.cache
def _form() -> list[tuple[str, str]]:
    """Names and contents of the templates: a page of another form is made anew."""
    paths = sorted(TEMPLATES.rglob("*"))
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths if path.is_file()]
