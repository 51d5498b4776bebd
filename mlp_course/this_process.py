"""What a process does to itself: its end with its parent, and bounds on what it uses."""

import ctypes
import signal
import sys
from pathlib import Path

SET_PDEATHSIG = 1  # of prctl(2)


def end_with_parent() -> None:
    """Let this process be killed when the one that started it is gone; only Linux knows how."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def limit(kind: int, most: int, *, for_good: bool = True) -> None:
    """Let this process, and what it starts, have at most so much of a kind (`resource`).

    What is lower stays so. If it is not `for_good`, the process may raise it again.
    """
    import resource

    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most if for_good else hard))


def bytes_said(file: str, name: str) -> int:
    """Bytes that a file of /proc says, in kB, after `name`; 0 if it does not."""
    for line in Path(file).read_text().splitlines():
        if line.startswith(f"{name}:"):
            kilobytes = line.split()[1]
            return int(kilobytes) * 1024
    return 0
