"""nbgrader's settings, hardened: `nbgrader_config.py` calls this, so every command grades alike."""

import os
import sys
from pathlib import Path

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader import preprocessors as nbgrader
from traitlets.config import Config

from mlp_course.grading.feedback.exporter import Page
from mlp_course.grading.feedback.formulas import draw_formulas
from mlp_course.grading.feedback.redact import HideHiddenTests
from mlp_course.grading.integrity.suspicion import NoteOddities
from mlp_course.grading.run.execute import STOPPED
from mlp_course.grading.run.judged import EXECUTOR
from mlp_course.grading.run.outputs import TidyOutputs
from mlp_course.grading.steps.gradebook_steps import OverwriteWithMaster, SaveMarks, ShowMarks
from mlp_course.grading.steps.open_items import ExpectOpenItems
from mlp_course.grading.steps.overview import Overview
from mlp_course.grading.steps.repair import RestoreCells
from mlp_course.grading.steps.suggestion import KeepSuggestions, SuggestMarks

OPEN_ITEM = "This item is still open: replace this line with your answer."
CELL_TIMEOUT = 300  # s, for a demo of the lesson
TIMEOUT = "CellTimeoutError"
ANSWER_TIMEOUT = 120  # s of processors, for a cell with an answer or a test of one
KERNEL_ARGUMENTS = [
    # A warning is not a failure, nor for Validate.
    "--IPKernelApp.exec_lines=import sys; sys.stderr = sys.stdout",
    "--IPKernelApp.log_level=ERROR",
]


def harden(c: Config) -> None:
    """Set all that stock nbgrader gets wrong or leaves open, for release, grading and feedback."""
    _reach_alembic()
    run_as_graded(c)
    places = c.CourseDirectory
    # A configuration without a course, as for a page, judges nothing.
    if "root" in places:
        c.JudgedExecutor.sources = str(Path(places.root) / places.source_directory)
    c.CourseDirectory.ignore = [
        ".ipynb_checkpoints",
        "__pycache__",
        "*.pyc",
        "*.py",
        "*.md",
        "feedback",
        ".DS_Store",
    ]
    c.ClearSolutions.code_stub = {"python": f'raise NotImplementedError("{OPEN_ITEM}")'}
    c.ClearSolutions.text_stub = "*Your answer: replace this line.*"
    c.OverwriteCells.add_missing_cells = True
    c.GenerateFeedback.exporter_class = Page
    draw_formulas(c)
    _order_release(c)
    _order_autograde(c)
    _order_feedback(c)


def run_as_graded(c: Config) -> None:
    """How cells are run, by the Validate button as in grading, so that both judge alike."""
    c.Execute.timeout = CELL_TIMEOUT
    c.Execute.iopub_timeout = 10
    c.Execute.error_on_timeout = {
        "ename": TIMEOUT,
        "evalue": STOPPED,
        "traceback": [f"{TIMEOUT}: {STOPPED}"],
    }
    c.Execute.shutdown_kernel = "immediate"
    c.Execute.extra_arguments = KERNEL_ARGUMENTS
    c.ResilientExecutor.answer_timeout = ANSWER_TIMEOUT


def _order_release(c: Config) -> None:
    """From a lesson's source to the students' version."""
    c.GenerateAssignment.preprocessors = [
        nbgrader.IncludeHeaderFooter,
        nbgrader.InstantiateTests,
        nbgrader.LockCells,
        nbgrader.ClearSolutions,
        nbgrader.ClearOutput,
        nbgrader.CheckCellMetadata,
        nbgrader.ComputeChecksums,
        nbgrader.SaveCells,
        # What the gradebook has now, students do not get.
        nbgrader.ClearHiddenTests,
        nbgrader.ClearMarkScheme,
        nbgrader.ComputeChecksums,
        nbgrader.CheckCellMetadata,
        ExpectOpenItems,
    ]


def _order_autograde(c: Config) -> None:
    """From a submission to the notebook that is executed, and from there to marks."""
    c.Autograde.sanitize_preprocessors = [
        nbgrader.ClearOutput,
        RestoreCells,
        nbgrader.OverwriteKernelspec,
        OverwriteWithMaster,
        # Only now do the lesson's own cells have their text back.
        NoteOddities,
        nbgrader.CheckCellMetadata,
    ]
    c.Autograde.autograde_preprocessors = [
        EXECUTOR,
        TidyOutputs,
        ClearMetadataPreprocessor,
        nbgrader.LimitOutput,
        SaveMarks,
        SuggestMarks,
        nbgrader.AssignLatePenalties,
        nbgrader.CheckCellMetadata,
    ]


def _order_feedback(c: Config) -> None:
    """From a graded notebook to the page that the student gets."""
    c.GenerateFeedback.preprocessors = [
        ShowMarks,
        KeepSuggestions,
        HideHiddenTests,
        Overview,
    ]


def _reach_alembic() -> None:
    """Put this environment's programs on PATH, as nbgrader calls `alembic` by name."""
    programs = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if programs not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([programs, path])
