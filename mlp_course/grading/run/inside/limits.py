"""What one kernel may use, and its end; used by `fork_server`, which forks it."""

import contextlib
import os
import resource
import signal
from pathlib import Path

from mlp_course.this_process import bytes_said, limit

MEMORY = 4 * 2**30  # bytes, beyond what the packages take
RESERVE = 2**28  # more bytes, which whoever must finish something may take
FILE = 256 * 2**20  # bytes of one file
OPEN_FILES = 1024
PROCESSES = 128
THREADS = 256  # of all processes together
SANDBOXED = os.getpid() == 1  # at import, in the process that forks
SET_DUMPABLE = 4  # these two are of prctl(2)
SET_CHILD_SUBREAPER = 36


def bound() -> None:
    """Bound this process, before a student's code runs in it; whatever it starts inherits that."""
    # The process that looks after it goes first, and is the last to go if the machine is full.
    os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")

    in_use = bytes_said("/proc/self/status", "VmData")
    bounds = {
        resource.RLIMIT_DATA: in_use + MEMORY + RESERVE,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        limit(kind, most)
    limit(resource.RLIMIT_DATA, in_use + MEMORY, for_good=False)

    # Too large a file is then an OSError.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def ended(pid: int) -> int | None:
    """The exit code of our child `pid`; None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if found else None


def sweep(reap: bool = True) -> None:
    """End all our children, and theirs as they become ours.

    In a sandbox, all processes but this one are ended at once.
    """
    while pids := children():
        with contextlib.suppress(ProcessLookupError):
            if SANDBOXED:
                os.kill(-1, signal.SIGKILL)
            else:
                _end(pids)
        if not reap:
            return
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _end(pids: list[int]) -> None:
    """Kill these processes, one after the other."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children() -> list[int]:
    """The numbers of our children."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]
