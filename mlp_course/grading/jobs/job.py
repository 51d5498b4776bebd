"""One submission on its way to whoever executes it: bytes there, bytes back, no gradebook.

What is sent is the notebook as repaired, with hidden tests, and the files that lie beside it. Of
what comes back only outputs are believed: the cells stay those that were sent.
"""

import fnmatch
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import setenv
from traitlets.config import Config

from mlp_course.files import plain_files
from mlp_course.grading.collect.deadline import HandedIn
from mlp_course.grading.run.judged import EXECUTOR
from mlp_course.grading.run.outputs import TidyOutputs
from mlp_course.grading.run.sandbox import MOST_BESIDE, TOO_LARGE
from mlp_course.lessons.remarks import NOTES

# Of nbgrader_config.py, which need not be where code is executed
SECTIONS = ("Execute", "ResilientExecutor", "JudgedExecutor", "TidyOutputs")
TURN = threading.Lock()  # one process runs one kernel at a time, whatever threads it has
LONGEST = 300  # characters of a problem


@dataclass(frozen=True)
class Job:
    """A submission to be executed."""

    student: str
    notebook: bytes
    lesson: bytes = b""  # with its tests
    files: dict[str, bytes] = field(default_factory=dict)
    settings: dict[str, dict] = field(default_factory=dict)
    key: str = ""
    handed_in: HandedIn = field(default_factory=HandedIn)


@dataclass(frozen=True)
class Executed:
    """What came of it: the notebook with outputs, or the `problem` that left it without."""

    notebook: bytes = b""
    problem: str = ""
    seconds: float = 0.0


def execute(job: Job) -> Executed:
    """Run the notebook in a folder of its own; whatever happens is in what is returned."""
    start = time.perf_counter()
    content = b""
    problem = ""
    try:
        with (
            TURN,
            tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True) as folder,
        ):
            notebook = _run(job, Path(folder))
        content = nbformat.writes(notebook).encode()
    except Exception as error:
        problem = _in_short(error)
    return Executed(content, problem, time.perf_counter() - start)


def _in_short(error: Exception) -> str:
    """An error as `Class: the first line of what it says`."""
    lines = str(error).strip().splitlines() or [""]
    first = lines[0][:LONGEST]
    return f"{type(error).__name__}: {first}".rstrip(": ")


def _run(job: Job, folder: Path) -> NotebookNode:
    """Unpack a job into the folder, and run its notebook there."""
    for name, content in job.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    notebook = opened(job.notebook)
    resources = {"metadata": {"path": str(folder)}, "lesson": opened(job.lesson)}
    config = Config(job.settings)
    # Tests may ask whether they are run for marks.
    with setenv(NBGRADER_EXECUTION="autograde"):
        for step in (EXECUTOR, TidyOutputs):
            notebook, resources = step(config=config)(notebook, resources)
    return notebook


def opened(content: bytes) -> NotebookNode:
    """The notebook in `content`."""
    return nbformat.reads(content.decode(), as_version=4)


def settings_of(config: Config) -> dict[str, dict]:
    """What of `config` those who execute must know, as plain values."""
    return {name: dict(config[name]) for name in SECTIONS if name in config}


def with_outputs(sent: NotebookNode, executed: NotebookNode) -> NotebookNode:
    """The notebook that was sent, with outputs and remarks of the executed one.

    Raises ValueError if that is another one.
    """
    kinds = [cell.cell_type for cell in sent.cells]
    if kinds != [cell.cell_type for cell in executed.cells]:
        raise ValueError("another notebook came back than was sent")
    for cell, run in zip(sent.cells, executed.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs = run.outputs
            cell.execution_count = run.execution_count
    sent.metadata[NOTES] = executed.metadata.get(NOTES, [])
    return sent


def files_beside(folder: Path, ignored: list[str]) -> dict[str, bytes]:
    """Content of the plain files in `folder` that are no notebooks and match nothing `ignored`.

    Raises ValueError if they are too large.
    """
    patterns = [*ignored, "*.ipynb"]
    found = {}
    room = MOST_BESIDE
    for path in plain_files(folder):
        name = path.relative_to(folder)
        if any(_matches(part, patterns) for part in name.parts):
            continue
        # All of it has to be in memory, here and there.
        room -= path.stat().st_size
        if room < 0:
            raise ValueError(TOO_LARGE)
        found[name.as_posix()] = path.read_bytes()
    return found


def _matches(name: str, patterns: list[str]) -> bool:
    """Whether a name matches one of the patterns."""
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
