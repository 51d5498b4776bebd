"""What grading remembers between runs, one small file a student, so that a killed run goes on where it was."""

import contextlib
import hashlib
import json
from pathlib import Path

from mlp_course.files import plain_files, write_whole
from mlp_course.lessons.course import Course

TIMES = "timestamp.txt"  # nbgrader's; says when something was handed in, not what


class Memory:
    """Of one lesson: which submissions are finished, and which hand-given marks must be settled again."""

    def __init__(self, course: Course, lesson: str) -> None:
        self.source = course.source(lesson)
        self.folder = course.folder("autograded").with_name("state") / lesson

    def finished(self, student: str, key: str) -> dict | None:
        """What was recorded at the end of grading, if the submission and the lesson were as `key` says."""
        record = _read(self._place(student))
        return record if record.get("key") == key else None

    def forget(self, student: str) -> None:
        """Let the submission be unfinished, so that this run grades it, or the next one if this is killed."""
        self._place(student).unlink(missing_ok=True)

    def begin(self, student: str, reviewed: dict[str, str]) -> dict[str, str]:
        """Note that grading begins; from here until `end` the submission is unfinished.

        Returns the marks given by hand that stood when it first began, however often it was killed since.
        """
        journal = self._place(student, "begun")
        before = {**_read(journal), **reviewed}
        if before:
            write_whole(journal, json.dumps(before).encode())
        self.forget(student)
        return before

    def end(self, student: str, record: dict) -> None:
        """Note that grading is finished."""
        write_whole(self._place(student), json.dumps(record).encode())
        self._place(student, "begun").unlink(missing_ok=True)

    def key(self, folder: Path) -> str:
        """Of everything a mark depends on: what was handed in, and the lesson with its hidden tests."""
        digest = hashlib.sha256()
        handed_in = [path for path in plain_files(folder) if path.name != TIMES]
        for path in [self.source, *handed_in]:
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").digest()
            digest.update(path.name.encode(errors="surrogateescape") + b"\0" + content)
        return digest.hexdigest()

    def _place(self, student: str, kind: str = "json") -> Path:
        return self.folder / f"{student}.{kind}"


def _read(path: Path) -> dict:
    with contextlib.suppress(OSError, ValueError):
        record = json.loads(path.read_text(encoding="utf-8"))
        return record if isinstance(record, dict) else {}
    return {}
