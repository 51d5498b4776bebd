"""How much all processes of one student use together: memory, threads and time of processors.

A file of /proc is read for each process at each look, so what is dear is asked in steps: an exact
number only where one that is never too small has become too large.
"""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from mlp_course.grading.run.bubblewrap import SHARED
from mlp_course.grading.run.inside import limits
from mlp_course.this_process import bytes_said

PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
BLOCK = 512  # bytes, as stat(2) counts
# Bytes that a socket may hold of what was sent and not yet read: net.core.wmem_default, twice
SOCKET = 2 * 212_992
SHARE = 20  # an exact look at memory is followed by a pause this many times as long
MANY = "it started too many processes"
THREADED = "it started too many threads"
MUCH = "it used too much memory"


class Watch:
    """Keeps an eye on a student's processes; made when the kernel is forked.

    `root` is where their files are seen from here, `skipped` a process that is none of theirs.
    """

    def __init__(self, root: str = "", skipped: int = 1) -> None:
        self.root = root
        self.skipped = str(skipped)
        self.own = _private("self")
        self.shared = bytes_said("/proc/meminfo", "Shmem")
        self.available = bytes_said("/proc/meminfo", "MemAvailable")
        self.filled = self._filled()
        self.pause = 0.0  # until then no exact look at memory

    def exceeded(self) -> str:
        """What is used too much, in words, or ''."""
        threads = 0
        memory = 0
        pids = [pid for pid in others() if pid != self.skipped]
        # Seen at once, while they become more
        if len(pids) > limits.PROCESSES:
            return MANY
        for pid in pids:
            # A process may have just ended.
            with contextlib.suppress(OSError, IndexError):
                about = _stat(pid)
                threads += int(about[17])
                more = _private(pid) - self.own
                memory += max(0, more)
            if threads > limits.THREADS:
                return THREADED
        # Pages that a process has in common with its parent were counted for both.
        if memory > limits.MEMORY and self._is_too_large(pids):
            return MUCH
        if self._shares_too_much(pids):
            return MUCH
        return ""

    def _is_too_large(self, pids: list[str]) -> bool:
        """Whether the processes' memory is too much, with pages of several counted once."""
        began = time.monotonic()
        if began < self.pause:
            return False
        memory = -self.own
        for pid in pids:
            with contextlib.suppress(OSError):
                memory += _proportional(pid)
        ended = time.monotonic()
        self.pause = ended + SHARE * (ended - began)
        return memory > limits.MEMORY

    def _shares_too_much(self, pids: list[str]) -> bool:
        """Whether memory that no process shows as its own grew too much.

        1. the whole machine's, which costs nothing to read, but counts what others do, too
        2. what of it is ours
        """
        # 1. the machine's
        grown = bytes_said("/proc/meminfo", "Shmem") - self.shared
        lost = self.available - bytes_said("/proc/meminfo", "MemAvailable")
        if max(grown, lost) <= limits.MEMORY:
            return False

        # 2. ours
        held = self._filled() - self.filled
        for pid in pids:
            # A process may have just ended.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                held += bytes_said(f"/proc/{pid}/status", "RssShmem")
        try:
            opened = Opened(pids)
        except PermissionError:
            # It hides what it has open.
            return True
        # What lies in a file that is on its way is seen nowhere.
        hidden = grown if opened.in_flight else 0
        in_sockets = opened.sockets * SOCKET
        seen = held + opened.nameless + in_sockets
        return max(hidden, seen) > limits.MEMORY

    def _filled(self) -> int:
        """Bytes in the folders that can be written, and in segments of shared memory."""
        filled = 0
        for folder in ("/tmp", SHARED):
            usage = os.statvfs(self.root + folder)
            blocks = usage.f_blocks - usage.f_bfree
            filled += blocks * usage.f_frsize
        table = Path("/proc/sysvipc/shm")
        if table.exists():
            lines = table.read_text().splitlines()
            for line in lines[1:]:
                size = line.split()[3]
                filled += int(size)
        return filled


class Opened:
    """What processes have open and no folder shows. Raises PermissionError if they hide it."""

    def __init__(self, pids: list[str]) -> None:
        self.in_flight = False  # files were sent through a socket and not yet received
        sizes: dict[tuple[int, int], int] = {}
        sockets: set[str] = set()
        for pid, number in _open_files(pids):
            path = f"/proc/{pid}/fd/{number}"
            # A file may have just been closed.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                name = os.readlink(path)
                if name.startswith("socket:"):
                    sockets.add(name)
                    about = Path(f"/proc/{pid}/fdinfo/{number}").read_text()
                    self.in_flight |= _holds_files(about)
                    continue
                # A file that memfd_create(2) makes, or one that was deleted
                found = os.stat(path)
                if found.st_nlink == 0:
                    sizes[found.st_dev, found.st_ino] = found.st_blocks * BLOCK
        self.nameless = sum(sizes.values())  # bytes
        self.sockets = len(sockets)


def _open_files(pids: list[str]) -> Iterator[tuple[str, str]]:
    """Process and number of every open file."""
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for number in os.listdir(f"/proc/{pid}/fd"):
                yield pid, number


def _holds_files(about: str) -> bool:
    """Whether the /proc text about a socket says that files are in it (since Linux 5.6)."""
    for line in about.splitlines():
        name, _, value = line.partition(":")
        if name == "scm_fds":
            return int(value) > 0
    return False


def others() -> list[str]:
    """The numbers of all processes started from here.

    In a sandbox, whose first process this is, they are all others.
    """
    if limits.SANDBOXED:
        return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    found: list[str] = []
    unseen = [str(pid) for pid in limits.children()]
    while unseen:
        pid = unseen.pop()
        found.append(pid)
        # Each thread has children of its own.
        with contextlib.suppress(OSError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                place = Path(f"/proc/{pid}/task/{thread}/children")
                children = place.read_text()
                unseen += children.split()
    return found


def cpu_seconds() -> float:
    """Seconds for which processors have worked for the processes started from here.

    Those that have ended are counted with the process that waited for them.
    """
    ticks = 0
    for pid in others():
        with contextlib.suppress(OSError, IndexError):
            # Of itself in the program and in the system, and of its children that have ended
            times = _stat(pid)[11:15]
            ticks += sum(map(int, times))
    return ticks / TICKS


def any_runs() -> bool:
    """Whether a process started from here runs, would if it had a processor, or waits for a disk.

    A thread counts as its process does.
    """
    for pid in others():
        with contextlib.suppress(OSError, IndexError):
            if _is_busy(_stat(pid)):
                return True
            for thread in os.listdir(f"/proc/{pid}/task"):
                if _is_busy(_stat(f"{pid}/task/{thread}")):
                    return True
    return False


def _is_busy(stat: list[str]) -> bool:
    """Whether the state of a process or thread is to run or to wait for a disk."""
    return stat[0] in ("R", "D")


def _stat(pid: str) -> list[str]:
    """The fields of /proc/PID/stat that follow the name of the program, which may be anything."""
    text = Path(f"/proc/{pid}/stat").read_text()
    _, _, fields = text.rpartition(")")
    return fields.split()


def _private(pid: str) -> int:
    """Bytes of memory that a process has and shares with no file."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    resident = int(fields[1])
    shared = int(fields[2])
    return (resident - shared) * PAGE


def _proportional(pid: str) -> int:
    """Bytes of memory of a process without files; of what n processes share, the n-th part."""
    about = f"/proc/{pid}/smaps_rollup"
    own = bytes_said(about, "Pss_Anon")
    shared = bytes_said(about, "Pss_Shmem")
    return own + shared
