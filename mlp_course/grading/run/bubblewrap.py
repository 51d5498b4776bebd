"""The command line with which bubblewrap makes a sandbox, and whether it can here."""

import functools
import json
import os
import shutil
import site
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO

from mlp_course.files import COURSE

PROGRAM = "bwrap"
HOME = "/tmp/home"
WORK = "/tmp/work"
LINE = "/tmp/line"  # of the sockets of a kernel
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
# What who makes rooms must be allowed, inside the sandbox
RIGHTS = (
    "CAP_SYS_ADMIN",
    "CAP_SYS_CHROOT",
    "CAP_SYS_RESOURCE",
    "CAP_SYS_PTRACE",
    "CAP_NET_ADMIN",
    "CAP_SETUID",
    "CAP_SETGID",
    "CAP_SETPCAP",
    "CAP_SETFCAP",
    "CAP_KILL",
    "CAP_CHOWN",
    "CAP_DAC_READ_SEARCH",
)
# Where root's students get their numbers from: nobody's, on most systems
SPARE = 1_900_000_000
MOST_SPARE = 65_536
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
AS_ROOT = "started by root, it needs rights that are refused here: be an ordinary user"
INSTALL = "install bubblewrap (Debian, Ubuntu: apt install bubblewrap)"


@functools.cache
def missing() -> str:
    """Why there can be no sandbox on this computer, in words; '' if there can."""
    if sys.platform != "linux":
        return "there is no bubblewrap for this system"
    if not shutil.which(PROGRAM):
        return INSTALL
    reason = _refused(["/usr/bin/true"], rooms=False)
    if not reason and not os.getuid() and without_rooms():
        # What belongs to root could be changed, as modes in /dev and numbers in /proc/sys.
        return f"{AS_ROOT} ({without_rooms()})"
    return reason


@functools.cache
def without_rooms() -> str:
    """Why students cannot have rooms of their own in a sandbox here; '' if they can."""
    return _refused([sys.executable, "-m", "mlp_course.grading.run.inside.room"], rooms=True)


def _refused(program: list[str], rooms: bool) -> str:
    """What is said by a program that cannot run in a sandbox, '' if it can."""
    try:
        process, _ = start(program, rooms=rooms, stderr=subprocess.PIPE)
        _, said = process.communicate(timeout=60)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return f"bubblewrap does not work here: {error}"
    if not process.returncode:
        return ""
    lines = said.decode(errors="replace").strip().splitlines()
    return f"bubblewrap does not work here: {[f'exit code {process.returncode}', *lines][-1]}"


def start(
    program: list[str],
    rooms: bool,
    keep: tuple[int, ...] = (),
    **options: Any,
) -> tuple[subprocess.Popen, int]:
    """Start a program as process 1 of a sandbox, with the open files `keep`.

    It may make rooms in it, if wanted. Returns bubblewrap's process and the number that the
    program has outside, 0 if bubblewrap ended before. Raises OSError.
    """
    # Through one pipe bubblewrap tells the number, at the other it waits for users.
    told, status = os.pipe()
    block, mapped = os.pipe()
    waits = rooms and not os.getuid()
    with open(told, "rb") as answer, open(mapped, "wb") as users:
        try:
            line = command(program, status, rooms, block if waits else None)
            kept = [*keep, status, block]
            process = subprocess.Popen(line, pass_fds=kept, env=environment(), **options)
        finally:
            os.close(status)
            os.close(block)
        pid = _told(answer)
        if waits and pid:
            _map_users(pid)
            users.write(b"x")
    return process, pid


def _told(answer: BinaryIO) -> int:
    """The number that bubblewrap tells as JSON; 0 if it ended before."""
    text = b""
    while part := answer.read(1):
        text += part
        if part == b"}":
            return json.loads(text)["child-pid"]
    return 0


def _map_users(pid: int) -> None:
    """Give root's sandbox the users it needs: root, and others for students. Raises OSError."""
    for kind in ("uid", "gid"):
        ours = Path(f"/proc/self/{kind}_map").read_text().split()
        first, _, count = map(int, ours[:3])
        spare = SPARE
        most = MOST_SPARE
        # In a container there are fewer.
        if not first <= SPARE <= first + count - MOST_SPARE:
            most = min(MOST_SPARE, count - 1)
            spare = first + count - most
        Path(f"/proc/{pid}/{kind}_map").write_text(f"0 0 1\n1 {spare} {most}")


def command(
    program: list[str],
    status: int | None = None,
    rooms: bool = False,
    block: int | None = None,
) -> list[str]:
    """The command line that runs `program` as process 1 of a sandbox, in which it may make rooms.

    Its number is written to the pipe `status`; bubblewrap waits until something is in `block`.
    """
    # No names in common with outside, no rights, no terminal
    line = [PROGRAM, "--unshare-all", "--unshare-user", "--cap-drop", "ALL"]
    if rooms:
        # Who is another inside has no right to what bubblewrap has made before.
        line += ["--uid", "0", "--gid", "0"]
        for right in RIGHTS:
            line += ["--cap-add", right]
    else:
        line += _no_sandboxes_inside()
    if block is not None:
        line += ["--userns-block-fd", str(block)]
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
        line += _readable(Path(place))
    line += ["--dir", HOME]
    line += ["--dir", LINE]
    line += ["--dir", WORK, "--chdir", WORK]
    if not rooms:
        line += ["--remount-ro", "/proc"]
    line += ["--remount-ro", "/"]
    if status is not None:
        line += ["--info-fd", str(status)]
    return [*line, "--", *program]


@functools.cache
def _no_sandboxes_inside() -> list[str]:
    """The option that keeps student code from making namespaces, where bubblewrap has it (0.8)."""
    option = "--disable-userns"
    told = subprocess.run([PROGRAM, "--help"], capture_output=True, text=True, check=False)
    known = told.stdout + told.stderr
    return [option] if option in known else []


def _readable(place: Path) -> list[str]:
    """The options that show a file or folder as it is, if it is there, to any user."""
    if not os.path.exists(place):
        return []
    # Otherwise, what it lies in would be whose who started us, and nobody else could enter.
    line = []
    for folder in reversed(place.parents[:-1]):
        line += ["--dir", str(folder)]
    return [*line, "--ro-bind", str(place), str(place)]


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
