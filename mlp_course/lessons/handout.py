"""What students get: the course in one zip, without answers, tests, marks or anything else that is the instructor's."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from mlp_course.files import is_litter, replacing
from mlp_course.lessons.course import CONFIG, Course, GradingError

NEEDED = (
    "course.py",
    "mlp_course",
    "pyproject.toml",
    "constraints.txt",
    CONFIG,
    "README.md",
    "LICENSE",
    "data",
)
FOLDER = "mlp-course"  # of every zip, so that a later one is unpacked over the earlier one
USEFUL = ("environment.yml", "CHANGELOG.md", "docs")


def write_handout(course: Course, path: Path) -> int:
    """Write the zip to `path`, whole or not at all; returns its size in bytes. Raises GradingError, OSError."""
    if path.exists():
        raise GradingError(f"{path} is there already: name another file, or delete it.")
    if not path.parent.is_dir():
        raise GradingError(
            f"There is no folder {path.parent} to put {path.name} into: make it first."
        )
    plain = {
        "compression": zipfile.ZIP_DEFLATED,
        "strict_timestamps": False,
    }  # some systems date files to 1970
    with replacing(path) as partial, zipfile.ZipFile(partial, "w", **plain) as archive:
        for file, name in _files(course):
            archive.write(file, f"{FOLDER}/{name.as_posix()}")
    return path.stat().st_size


def _files(course: Course) -> Iterator[tuple[Path, Path]]:
    """Each file, and its name in the students' folder."""
    if missing := [name for name in NEEDED if not (course.root / name).exists()]:
        raise GradingError(
            f"{course.root} is not the complete course: {', '.join(missing)} is missing."
        )
    password = make_url(course.config().CourseDirectory.db_url).password
    if password and password in (course.root / CONFIG).read_text(encoding="utf-8"):
        raise GradingError(
            f"{CONFIG}, which students get, holds the gradebook's password: take it from os.environ."
        )
    for name in (*NEEDED, *USEFUL):
        yield from ((file, file.relative_to(course.root)) for file in _plain(course.root / name))
    released = course.folder("release")
    yield from ((file, Path("notebooks") / file.relative_to(released)) for file in _plain(released))


def _plain(top: Path) -> Iterator[Path]:
    """`top` itself, or all files below it; without what only running the course leaves behind."""
    if top.is_file():
        yield top
        return
    for path in sorted(top.rglob("*")):
        below = path.relative_to(top).parts
        made = path.suffix in (".pyc", ".tmp") or "work" in below or any(map(is_litter, below))
        if path.is_file() and not made:
            yield path
