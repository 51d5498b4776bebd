"""The reference sets that ship with the course.

Energies are in eV, forces in eV/Å, stress in eV/Å³. Every file under `data/` is checked against its
SHA-256 before use.
"""

import gzip
import hashlib
import io
from pathlib import Path

import ase
import ase.io

from mlp_course.data.labelled import DataError, Labelled
from mlp_course.data.labels import from_atoms
from mlp_course.files import DATA, checksums

FOLDER = DATA
SUMS = "SHA256SUMS"


def load(name: str, **wanted: object) -> list[Labelled]:
    """The frames of data set `name` whose info has the `wanted` values.

    DATA.md beside them tells more. Raises DataError if the file is missing or damaged, or if no
    frame is like that.

    >>> frames = load("ethanol", group="scan")
    >>> sorted(set(len(frame) for frame in frames))
    [9]
    """
    text = gzip.decompress(_checked_bytes(name, f"{name}.extxyz.gz")).decode()
    chosen = []
    for atoms in ase.io.iread(io.StringIO(text), ":", format="extxyz"):
        frame = from_atoms(atoms)
        if all(frame.info.get(key) == value for key, value in wanted.items()):
            chosen.append(frame)
    if not chosen:
        raise DataError(
            f"No frame of {name} has {wanted}: see DATA.md beside it for what there is."
        )
    return chosen


def verify() -> list[str]:
    """One sentence for every shipped file that is missing or damaged; empty when all is well."""
    lists = sorted(FOLDER.glob(f"*/{SUMS}"))
    if not lists:
        return [f"No data set found under {FOLDER}."]
    problems = []
    for path in lists:
        name = path.parent.name
        for file in checksums(path) or [f"{name}.extxyz.gz"]:
            try:
                checked_path(name, file)
            except DataError as error:
                problems.append(str(error))
    return problems


def checked_path(name: str, file: str) -> Path:
    """Where `file` of data set `name` is, its checksum compared.

    Raises DataError if it is missing or damaged.
    """
    _checked_bytes(name, file)
    return FOLDER / name / file


def _checked_bytes(name: str, file: str) -> bytes:
    path = FOLDER / name / file
    sums = FOLDER / name / SUMS
    mend = (
        "Copy it anew from the course's download; making it again (hours) is  "
        f"python3 course.py data make {name}"
    )
    if not path.exists() or not sums.exists():
        raise DataError(f"The data file {path} is missing. {mend}")
    content = path.read_bytes()
    if checksums(sums).get(file) != hashlib.sha256(content).hexdigest():
        raise DataError(
            f"The data file {path} is damaged: its checksum differs from {SUMS}. {mend}"
        )
    return content
