"""solutions/ -> notebooks/: nbgrader makes the students' version elsewhere.

Only a finished one is put in place.
"""

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

    Outside `workshop` only the gradebook at `db_url` is written, if there is one: the lesson's
    cells, points and hidden tests are recorded there.
    """
    source = course.folder("source") / lesson
    shutil.copytree(source, workshop / "source" / lesson)
    config = course.config()
    places = config.CourseDirectory
    places.root = str(workshop)
    places.source_directory = "source"
    places.release_directory = "release"
    # Only where marks are given must a gradebook know the cells.
    if db_url:
        places.db_url = db_url
    else:
        config.GenerateAssignment.no_database = True
        config.GenerateAssignment.preprocessors.remove(SaveCells)
    nbgrader = nbgrader_api(config)
    problem = run_step(nbgrader.generate_assignment, lesson)
    if problem:
        raise GradingError(f"{lesson} could not be released: {problem}")
    return workshop / "release" / lesson


def check(course: Course, lessons: list[str]) -> list[str]:
    """All faults of the lessons' sources, as sentences."""
    found = []
    for lesson in lessons:
        found += faults(course.source(lesson))
    return found


def released(
    course: Course,
    lessons: list[str],
    workshop: Path,
) -> dict[Path, Path]:
    """Generate all lessons; returns where each file would go and where it lies now."""
    found = {}
    for lesson in lessons:
        made = generate(course, lesson, workshop / lesson)
        folder = course.folder("release") / lesson
        for file in sorted(made.rglob("*")):
            if file.is_file():
                target = folder / file.relative_to(made)
                found[target] = file
    return found


def differences(course: Course, lessons: list[str]) -> list[str]:
    """How notebooks/ differs from what solutions/ gives, as sentences; empty if it does not."""
    found = []
    with tempfile.TemporaryDirectory() as workshop:
        made = released(course, lessons, Path(workshop))
        strangers = _strangers(course, set(made))

        def say(path: Path, what: str) -> None:
            found.append(f"{path.relative_to(course.root)} {what}.")

        for target, file in made.items():
            if not target.exists():
                say(target, "is missing")
            elif _differs(target, file):
                say(target, "is not what its source gives")
        for path in strangers:
            say(path, "has no source")
    return found


def _differs(target: Path, file: Path) -> bool:
    """Whether `target` is not there, or has another content than `file`."""
    if not target.exists():
        return True
    same = filecmp.cmp(target, file, shallow=False)
    return not same


def _strangers(course: Course, known: set[Path]) -> list[Path]:
    """Released notebooks that are of no lesson, or beside what a lesson's source gives."""
    lessons = set(course.lessons())
    folders = {path.parent for path in known}
    found = []
    for path in course.folder("release").glob("*/*.ipynb"):
        # Of a lesson that was not generated now, nothing is known.
        was_generated = path.parent in folders
        has_lesson = path.parent.name in lessons
        if path not in known and (was_generated or not has_lesson):
            found.append(path)
    return sorted(found)


def release(course: Course, lessons: list[str]) -> list[Path]:
    """Generate the lessons and put them in place; returns the files that changed.

    All lessons are generated before the first file is touched, and each file is replaced in one
    step, so a failure or a kill at any moment leaves every file as it was or as it should be.
    """
    changed = []
    with tempfile.TemporaryDirectory() as workshop:
        made = released(course, lessons, Path(workshop))
        for target, file in made.items():
            if _differs(target, file):
                write_whole(target, file.read_bytes())
                changed.append(target)
    return changed
