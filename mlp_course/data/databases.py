"""Labelled frames in ASE's databases."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from ase.db import connect
from ase.db.core import object_to_bytes

from mlp_course.data.labelled import DataError, Labelled, to_atoms
from mlp_course.data.labels import from_atoms


def write_database(path: Path | str, frames: Iterable[Labelled]) -> None:
    """Append `frames` to the ASE database at `path`, all or none.

    Labels (eV, eV/Å, eV/Å³) are written exactly. Raises DataError, with the number of the frame and
    the name of the entry, for an info that no database can hold.
    """
    # ASE's lock is a file, which a killed process leaves behind for all others to wait for;
    # SQLite has a lock of its own.
    with connect(path, use_lock_file=False) as database:
        for k, frame in enumerate(frames):
            info = _info(frame.info, k)
            database.write(to_atoms(frame), data={"info": info})


def read_database(path: Path | str) -> list[Labelled]:
    """All frames of the ASE database at `path` in the order written, in eV, eV/Å, eV/Å³.

    A frame without forces has nan. Raises DataError if there is no database.
    """
    if not Path(path).exists():
        raise DataError(f"There is no database at {path}.")
    try:
        rows = list(connect(path).select())
    # SQLite's own, and those of a .json file that is cut
    except (sqlite3.DatabaseError, json.JSONDecodeError, KeyError) as error:
        raise DataError(f"{path} is damaged or not an ASE database.") from error
    frames = []
    for k, row in enumerate(rows):
        atoms = row.toatoms()
        # What `write_database` has put beside the columns that ASE knows
        atoms.info = dict(row.data.get("info", {}))
        try:
            frames.append(from_atoms(atoms, forces="forces" if "forces" in row else None))
        except DataError as error:
            raise DataError(f"frame {k} of {path}: {error}") from error
    return frames


def _info(info: Mapping, frame: int) -> dict:
    """The info of a frame; DataError if there is an entry that no database can hold."""
    plain = {}
    for name, value in info.items():
        try:
            plain[name] = _plain(value)
            object_to_bytes({name: plain[name]})
        # Objects that are not known there raise what their own methods raise.
        except Exception as error:
            raise DataError(
                f"frame {frame} has {name!r} in its info, a {type(value).__name__}, which no "
                "database can hold: delete the entry, or make it text or numbers."
            ) from error
    return plain


def _plain(value: Any) -> Any:
    """The value with Python's numbers in place of NumPy's."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value
