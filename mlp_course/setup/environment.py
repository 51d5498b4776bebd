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
PINNED = ("-c", "constraints.txt")


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
        here = place_of(root)
        moved = record.get("place", here) != here
        if moved or not _has_pip(root):
            make(root)

        # What stands in the record before the end says that there is no end yet.
        extras = {extra, *record.get("extras", [])} - {""}
        unfinished = {"place": place_of(root), "extras": sorted(extras)}
        write(root, unfinished)
        install(root, sorted(extras))
        finished = {"key": key_of(root), "packages": packages(root)}
        write(root, unfinished | finished)


def is_complete(root: Path, extra: str = "") -> bool:
    """Whether a finished installation with `extra` is on record, nothing of it gone or changed."""
    record = read(root)
    # Without a key the installation was not finished, and the record lacks more.
    if record.get("key") != key_of(root):
        return False
    if record["place"] != place_of(root):
        return False
    if extra not in ["", *record["extras"]]:
        return False
    venv = root / ".venv"
    needed = [python(root)]
    for name in record["packages"]:
        needed.append(venv / name)
    return all(path.exists() for path in needed)


def is_recorded(root: Path) -> bool:
    """Whether `root`/.venv is ours, finished or not."""
    return bool(read(root))


def variables(root: Path) -> dict[str, str]:
    """The variables of an activated .venv (nbgrader calls `alembic` by name), and of no other."""
    kept = dict(os.environ)
    for name in FOREIGN:
        kept.pop(name, None)
    programs = str(python(root).parent)
    places = [programs, kept.get("PATH", "")]
    return kept | {
        "VIRTUAL_ENV": str(root / ".venv"),
        "PATH": os.pathsep.join(places),
        "PIP_USER": "0",
    }


def make(root: Path) -> None:
    """Make `root`/.venv afresh from the Python that runs this."""
    # Debian leaves parts of venv out, which would fail halfway.
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
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

    uv takes a third of pip's time, with pip's indexes and certificates; pip does it where uv
    cannot be had or cannot do it.
    """
    log = root / ".venv" / "install.log"
    course = "."
    if extras:
        course = f".[{','.join(extras)}]"
    what = [*PINNED, "-e", course]
    if uv.can_obey(python(root), variables(root)) and _has_uv(root, log):
        if _uv_installs(root, what, log):
            return
        # Whatever else uv cannot do, pip may; and if not, it says why in words that are known.
        _raise_failure("uv", log, (DISK_FULL,))
    if not _pip_installs(root, what, log):
        _raise_failure("pip", log)


def _has_uv(root: Path, log: Path) -> bool:
    """Whether uv is there and runs, brought by pip if not. Raises SetupError without a network."""
    if uv.runs(python(root)):
        return True
    # What an interrupted installation left of it is replaced.
    if _pip_installs(root, [*PINNED, "--force-reinstall", "uv"], log):
        return uv.runs(python(root))
    _raise_failure("pip", log, (DISK_FULL, NO_NETWORK))
    return False


def _uv_installs(root: Path, what: list[str], log: Path) -> bool:
    """Let uv install `what`; whether it did."""
    here = python(root)
    command = [str(uv.program(here)), "pip", "install", "--python", str(here), *what]
    surroundings = uv.variables(here, variables(root))
    return _run(root, command, log, "uv", surroundings) == 0


def _pip_installs(root: Path, what: list[str], log: Path) -> bool:
    """Let pip install `what`; whether it did."""
    options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command = [str(python(root)), "-m", "pip", "install", *options, *what]
    return _run(root, command, log, "pip", variables(root)) == 0


def _raise_failure(who: str, log: Path, only: tuple[str, ...] = ()) -> None:
    """SetupError with what stopped an installer; if `only` names reasons, for these alone."""
    meaning = meaning_of(log.read_text(encoding="utf-8"))
    if not only or meaning in only:
        raise SetupError(f"{meaning} (All that {who} said is in {log})")


def _run(root: Path, command: list[str], log: Path, who: str, env: dict[str, str]) -> int:
    """Run an installer, and show how far it is; returns its exit code."""

    def installed() -> int:
        return len(packages(root))

    pins = (root / "constraints.txt").read_text(encoding="utf-8")
    pinned = pins.count("==")
    return pip_line.run(command, log, installed, who=who, cwd=root, env=env, pinned=pinned)


def _has_pip(root: Path) -> bool:
    """Whether the environment's Python starts and finds pip: one left half-made does not."""
    if not python(root).exists():
        return False
    command = [str(python(root)), "-m", "pip", "--version"]
    test = subprocess.run(command, capture_output=True, env=variables(root))
    return test.returncode == 0
