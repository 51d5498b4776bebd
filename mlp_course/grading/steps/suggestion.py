"""Beside every text that is marked by hand: its mark scheme, and what the program that looks for words makes of it.

nbgrader shows the mark scheme of a task cell, but not of an answer cell, where the student's text takes its place. So
the autograded notebook, which formgrader shows, gets a text cell above each answer. A suggestion is no mark: the score
stays empty and waits for the instructor; neither the cell nor the comment that points to it goes out as feedback.
"""

from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from mlp_course.lessons import cells
from mlp_course.quiz import answers, concepts
from mlp_course.quiz.questions import IDEAS

FOR_INSTRUCTOR = "for_instructor"
SUGGESTED = "Suggestion, not a mark:"
UNCHANGED = "No response."  # nbgrader's own comment on an answer that was not touched


class SuggestMarks(NbGraderPreprocessor):
    """Put the mark scheme and a suggestion above every answer that is marked by hand; never touch a mark."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Insert the cells; leave the suggestion as the automatic comment, which one by the instructor replaces."""
        place, where = self.config.CourseDirectory, resources["nbgrader"]
        source = (
            Path(place.root)
            / place.source_directory
            / where["assignment"]
            / f"{where['notebook']}.ipynb"
        )
        lesson = nbformat.read(source, as_version=4).cells if source.is_file() else []
        schemes = {
            cells.grade_id(cell): cells.inside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
            for cell in lesson
        }
        prose = [*answers.course_text(), *answers.texts(lesson)]
        with Gradebook(where["db_url"]) as gradebook:
            for cell in [cell for cell in nb.cells if _is_by_hand(cell)]:
                name = cells.grade_id(cell)
                comment = gradebook.find_comment(
                    name, where["notebook"], where["assignment"], where["student"]
                )
                told = [] if comment.auto_comment == UNCHANGED else suggestion(cell, prose)
                if told:
                    comment.auto_comment = f"{told[0]} The reasons stand above the answer."
                _insert(nb, cell, _above(schemes.get(name, []), told))
            gradebook.db.commit()
        return nb, resources


def suggestion(cell: NotebookNode, prose: list[str]) -> list[str]:
    """Points for the text in `cell`, then the reasons, a line each; nothing if no ideas are known for the question."""
    name = cells.grade_id(cell)
    if name not in IDEAS:
        return []
    reading, most = (
        concepts.read(answers.without_scheme(cell.source), name, prose),
        cell.metadata.nbgrader.points,
    )
    return [
        f"{SUGGESTED} {concepts.suggest(reading, most):g} of {most:g} points.",
        *concepts.report(reading),
    ]


def _above(scheme: list[str], told: list[str]) -> str:
    """What the instructor reads above an answer, as Markdown."""
    parts = ["**Mark scheme**\n", *(f"- {line}" for line in scheme)] if scheme else []
    parts += [f"\n**{told[0]}** {concepts.LIMITS}\n", "```", *told[1:], "```"] if told else []
    return "\n".join(parts)


def _insert(nb: NotebookNode, answer: NotebookNode, text: str) -> None:
    if text:
        cell = new_markdown_cell(
            text, metadata={FOR_INSTRUCTOR: True}, id=f"{cells.grade_id(answer)}-scheme"[:64]
        )
        if (nb.nbformat, nb.nbformat_minor) < (4, 5):
            del cell["id"]
        nb.cells.insert(nb.cells.index(answer), cell)


def _is_by_hand(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and cells.is_answer(cell) and cells.has_points(cell)


class KeepSuggestions(Preprocessor):
    """Leave what is for the instructor out of the feedback."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Drop the inserted cells, and comments that are still the suggestion."""
        nb.cells = [cell for cell in nb.cells if not cell.metadata.get(FOR_INSTRUCTOR)]
        for cell in nb.cells:
            about = cell.metadata.get("nbgrader", {})
            if (about.get("comment") or "").startswith(SUGGESTED):
                about["comment"] = None
        return nb, resources
