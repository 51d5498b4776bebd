"""The command line with which bubblewrap makes a sandbox, and whether it can here."""

import functools
import os
import shutil
import site
import subprocess
import sys

from mlp_course.files import COURSE

PROGRAM = "bwrap"
HOME = "/tmp/home"
WORK = "/tmp/work"
SHARED = "/dev/shm"
MOST_IN_FILES = 512 * 2**20  # bytes of memory for /tmp
MOST_SHARED = 128 * 2**20  # bytes of memory for /dev/shm
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


@functools.cache
def missing() -> str:
    """Why there can be no sandbox on this computer, in words; '' if there can."""
    if sys.platform != "linux":
        return "there is no bubblewrap for this system"
    if not shutil.which(PROGRAM):
        return INSTALL
    try:
        ran = subprocess.run(
            command(["/usr/bin/true"]),
            capture_output=True,
            text=True,
            timeout=20,
            env=environment(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not work here: {error}"
    if not ran.returncode:
        return ""
    said = ran.stderr.strip().splitlines() or [f"exit code {ran.returncode}"]
    return f"bubblewrap does not work here: {said[-1]}"


def command(program: list[str], status: int | None = None) -> list[str]:
    """The command line that runs `program` as process 1 of a sandbox.

    Its number is written to the pipe `status`.
    """
    # No names in common with outside, no rights, no terminal
    line = [PROGRAM, "--unshare-all", "--unshare-user", *_no_sandboxes_inside()]
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
def _no_sandboxes_inside() -> list[str]:
    """The option that keeps student code from making namespaces, where bubblewrap has it (0.8)."""
    option = "--disable-userns"
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=False)
    known = told.stdout + told.stderr
    return [option] if option in known else []


def shared_folders() -> list[str]:
    """The folders of this computer that a sandbox sees beside the system's programs.

    They hold Python, its packages, and the course's library and data.
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
