"""One cell, run in a forked kernel of its own."""

from pathlib import Path

from nbclient import NotebookClient
from nbformat import v4

from mlp_course.grading.run.kernels import WarmKernelManager


def run(source: str, folder: Path | str = ".") -> list[str]:
    """What a cell prints in a kernel of its own, word by word."""
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
