"""What the folder .venv holds: the record of an installation, its packages, and a lock.

Standard library only: this is read before anything is installed.
"""

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from mlp_course.files import write_whole


def python(root: Path) -> Path:
    """The environment's Python."""
    program = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    return root / ".venv" / program


def key_of(root: Path) -> str:
    """What the installation depends on, as one number."""
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((root / name).read_bytes())
    return digest.hexdigest()


def place_of(root: Path) -> list[str]:
    """Where the environment is and of which Python: if either changes, it must be made again."""
    folder = root / ".venv"
    interpreter = os.path.realpath(python(root))
    return [str(folder), interpreter]


def packages(root: Path) -> list[str]:
    """Every installed distribution with its version, as a path inside the environment."""
    venv = root / ".venv"
    library = "Lib" if os.name == "nt" else "lib/*"
    found = []
    for path in venv.glob(f"{library}/site-packages/*.dist-info"):
        name = path.relative_to(venv)
        found.append(str(name))
    return sorted(found)


def read(root: Path) -> dict:
    """The record; an empty one if there is none that can be read."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError, ValueError):
        text = _file(root).read_text(encoding="utf-8")
        record = json.loads(text)
        return record if isinstance(record, dict) else {}
    return {}


def write(root: Path, record: dict) -> None:
    """Replace the record whole: a reader sees the old one or the new one."""
    text = json.dumps(record, indent=1)
    write_whole(_file(root), text.encode())


def _file(root: Path) -> Path:
    """Where the record is kept: it goes with the environment."""
    return root / ".venv" / "course.json"


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
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
