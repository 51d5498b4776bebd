"""The course's own environment, the folder .venv: make it, install into it, and know when it is complete.

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
from mlp_course.setup import pip_line as progress

NEEDED_GB = 3
FOREIGN = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_QUIET",
    "__PYVENV_LAUNCHER__",
)
READ_ONLY = "This folder cannot be written to: copy the whole course to a folder of your own and run it there."
DISK_FULL = f"The disk is full: the course needs about {NEEDED_GB} GB; make room and run the same command again."
NO_NETWORK = (
    "There is no network, and installing needs it once: connect and run the same command again."
)
NO_VENV = "This Python cannot make environments: install its venv (Debian, Ubuntu: sudo apt install python3-venv)."
NO_BUILD = "{} is not made for this machine: take Python 3.11 to 3.14 on 64-bit Linux, Windows or macOS 14 (Apple)."
CAUSES = {  # what pip says, and what it means
    r"No space left|Errno 28|not enough space on the disk|quota exceeded": DISK_FULL,
    r"Read-only file system|Permission denied": READ_ONLY,
    r"(?:NewConnection|NameResolution|Proxy|SSL|ConnectTimeout|ReadTimeout)Error|name resolution|getaddrinfo failed|"
    r"Network is unreachable|Connection (?:refused|reset|aborted|broken)": NO_NETWORK,
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
        if is_complete(root, extra):  # another window was faster
            return
        record = _read(root)
        if record.get("place", _place(root)) != _place(root) or not _has_pip(root):
            make(root)
        unfinished = {
            "place": _place(root),
            "extras": sorted({extra, *record.get("extras", [])} - {""}),
        }
        _write(root, unfinished)
        install(root, unfinished["extras"])
        _write(root, unfinished | {"key": _key(root), "packages": _packages(root)})


def is_complete(root: Path, extra: str = "") -> bool:
    """Whether a finished installation with `extra` is on record, and nothing of it has gone or changed since."""
    record = _read(root)
    if (
        record.get("key") != _key(root)
        or record["place"] != _place(root)
        or extra not in ["", *record["extras"]]
    ):
        return False
    return all((root / ".venv" / name).exists() for name in (python(root), *record["packages"]))


def is_recorded(root: Path) -> bool:
    """Whether `root`/.venv is ours, finished or not."""
    return bool(_read(root))


def python(root: Path) -> Path:
    """The environment's Python."""
    return root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def variables(root: Path) -> dict[str, str]:
    """The variables of an activated .venv (nbgrader calls `alembic` by name), without those of other Pythons."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    path = f"{python(root).parent}{os.pathsep}{kept.get('PATH', '')}"
    return kept | {"VIRTUAL_ENV": str(root / ".venv"), "PATH": path, "PIP_USER": "0"}


def make(root: Path) -> None:
    """Make `root`/.venv afresh from the Python that runs this."""
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SetupError(NO_VENV)
    if shutil.disk_usage(root).free < NEEDED_GB * 1e9:
        raise SetupError(DISK_FULL)
    print(
        f"Making the environment {root / '.venv'} (needs {NEEDED_GB} GB and a network, once) ...",
        flush=True,
    )
    import venv

    try:
        venv.create(root / ".venv", clear=True, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        raise SetupError(
            _meaning((error.output or b"").decode(errors="replace") or str(error))
        ) from error


def install(root: Path, extras: list[str]) -> None:
    """Let pip install the pinned packages, `extras` and the course itself; all that pip says goes to a log."""
    wanted = "." + (f"[{','.join(extras)}]" if extras else "")
    options = [
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
        "-c",
        "constraints.txt",
    ]
    command = [str(python(root)), "-m", "pip", "install", *options, "-e", wanted]
    log = root / ".venv" / "install.log"
    code = progress.run(command, log, lambda: len(_packages(root)), cwd=root, env=variables(root))
    if code:
        raise SetupError(
            f"{_meaning(log.read_text(encoding='utf-8'))} (All that pip said is in {log})"
        )


def in_words(error: Exception) -> str:
    """One sentence for `error`: a full disk or a read-only folder by name, anything else as it calls itself."""
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DISK_FULL
    return READ_ONLY if number in (errno.EROFS, errno.EACCES, errno.EPERM) else str(error)


def _meaning(said: str) -> str:
    for pattern, sentence in CAUSES.items():
        found = re.search(pattern, said)
        if found:
            return sentence.format(*found.groups())
    errors = re.findall(r"(?im)^\s*error:?\s+(.+)", said) or [said.strip()[-200:]]
    return f"The packages could not be installed: {errors[-1][:200]}"


def _key(root: Path) -> str:
    """What the installation depends on, as one number."""
    text = b"".join((root / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(text).hexdigest()


def _place(root: Path) -> list[str]:
    """Where the environment is and which Python it is made of: if either changes, it must be made again."""
    return [str(root / ".venv"), os.path.realpath(python(root))]


def _packages(root: Path) -> list[str]:
    """Every installed distribution with its version, as a path inside the environment."""
    venv = root / ".venv"
    pattern = (
        "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/*/site-packages/*.dist-info"
    )
    return sorted(str(path.relative_to(venv)) for path in venv.glob(pattern))


def _read(root: Path) -> dict:
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, ValueError):
        record = json.loads((root / ".venv" / "course.json").read_text(encoding="utf-8"))
        return record if isinstance(record, dict) else {}
    return {}


def _write(root: Path, record: dict) -> None:
    """Replace the record whole: a reader sees the old one or the new one."""
    write_whole(root / ".venv" / "course.json", json.dumps(record, indent=1).encode())


def _has_pip(root: Path) -> bool:
    """Whether the environment's Python starts and finds pip: one that was left half-made does not."""
    if not python(root).exists():
        return False
    test = [str(python(root)), "-m", "pip", "--version"]
    return subprocess.run(test, capture_output=True, env=variables(root)).returncode == 0


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two windows never install at once; it ends with the process."""
    with open(root / ".venv.lock", "w") as lock:
        if sys.platform == "win32":  # waits ten seconds, then OSError
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another window is setting up the course; waiting for it ...", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield
