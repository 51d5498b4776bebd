"""What students get: the course in one zip.

It holds no answers, tests, marks or anything else that is the instructor's.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from mlp_course.files import COURSE, is_litter, replacing
from mlp_course.lessons.course import CONFIG, Course, GradingError

NEEDED = (
    "course.py",
    "mlp_course",
    "pyproject.toml",
    "constraints.txt",
    CONFIG,
    "LICENSE",
    "data",
)
FOLDER = "mlp-course"  # of every zip, so that a later one is unpacked over the earlier one
USEFUL = (
    "environment.yml",
    "book/_static/pipeline.svg",  # README.md shows it to students
)
README = "mlp_course/lessons/for_students.md"  # that of the course is for instructors, too
GUIDE = "book/how-to-use.md"  # README.md names it
FOR_TEACHERS = "\n## If you teach it"  # its last part, which names pages that students do not get
SITE = "_build/html"  # where `book` puts the pages
SITE_LINE = "To read without running"  # of README.md
LEFT_BEHIND = (".pyc", ".tmp")  # endings of what only running the course makes


def expect_possible(course: Course, path: Path) -> None:
    """Raise GradingError, which says why, if the zip cannot be written to `path`."""
    if path.exists():
        raise GradingError(f"{path} is there already: name another file, or delete it.")
    if not path.parent.is_dir():
        raise GradingError(
            f"There is no folder {path.parent} to put {path.name} into: make it first."
        )
    missing = [name for name in NEEDED if not (course.root / name).exists()]
    if missing:
        listed = ", ".join(missing)
        raise GradingError(f"{course.root} is not the complete course: {listed} is missing.")
    _refuse_password(course)


def write_handout(course: Course, path: Path) -> int:
    """Write the zip to `path`, whole or not at all; returns its size in bytes.

    Raises GradingError, OSError.
    """
    expect_possible(course, path)
    with replacing(path) as partial:
        archive = zipfile.ZipFile(
            partial,
            "w",
            compression=zipfile.ZIP_DEFLATED,
            # Some systems date files to 1970.
            strict_timestamps=False,
        )
        with archive:
            for file, name in _files(course):
                archive.write(file, f"{FOLDER}/{name.as_posix()}")
            for place, text in _texts(course.root).items():
                archive.writestr(f"{FOLDER}/{place}", text)
    return path.stat().st_size


def _files(course: Course) -> Iterator[tuple[Path, Path]]:
    """Each file, and its name in the students' folder."""
    root = course.root
    for name in (*NEEDED, *USEFUL):
        for file in _plain(root / name):
            yield file, file.relative_to(root)

    # The pages, if they were built; they show no answer.
    site = root / SITE
    if (site / "index.html").is_file():
        for file in _plain(site):
            yield file, "site" / file.relative_to(site)

    # The lessons as students get them, wherever they lie here
    released = course.folder("release")
    for file in _plain(released):
        yield file, "notebooks" / file.relative_to(released)


def _texts(root: Path) -> dict[str, str]:
    """What students read first, without anything that is not in their zip."""
    lines = (COURSE / README).read_text(encoding="utf-8").splitlines(keepends=True)
    has_site = (root / SITE / "index.html").is_file()
    guide = root / GUIDE
    kept = []
    for line in lines:
        if line.startswith(SITE_LINE) and not has_site:
            continue
        if GUIDE in line and not guide.is_file():
            continue
        kept.append(line)
    texts = {"README.md": "".join(kept)}
    if guide.is_file():
        for_students, _, _ = guide.read_text(encoding="utf-8").partition(FOR_TEACHERS)
        texts[GUIDE] = for_students
    return texts


def _refuse_password(course: Course) -> None:
    """Raise GradingError if the settings, which students get, hold the gradebook's password."""
    places = course.config().CourseDirectory
    password = make_url(places.db_url).password
    settings = course.root / CONFIG
    if password and password in settings.read_text(encoding="utf-8"):
        raise GradingError(
            f"{CONFIG}, which students get, holds the gradebook's password: "
            "take it from os.environ."
        )


def _plain(top: Path) -> Iterator[Path]:
    """`top` itself, or all files below it; without what only running the course leaves behind."""
    if top.is_file():
        yield top
        return
    for path in sorted(top.rglob("*")):
        if not path.is_file() or path.suffix in LEFT_BEHIND:
            continue
        below = path.relative_to(top).parts
        litter = "work" in below or any(is_litter(part) for part in below)
        if not litter:
            yield path
