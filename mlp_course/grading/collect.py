"""Bringing what students handed in to where it is graded, without touching what they handed in."""

from pathlib import Path

from mlp_course.files import write_whole
from mlp_course.grading.course import Course, GradingError


def collect(course: Course, lesson: str, source: Path) -> list[str]:
    """Copy `source`/STUDENT/LESSON for every student to the course's folder of submissions; returns who is new.

    Only plain files are copied, and only if they differ; each is replaced in one step.
    """
    if not source.is_dir():
        raise GradingError(f"There is no folder {source}.")
    changed = []
    for folder in sorted(path for path in source.glob(f"*/{lesson}") if path.is_dir()):
        student = folder.parent.name
        if _mirror(folder, course.folder("submitted") / student / lesson):
            changed.append(student)
    return changed


def _mirror(source: Path, target: Path) -> bool:
    """Make `target` hold what `source` holds; returns whether that changed anything."""
    wanted = {path.relative_to(source): path for path in source.rglob("*") if path.is_file() and not path.is_symlink()}
    changed = False
    for name, path in wanted.items():
        content, copy = path.read_bytes(), target / name
        if not copy.is_file() or copy.read_bytes() != content:
            write_whole(copy, content)
            changed = True
    for copy in [path for path in target.rglob("*") if path.is_file() and path.relative_to(target) not in wanted]:
        copy.unlink()
        changed = True
    target.mkdir(parents=True, exist_ok=True)
    return changed
