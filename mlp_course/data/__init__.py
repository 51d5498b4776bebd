"""mlp_course.data."""

from mlp_course.data.shipped import (
    FOLDER,
    DataError,
    Labelled,
    blocked_split,
    checked_path,
    from_atoms,
    load,
    random_split,
    read_database,
    time_blocks,
    to_atoms,
    verify,
    write_database,
)
