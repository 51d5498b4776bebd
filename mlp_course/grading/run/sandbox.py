"""A room for the process that forks kernels: it sees Python and this library, nothing else.

So nothing of the course, and no network. bubblewrap (https://github.com/containers/bubblewrap)
makes the room: it works for an ordinary user and starts in 10 ms. One room serves many kernels,
because what costs time is importing the packages, and that has happened inside, before any
student's code. So that nothing passes from one kernel to the next

- the forking process is the room's process 1: nothing inside can kill or read it, and when a kernel
  is over it ends every other process, detached or not, in one call (`limits.sweep`);
- the few folders that can be written lie in memory; they are emptied, and if that does not bring
  back exactly what was there at first, or if shared memory is left, the room is given up and a new
  one made (`limits.Rooms`);
- what is needed of a submission, its kernel's keys and the files beside its notebook, is put in
  from outside, through /proc, while no process but the first is there; the forking process itself
  never has it in memory.

Kernels are reached by sockets in the room's own file system, through /proc again, so no folder is
shared with the host. Other ways were weighed: a room for each submission imports the stack each
time (seconds); mounting folders anew in each forked kernel needs system calls of our own.
"""

import functools
import json
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import Any

from mlp_course.files import COURSE, plain_files
from mlp_course.lessons.course import GradingError

PROGRAM = "bwrap"
HOME = "/tmp/home"
WORK = "/tmp/work"
SHARED = "/dev/shm"
MOST_IN_FILES = 512 * 2**20  # bytes of memory for /tmp
MOST_SHARED = 128 * 2**20  # bytes of memory for /dev/shm
MOST_BESIDE = 100_000_000  # bytes of all files beside a notebook
TOO_LARGE = f"the files beside the notebook are larger than {MOST_BESIDE // 10**6} MB"
# On most systems links to folders in /usr
SYSTEM = (
    "/bin",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/sbin",
)
SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
)
# How variables begin that a kernel gets
KEPT = (
    "PATH",
    "LANG",
    "LC_",
    "TZ",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "NUMBA_",
    "MPLBACKEND",
    "MLP_COURSE_",
    "PYTHON",
)
INSTALL = "install bubblewrap (Debian, Ubuntu: apt install bubblewrap)"


class Room:
    """A sandbox whose first process has the number `pid` outside."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def outside(self, path: str) -> str:
        """Where a path of the room is found from outside."""
        return f"/proc/{self.pid}/root{path}"

    def furnish(self, beside: Path, connection: dict) -> str:
        """Put in the files beside the notebook and the kernel's connection file; returns its name.

        To be called only while no student's process is there. Raises GradingError if the files are
        too large.
        """
        for folder in (HOME, WORK):
            os.makedirs(self.outside(folder), exist_ok=True)
        work = Path(self.outside(WORK))
        left = MOST_BESIDE
        for path in plain_files(beside):
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


def enter(program: list[str], fd: int, **options: Any) -> tuple[subprocess.Popen, Room]:
    """Start `program`, which keeps the open file `fd`, as process 1 of a new room."""
    read, write = os.pipe()
    with open(read) as status:
        try:
            line = command(program, write)
            process = subprocess.Popen(line, pass_fds=[fd, write], env=environment(), **options)
        finally:
            os.close(write)
        told = json.loads(status.readline())
    return process, Room(told["child-pid"])


@functools.cache
def missing() -> str:
    """Why there can be no sandbox on this computer, in words; '' if there can."""
    if sys.platform != "linux":
        return "there is no bubblewrap for this system"
    if not shutil.which(PROGRAM):
        return INSTALL
    try:
        tried = subprocess.run(
            command(["/usr/bin/true"]),
            capture_output=True,
            text=True,
            timeout=20,
            env=environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not work here: {error}"
    if not tried.returncode:
        return ""
    said = tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"]
    return f"bubblewrap does not work here: {said[-1]}"


def command(program: list[str], status: int | None = None) -> list[str]:
    """The command line that runs `program` as process 1 of a room.

    Its number is written to the pipe `status`.
    """
    # No names in common with outside, no rights, no terminal
    line = [PROGRAM, "--unshare-all", "--unshare-user", *_no_rooms_in_rooms()]
    line += ["--cap-drop", "ALL"]
    line += ["--as-pid-1", "--new-session", "--hostname", "room"]

    # What can be written lies in memory.
    line += ["--proc", "/proc", "--dev", "/dev"]
    line += ["--size", str(MOST_SHARED), "--tmpfs", SHARED]
    line += ["--remount-ro", "/dev"]
    line += ["--size", str(MOST_IN_FILES), "--tmpfs", "/tmp"]

    # What is shared can be read.
    line += ["--ro-bind", "/usr", "/usr"]
    for place in SYSTEM:
        if os.path.islink(place):
            line += ["--symlink", os.readlink(place), place]
        elif os.path.isdir(place):
            line += ["--ro-bind", place, place]
    for place in (*SETTINGS, "/nix/store", *shared_folders()):
        line += ["--ro-bind-try", place, place]
    line += ["--dir", HOME]
    line += ["--dir", WORK, "--chdir", WORK]
    line += ["--remount-ro", "/"]
    if status is not None:
        line += ["--json-status-fd", str(status)]
    return [*line, "--", *program]


@functools.cache
def _no_rooms_in_rooms() -> list[str]:
    """The option that keeps student code from making namespaces, where bubblewrap has it (0.8)."""
    option = "--disable-userns"
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=False)
    known = told.stdout + told.stderr
    return [option] if option in known else []


def shared_folders() -> list[str]:
    """What of this computer is seen in a room beside the system's programs.

    That is Python, its packages, and the course's data.
    """
    package = COURSE / "mlp_course"
    data = os.environ.get("MLP_COURSE_DATA") or str(COURSE / "data")
    user = [site.getusersitepackages()] if site.ENABLE_USER_SITE else []
    return [sys.base_prefix, sys.prefix, *user, str(package), data]


def environment() -> dict[str, str]:
    """The few variables a kernel gets: no keys and passwords of the instructor's."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
    kept["HOME"] = HOME
    kept["TMPDIR"] = "/tmp"
    kept["USER"] = "student"
    kept["LOGNAME"] = "student"
    return kept


def visible(places: list[Path]) -> list[Path]:
    """Which of these folders or files could be read in a room, as they lie in what is shared."""
    program = "import os, sys; print(*(p for p in sys.argv[1:] if os.path.exists(p)), sep='\\n')"
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
