"""What a kernel may have left in a sandbox that serves many, and whether all is as it was at first.

Where each student has a room (`room`), nothing can be left; this is for where none can be made.
"""

import contextlib
import os
import resource
import subprocess
from pathlib import Path

from mlp_course.grading.run.bubblewrap import HOME, LINE, SHARED, WORK

FOLDERS = (HOME, WORK, LINE, "/tmp", SHARED)
TERMINALS = ("/dev/pts", "/dev/pts/ptmx")
PATIENCE = 5.0  # s for everything to be deleted
State = dict[str, object]


class Leftovers:
    """What can be changed from inside a sandbox, as it was when nothing had happened."""

    def __init__(self) -> None:
        self.names = {folder: _names(folder) for folder in FOLDERS}
        self.first = _state()

    def removed(self, kept: bool = True) -> str:
        """Delete all that came later; says what then differs from the first state, or ''.

        1. what the process that forks kernels may use, before anything is started
        2. the folders, after what came later has been deleted; not if they are not `kept`,
           because they went with a room
        """
        # 1. limits and the like
        for what, value in _process().items():
            if value != self.first[what]:
                return what

        # 2. folders
        if not kept:
            return ""
        for folder in FOLDERS:
            later = [f"{folder}/{name}" for name in _names(folder) - self.names[folder]]
            if later:
                command = ["rm", "-rf", "--", *later]
                with contextlib.suppress(subprocess.TimeoutExpired):
                    subprocess.run(command, timeout=PATIENCE, capture_output=True, check=False)
        for what, value in _state().items():
            if value != self.first[what]:
                return what
        return ""


def _state() -> State:
    """All that is compared, by what it is called in a remark."""
    return _process() | _folders() | _tables()


def _process() -> State:
    """What other processes of the same user may do to this one."""
    kinds = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    limits = [resource.getrlimit(getattr(resource, kind)) for kind in kinds]
    return {
        "the limits of the process that starts Python": limits,
        "the priority of the process that starts Python": (
            os.getpriority(os.PRIO_PROCESS, 0),
            os.sched_getscheduler(0),
            os.sched_getparam(0).sched_priority,
            _text("/proc/self/oom_score_adj"),
        ),
        "the processors of the process that starts Python": os.sched_getaffinity(0),
    }


def _folders() -> State:
    """Names, number of files, mode and owner of each folder."""
    state: State = {}
    for folder in FOLDERS:
        usage = os.statvfs(folder if os.path.isdir(folder) else "/")
        used = usage.f_files - usage.f_ffree
        state[f"the folder {folder}"] = (_names(folder), used, _about(folder))
    state["the terminals"] = [_about(place) for place in TERMINALS]
    return state


def _about(path: str) -> tuple | None:
    """Mode, owner and names of the extended attributes of a file or folder."""
    if not os.path.lexists(path):
        return None
    about = os.lstat(path)
    return about.st_mode, about.st_uid, about.st_gid, _attributes(path)


def _tables() -> State:
    """Lines in the tables of what processes share: memory, semaphores and messages."""
    kinds = ("shm", "sem", "msg")
    tables = [_text(f"/proc/sysvipc/{kind}") for kind in kinds]
    lines = [table.count("\n") for table in tables]
    return {"the memory that processes share": lines}


def _names(folder: str) -> set[str]:
    """What is in a folder; one name that was never there if the folder is gone or locked."""
    if os.path.isdir(folder) and not os.path.islink(folder):
        with contextlib.suppress(PermissionError):
            return set(os.listdir(folder))
    return {"gone"}


def _attributes(folder: str) -> list[str]:
    """Names of the extended attributes of a folder."""
    try:
        return os.listxattr(folder, follow_symlinks=False)
    except OSError:
        return []


def _text(file: str) -> str:
    """What a file says; '' if it is not there."""
    path = Path(file)
    if not path.exists():
        return ""
    return path.read_text()
