"""What a check of the installation says: one finding for each thing looked at."""

from dataclasses import dataclass
from importlib import metadata

INSTALL = "run  python3 course.py lab"
AFRESH = "delete the folder .venv and run  python3 course.py lab"


@dataclass(frozen=True)
class Finding:
    """One thing looked at.

    `state` is "good", "bad", or "optional": not well, but only some need it.
    """

    state: str
    said: str
    mend: str = ""


def version_of(distribution: str) -> str:
    """The installed version of a distribution, empty if there is none."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""
