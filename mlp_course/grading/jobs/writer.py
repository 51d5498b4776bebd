"""nbgrader's autograde in two halves, the gradebook in both and students' code in neither.

`repaired` makes the notebook that is executed, wherever that happens; `record` takes it with its
outputs and writes marks and the autograded notebook. Plain `nbgrader autograde` does both and
executes in between, with the same steps.
"""

import contextlib
import warnings
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde
from nbgrader.utils import capture_log, temp_attrs
from traitlets.config import Config

from mlp_course.grading.run.judged import EXECUTOR
from mlp_course.lessons.nbgrader_steps import run_step
from mlp_course.lessons.reading import read_notebook
from mlp_course.lessons.remarks import NOTES


class ExecutedExporter(NotebookExporter):
    """Gives the executed notebook wherever nbgrader would read a file, first of all the student's.

    That one was read before, and mended; read once more as it is, it may be refused.
    """

    notebook: NotebookNode

    # As NotebookExporter's own: a notebook as text, where an Exporter makes nodes.
    def from_file(  # type: ignore[override]
        self,
        file_stream: Any,
        resources: dict | None = None,
        **about: Any,
    ) -> tuple[str, dict]:
        """The executed notebook, after the steps that are registered."""
        return self.from_notebook_node(self.notebook, resources=resources, **about)


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
    notebook, remarks = read_notebook(path.read_bytes())
    resources = {"unique_key": lesson, "nbgrader": about, NOTES: remarks}
    with warnings.catch_warnings(action="ignore"):
        text, _ = exporter.from_notebook_node(notebook, resources=resources)
    return text.encode()


def record(api: NbGraderAPI, lesson: str, student: str, executed: NotebookNode) -> str:
    """Write the marks of an executed notebook, and it; returns '' or why that failed."""
    steps = api.config.Autograde.autograde_preprocessors

    place = api.coursedir
    stamp_in = place.get_existing_timestamp

    def safe_stamp_in(folder: str) -> object:
        """nbgrader's time stamp; a file of that name may be anything, and is then none."""
        with contextlib.suppress(OSError, ValueError, OverflowError):
            return stamp_in(folder)
        return None

    def save(**_: object) -> dict:
        with temp_attrs(
            place,
            assignment_id=lesson,
            student_id=student,
            get_existing_timestamp=safe_stamp_in,
        ):
            app = Autograde(coursedir=place, parent=api)
            app.force = True
            app.exporter_class = type("OfOne", (ExecutedExporter,), {"notebook": executed})
            app.sanitize_preprocessors = []
            app.autograde_preprocessors = [step for step in steps if step is not EXECUTOR]
            return capture_log(app)

    return run_step(save)
