"""Run the worked lessons of `solutions/` and keep the results until something they depend on changes."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from mlp_course.files import write_whole

CELL_SECONDS = 900
INLINE = "module://matplotlib_inline.backend_inline"  # figures go into the notebook, whatever the surroundings say
NOT_PHYSICS = (
    "book",
    "grading",
    "cli.py",
)  # rooms no lesson imports: a change there changes no output


class LessonError(RuntimeError):
    """A lesson does not run; the message says which cell stopped it."""


def fingerprint(notebook: Path, root: Path) -> str:
    """Hash of everything the outputs of `notebook` depend on: its folder, the library and the data under `root`."""
    digest = hashlib.sha256()
    for path in [*_files(notebook.parent), *_library(root), *_files(root / "data", skip=("work",))]:
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def executed_path(notebook: Path, root: Path) -> Path:
    """Where the executed copy of `solutions/<lesson>/<lesson>.ipynb` is kept."""
    return root / "_build" / "executed" / notebook.parent.name / notebook.name


def is_current(notebook: Path, root: Path) -> bool:
    """Whether the kept outputs of `notebook` still belong to it."""
    kept = executed_path(notebook, root)
    mark = kept.with_suffix(".sha256")
    return (
        kept.exists()
        and mark.exists()
        and mark.read_text(encoding="ascii") == fingerprint(notebook, root)
    )


def execute(
    notebook: Path, root: Path, progress: Callable[[int, int], None] = lambda done, of: None
) -> Path:
    """Run `notebook` in a copy of its folder, keep the result and return its path.

    `progress` is called after every code cell with the number of cells done and of all cells.
    Raises LessonError if a cell fails; the result of the last good run is then left alone.
    """
    before = fingerprint(notebook, root)
    content = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="mlp-course-") as scratch:
        folder = Path(scratch) / notebook.parent.name
        shutil.copytree(
            notebook.parent, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
        )
        _run(content, folder, notebook.relative_to(root), progress)
    kept = executed_path(notebook, root)
    write_whole(kept, nbformat.writes(content).encode())
    write_whole(kept.with_suffix(".sha256"), before.encode())
    return kept


def _run(
    content: nbformat.NotebookNode, folder: Path, name: Path, progress: Callable[[int, int], None]
) -> None:
    reached = {"cell": 0}

    def start(cell, cell_index):
        reached["cell"] = cell_index

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
    k = reached["cell"]
    raise LessonError(
        f"{name.as_posix()}, cell {k + 1} ({_cell_name(content.cells[k])}) failed: {reason}."
    )


def _cell_name(cell: nbformat.NotebookNode) -> str:
    """The name an author knows a cell by: its grade_id, or else its first line."""
    return cell.metadata.get("nbgrader", {}).get("grade_id") or _first_line(cell.source)


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "no message").rstrip(
        "."
    )


def _library(root: Path) -> list[Path]:
    package = root / "mlp_course"
    return [
        path for path in _files(package, skip=NOT_PHYSICS) if path.suffix in (".py", ".html", ".js")
    ]


def _files(folder: Path, skip: tuple[str, ...] = ()) -> list[Path]:
    """Every file below `folder` in a fixed order, without caches and without what is named in `skip`."""
    leave = {*skip, "__pycache__", ".ipynb_checkpoints"}
    return sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and leave.isdisjoint(p.relative_to(folder).parts)
    )
