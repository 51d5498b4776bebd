"""Cells, run in forked kernels."""

import tempfile
from pathlib import Path

from nbclient import NotebookClient
from nbformat import NotebookNode, v4

from mlp_course.grading.run.execute import ResilientExecutor
from mlp_course.grading.run.kernels import WarmKernelManager
from mlp_course.lessons.remarks import NOTES


def run(source: str, folder: Path | str | None = None) -> list[str]:
    """What a cell prints in a kernel of its own, word by word; in an empty folder if in none."""
    if folder is None:
        with tempfile.TemporaryDirectory() as empty:
            return run(source, empty)
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source)])
    quiet = ["--IPKernelApp.log_level=ERROR"]
    client = NotebookClient(
        notebook,
        kernel_manager_class=WarmKernelManager,
        shutdown_kernel="immediate",
        extra_arguments=quiet,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return "".join(output.text for output in notebook.cells[0].outputs).split()


def notebook(*sources: str) -> NotebookNode:
    """A notebook of these answers."""
    cells = []
    for number, source in enumerate(sources):
        meta = {"nbgrader": {"grade": True, "solution": True, "grade_id": f"a{number}"}}
        cells.append(v4.new_code_cell(source, metadata=meta))
    return v4.new_notebook(cells=cells)


def graded(nb, folder, **options) -> tuple[list[str], str]:
    """What each cell ends with, and the remarks."""
    executor = ResilientExecutor(run_everything=True, **options)
    executor.preprocess(nb, {"metadata": {"path": str(folder)}})
    ends = []
    for cell in nb.cells:
        last = cell.outputs[-1] if cell.outputs else {}
        ends.append(last.get("ename") or last.get("text", "").strip())
    return ends, " ".join(nb.metadata.get(NOTES, []))
