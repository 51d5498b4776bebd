"""The HTML page a student gets back, seen to hold no hidden test before it is left on disk."""

import hashlib
import html
import re
from pathlib import Path

import nbformat
from nbgrader.apps.api import NbGraderAPI

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
) -> str:
    """Write the student's page if marks, comments or answers changed; '' or why there is none."""
    page = course.folder("feedback") / student / lesson / f"{lesson}.html"
    notebook = course.notebook("autograded", lesson, student)
    state = _state_of(api, lesson, student, notebook)
    stamp = STAMP.format(state)
    if page.exists():
        before = page.read_text(encoding="utf-8")
        if before.endswith(stamp):
            return ""
    problem = run_step(api.generate_feedback, lesson, student, force=True)
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


def _state_of(api: NbGraderAPI, lesson: str, student: str, notebook: Path) -> str:
    """A digest of all that the page shows."""
    digest = hashlib.sha256(notebook.read_bytes())
    with api.gradebook as gradebook:
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        scores = []
        for grade in submission.grades:
            scores.append((grade.name, grade.score))
        comments = []
        for comment in submission.comments:
            comments.append((comment.name, comment.comment))
    for pairs in (scores, comments):
        text = repr(sorted(pairs))
        digest.update(text.encode())
    return digest.hexdigest()
