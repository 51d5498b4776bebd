"""nbgrader's steps that use the gradebook, with the same result: few queries, one transaction, and pages made at once.

nbgrader asks the database several times for each cell and writes each mark by itself. Here the marks of a notebook are
read together and written together, so a process that is killed leaves all of them or none.
"""

from nbformat import NotebookNode
from nbgrader.api import BaseCell, Comment, Grade, Gradebook, GradeCell, SourceCell
from nbgrader.preprocessors import GetGrades, OverwriteCells, SaveAutoGrades
from nbgrader.utils import compute_checksum, determine_grade, is_task
from sqlalchemy import create_engine
from sqlalchemy.orm import scoped_session, sessionmaker


class QuickBook(Gradebook):
    """A gradebook that exists, for one notebook: cells, marks and comments are read once."""

    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.db = scoped_session(sessionmaker(bind=self.engine, expire_on_commit=False))
        self.course_id, self.authenticator, self.kept = "default_course", None, {}

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Grade:
        """The mark of one cell of a student's."""
        found = self._submitted(Grade, notebook, assignment, student)
        return found.get(grade_cell) or super().find_grade(
            grade_cell, notebook, assignment, student
        )

    def find_comment(
        self, solution_cell: str, notebook: str, assignment: str, student: str
    ) -> Comment:
        """What is said about one cell of a student's."""
        found = self._submitted(Comment, notebook, assignment, student)
        return found.get(solution_cell) or super().find_comment(
            solution_cell, notebook, assignment, student
        )

    def find_source_cell(self, name: str, notebook: str, assignment: str) -> SourceCell:
        """A cell as the lesson has it."""
        found = self._cells(SourceCell, notebook, assignment)
        return found.get(name) or super().find_source_cell(name, notebook, assignment)

    def find_graded_cell(self, name: str, notebook: str, assignment: str) -> BaseCell:
        """A cell that is marked."""
        found = self._cells(GradeCell, notebook, assignment)
        return found.get(name) or super().find_graded_cell(name, notebook, assignment)

    def _submitted(self, kind: type, *where: str) -> dict:
        if (kind, where) not in self.kept:
            submitted = self.find_submission_notebook(*where)
            rows = self.db.query(kind, BaseCell.name).join(BaseCell, kind.cell_id == BaseCell.id)
            rows = rows.filter(kind.notebook_id == submitted.id)
            self.kept[kind, where] = {name: row for row, name in rows}
        return self.kept[kind, where]

    def _cells(self, kind: type, *where: str) -> dict:
        if (kind, where) not in self.kept:
            notebook = self.find_notebook(*where)
            rows = self.db.query(kind).filter(kind.notebook_id == notebook.id)
            self.kept[kind, where] = {row.name: row for row in rows}
        return self.kept[kind, where]


class _Quickly:
    """A step whose cells are done one after the other with one `QuickBook`."""

    def _through(self, nb: NotebookNode, resources: dict) -> None:
        where = resources["nbgrader"]
        self.notebook_id, self.assignment_id = where["notebook"], where["assignment"]
        self.student_id, self.gradebook = where["student"], QuickBook(where["db_url"])
        for index, cell in enumerate(nb.cells):
            nb.cells[index], _ = self.preprocess_cell(cell, resources, index)


class OverwriteWithMaster(_Quickly, OverwriteCells):
    """Gives the lesson's own cells their text and type back."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Overwrite the cells, and add those that are missing."""
        self._through(nb, resources)
        with self.gradebook:
            if self.add_missing_cells:
                nb, resources = self.add_missing_grade_cells(nb, resources)
                nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class SaveMarks(_Quickly, SaveAutoGrades):
    """Saves the marks of a notebook in one transaction."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Save all marks and automatic comments."""
        self._through(nb, resources)
        with self.gradebook:
            self.gradebook.db.commit()
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: dict) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score, _ = determine_grade(cell, self.log)
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None

    def _add_comment(self, cell: NotebookNode, resources: dict) -> None:
        about = cell.metadata["nbgrader"]
        comment = self.gradebook.find_comment(
            about["grade_id"], self.notebook_id, self.assignment_id, self.student_id
        )
        untouched = about.get("checksum") == compute_checksum(cell) and not is_task(cell)
        comment.auto_comment = "No response." if untouched else None


class ShowMarks(_Quickly, GetGrades):
    """Puts marks and comments beside the cells of a page."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Add them, and the sums."""
        self._through(nb, resources)
        with self.gradebook:
            notebook = self.gradebook.find_submission_notebook(
                self.notebook_id, self.assignment_id, self.student_id
            )
            penalty = notebook.late_submission_penalty or 0
            sums = {
                "score": notebook.score - penalty,
                "max_score": notebook.max_score,
                "late_penalty": penalty,
            }
        resources["nbgrader"].update(sums)
        return nb, resources
