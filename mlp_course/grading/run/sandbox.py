"""A sandbox for the process that forks kernels: it sees Python and this library, nothing else.

So it sees nothing of the course, and has no network. bubblewrap
(https://github.com/containers/bubblewrap) makes it: it works for an ordinary user and starts in 10
ms. One sandbox serves many kernels, because what costs time is importing the packages, and that has
happened inside, before any student's code. So that nothing passes from one kernel to the next

- the forking process is the sandbox's process 1: nothing inside can kill or read it, and when a
  kernel is over it ends every other process, detached or not, in one call (`limits.sweep`);
- the few folders that can be written lie in memory; they are emptied, and if that does not bring
  back exactly what was there at first, or if shared memory is left, the sandbox is given up and a
  new one made (`limits.SandboxFolders`);
- what is needed of a submission, its kernel's keys and the files beside its notebook, is put in
  from outside, through /proc, while no process but the first is there; the forking process itself
  never has it in memory.

Kernels are reached by sockets in the sandbox's own file system, through /proc again, so no folder
is shared with the host. Other ways were weighed: a sandbox for each submission imports the stack
each time (seconds); mounting folders anew in each forked kernel needs system calls of our own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from mlp_course.files import plain_files
from mlp_course.grading.run.bubblewrap import HOME, WORK, command, environment, missing
from mlp_course.lessons.course import GradingError

MOST_BESIDE = 100_000_000  # bytes of all files beside a notebook
TOO_LARGE = f"the files beside the notebook are larger than {MOST_BESIDE // 10**6} MB"


class Sandbox:
    """A sandbox whose first process has the number `pid` outside."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def outside(self, path: str) -> str:
        """Where a path of the sandbox is found from outside."""
        return f"/proc/{self.pid}/root{path}"

    def furnish(self, beside: Path, connection: dict) -> str:
        """Put in the files beside the notebook and the kernel's connection file; returns its name.

        This is to be called only while no student's process is there. Raises GradingError if the
        files are too large.
        """
        for folder in (HOME, WORK):
            os.makedirs(self.outside(folder), exist_ok=True)
        work = Path(self.outside(WORK))
        left = MOST_BESIDE
        for path in plain_files(beside):
            # The notebook itself is sent cell by cell.
            if path.suffix == ".ipynb":
                continue
            left -= path.stat().st_size
            if left < 0:
                raise GradingError(TOO_LARGE)
            copy = work / path.relative_to(beside)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        name = f"{HOME}/kernel.json"
        Path(self.outside(name)).write_text(json.dumps(connection))
        return name


def enter(program: list[str], fd: int, **options: Any) -> tuple[subprocess.Popen, Sandbox]:
    """Start `program`, which keeps the open file `fd`, as process 1 of a new sandbox."""
    # Through this pipe bubblewrap tells the number that its process 1 has outside.
    read, write = os.pipe()
    with open(read) as status:
        try:
            line = command(program, write)
            process = subprocess.Popen(line, pass_fds=[fd, write], env=environment(), **options)
        finally:
            os.close(write)
        told = json.loads(status.readline())
    return process, Sandbox(told["child-pid"])


def visible(places: list[Path]) -> list[Path]:
    """Which of these folders or files could be read in a sandbox, as they lie in what is shared."""
    program = "import os, sys; print(*(p for p in sys.argv[1:] if os.path.exists(p)), sep='\\n')"
    # Links are followed here: inside, they may lead nowhere.
    paths = [str(place.resolve()) for place in places]
    line = command([sys.executable, "-I", "-S", "-c", program, *paths])
    seen = subprocess.run(
        line,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment(),
        check=True,
    )
    return [Path(path) for path in seen.stdout.splitlines() if path]


def announced(secret: list[Path], required: bool = False, wanted: bool = True) -> str:
    """One line on how student code will be run here.

    In a sandbox, it is made sure that `secret` places are out of its sight. Raises GradingError if
    they are not, or if a sandbox is required and there is none.
    """
    reason = missing() if wanted else "c.ResilientExecutor.isolated is False"
    if not reason:
        seen = visible(secret)
        if seen:
            raise GradingError(
                f"{seen[0]} lies in a folder that student code can read, "
                "together with Python or the course's data: move the course elsewhere."
            )
        return (
            "Student code is isolated by bubblewrap: no files of yours, no network, "
            "bounded memory and processes."
        )
    if required:
        raise GradingError(f"Student code cannot be isolated on this computer: {reason}.")
    return (
        f"WARNING: student code is NOT ISOLATED: {reason}. "
        "It runs with your rights, so it can read and change solutions, marks and your files "
        "(--require-isolation refuses to go on like this)."
    )
