"""How far grading has come, one small file a student, so that a killed run goes on where it was."""

import contextlib
import hashlib
import json
from pathlib import Path

from mlp_course.files import plain_files, write_whole
from mlp_course.grading.collect.deadline import TIMES
from mlp_course.lessons.course import Course


def state_folder(course: Course) -> Path:
    """Where all that is known from run to run lies, beside what was graded."""
    return course.folder("autograded").with_name("state")


class Progress:
    """Of one lesson: which submissions are finished."""

    def __init__(self, course: Course, lesson: str) -> None:
        self.source = course.source(lesson)
        self.folder = state_folder(course) / lesson

    def finished(self, student: str, key: str) -> dict | None:
        """What was recorded at the end of grading.

        It is None unless the submission and the lesson were as `key` says.
        """
        record = _read(self._record(student))
        if record.get("key") != key:
            return None
        return record

    def forget(self, student: str) -> None:
        """Let the submission be unfinished, so that this run grades it.

        If this one is killed, the next one does.
        """
        self._record(student).unlink(missing_ok=True)

    def end(self, student: str, record: dict) -> None:
        """Note that grading is finished."""
        content = json.dumps(record)
        write_whole(self._record(student), content.encode())

    def has_ended(self, student: str) -> bool:
        """Whether the last grading of the student, of whatever answers, came to its end."""
        return self._record(student).is_file()

    def students(self) -> list[str]:
        """Everybody whose last grading came to its end, in order."""
        records = self.folder.glob("*.json")
        return sorted(path.stem for path in records)

    def key(self, folder: Path) -> str:
        """Of everything a mark depends on: what was handed in, and the lesson with its tests."""
        # The stamp says when something was handed in, not what.
        submitted = [path for path in plain_files(folder) if path.name != TIMES]
        digest = hashlib.sha256()
        for path in [self.source, *submitted]:
            # A student's file may have any bytes for its name.
            name = path.name.encode(errors="surrogateescape")
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            digest.update(name + b"\0" + content)
        return digest.hexdigest()

    def _record(self, student: str) -> Path:
        """The file about a submission that is finished."""
        return self.folder / f"{student}.json"


def _read(path: Path) -> dict:
    """What is in a file; nothing if there is none, or not what was written there."""
    with contextlib.suppress(OSError, ValueError):
        text = path.read_text(encoding="utf-8")
        record = json.loads(text)
        if isinstance(record, dict):
            return record
    return {}
