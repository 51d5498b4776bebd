"""What one kernel may use, and what is left when it is over; used by the process that forks it (`zygote`)."""

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
from pathlib import Path

MEMORY = 4 * 2**30  # bytes, beyond what the packages take
FILE = 256 * 2**20  # bytes of one file
OPEN_FILES = 1024
PROCESSES, THREADS = 128, 512  # threads of all processes together
FOLDERS = ("/tmp/home", "/tmp/work", "/tmp", "/dev/shm")  # see sandbox.HOME and WORK
SANDBOXED = os.getpid() == 1  # at import, in the process that forks
SET_PDEATHSIG, SET_DUMPABLE, SET_CHILD_SUBREAPER = 1, 4, 36  # of prctl(2)
PAGE = os.sysconf("SC_PAGE_SIZE")


def bound() -> None:
    """Bound this process, before a student's code runs in it; whatever it starts inherits that."""
    os.nice(10)  # the process that looks after it goes first
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(
            "1000"
        )  # and is the last to go if the machine is full
    in_use = _field("/proc/self/status", "VmData")
    bounds = (
        (resource.RLIMIT_DATA, in_use + MEMORY),
        (resource.RLIMIT_FSIZE, FILE),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in bounds:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # too large a file is an OSError


def _field(file: str, name: str) -> int:
    """Bytes that a file of /proc says, in kB, after `name`; 0 if it does not."""
    lines = Path(file).read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":")), 0)


class Watch:
    """Keeps an eye on all processes of a sandbox together; made when the kernel is forked."""

    def __init__(self) -> None:
        self.own, self.shared, self.filled = (
            _private("self"),
            _field("/proc/meminfo", "Shmem"),
            _filled(),
        )

    def exceeded(self) -> str:
        """What is used too much, in words, or ''."""
        threads = memory = 0
        pids = _others()
        if len(pids) > PROCESSES:  # seen at once, while they become more
            return "it started too many processes"
        for pid in pids:
            with contextlib.suppress(OSError, IndexError):  # it has just ended
                threads += int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[17])
                memory += max(0, _private(pid) - self.own)
            if threads > THREADS:
                return "it started too many threads"
        return "it used too much memory" if memory > MEMORY or self._shares_too_much(pids) else ""

    def _shares_too_much(self, pids: list[str]) -> bool:
        """Whether memory that no process shows as its own grew too much: the whole machine's, then what of it is ours.

        The first number costs nothing, but counts what others do, too.
        """
        if _field("/proc/meminfo", "Shmem") - self.shared <= MEMORY:
            return False
        held = _filled() - self.filled
        for pid in pids:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                held += _field(f"/proc/{pid}/status", "RssShmem")
        try:
            return held + _in_nameless_files(pids) > MEMORY
        except PermissionError:  # it hides what it has open
            return True


def _others() -> list[str]:
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _filled() -> int:
    """Bytes in the folders that can be written, and in segments of shared memory."""
    usages = [os.statvfs(folder) for folder in FOLDERS[-2:]]
    table = Path("/proc/sysvipc/shm")
    segments = (
        [line.split() for line in table.read_text().splitlines()[1:]] if table.exists() else []
    )
    return sum((u.f_blocks - u.f_bfree) * u.f_frsize for u in usages) + sum(
        int(line[3]) for line in segments
    )


def _in_nameless_files(pids: list[str]) -> int:
    """Bytes in files that are open and stand in no folder, as memfd_create(2) makes them."""
    found = {}
    for pid in pids:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for number in os.listdir(f"/proc/{pid}/fd"):
                with contextlib.suppress(FileNotFoundError):
                    about = os.stat(f"/proc/{pid}/fd/{number}")
                    if about.st_nlink == 0:
                        found[about.st_dev, about.st_ino] = about.st_blocks * 512
    return sum(found.values())


def _private(pid: str) -> int:
    """Bytes of memory that a process has and shares with no file."""
    size = Path(f"/proc/{pid}/statm").read_text().split()
    return (int(size[1]) - int(size[2])) * PAGE


class Rooms:
    """The folders of a sandbox that can be written, as they were when nothing had happened in them."""

    def __init__(self) -> None:
        self.first = self._state()

    def emptied(self) -> bool:
        """Delete all that came later; whether everything is then as at first."""
        for folder, (names, _) in zip(FOLDERS, self.first[0], strict=True):
            later = [f"{folder}/{name}" for name in _names(folder) if name not in names]
            if later:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    subprocess.run(
                        ["rm", "-rf", "--", *later], timeout=5, capture_output=True, check=False
                    )
        return self._state() == self.first

    def _state(self) -> tuple[list, list[int]]:
        """Names and number of files in each folder; lines in the tables of shared memory, semaphores and messages."""
        files = [(_names(folder), _count(folder)) for folder in FOLDERS]
        tables = [Path(f"/proc/sysvipc/{kind}") for kind in ("shm", "sem", "msg")]
        return files, [table.read_text().count("\n") for table in tables if table.exists()]


def _names(folder: str) -> set[str]:
    return (
        set(os.listdir(folder))
        if os.path.isdir(folder) and not os.path.islink(folder)
        else {"gone"}
    )


def _count(folder: str) -> int:
    usage = os.statvfs(folder if os.path.isdir(folder) else "/")
    return usage.f_files - usage.f_ffree


def ended(pid: int) -> int | None:
    """The exit code of our child `pid`; None while it runs."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if found else None


def sweep(reap: bool = True) -> None:
    """End all our children, and theirs as they become ours; in a sandbox, all processes but this at once."""
    while children := _children():
        with contextlib.suppress(ProcessLookupError):
            if SANDBOXED:
                os.kill(-1, signal.SIGKILL)
            else:
                _end(children)
        if not reap:
            return
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _end(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children() -> list[int]:
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
