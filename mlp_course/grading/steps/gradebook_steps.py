"""nbgrader's steps that use the gradebook, with the same result in few queries.

nbgrader asks the database several times for each cell and writes each mark by itself. Here the
marks of a notebook are read together and written together, so a process that is killed leaves all
of them or none, and pages are made at once.

Of nbgrader (>=0.9.6, <0.10) this file, and no other, overrides private methods: `_add_score` and
`_add_comment` of SaveAutoGrades; and it makes a Gradebook without `Gradebook.__init__`.
tests/grading/test_overrides.py says so if one of them is no longer what it was.
"""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, GradeCell, SourceCell
from nbgrader.preprocessors import (
    GetGrades,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)
from nbgrader.utils import compute_checksum, determine_grade
from sqlalchemy.orm import scoped_session, sessionmaker

from mlp_course.grading.steps.engines import create_engine
from mlp_course.grading.steps.mark import mark_of
from mlp_course.lessons import cells

Rows = dict[str, Any]  # of one table, by the names of cells


class CachedGradebook(Gradebook):
    """A gradebook that exists, for one notebook: cells, marks and comments are read once."""

    def __init__(self, url: str) -> None:
        # Neither tables nor the course are looked for: whoever has a notebook has them.
        self.engine = create_engine(url, echo=False, future=True)  # as a Gradebook does
        self.db = scoped_session(sessionmaker(bind=self.engine, expire_on_commit=False))
        self.course_id = "default_course"
        self.authenticator = None
        self.kept: dict[tuple, Rows] = {}

    def find_grade(
        self,
        grade_cell: str,
        notebook: str,
        assignment: str,
        student: str,
    ) -> Grade:
        """The mark of one cell of a student's."""
        found = self._submitted(Grade, notebook, assignment, student)
        if grade_cell in found:
            return found[grade_cell]
        return super().find_grade(grade_cell, notebook, assignment, student)

    def find_comment(
        self,
        solution_cell: str,
        notebook: str,
        assignment: str,
        student: str,
    ) -> Comment:
        """What is said about one cell of a student's."""
        found = self._submitted(Comment, notebook, assignment, student)
        if solution_cell in found:
            return found[solution_cell]
        return super().find_comment(solution_cell, notebook, assignment, student)

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> SourceCell:
        """A cell as the lesson has it."""
        found = self._cells(SourceCell, notebook, assignment)
        if name in found:
            return found[name]
        return super().find_source_cell(name, notebook, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> BaseCell:
        """A cell that is marked."""
        found = self._cells(GradeCell, notebook, assignment)
        if name in found:
            return found[name]
        return super().find_graded_cell(name, notebook, assignment)

    def _submitted(self, kind: Any, *where: str) -> Rows:
        """All rows of a table that belong to a student's notebook."""
        if (kind, where) not in self.kept:
            submitted = self.find_submission_notebook(*where)
            rows = self.db.query(kind, BaseCell.name)
            rows = rows.join(BaseCell, kind.cell_id == BaseCell.id)
            rows = rows.filter(kind.notebook_id == submitted.id)
            self.kept[kind, where] = {name: row for row, name in rows}
        return self.kept[kind, where]

    def _cells(self, kind: Any, *where: str) -> Rows:
        """All rows of a table that belong to the lesson's notebook."""
        if (kind, where) not in self.kept:
            notebook = self.find_notebook(*where)
            rows = self.db.query(kind).filter(kind.notebook_id == notebook.id)
            found: Rows = {row.name: row for row in rows}
            self.kept[kind, where] = found
        return self.kept[kind, where]


def _do_cells(step: NbGraderPreprocessor, nb: NotebookNode, resources: dict) -> None:
    """Let a step do the cells one after the other, with one `CachedGradebook` for all."""
    where = resources["nbgrader"]
    step.notebook_id = where["notebook"]
    step.assignment_id = where["assignment"]
    step.student_id = where["student"]
    step.gradebook = CachedGradebook(where["db_url"])
    for index, cell in enumerate(nb.cells):
        nb.cells[index], _ = step.preprocess_cell(cell, resources, index)


class OverwriteWithMaster(OverwriteCells):
    """Gives the lesson's own cells their text and type back."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Overwrite the cells, and add those that are missing."""
        _do_cells(self, nb, resources)
        with self.gradebook:
            if self.add_missing_cells:
                nb, resources = self.add_missing_grade_cells(nb, resources)
                nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """Saves the marks of a notebook in one transaction."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save all marks and automatic comments."""
        _do_cells(self, nb, resources)
        with self.gradebook:
            self.gradebook.db.commit()
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        """Set the mark of a cell, as nbgrader does, but for the commit."""
        grade = self.gradebook.find_grade(
            cells.grade_id(cell),
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        grade.auto_score, _ = determine_grade(cell, self.log)
        # A mark by hand must be looked at again; where there is none of either kind, it is due.
        is_by_hand = grade.manual_score is not None or bool(grade.extra_credit)
        grade.needs_manual_grade = is_by_hand or grade.auto_score is None

    def _add_comment(self, cell: NotebookNode, resources: dict) -> None:
        """Set the comment on a cell, as nbgrader does, but for the commit."""
        comment = self.gradebook.find_comment(
            cells.grade_id(cell),
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        no_response = is_untouched(cell) and not cells.is_task(cell)
        comment.auto_comment = "No response." if no_response else None


def is_untouched(cell: NotebookNode) -> bool:
    """Whether a cell is what was handed out."""
    handed_out = cells.about(cell).get("checksum")
    return handed_out == compute_checksum(cell)


class ShowMarks(GetGrades):
    """Puts marks and comments beside the cells of a page."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Add them, and the sums; what waits for a mark is said to be pending."""
        _do_cells(self, nb, resources)
        with self.gradebook:
            notebook = self.gradebook.find_submission_notebook(
                self.notebook_id,
                self.assignment_id,
                self.student_id,
            )
            marks = {grade.name: mark_of(grade) for grade in notebook.grades}
        for cell in nb.cells:
            about = cells.about(cell)
            if "score" in about:
                mark = marks[cells.grade_id(cell)]
                about["score"] = mark.points
                about["pending"] = mark.pending
        sums = {
            "score": sum(mark.points for mark in marks.values()),
            "max_score": sum(mark.maximum for mark in marks.values()),
            "late_penalty": 0,
        }
        resources["nbgrader"].update(sums)
        return nb, resources
