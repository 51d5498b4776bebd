"""The course's own environment, the folder .venv: make it, install into it, know if it is complete.

Standard library only: this runs before anything is installed. A record in .venv says what was
installed; it is finished last, so an interrupted installation is never taken for a good one.
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from mlp_course.files import write_whole
from mlp_course.setup import pip_line, uv

NEEDED_GB = 3

# Variables of other Pythons
FOREIGN = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_QUIET",
    "__PYVENV_LAUNCHER__",
)
READ_ONLY = (
    "This folder cannot be written to: copy the whole course to a folder of your own and run it "
    "there."
)
DISK_FULL = (
    f"The disk is full: the course needs about {NEEDED_GB} GB; make room and run the same command "
    "again."
)
NO_NETWORK = (
    "There is no network, and installing needs it once: connect and run the same command again."
)
NO_VENV = (
    "This Python cannot make environments: install its venv "
    "(Debian, Ubuntu: sudo apt install python3-venv)."
)
NO_BUILD = (
    "{} is not made for this machine: take Python 3.11 to 3.14 on 64-bit Linux, Windows or "
    "macOS 14 (Apple)."
)

# What pip says, and what it means
CAUSES = {
    r"No space left|Errno 28|not enough space on the disk|quota exceeded": DISK_FULL,
    r"Read-only file system|Permission denied": READ_ONLY,
    r"(?:NewConnection|NameResolution|Proxy|SSL|ConnectTimeout|ReadTimeout)Error"
    r"|name resolution|getaddrinfo failed|Network is unreachable"
    r"|Connection (?:refused|reset|aborted|broken)"
    r"|dns error|error sending request|operation timed out": NO_NETWORK,
    r"(?:No matching distribution found for|requested \(constraint\)) ([^\s;]+)": NO_BUILD,
}


class SetupError(Exception):
    """The environment cannot be made; the message is one sentence."""


def prepare(root: Path, extra: str = "") -> None:
    """Bring `root`/.venv up to date with pyproject.toml and constraints.txt, if it is not already.

    `extra` names the optional dependencies wanted; those of earlier calls stay. Raises SetupError.
    """
    if is_complete(root, extra):
        return
    with _alone(root):
        # Another window may have been faster.
        if is_complete(root, extra):
            return
        record = _read(root)
        moved = record.get("place", _place(root)) != _place(root)
        if moved or not _has_pip(root):
            make(root)

        # What stands in the record before the end says that there is no end yet.
        extras = sorted({extra, *record.get("extras", [])} - {""})
        unfinished = {"place": _place(root), "extras": extras}
        _write(root, unfinished)
        install(root, extras)
        finished = {"key": _key(root), "packages": _packages(root)}
        _write(root, unfinished | finished)


def is_complete(root: Path, extra: str = "") -> bool:
    """Whether a finished installation with `extra` is on record, nothing of it gone or changed."""
    record = _read(root)
    if record.get("key") != _key(root) or record["place"] != _place(root):
        return False
    if extra not in ["", *record["extras"]]:
        return False
    venv = root / ".venv"
    needed = (python(root), *record["packages"])
    return all((venv / name).exists() for name in needed)


def is_recorded(root: Path) -> bool:
    """Whether `root`/.venv is ours, finished or not."""
    return bool(_read(root))


def python(root: Path) -> Path:
    """The environment's Python."""
    program = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    return root / ".venv" / program


def variables(root: Path) -> dict[str, str]:
    """The variables of an activated .venv (nbgrader calls `alembic` by name), and of no other."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    programs = python(root).parent
    return kept | {
        "VIRTUAL_ENV": str(root / ".venv"),
        "PATH": f"{programs}{os.pathsep}{kept.get('PATH', '')}",
        "PIP_USER": "0",
    }


def make(root: Path) -> None:
    """Make `root`/.venv afresh from the Python that runs this."""
    # Debian leaves parts of venv out, which would fail halfway.
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SetupError(NO_VENV)
    if shutil.disk_usage(root).free < NEEDED_GB * 1e9:
        raise SetupError(DISK_FULL)
    folder = root / ".venv"
    needs = f"needs {NEEDED_GB} GB and a network, once"
    print(f"Making the environment {folder} ({needs}) ...", flush=True)
    import venv

    try:
        venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        said = (error.output or b"").decode(errors="replace")
        raise SetupError(_meaning(said or str(error))) from error


def install(root: Path, extras: list[str]) -> None:
    """Install the pinned packages, `extras` and the course; what is said goes to a log.

    By uv, which takes a tenth of pip's time, with pip's indexes and certificates; by pip where uv
    cannot be had or cannot do it.
    """
    log = root / ".venv" / "install.log"
    wanted = f".[{','.join(extras)}]" if extras else "."
    what = ["-c", "constraints.txt", "-e", wanted]
    if _has_uv(root, log):
        faster = [str(uv.program(python(root))), "pip", "install"]
        faster += ["--python", str(python(root)), *what]
        surroundings = uv.variables(python(root), variables(root))
        if _run(root, faster, log, "uv", surroundings) == 0:
            return
        meaning = _meaning(log.read_text(encoding="utf-8"))
        if meaning in (DISK_FULL, NO_NETWORK):
            raise SetupError(f"{meaning} (All that uv said is in {log})")
        # Whatever else uv cannot do, pip may; and if not, it says why in words that are known.
    if _run(root, [*_pip(root), *what], log, "pip", variables(root)):
        meaning = _meaning(log.read_text(encoding="utf-8"))
        raise SetupError(f"{meaning} (All that pip said is in {log})")


def _has_uv(root: Path, log: Path) -> bool:
    """Whether uv is there, brought by pip if it was not. Raises SetupError without a network."""
    if uv.program(python(root)).exists():
        return True
    if _run(root, [*_pip(root), "-c", "constraints.txt", "uv"], log, "pip", variables(root)) == 0:
        return uv.program(python(root)).exists()
    meaning = _meaning(log.read_text(encoding="utf-8"))
    if meaning in (DISK_FULL, NO_NETWORK):
        raise SetupError(f"{meaning} (All that pip said is in {log})")
    return False


def _pip(root: Path) -> list[str]:
    """The command that lets pip install something."""
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    return [str(python(root)), "-m", "pip", "install", *options]


def _run(root: Path, command: list[str], log: Path, who: str, env: dict[str, str]) -> int:
    """Run an installer, and show how far it is; returns its exit code."""

    def installed() -> int:
        return len(_packages(root))

    return pip_line.run(command, log, installed, who=who, cwd=root, env=env)


def in_words(error: Exception) -> str:
    """One sentence for `error`: a full disk, a read-only folder, or as it calls itself."""
    number = getattr(error, "errno", None)
    over_quota = getattr(errno, "EDQUOT", errno.ENOSPC)  # not on Windows
    if number in (errno.ENOSPC, over_quota):
        return DISK_FULL
    if number in (errno.EROFS, errno.EACCES, errno.EPERM):
        return READ_ONLY
    return str(error)


def _meaning(said: str) -> str:
    """What pip says, in one sentence; of an error that is not known, pip's own words."""
    for pattern, sentence in CAUSES.items():
        found = re.search(pattern, said)
        if found:
            return sentence.format(*found.groups())
    end = said.strip()[-200:]
    errors = re.findall(r"(?im)^\s*error:?\s+(.+)", said) or [end]
    last = errors[-1][:200]
    return f"The packages could not be installed: {last}"


def _key(root: Path) -> str:
    """What the installation depends on, as one number."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def _place(root: Path) -> list[str]:
    """Where the environment is and of which Python: if either changes, it must be made again."""
    return [str(root / ".venv"), os.path.realpath(python(root))]


def _packages(root: Path) -> list[str]:
    """Every installed distribution with its version, as a path inside the environment."""
    venv = root / ".venv"
    library = "Lib" if os.name == "nt" else "lib/*"
    found = venv.glob(f"{library}/site-packages/*.dist-info")
    return sorted(str(path.relative_to(venv)) for path in found)


def _read(root: Path) -> dict:
    """The record; an empty one if there is none that can be read."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, ValueError):
        record = json.loads((root / ".venv" / "course.json").read_text(encoding="utf-8"))
        return record if isinstance(record, dict) else {}
    return {}


def _write(root: Path, record: dict) -> None:
    """Replace the record whole: a reader sees the old one or the new one."""
    write_whole(root / ".venv" / "course.json", json.dumps(record, indent=1).encode())


def _has_pip(root: Path) -> bool:
    """Whether the environment's Python starts and finds pip: one left half-made does not."""
    if not python(root).exists():
        return False
    test = [str(python(root)), "-m", "pip", "--version"]
    return subprocess.run(test, capture_output=True, env=variables(root)).returncode == 0


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the folder's lock, so that no two windows install at once; it ends with the process."""
    with open(root / ".venv.lock", "w") as lock:
        if sys.platform == "win32":
            import msvcrt

            # Waits ten seconds, then OSError
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another window is setting up the course; waiting for it ...", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield
