"""Shipped reference data: labelled structures, read, written and split."""

from mlp_course.data.databases import read_database, write_database
from mlp_course.data.labelled import DataError, Labelled, expect_numbers, to_atoms
from mlp_course.data.labels import from_atoms, names_of_labels, read_frames
from mlp_course.data.shipped import FOLDER, checked_path, load, verify
from mlp_course.data.splits import blocked_split, random_split, time_blocks

__all__ = [
    "FOLDER",
    "DataError",
    "Labelled",
    "blocked_split",
    "checked_path",
    "expect_numbers",
    "from_atoms",
    "load",
    "names_of_labels",
    "random_split",
    "read_database",
    "read_frames",
    "time_blocks",
    "to_atoms",
    "verify",
    "write_database",
]
