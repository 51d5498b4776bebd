"""solutions/ -> notebooks/: nbgrader makes the students' version elsewhere; only a finished one is put in place."""

import filecmp
import shutil
import tempfile
from pathlib import Path

from nbgrader.preprocessors import SaveCells

from mlp_course.files import write_whole
from mlp_course.lessons.course import Course, GradingError
from mlp_course.lessons.lint import faults
from mlp_course.lessons.nbgrader_steps import nbgrader_api, run_step


def generate(course: Course, lesson: str, workshop: Path, db_url: str = "") -> Path:
    """Make the students' version of `lesson` inside `workshop` and return its folder.

    Outside `workshop` only the gradebook at `db_url` is written, if there is one: the lesson's cells,
    points and hidden tests are recorded there.
    """
    shutil.copytree(course.folder("source") / lesson, workshop / "source" / lesson)
    config = course.config()
    places = config.CourseDirectory
    places.root, places.source_directory, places.release_directory = (
        str(workshop),
        "source",
        "release",
    )
    if db_url:
        places.db_url = db_url
    else:
        config.GenerateAssignment.no_database = True
        config.GenerateAssignment.preprocessors.remove(SaveCells)
    if problem := run_step(nbgrader_api(config).generate_assignment, lesson):
        raise GradingError(f"{lesson} could not be released: {problem}")
    return workshop / "release" / lesson


def check(course: Course, lessons: list[str]) -> list[str]:
    """All faults of the lessons' sources, as sentences."""
    return [fault for lesson in lessons for fault in faults(course.source(lesson))]


def released(course: Course, lessons: list[str], workshop: Path) -> dict[Path, Path]:
    """Generate all lessons; returns where each file would go and where it lies now."""
    found = {}
    for lesson in lessons:
        made = generate(course, lesson, workshop / lesson)
        target = course.folder("release") / lesson
        found |= {
            target / file.relative_to(made): file
            for file in sorted(made.rglob("*"))
            if file.is_file()
        }
    return found


def differences(course: Course, lessons: list[str]) -> list[str]:
    """How notebooks/ differs from what solutions/ gives, as sentences; empty if it does not."""
    with tempfile.TemporaryDirectory() as workshop:
        made = released(course, lessons, Path(workshop))
        found = []
        for target, file in made.items():
            name = target.relative_to(course.root)
            if not target.exists():
                found.append(f"{name} is missing.")
            elif not filecmp.cmp(target, file, shallow=False):
                found.append(f"{name} is not what its source gives.")
        return found + [
            f"{name.relative_to(course.root)} has no source."
            for name in _strangers(course, set(made))
        ]


def _strangers(course: Course, known: set[Path]) -> list[Path]:
    lessons = set(course.lessons())
    notebooks = course.folder("release").glob("*/*.ipynb")
    folders = {path.parent for path in known}
    return sorted(
        p
        for p in notebooks
        if p not in known and (p.parent in folders or p.parent.name not in lessons)
    )


def release(course: Course, lessons: list[str]) -> list[Path]:
    """Generate the lessons and put them in place; returns the files that changed.

    All lessons are generated before the first file is touched, and each file is replaced in one step,
    so a failure or a kill at any moment leaves every file as it was or as it should be.
    """
    changed = []
    with tempfile.TemporaryDirectory() as workshop:
        for target, file in released(course, lessons, Path(workshop)).items():
            if not target.exists() or not filecmp.cmp(target, file, shallow=False):
                write_whole(target, file.read_bytes())
                changed.append(target)
    return changed
