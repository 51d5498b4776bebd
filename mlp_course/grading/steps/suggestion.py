"""Beside every text that is marked by hand: its mark scheme, and what a program makes of the text.

nbgrader shows the mark scheme of a task cell, but not of an answer cell, where the student's text
takes its place. So the autograded notebook, which formgrader shows, gets a text cell above each
answer. A suggestion, by the program that looks for words, is no mark: the score stays empty and
waits for the instructor; neither the cell nor the comment that points to it goes out as feedback.
"""

from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool

from mlp_course.grading.feedback.as_text import fenced
from mlp_course.lessons import cells
from mlp_course.quiz import answers, concepts
from mlp_course.quiz.checklist import checklist, ticks_in
from mlp_course.quiz.questions import IDEAS

FOR_INSTRUCTOR = "for_instructor"
SUGGESTED = "Suggestion, not a mark:"
UNCHANGED = "No response."  # nbgrader's own comment on an answer that was not touched
LONGEST_ID = 64  # characters: nbformat's


class SuggestMarks(NbGraderPreprocessor):
    """Put mark scheme and suggestion above every answer marked by hand; never touch a mark."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Insert the cells; leave the suggestion as the automatic comment.

        A comment by the instructor replaces that one.
        """
        where = resources["nbgrader"]
        lesson = self._lesson(where["assignment"], where["notebook"])
        schemes = _schemes(lesson)
        prose = [*answers.course_text(), *answers.texts(lesson)]
        by_hand = [cell for cell in nb.cells if _is_by_hand(cell)]
        sources = [cell.source for cell in cells.code_cells(nb)]
        with Gradebook(where["db_url"]) as gradebook:
            for cell in by_hand:
                name = cells.grade_id(cell)
                comment = gradebook.find_comment(
                    name,
                    where["notebook"],
                    where["assignment"],
                    where["student"],
                )
                # An answer that was not touched has no points, and needs no suggestion.
                told = []
                if comment.auto_comment != UNCHANGED:
                    told = suggestion(cell, prose, ticks_in(sources, name))
                if told:
                    comment.auto_comment = f"{told[0]} The reasons stand above the answer."
                scheme = schemes.get(name, [])
                _insert(nb, cell, _above(scheme, told))
            gradebook.db.commit()
        return nb, resources

    def _lesson(self, assignment: str, notebook: str) -> list[NotebookNode]:
        """The cells of the lesson's source; none if it is not here."""
        place = self.config.CourseDirectory
        folder = Path(place.root) / place.source_directory / assignment
        source = folder / f"{notebook}.ipynb"
        if not source.is_file():
            return []
        return nbformat.read(source, as_version=4).cells


def _schemes(lesson: list[NotebookNode]) -> dict[str, list[str]]:
    """The lines of the mark scheme of every cell that has a name."""
    schemes = {}
    for cell in lesson:
        name = cells.grade_id(cell)
        schemes[name] = cells.inside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
    return schemes


def suggestion(cell: NotebookNode, prose: list[str], ticks: str = "") -> list[str]:
    """Points for the text in `cell`, then the ideas beside the sentences, with the writer's ticks.

    There are no lines if no ideas are known for the question.
    """
    name = cells.grade_id(cell)
    if name not in IDEAS:
        return []
    text = answers.without_scheme(cell.source)
    reading = concepts.read(text, name, prose)
    most = cells.about(cell)["points"]
    points = concepts.suggest(reading, most)
    return [
        f"{SUGGESTED} {points:g} of {most:g} points.",
        *str(checklist(reading, name, ticks)).split("\n")[:-1],
    ]


def _above(scheme: list[str], told: list[str]) -> str:
    """What the instructor reads above an answer, as Markdown."""
    parts = []
    if scheme:
        parts.append("**Mark scheme**\n")
        parts += [f"- {line}" for line in scheme]
    if told:
        points, *reasons = told
        parts += [
            f"\n**{points}** {concepts.LIMITS}\n",
            fenced("\n".join(reasons)),
        ]
    return "\n".join(parts)


def _insert(nb: NotebookNode, answer: NotebookNode, text: str) -> None:
    """Put a text cell above an answer, if there is something to say."""
    if not text:
        return
    name = f"{cells.grade_id(answer)}-scheme"
    cell = new_markdown_cell(
        text,
        metadata={FOR_INSTRUCTOR: True},
        id=name[:LONGEST_ID],
    )
    # Older notebooks have no ids.
    if (nb.nbformat, nb.nbformat_minor) < (4, 5):
        del cell["id"]
    place = nb.cells.index(answer)
    nb.cells.insert(place, cell)


def _is_by_hand(cell: NotebookNode) -> bool:
    """Whether this is a text of the student's that gets points."""
    return cell.cell_type == "markdown" and cells.is_answer(cell) and cells.has_points(cell)


class KeepSuggestions(Preprocessor):
    """Leave what is for the instructor out of the feedback."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Drop the inserted cells, and comments that are still the suggestion."""
        nb.cells = [cell for cell in nb.cells if not cell.metadata.get(FOR_INSTRUCTOR)]
        for cell in nb.cells:
            about = cells.about(cell)
            comment = about.get("comment") or ""
            if comment.startswith(SUGGESTED):
                about["comment"] = None
        return nb, resources
