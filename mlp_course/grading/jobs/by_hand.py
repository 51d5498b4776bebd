"""Marks given by hand, each for the answer that it was given for.

A mark belongs to a text: if the student hands in another, the answer waits for a mark again, and
the old one is shown beside it. What was ever given stays in a file of the student's, by the digest
of the answer, so that a kill, a lost gradebook, or the earlier answer handed in again loses none.
"""

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Grade, Gradebook, MissingEntry

from mlp_course.files import plain_files, write_whole
from mlp_course.grading.collect.deadline import TIMES
from mlp_course.grading.jobs.progress import Progress
from mlp_course.grading.steps.suggestion import FOR_INSTRUCTOR, LONGEST_ID
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

Digests = dict[str, str]  # of the answer that a mark is for, by the name of the marked cell
Entry = dict[str, Any]  # "score" and "extra" points, and whether it was "withdrawn"
Ledger = dict[str, dict[str, Entry]]  # by the name of the marked cell, and the digest of the answer
EARLIER = "-earlier"  # ending of the id of the cell that tells of an old mark


@dataclass
class MarksByHand:
    """Those of one lesson of a course."""

    course: Course
    lesson: str
    progress: Progress

    def note(self, student: str) -> None:
        """Write down which marks the instructor has given for the answers that were last graded.

        A mark that is no longer in the gradebook is noted as withdrawn, unless grading was
        interrupted, after which the gradebook may be of either answer.
        """
        ledger = self._ledger(student)
        before = json.dumps(ledger)
        with self._gradebook() as gradebook:
            grades = _grades(gradebook, self.lesson, student)
            given = {grade.name: _entry(grade) for grade in grades if _is_settled(grade)}
        if not (given or ledger):
            return
        answers = self._answers(student)
        for name, digest in answers.items():
            known = ledger.setdefault(name, {})
            if name in given:
                known[digest] = given[name]
            elif digest in known and grades and self.progress.has_ended(student):
                known[digest]["withdrawn"] = True

        ledger = {name: known for name, known in ledger.items() if known}
        if json.dumps(ledger) != before:
            content = json.dumps(ledger, indent=1)
            write_whole(self._place(student), content.encode())

    def settle(self, student: str) -> None:
        """After grading: give each answer the mark that was given for it, and no other one."""
        ledger = self._ledger(student)
        if not ledger:
            return
        answers = self._answers(student)
        old: dict[str, str] = {}
        with self._gradebook() as gradebook:
            for grade in _grades(gradebook, self.lesson, student):
                known = ledger.get(grade.name, {})
                digest = answers.get(grade.name, "")
                entry = known.get(digest)
                # A mark that was taken back leaves what grading alone says.
                if entry and entry.get("withdrawn"):
                    continue
                if entry:
                    grade.manual_score = entry["score"]
                    grade.extra_credit = entry["extra"]
                    grade.needs_manual_grade = False
                elif known:
                    # What stands there was given for another answer.
                    grade.manual_score = None
                    grade.extra_credit = None
                    grade.needs_manual_grade = True
                    old[grade.name] = _told(known, grade.max_score)
            gradebook.db.commit()
        self._show(student, old)

    def remarks(self, student: str) -> list[str]:
        """What the table says of marks that were given for earlier answers, or taken back."""
        ledger = self._ledger(student)
        if not ledger:
            return []
        said = []
        with self._gradebook() as gradebook:
            for grade in _grades(gradebook, self.lesson, student):
                known = ledger.get(grade.name)
                if known and grade.needs_manual_grade and grade.manual_score is None:
                    told = _told(known, grade.max_score)
                    said.append(f"{grade.name}: {told}")
        return sorted(said)

    def _show(self, student: str, old: dict[str, str]) -> None:
        """Put what is told of old marks above the answers, for the instructor alone."""
        if not old:
            return
        path = self.course.notebook("autograded", self.lesson, student)
        notebook = nbformat.read(path, as_version=4)
        for cell in list(notebook.cells):
            name = cells.grade_id(cell)
            if name not in old:
                continue
            told = old[name]
            text = f"**{told[0].upper()}{told[1:]}.**"
            place = notebook.cells.index(cell)
            about = _for_instructor(notebook, f"{name}{EARLIER}", text)
            notebook.cells.insert(place, about)
        content = nbformat.writes(notebook)
        write_whole(path, content.encode())

    def _gradebook(self) -> Gradebook:
        """The gradebook, opened."""
        place = self.course.config().CourseDirectory
        return Gradebook(place.db_url, place.course_id)

    def _place(self, student: str) -> Path:
        """The file with the student's marks."""
        return self.progress.folder / f"{student}.marks"

    def _ledger(self, student: str) -> Ledger:
        """All marks that were ever given to the student; none if none were written down.

        Raises ValueError if the file is damaged: marks are not forgotten in silence.
        """
        path = self._place(student)
        if not path.exists():
            return {}
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            raise ValueError(
                f"the marks by hand in {path} cannot be read: restore the file, or delete it "
                "if all of them are in the gradebook"
            ) from None

    def _answers(self, student: str) -> Digests:
        """A digest of what each mark of a graded notebook is for."""
        path = self.course.notebook("autograded", self.lesson, student)
        if not path.exists():
            return {}
        notebook = nbformat.read(path, as_version=4)
        return digests(notebook, _digest_of_files(path.parent))


def digests(notebook: NotebookNode, files: str = "") -> Digests:
    """A digest of what each marked cell is marked for.

    A text is marked for itself and its pictures. Code depends on all code, and on the `files`
    beside it; a task is done wherever the student likes.
    """
    own = [cell for cell in notebook.cells if _is_students(cell)]
    code = [cell.source for cell in own if cell.cell_type == "code"]
    everything = [_content(cell) for cell in own]
    found = {}
    for cell in notebook.cells:
        if not (cells.has_points(cell) or cells.is_task(cell)):
            continue
        content = _content(cell)
        if cells.is_task(cell):
            content += [everything, files]
        elif cell.cell_type == "code":
            content += [code, files]
        text = json.dumps(content, sort_keys=True)
        digest = hashlib.sha256(text.encode())
        found[cells.grade_id(cell)] = digest.hexdigest()
    return found


def _content(cell: NotebookNode) -> list:
    """A cell's text and its pictures."""
    pictures = cell.get("attachments", {})
    return [cell.source, pictures]


def _is_students(cell: NotebookNode) -> bool:
    """Whether a student may have written in this cell."""
    if cell.metadata.get(FOR_INSTRUCTOR):
        return False
    return not cells.is_locked(cell) or cells.is_answer(cell)


def _digest_of_files(folder: Path) -> str:
    """A digest of what lies beside a notebook."""
    digest = hashlib.sha256()
    for path in plain_files(folder):
        if path.suffix == ".ipynb" or path.name == TIMES:
            continue
        place = path.relative_to(folder).as_posix()
        name = place.encode(errors="surrogateescape")
        content = hashlib.sha256(path.read_bytes())
        digest.update(name + b"\0")
        digest.update(content.digest())
    return digest.hexdigest()


def _grades(gradebook: Gradebook, lesson: str, student: str) -> list[Grade]:
    """The student's marks; none if the gradebook has none."""
    with contextlib.suppress(MissingEntry):
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        return list(submission.grades)
    return []


def _is_settled(grade: Grade) -> bool:
    """Whether the instructor has given this mark, or points beyond it."""
    is_given = grade.manual_score is not None or grade.extra_credit is not None
    return is_given and not grade.needs_manual_grade


def _entry(grade: Grade) -> Entry:
    """A mark as it is written down."""
    return {"score": grade.manual_score, "extra": grade.extra_credit}


def _told(known: dict[str, Entry], maximum: float) -> str:
    """The last mark that an answer had, in words."""
    *_, entry = known.values()
    points = 0 if entry["score"] is None else entry["score"]
    extra = f" and {entry['extra']:g} extra" if entry["extra"] else ""
    what = "was taken back" if entry.get("withdrawn") else "was given for an earlier answer"
    return f"{points:g} of {maximum:g}{extra} {what}"


def _for_instructor(notebook: NotebookNode, name: str, text: str) -> NotebookNode:
    """A text cell that is left out of the feedback."""
    cell = new_markdown_cell(
        text,
        metadata={FOR_INSTRUCTOR: True},
        id=name[-LONGEST_ID:],
    )
    # Older notebooks have no ids.
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5):
        del cell["id"]
    return cell
