"""Shipped reference data: labelled structures, read, written and split."""

from mlp_course.data.labelled import (
    DataError,
    Labelled,
    from_atoms,
    read_database,
    to_atoms,
    write_database,
)
from mlp_course.data.shipped import FOLDER, checked_path, load, verify
from mlp_course.data.splits import blocked_split, random_split, time_blocks

__all__ = [
    "FOLDER",
    "DataError",
    "Labelled",
    "blocked_split",
    "checked_path",
    "from_atoms",
    "load",
    "random_split",
    "read_database",
    "time_blocks",
    "to_atoms",
    "verify",
    "write_database",
]
