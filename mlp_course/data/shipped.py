"""Labelled structures: the sets that ship with the course, splits, and an ASE database in and out.

Energies in eV, forces in eV/Å, stress in eV/Å³. Every file under `data/` is checked against its SHA-256 before use.
"""

import gzip
import hashlib
import io
import os
from pathlib import Path

import ase
import ase.io

from mlp_course.data.labelled import DataError, Labelled, from_atoms
from mlp_course.files import COURSE

FOLDER = Path(os.environ.get("MLP_COURSE_DATA", COURSE / "data"))


def load(name: str, **wanted) -> list[Labelled]:
    """The frames of data set `name` whose info has the `wanted` values; DATA.md beside them tells more.

    Raises DataError if the file is missing or damaged, or if no frame is like that.

    >>> frames = load("ethanol", group="scan")
    >>> sorted(set(len(frame) for frame in frames))
    [9]
    """
    text = gzip.decompress(_checked_bytes(name, f"{name}.extxyz.gz")).decode()
    frames = (from_atoms(atoms) for atoms in ase.io.iread(io.StringIO(text), ":", format="extxyz"))
    chosen = [
        frame
        for frame in frames
        if all(frame.info.get(key) == value for key, value in wanted.items())
    ]
    if not chosen:
        raise DataError(
            f"No frame of {name} has {wanted}: see DATA.md beside it for what there is."
        )
    return chosen


def verify() -> list[str]:
    """One sentence for every shipped data file that is missing or damaged; empty when all is well."""
    problems = []
    for path in sorted(FOLDER.glob("*/SHA256SUMS")):
        for file in _sums(path) or [f"{path.parent.name}.extxyz.gz"]:
            try:
                checked_path(path.parent.name, file)
            except DataError as error:
                problems.append(str(error))
    return problems or (
        [] if any(FOLDER.glob("*/SHA256SUMS")) else [f"No data set found under {FOLDER}."]
    )


def checked_path(name: str, file: str) -> Path:
    """Where `file` of data set `name` is, its checksum compared; DataError if it is missing or damaged."""
    path = FOLDER / name / file
    _checked_bytes(name, file)
    return path


def _checked_bytes(name: str, file: str) -> bytes:
    path, sums = FOLDER / name / file, FOLDER / name / "SHA256SUMS"
    mend = f"Copy it anew from the course's download; making it again (hours) is  python3 course.py data make {name}"
    if not path.exists() or not sums.exists():
        raise DataError(f"The data file {path} is missing. {mend}")
    content = path.read_bytes()
    if _sums(sums).get(file) != hashlib.sha256(content).hexdigest():
        raise DataError(
            f"The data file {path} is damaged: its checksum differs from SHA256SUMS. {mend}"
        )
    return content


def _sums(path: Path) -> dict[str, str]:
    """SHA-256 of every file named in a SHA256SUMS."""
    lines = (
        line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    )
    return {words[1]: words[0] for words in lines if len(words) == 2}
