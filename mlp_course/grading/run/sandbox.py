"""A sandbox for the process that forks kernels: it sees Python and this library, nothing else.

So it sees nothing of the course, and has no network. bubblewrap
(https://github.com/containers/bubblewrap) makes it: it works for an ordinary user and starts in 10
ms. One sandbox serves many kernels, because what costs time is importing the packages, and that has
happened inside, before any student's code. Each student's kernel has a room of its own in it
(`room`), in which nothing of others can be named and which ends with all that is in it. Where none
can be made, because the system forbids it,

- the forking process is the sandbox's process 1: nothing inside can kill or read it, and when a
  kernel is over it ends every other process, detached or not, in one call (`limits.sweep`);
- the few folders that can be written lie in memory; they are emptied, and if that does not bring
  back exactly what was there at first, or if anything else is not as it was, the sandbox is given
  up, a new one is made, and the student gets a remark (`leftovers`).

What is needed of a submission, its kernel's keys and the files beside its notebook, is put in from
outside, through two folders that the forking process hands out, while no process of the student is
there; the forking process itself never has it in memory. Kernels are reached by sockets in one of
them, so no folder is shared with the host.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import uuid
from pathlib import Path

from mlp_course.files import plain_files
from mlp_course.grading.run.bubblewrap import (
    LINE,
    WORK,
    command,
    environment,
    missing,
    start,
    without_rooms,
)
from mlp_course.lessons.course import GradingError

MOST_BESIDE = 100_000_000  # bytes of all files beside a notebook
TOO_LARGE = f"the files beside the notebook are larger than {MOST_BESIDE // 10**6} MB"


class Sandbox:
    """A room, or the sandbox itself, as its folders WORK and LINE are open here."""

    def __init__(self, work: int, line: int) -> None:
        self.opened = {WORK: work, LINE: line}

    def outside(self, folder: str) -> str:
        """Where WORK or LINE is found by this process."""
        return f"/proc/self/fd/{self.opened[folder]}"

    def close(self) -> None:
        """Let go of the folders."""
        for fd in self.opened.values():
            os.close(fd)

    def furnished(self, argv: list[str], cwd: str, connection: dict) -> dict:
        """Put in what a kernel needs; the request for it as it is inside.

        There its sockets are others, which `connection` then says. Raises GradingError.
        """
        place = uuid.uuid4().hex
        moved = connection | {"ip": f"{LINE}/{place}", "key": connection["key"].decode()}
        name = self.furnish(Path(cwd), moved)
        connection["ip"] = f"{self.outside(LINE)}/{place}"

        # The connection file is another there.
        at = argv.index("-f") + 1
        return {
            "fork": [*argv[:at], name, *argv[at + 1 :]],
            "env": environment(),
            "cwd": WORK,
        }

    def furnish(self, beside: Path, connection: dict) -> str:
        """Put in the files beside the notebook and the kernel's connection file; returns its name.

        This is to be called only while no student's process is there. Raises GradingError if the
        files are too large.
        """
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
        file = Path(self.outside(LINE), "kernel.json")
        file.write_text(json.dumps(connection))
        self._hand_over([file, *work.rglob("*")])
        return f"{LINE}/kernel.json"

    def _hand_over(self, paths: list[Path]) -> None:
        """Make what root has put in the student's."""
        if os.getuid():
            return
        for path in paths:
            owner = os.stat(self.outside(WORK))
            os.chown(path, owner.st_uid, owner.st_gid)


def program(
    module: str, *arguments: str, isolated: bool, rooms: bool = False
) -> tuple[subprocess.Popen, socket.socket]:
    """Start a module of ours as a program; its process, and the socket by which it is reached.

    Its first argument is the number of its own end of the socket. If `isolated` it is process 1 of
    a sandbox of its own, in which it may make `rooms`. Raises OSError.
    """
    ours, theirs = socket.socketpair()
    fd = theirs.fileno()
    command = [sys.executable, "-m", module, str(fd), *arguments]
    options: dict = {
        "stdin": subprocess.DEVNULL,
        "start_new_session": True,
        "cwd": "/",
    }
    with theirs:
        if isolated:
            process, _ = start(command, rooms, (fd,), **options)
        else:
            process = subprocess.Popen(command, pass_fds=[fd], **options)
    return process, ours


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
            f"{_shared()}"
        )
    if required:
        raise GradingError(f"Student code cannot be isolated on this computer: {reason}.")
    return (
        f"WARNING: student code is NOT ISOLATED: {reason}. "
        "It runs with your rights, so it can read and change solutions, marks and your files "
        "(--require-isolation refuses to go on like this)."
    )


def _shared() -> str:
    """What is to be said where students cannot have rooms of their own."""
    reason = without_rooms()
    if not reason:
        return ""
    return f" One sandbox serves all students and is cleared between them, because {reason}."
