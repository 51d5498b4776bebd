"""Run the worked lessons of `solutions/` and keep the results.

They are kept until something they depend on changes.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from mlp_course.book.reach import reached_files
from mlp_course.files import write_whole
from mlp_course.lessons.cells import grade_id

CELL_SECONDS = 900
# Figures go into the notebook, whatever the surroundings say.
INLINE = "module://matplotlib_inline.backend_inline"


class LessonError(RuntimeError):
    """A lesson does not run; the message says which cell stopped it."""


def fingerprint(notebook: Path, root: Path) -> str:
    """Hash of everything the outputs of `notebook` depend on.

    That is its folder, what it can import of the library, and the data under `root`.
    """
    content = nbformat.read(notebook, as_version=4)
    paths = _files(notebook.parent)
    paths += reached_files(content, root / "mlp_course")
    paths += _files(root / "data", skip=("work",))

    # Each file by its name and its own hash, so that no byte can pass from one to the next
    digest = hashlib.sha256()
    for path in paths:
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def executed_path(notebook: Path, root: Path) -> Path:
    """Where the executed copy of `solutions/<lesson>/<lesson>.ipynb` is kept."""
    return root / "_build" / "executed" / notebook.parent.name / notebook.name


def is_current(notebook: Path, root: Path) -> bool:
    """Whether the kept outputs of `notebook` still belong to it."""
    kept = executed_path(notebook, root)
    mark = kept.with_suffix(".sha256")
    if not kept.exists() or not mark.exists():
        return False
    return mark.read_text(encoding="ascii") == fingerprint(notebook, root)


def execute(
    notebook: Path,
    root: Path,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Path:
    """Run `notebook` in a copy of its folder, keep the result and return its path.

    `progress` is called after every code cell with the number of cells done and of all cells.
    Raises LessonError if a cell fails; the result of the last good run is then left alone.
    """
    # Taken first: what is changed during the run belongs to the next one.
    before = fingerprint(notebook, root)
    content = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as scratch:
        folder = Path(scratch) / notebook.parent.name
        leave = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(notebook.parent, folder, ignore=leave)
        _run(content, folder, notebook.relative_to(root), progress)
    return keep(content, notebook, root, before)


def keep(content: nbformat.NotebookNode, notebook: Path, root: Path, mark: str) -> Path:
    """Keep `content`, what a whole run has made of `notebook`; returns where.

    `mark` is the fingerprint from before the run.
    """
    kept = executed_path(notebook, root)
    write_whole(kept, nbformat.writes(content).encode())
    # Last: without it the outputs count as old.
    write_whole(kept.with_suffix(".sha256"), mark.encode())
    return kept


def _run(
    content: nbformat.NotebookNode,
    folder: Path,
    name: Path,
    progress: Callable[[int, int], None],
) -> None:
    """Run all cells of `content` in `folder`; LessonError names the one that fails."""
    reached = 0

    def start(cell, cell_index):
        nonlocal reached
        reached = cell_index

    def done(cell, cell_index, execute_reply):
        progress(cell_index + 1, len(content.cells))

    client = NotebookClient(
        content,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=start,
        on_cell_executed=done,
    )
    try:
        client.execute(env=dict(os.environ, MPLBACKEND=INLINE))
    except CellExecutionError as error:
        reason = f"{error.ename}: {_first_line(error.evalue)}"
    except CellTimeoutError:
        reason = f"it took longer than {CELL_SECONDS} s"
    except DeadKernelError:
        reason = "the kernel died (out of memory?)"
    else:
        return
    # The name an author knows the cell by
    cell = content.cells[reached]
    known_as = grade_id(cell) or _first_line(cell.source)
    raise LessonError(f"{name.as_posix()}, cell {reached + 1} ({known_as}) failed: {reason}.")


def _first_line(text: str) -> str:
    """The first line that says something, without its full stop."""
    for line in text.splitlines():
        if line.strip():
            return line.strip().rstrip(".")
    return "no message"


def _files(folder: Path, skip: tuple[str, ...] = ()) -> list[Path]:
    """Every file below `folder` in a fixed order, without caches and what is named in `skip`."""
    leave = {*skip, "__pycache__", ".ipynb_checkpoints"}
    found = []
    for path in folder.rglob("*"):
        names = path.relative_to(folder).parts
        if path.is_file() and leave.isdisjoint(names):
            found.append(path)
    return sorted(found)
