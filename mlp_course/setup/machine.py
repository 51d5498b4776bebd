"""Checks of the machine: data files, folders, disk, memory, and other installations mixed in."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from mlp_course.files import COURSE
from mlp_course.setup.finding import Finding

# What a lesson and JupyterLab need beside the installation
DISK_GB = 1.0
MEMORY_GB = 1.5


def check_data() -> Iterator[Finding]:
    """The reference data that ships with the course, against its checksums."""
    from mlp_course import data

    for problem in data.verify():
        yield Finding("bad", problem, "copy the folder data/ from the course again")
    yield Finding("good", "The data files were compared with their checksums.")


def check_folders() -> Iterator[Finding]:
    """Whether the folders that are written to can be, and have room."""
    folders = {
        "course": COURSE,
        "home": Path.home(),
        "temporary": Path(tempfile.gettempdir()),
    }
    for name, folder in folders.items():
        free = shutil.disk_usage(folder).free / 1e9
        if free < DISK_GB:
            said = f"Only {free:.1f} GB of disk are free in {folder}."
            yield Finding("bad", said, f"make room for {DISK_GB:.0f} GB")
        elif _can_write(folder):
            said = f"The {name} folder can be written to and has {free:.0f} GB free."
            yield Finding("good", said)
        elif name == "home":
            said = f"The home folder {folder} cannot be written to."
            mend = "nothing: JupyterLab will keep its settings beside your lessons"
            yield Finding("optional", said, mend)
        else:
            said = f"The {name} folder {folder} cannot be written to."
            yield Finding("bad", said, "use a folder of your own")


def check_memory() -> Iterator[Finding]:
    """Free memory now."""
    import psutil

    free = psutil.virtual_memory().available / 1e9
    said = f"{free:.1f} GB of memory are free."
    if free > MEMORY_GB:
        yield Finding("good", said)
    else:
        yield Finding("optional", said, "close other programs")


def check_mixing() -> Iterator[Finding]:
    """Whether another installation is mixed into this one."""
    for name in ("PYTHONPATH", "PYTHONHOME"):
        if name in os.environ:
            said = (
                f"{name} is set, so packages of another Python may be taken ({os.environ[name]})."
            )
            yield Finding("bad", said, f"unset {name}, or start everything with  python3 course.py")
    if not shutil.which("alembic"):
        said = "The program alembic is not on the PATH (only for grading)."
        yield Finding("optional", said, "start grading with  python3 course.py grade")


def _can_write(folder: Path) -> bool:
    """Whether a file can be made in `folder`."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
        return True
    except OSError:
        return False
