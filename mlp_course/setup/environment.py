"""The course's own environment, the folder .venv: make it, install into it, know if it is complete.

Standard library only: this runs before anything is installed. A record in .venv says what was
installed; it is finished last, so an interrupted installation is never taken for a good one.
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from mlp_course.setup import pip_line, uv
from mlp_course.setup.causes import (
    DISK_FULL,
    NEEDED_GB,
    NO_NETWORK,
    NO_VENV,
    SetupError,
    in_words,
    meaning_of,
)
from mlp_course.setup.record import alone, key_of, packages, place_of, python, read, write

__all__ = ["SetupError", "in_words", "prepare", "python", "variables"]  # what course.py asks for


# Variables of other Pythons
FOREIGN = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_QUIET",
    "__PYVENV_LAUNCHER__",
)


def prepare(root: Path, extra: str = "") -> None:
    """Bring `root`/.venv up to date with pyproject.toml and constraints.txt, if it is not already.

    `extra` names the optional dependencies wanted; those of earlier calls stay. Raises SetupError.
    """
    if is_complete(root, extra):
        return
    with alone(root):
        # Another window may have been faster.
        if is_complete(root, extra):
            return
        record = read(root)
        moved = record.get("place", place_of(root)) != place_of(root)
        if moved or not _has_pip(root):
            make(root)

        # What stands in the record before the end says that there is no end yet.
        extras = sorted({extra, *record.get("extras", [])} - {""})
        unfinished = {"place": place_of(root), "extras": extras}
        write(root, unfinished)
        install(root, extras)
        finished = {"key": key_of(root), "packages": packages(root)}
        write(root, unfinished | finished)


def is_complete(root: Path, extra: str = "") -> bool:
    """Whether a finished installation with `extra` is on record, nothing of it gone or changed."""
    record = read(root)
    if record.get("key") != key_of(root) or record["place"] != place_of(root):
        return False
    if extra not in ["", *record["extras"]]:
        return False
    venv = root / ".venv"
    needed = (python(root), *record["packages"])
    return all((venv / name).exists() for name in needed)


def is_recorded(root: Path) -> bool:
    """Whether `root`/.venv is ours, finished or not."""
    return bool(read(root))


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
        raise SetupError(meaning_of(said or str(error))) from error


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
        meaning = meaning_of(log.read_text(encoding="utf-8"))
        if meaning in (DISK_FULL, NO_NETWORK):
            raise SetupError(f"{meaning} (All that uv said is in {log})")
        # Whatever else uv cannot do, pip may; and if not, it says why in words that are known.
    if _run(root, [*_pip(root), *what], log, "pip", variables(root)):
        meaning = meaning_of(log.read_text(encoding="utf-8"))
        raise SetupError(f"{meaning} (All that pip said is in {log})")


def _has_uv(root: Path, log: Path) -> bool:
    """Whether uv is there, brought by pip if it was not. Raises SetupError without a network."""
    if uv.program(python(root)).exists():
        return True
    if _run(root, [*_pip(root), "-c", "constraints.txt", "uv"], log, "pip", variables(root)) == 0:
        return uv.program(python(root)).exists()
    meaning = meaning_of(log.read_text(encoding="utf-8"))
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
        return len(packages(root))

    return pip_line.run(command, log, installed, who=who, cwd=root, env=env)


def _has_pip(root: Path) -> bool:
    """Whether the environment's Python starts and finds pip: one left half-made does not."""
    if not python(root).exists():
        return False
    test = [str(python(root)), "-m", "pip", "--version"]
    return subprocess.run(test, capture_output=True, env=variables(root)).returncode == 0
