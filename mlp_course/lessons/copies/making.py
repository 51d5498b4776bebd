"""A student's own copies of the lessons.

They are made where they are missing, and never touched where they are there.
"""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from mlp_course.files import replacing

# in the work folder: the releases that its copies were made from, for `mlp-course update`
BASE = ".releases"
SCRATCH = ".ipynb_checkpoints"  # Jupyter's own copies


def copy_missing(lessons: Path, work: Path) -> Iterator[Path]:
    """Copy what `work` does not have of `lessons`, each file whole or not at all.

    Yields what was copied. Raises OSError if `work` cannot be written or the disk is full.
    """
    work.mkdir(parents=True, exist_ok=True)
    # A folder that has every lesson must be writable, too.
    with tempfile.TemporaryFile(dir=work):
        pass
    for source in sorted(lessons.rglob("*")):
        path = source.relative_to(lessons)
        own = work / path
        made_from = work / BASE / path
        if source.is_dir() or SCRATCH in path.parts:
            continue
        if own.exists():
            continue
        # The copy comes last: where there is one, there is what it was made from.
        for target in (made_from, own):
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target) as partial:
                shutil.copyfile(source, partial)
        yield path


def outdated(lessons: Path, work: Path, names: Sequence[str] = ()) -> Iterator[Path]:
    """Notebooks of `work` that were made from another release than the one in `lessons`.

    Their paths are relative to both folders. With `names`, only lessons that begin so count.
    """
    for source in sorted(lessons.rglob("*.ipynb")):
        path = source.relative_to(lessons)
        if names and not path.stem.startswith(tuple(names)):
            continue
        own = work / path
        if not own.exists() or SCRATCH in path.parts:
            continue
        made_from = work / BASE / path
        if not made_from.exists() or made_from.read_bytes() != source.read_bytes():
            yield path


def is_course(folder: Path) -> bool:
    """Whether `folder` is one for authors and instructors: nbgrader's settings lie there."""
    return (folder / "nbgrader_config.py").is_file()
