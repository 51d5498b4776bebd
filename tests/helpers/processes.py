"""Processes, as they are seen from outside."""

import contextlib
from pathlib import Path


def alive(pid: int | str) -> bool:
    """Whether a process runs, not counting one that is dead and not yet buried."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
