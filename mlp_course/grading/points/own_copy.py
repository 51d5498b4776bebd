"""A student's copy of a lesson: read, given the lesson's own tests back, run as Validate does."""

import warnings
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from traitlets.config import Config

from mlp_course.grading.run.execute import ResilientExecutor
from mlp_course.grading.run.outputs import TidyOutputs
from mlp_course.grading.steps.settings import run_as_graded
from mlp_course.lessons import cells


def read_copy(path: Path) -> NotebookNode:
    """A student's notebook; what other programs left out of its code cells is empty."""
    # Ids of cells that are missing or equal are mended on the way, with a warning.
    with warnings.catch_warnings(action="ignore"):
        notebook = nbformat.read(path, as_version=4)
    for cell in cells.code_cells(notebook):
        cell.update({"outputs": [], "execution_count": None} | cell)
    return notebook


def restore_tests(notebook: NotebookNode, given: NotebookNode) -> None:
    """Put the text of every locked cell back, as grading does."""
    sources = {}
    for cell in given.cells:
        if not cells.is_answer(cell):
            sources[cells.grade_id(cell)] = cell.source
    # What is not graded or locked is the student's.
    sources.pop("", None)
    for cell in notebook.cells:
        name = cells.grade_id(cell)
        if name in sources and not cells.is_answer(cell):
            cell.source = sources[name]


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run a notebook in a kernel as Validate does, in `folder`."""
    config = Config()
    run_as_graded(config)
    # These are the student's own computer and files.
    config.ResilientExecutor.isolated = False
    resources = {"metadata": {"path": str(folder)}}
    for step in (ResilientExecutor, TidyOutputs):
        step(config=config).preprocess(notebook, resources)
