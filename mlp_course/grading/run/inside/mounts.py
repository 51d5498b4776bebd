"""What is mounted in a room: empty folders in memory, a /proc of its own, all else read-only."""

import contextlib
import os
import re
from pathlib import Path

from mlp_course.grading.run.bubblewrap import HOME, LINE, MOST_IN_FILES, MOST_SHARED, SHARED, WORK
from mlp_course.grading.run.inside import namespaces

NUMBER = re.compile(r"\\([0-7]{3})")  # of a character, in a list of what is mounted
MOST_FILES = 100_000  # names in /tmp, and as many in /dev/shm
MOST_IN_LINE = 2**20  # bytes
PAGE = os.sysconf("SC_PAGE_SIZE")
QUIET = namespaces.NOSUID | namespaces.NODEV
UNREADABLE = namespaces.NOEXEC | QUIET
SHMALL = "sys/kernel/shmall"
FLAGS = {
    "nosuid": namespaces.NOSUID,
    "nodev": namespaces.NODEV,
    "noexec": namespaces.NOEXEC,
}


def mounted(uid: int, gid: int) -> int:
    """Mount what a room has; returns the folder of a /proc that can be written.

    1. nothing that is there can be written
    2. folders in memory are laid over some of it; what can be written belongs to the student
    3. what lay in /tmp is shown again
    4. /proc is the room's own
    """
    namespaces.unshare(namespaces.NEWNS)
    namespaces.mount("", "/", "", namespaces.PRIVATE | namespaces.REC)

    # 1. what is there
    covered = _forbid_writing_anywhere()

    # 2. what can be written
    sizes = {
        "/tmp": MOST_IN_FILES,
        SHARED: MOST_SHARED,
        LINE: MOST_IN_LINE,
    }
    for folder, size in sizes.items():
        _mount_in_memory(folder, size)
    for folder in (HOME, WORK):
        os.mkdir(folder)

    # 3. what is covered
    for place, fd in covered.items():
        _show_again(place, fd)
    for folder in (HOME, WORK, *sizes):
        os.chown(folder, uid, gid)

    # 4. /proc
    return _mount_proc()


def _forbid_writing_anywhere() -> dict[str, int]:
    """Make all that is mounted read-only; returns what of it lies in /tmp, opened."""
    covered: dict[str, int] = {}
    mounts = Path("/proc/self/mounts").read_text()
    for line in mounts.splitlines():
        _, place, _, options, *_ = line.split()
        # Blanks and the like are written as their numbers.
        place = NUMBER.sub(_character, place)
        _forbid_writing(place, options.split(","))
        if place.startswith("/tmp/"):
            covered[place] = os.open(place, os.O_PATH)
    return covered


def _character(found: re.Match[str]) -> str:
    """The character whose number was found."""
    number = int(found[1], 8)
    return chr(number)


def _mount_in_memory(folder: str, size: int) -> None:
    """Lay an empty folder in memory over `folder`."""
    options = f"size={size},mode=755,nr_inodes={MOST_FILES}"
    os.makedirs(folder, exist_ok=True)
    flags = QUIET
    # The grader connects to sockets in LINE: a link must not lead it astray.
    if folder == LINE:
        flags |= namespaces.NOSYMFOLLOW | namespaces.NOEXEC
    namespaces.mount("tmpfs", folder, "tmpfs", flags, options)


def _mount_proc() -> int:
    """Mount the room's own /proc; under the one that is seen lies another, for this process only.

    Returns that other one, opened.
    """
    namespaces.mount("proc", "/proc", "proc", UNREADABLE)
    writable = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
    # Linux before 5.19 leaves that to root.
    with contextlib.suppress(OSError):
        pages = MOST_SHARED // PAGE
        namespaces.write(writable, SHMALL, pages)
    namespaces.mount("/proc", "/proc", "", namespaces.BIND)
    _forbid_writing("/proc", ["nosuid", "nodev", "noexec"])
    return writable


def _show_again(place: str, fd: int) -> None:
    """Mount what was open at a place before that was covered: Python may lie in /tmp, too."""
    shown = f"/proc/self/fd/{fd}"
    if os.path.isdir(shown):
        os.makedirs(place, exist_ok=True)
    else:
        above = os.path.dirname(place)
        os.makedirs(above, exist_ok=True)
        Path(place).touch()
    namespaces.mount(shown, place, "", namespaces.BIND)
    _forbid_writing(place, ["nosuid", "nodev"])
    os.close(fd)


def _forbid_writing(place: str, options: list[str]) -> None:
    """Make a mount read-only, with the options it has; one that is already so stays as it is."""
    if "ro" in options:
        return
    flags = namespaces.BIND | namespaces.REMOUNT | namespaces.RDONLY
    for option in options:
        flags |= FLAGS.get(option, 0)
    namespaces.mount("", place, "", flags)
