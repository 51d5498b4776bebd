"""nbgrader's autograde in two halves, the gradebook in both and students' code in neither.

`repaired` makes the notebook that is executed, wherever that happens; `record` takes it with its
outputs and writes marks and the autograded notebook. Plain `nbgrader autograde` does both and
executes in between, with the same steps.
"""

import warnings
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from mlp_course.grading.run.judged import JudgedExecutor
from mlp_course.lessons.nbgrader_steps import run_step


class Given(NbGraderPreprocessor):
    """Goes on with another notebook than was read."""

    def __init__(self, notebook: NotebookNode) -> None:
        super().__init__()
        self.notebook = notebook

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """The given notebook."""
        return self.notebook, resources


def repaired(config: Config, lesson: str, student: str, path: Path) -> bytes:
    """The submitted notebook at `path` with the lesson's own cells as the gradebook has them."""
    exporter = NotebookExporter(config=Config(config, Exporter=Config(default_preprocessors=[])))
    for step in config.Autograde.sanitize_preprocessors:
        exporter.register_preprocessor(step)
    about = {
        "student": student,
        "assignment": lesson,
        "notebook": lesson,
        "db_url": config.CourseDirectory.db_url,
    }
    resources = {"unique_key": lesson, "nbgrader": about}
    # What is odd about the file is said by `readable`.
    with warnings.catch_warnings(action="ignore"):
        notebook = nbformat.read(path, as_version=4)
        text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return text.encode()


def record(api: NbGraderAPI, lesson: str, student: str, executed: NotebookNode) -> str:
    """Write the marks of an executed notebook, and it; returns '' or why that failed."""
    steps = api.config.Autograde.autograde_preprocessors

    def save(**_: object) -> dict:
        with temp_attrs(api.coursedir, assignment_id=lesson, student_id=student):
            app = Autograde(coursedir=api.coursedir, parent=api)
            app.force = True
            app.sanitize_preprocessors = [Given(executed)]
            app.autograde_preprocessors = [step for step in steps if step is not JudgedExecutor]
            return capture_log(app)

    return run_step(save)
