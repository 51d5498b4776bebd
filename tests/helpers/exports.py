"""Exports as Moodle and Canvas make them, what is collected of them, and when it was handed in."""

import stat
import zipfile
from pathlib import Path

from mlp_course.grading.collect.collect import Collected
from mlp_course.lessons.course import Course

NOON = (2026, 11, 20, 12, 0, 0)


def zipped(
    path: Path,
    files: dict[str, bytes],
    links: tuple[str, ...] = (),
    moment: tuple[int, ...] = NOON,
) -> Path:
    """A zip of `files` as of a moment; the `links` among them are symbolic ones."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, moment)
            info.external_attr = ((stat.S_IFLNK if name in links else stat.S_IFREG) | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, content)
    return path


def submitted(course: Course) -> dict[str, bytes]:
    """All that is in the course's folder of submissions."""
    top = course.folder("submitted")
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in top.rglob("*")
        if path.is_file()
    }


def reasons(collected: Collected) -> dict[str, str]:
    """What was refused, and why."""
    return {refused.path: refused.reason for refused in collected.refused}
