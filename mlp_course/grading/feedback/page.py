"""The HTML page a student gets back, seen to hold no hidden test before it is left on disk."""

import hashlib
import html
import re
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI

from mlp_course.lessons.course import Course
from mlp_course.lessons.nbgrader_steps import run_step
from mlp_course.lessons.secrets import fold, secrets_of

STAMP = "<!-- made from {} -->"


def write_feedback(api: NbGraderAPI, course: Course, lesson: str, student: str) -> str:
    """Write the student's page if marks, comments or answers changed; returns '' or the reason why there is none."""
    page = course.folder("feedback") / student / lesson / f"{lesson}.html"
    notebook = course.folder("autograded") / student / lesson / f"{lesson}.ipynb"
    stamp = STAMP.format(_state_of(api, lesson, student, notebook))
    if page.exists() and page.read_text(encoding="utf-8").endswith(stamp):
        return ""
    if problem := run_step(api.generate_feedback, lesson, student, force=True):
        return f"graded, but its feedback failed: {problem}"
    if leaked(page, notebook):
        page.unlink()
        return "graded, but its feedback was withheld: it would have shown a hidden test"
    with page.open("a", encoding="utf-8") as file:
        file.write(stamp)
    return ""


def leaked(page: Path, notebook: Path) -> list[str]:
    """Lines of hidden tests that can be read on the page, folded."""
    text = fold(html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))))
    return sorted(
        line for line in secrets_of(nbformat.read(notebook, as_version=4)) if line in text
    )


def _state_of(api: NbGraderAPI, lesson: str, student: str, notebook: Path) -> str:
    digest = hashlib.sha256(notebook.read_bytes())
    with api.gradebook as gradebook:
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        digest.update(repr(sorted((g.name, g.score) for g in submission.grades)).encode())
        digest.update(repr(sorted((c.name, c.comment) for c in submission.comments)).encode())
    return digest.hexdigest()
