"""What one kernel may use, and what is left of it; used by `fork_server`, which forks it."""

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
PROCESSES = 128
THREADS = 512  # of all processes together
FOLDERS = ("/tmp/home", "/tmp/work", "/tmp", "/dev/shm")  # see bubblewrap.HOME and WORK
SANDBOXED = os.getpid() == 1  # at import, in the process that forks
SET_PDEATHSIG = 1  # these three are of prctl(2)
SET_DUMPABLE = 4
SET_CHILD_SUBREAPER = 36
PAGE = os.sysconf("SC_PAGE_SIZE")
BLOCK = 512  # bytes, as stat(2) counts


def bound() -> None:
    """Bound this process, before a student's code runs in it; whatever it starts inherits that."""
    # The process that looks after it goes first, and is the last to go if the machine is full.
    os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")

    in_use = _field("/proc/self/status", "VmData")
    bounds = {
        resource.RLIMIT_DATA: in_use + MEMORY,
        resource.RLIMIT_FSIZE: FILE,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in bounds.items():
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, most))

    # Too large a file is then an OSError.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _field(file: str, name: str) -> int:
    """Bytes that a file of /proc says, in kB, after `name`; 0 if it does not."""
    for line in Path(file).read_text().splitlines():
        if line.startswith(f"{name}:"):
            kilobytes = line.split()[1]
            return int(kilobytes) * 1024
    return 0


class Watch:
    """Keeps an eye on all processes of a sandbox together; made when the kernel is forked."""

    def __init__(self) -> None:
        self.own = _private("self")
        self.shared = _field("/proc/meminfo", "Shmem")
        self.filled = _filled()

    def exceeded(self) -> str:
        """What is used too much, in words, or ''."""
        threads = 0
        memory = 0
        pids = _others()
        # Seen at once, while they become more
        if len(pids) > PROCESSES:
            return "it started too many processes"
        for pid in pids:
            # A process may have just ended.
            with contextlib.suppress(OSError, IndexError):
                threads += _threads(pid)
                memory += max(0, _private(pid) - self.own)
            if threads > THREADS:
                return "it started too many threads"
        if memory > MEMORY or self._shares_too_much(pids):
            return "it used too much memory"
        return ""

    def _shares_too_much(self, pids: list[str]) -> bool:
        """Whether memory that no process shows as its own grew too much.

        1. the whole machine's, which costs nothing to read, but counts what others do, too
        2. what of it is ours
        """
        # 1. the machine's
        if _field("/proc/meminfo", "Shmem") - self.shared <= MEMORY:
            return False

        # 2. ours
        held = _filled() - self.filled
        for pid in pids:
            # A process may have just ended.
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                held += _field(f"/proc/{pid}/status", "RssShmem")
        try:
            return held + _in_nameless_files(pids) > MEMORY
        except PermissionError:
            # It hides what it has open.
            return True


def _others() -> list[str]:
    """The numbers of all processes here but the first."""
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def _threads(pid: str) -> int:
    """How many threads a process has."""
    text = Path(f"/proc/{pid}/stat").read_text()
    # The name of the program, in brackets, may hold anything.
    fields = text.rpartition(")")[2].split()
    return int(fields[17])


def _filled() -> int:
    """Bytes in the folders that can be written, and in segments of shared memory."""
    filled = 0
    for folder in FOLDERS[-2:]:
        usage = os.statvfs(folder)
        filled += (usage.f_blocks - usage.f_bfree) * usage.f_frsize
    table = Path("/proc/sysvipc/shm")
    if table.exists():
        for line in table.read_text().splitlines()[1:]:
            size = line.split()[3]
            filled += int(size)
    return filled


def _in_nameless_files(pids: list[str]) -> int:
    """Bytes in files that are open and stand in no folder, as memfd_create(2) makes them."""
    found = {}
    for pid in pids:
        folder = f"/proc/{pid}/fd"
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for number in os.listdir(folder):
                with contextlib.suppress(FileNotFoundError):
                    about = os.stat(f"{folder}/{number}")
                    if about.st_nlink == 0:
                        found[about.st_dev, about.st_ino] = about.st_blocks * BLOCK
    return sum(found.values())


def _private(pid: str) -> int:
    """Bytes of memory that a process has and shares with no file."""
    fields = Path(f"/proc/{pid}/statm").read_text().split()
    resident = int(fields[1])
    shared = int(fields[2])
    return (resident - shared) * PAGE


class SandboxFolders:
    """The folders of a sandbox that can be written, as they were when nothing had happened."""

    def __init__(self) -> None:
        self.first = self._state()

    def emptied(self) -> bool:
        """Delete all that came later; whether everything is then as at first."""
        files, _ = self.first
        for folder, (names, _) in zip(FOLDERS, files, strict=True):
            later = [f"{folder}/{name}" for name in _names(folder) if name not in names]
            if later:
                command = ["rm", "-rf", "--", *later]
                with contextlib.suppress(subprocess.TimeoutExpired):
                    subprocess.run(command, timeout=5, capture_output=True, check=False)
        return self._state() == self.first

    def _state(self) -> tuple[list[tuple[set[str], int]], list[int]]:
        """Names and number of files in each folder; lines in the tables of what processes share.

        What processes share is shared memory, semaphores and messages.
        """
        files = [(_names(folder), _count(folder)) for folder in FOLDERS]
        lines = []
        for kind in ("shm", "sem", "msg"):
            table = Path(f"/proc/sysvipc/{kind}")
            if table.exists():
                lines.append(table.read_text().count("\n"))
        return files, lines


def _names(folder: str) -> set[str]:
    """What is in a folder; one name that was never there if the folder is gone."""
    if os.path.isdir(folder) and not os.path.islink(folder):
        return set(os.listdir(folder))
    return {"gone"}


def _count(folder: str) -> int:
    """Number of files in the file system that a folder lies in."""
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
    """End all our children, and theirs as they become ours.

    In a sandbox, all processes but this one are ended at once.
    """
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
    """Kill these processes, one after the other."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _children() -> list[int]:
    """The numbers of our children."""
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return [int(pid) for pid in file.read().split()]


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process."""
    ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
