"""Grading one submission after the other: each ends graded, or with the reason why not."""

import hashlib
import json
import time
import warnings
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from mlp_course.files import write_whole
from mlp_course.grading import gradebook
from mlp_course.grading.course import Course
from mlp_course.grading.feedback import write_feedback
from mlp_course.grading.repair import NOTES
from mlp_course.grading.steps import nbgrader_api, run_step

LARGEST = 50_000_000  # bytes of a notebook
GRADED, UNCHANGED, NOT_GRADED, NOTHING = "graded", "unchanged", "not graded", "nothing handed in"


@dataclass(frozen=True)
class Outcome:
    """How grading one submission went; `reason` says why it was not graded, or what was noticed."""

    student: str
    status: str
    reason: str = ""
    seconds: float = 0.0

    @property
    def has_marks(self) -> bool:
        """Whether the gradebook's marks belong to what lies in the submission folder now."""
        return self.status in (GRADED, UNCHANGED)


class Grader:
    """Grades submissions of one lesson and remembers which are finished, so that a killed run can go on."""

    def __init__(self, course: Course, lesson: str, timeout: int | None = None) -> None:
        config = course.config()
        if timeout:
            config.Survive.answer_timeout = timeout
        self.course, self.lesson = course, lesson
        self.submitted = course.folder("submitted")
        self.memory = course.folder("autograded").with_name("state") / lesson
        self.api = nbgrader_api(config)

    def students(self) -> list[str]:
        """Everybody with a folder of submissions, in order."""
        if not self.submitted.is_dir():
            return []
        return sorted(f.name for f in self.submitted.iterdir() if f.is_dir() and not f.name.startswith("."))

    def recall(self, student: str) -> Outcome:
        """What earlier runs left: finished and unchanged since, or still to be graded, or nothing handed in."""
        folder = self._folder(student)
        if not folder.is_dir():
            return Outcome(student, NOTHING)
        try:
            finished = json.loads(self._memory_of(student).read_text())
        except (OSError, ValueError):
            finished = {}
        if finished.get("key") == self._key(folder) and self._autograded(student).exists():
            return Outcome(student, UNCHANGED, finished["reason"])
        return Outcome(student, NOT_GRADED, "not graded yet")

    def grade(self, student: str, again: bool = False) -> Outcome:
        """Grade one submission and write its feedback, unless that was finished before and nothing changed."""
        start = time.perf_counter()
        outcome = self.recall(student)
        if outcome.status == NOTHING or (outcome.status == UNCHANGED and not again):
            if outcome.has_marks:
                write_feedback(self.api, self.course, self.lesson, student)
            return outcome
        folder = self._folder(student)
        self._memory_of(student).unlink(missing_ok=True)  # from here until the end, the submission is unfinished
        problem = unreadable(folder, self.lesson) or self._run(student)
        seconds = time.perf_counter() - start
        if problem:
            return Outcome(student, NOT_GRADED, problem, seconds)
        outcome = Outcome(student, GRADED, "; ".join(self._notes(student)), seconds)
        write_whole(self._memory_of(student), json.dumps({"key": self._key(folder), **asdict(outcome)}).encode())
        return outcome

    def _run(self, student: str) -> str:
        before = gradebook.reviewed(self.course, self.lesson, student)
        if problem := run_step(self.api.autograde, self.lesson, student, force=True):
            return problem
        gradebook.confirm(self.course, self.lesson, student, before)
        return write_feedback(self.api, self.course, self.lesson, student)

    def _autograded(self, student: str) -> Path:
        return self.course.folder("autograded") / student / self.lesson / f"{self.lesson}.ipynb"

    def _notes(self, student: str) -> list[str]:
        return nbformat.read(self._autograded(student), as_version=4).metadata.get(NOTES, [])

    def _memory_of(self, student: str) -> Path:
        return self.memory / f"{student}.json"

    def _folder(self, student: str) -> Path:
        return self.submitted / student / self.lesson

    def _key(self, folder: Path) -> str:
        """Of everything a mark depends on: what was handed in, and the lesson with its hidden tests."""
        digest = hashlib.sha256()
        for path in [self.course.source(self.lesson), *sorted(p for p in folder.rglob("*") if p.is_file())]:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()


def unreadable(folder: Path, lesson: str) -> str:
    """Why the submission in `folder` cannot be opened, in one sentence; '' if it can."""
    path = folder / f"{lesson}.ipynb"
    if set(folder.parent.name) & set("[*?\n\r"):
        return "nbgrader cannot open a folder whose name holds [ or * or ? or a line break: rename it"
    if odd := sorted(p.name for p in folder.rglob("*") if p.is_symlink() or not (p.is_file() or p.is_dir())):
        return f"{odd[0]} in the folder is a link or no file: it could lead to what is not the student's"
    if not path.is_file():
        others = ", ".join(sorted(p.name for p in folder.glob("*.ipynb")))
        return f"there is no {path.name} in the folder" + (f" (only {others})" if others else "")
    if path.stat().st_size > LARGEST:
        return f"{path.name} is larger than {LARGEST // 10**6} MB"
    try:
        with warnings.catch_warnings(action="ignore"):  # ids of cells that are missing or equal are mended on the way
            notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # whatever is in the file, the batch goes on
        return f"{path.name} cannot be read as a notebook ({type(error).__name__})"
    return "" if notebook.get("cells") else f"{path.name} has no cells"


def grade_all(grader: Grader, students: list[str], again: bool = False) -> Iterator[Outcome]:
    """Grade every student's submission; one that fails, in whatever way, does not stop the next."""
    for student in students:
        try:
            yield grader.grade(student, again)
        except Exception as error:
            yield Outcome(student, NOT_GRADED, f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}")
