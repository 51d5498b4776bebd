"""The student's page in the order in which it is read: the list, each exercise, the lesson's rest.

nbconvert goes through a notebook from top to bottom. So the cells of an exercise are brought
together and marked with where it begins and ends, and what is left of the lesson comes last.
"""

from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter
from traitlets import Bool, Float, Unicode

from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.collect.deadline import Deadline, HandedIn, days_of
from mlp_course.grading.feedback.listing import (
    FULL,
    OPEN_ITEM,
    PART,
    WAITING,
    WRONG,
    Row,
    as_html,
    number,
)
from mlp_course.grading.feedback.messages import OPEN, message_about
from mlp_course.grading.steps.gradebook_steps import is_untouched
from mlp_course.lessons import cells
from mlp_course.lessons.titles import lesson_title, title_of, titles

BEGINS = "begins"  # on the first cell of an exercise: its row
ENDS = "ends"  # on its last cell
REST = "rest"  # on the first cell of what is left
LAST = "last"  # on the last of all
DAY, NIGHT = "xcode", "monokai"  # colours of code that can be read on these pages


class Overview(Preprocessor):
    """Puts the list on top of a page, the exercises below it, and the rest of the lesson last."""

    enabled = Bool(True).tag(config=True)
    told = Bool(False, help="whether what follows is known").tag(config=True)
    handed_in = Unicode(help="when it was handed in, ISO 8601").tag(config=True)
    due = Unicode(help="when it was due, ISO 8601").tag(config=True)
    late = Unicode(help="how late that was, as the table says it").tag(config=True)
    penalty = Float(help="percent of the points, for each day begun").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Sort the cells; leave in the resources what stands above them."""
        where = resources["nbgrader"]
        lesson = self._lesson(where["assignment"], where["notebook"]) or nb
        known = titles(lesson)
        names = {item: title_of(known, item) for item in _items(nb)}
        rows = []
        sorted_cells: list[NotebookNode] = []
        for item, title in names.items():
            found = [cell for cell in nb.cells if _item(cell) == item]
            row = row_of(nb, found, item, title)
            rows.append(row)
            _say_once(found, row.sentence)
            found[0].metadata[BEGINS] = row
            found[-1].metadata[ENDS] = True
            sorted_cells += found
        rest = [cell for cell in nb.cells if _item(cell) not in names]
        if rest:
            rest[0].metadata[REST] = True
            rest[-1].metadata[LAST] = True
        nb.cells = sorted_cells + rest
        resources["overview"] = {
            "name": shown_name(where["student"]),
            "lesson": lesson_title(lesson) or where["notebook"],
            "facts": self._facts(where["score"], where["max_score"], rows),
            "list": as_html(rows, linked=True),
            "colours": _colours(),
        }
        return nb, resources

    def _lesson(self, assignment: str, notebook: str) -> NotebookNode | None:
        """The lesson's source, whose headings no student can change; None if it is not here."""
        place = self.config.CourseDirectory
        folder = Path(place.get("root", "")) / place.get("source_directory", "source")
        path = folder / assignment / f"{notebook}.ipynb"
        return nbformat.read(path, as_version=4) if path.is_file() else None

    def _facts(self, score: float, most: float, rows: list[Row]) -> dict[str, str]:
        """What stands above the list, by what it is called: points, lateness, dates."""
        facts = {"Points": f"{number(score)} of {number(most)}"}
        lost = Deadline(None, self.penalty).cost(self.late, score)
        if lost:
            days = days_of(self.late)
            unit = "day" if days == 1 else "days"
            share = self.penalty * days
            facts["Points"] = (
                f"{number(score)} of {number(most)}, {days} {unit} late, "
                f"{share:g} % off: {number(score - lost)}"
            )
        waiting = sum(row.most for row in rows if row.state == WAITING)
        if waiting:
            facts["Not counted yet"] = f"{number(waiting)} points wait for a mark"
        if self.late:
            facts["Late"] = "marked as late" if self.late == "yes" else in_words(self.late)
        if not self.told:
            facts["Late"] = "not counted on this page"
        if self.handed_in:
            facts["Handed in"] = date(self.handed_in)
        if self.due:
            facts["Due"] = date(self.due)
        return facts


def settings_of(handed_in: HandedIn) -> dict[str, object]:
    """What `Overview` is told of a submission."""
    due = handed_in.deadline.due
    return {
        "told": True,
        "handed_in": handed_in.moment.isoformat() if handed_in.moment else "",
        "due": due.isoformat() if due else "",
        "late": handed_in.late,
        "penalty": float(handed_in.deadline.penalty),
    }


def row_of(nb: NotebookNode, found: list[NotebookNode], item: str, title: str) -> Row:
    """What became of an exercise: of `found`, its cells with the marks that they were given."""
    marked = [cells.about(cell) for cell in found if "score" in cells.about(cell)]
    most = sum(about["points"] for about in marked)
    if any(about.get("pending") for about in marked):
        return Row(item, title, WAITING, most, sentence="Your instructor has not marked it yet.")
    points = sum(about["score"] for about in marked)
    if points >= most:
        return Row(item, title, FULL, most, points)
    said = message_about(nb, item)
    if said.kind == OPEN or any(_is_open_text(cell) for cell in found):
        return Row(item, title, OPEN_ITEM, most, points, "Nothing is written here.")
    return Row(item, title, PART if points else WRONG, most, points, said.text)


def shown_name(student: str) -> str:
    """The name of a student, without the number that an export put behind it.

    >>> shown_name("Ada Example_101"), shown_name("ada")
    ('Ada Example', 'ada')
    """
    behind = number_of(student)
    return student.removesuffix(f"_{behind}") if behind else student


def in_words(late: str) -> str:
    """How late something was.

    >>> in_words("1 d 09:30"), in_words("0 d 00:07")
    ('1 day, 9 hours and 30 minutes', '7 minutes')
    """
    days, _, clock = late.partition(" d ")
    hours, _, minutes = clock.partition(":")
    parts = []
    for text, unit in ((days, "day"), (hours, "hour"), (minutes, "minute")):
        value = int(text)
        if value:
            parts.append(f"{value} {unit}" if value == 1 else f"{value} {unit}s")
    *before, last = parts
    return f"{', '.join(before)} and {last}" if before else last


def date(moment: str) -> str:
    """A moment as people write it.

    >>> date("2026-11-22T09:30:00"), date("2026-11-21T00:00:00")
    ('22 November 2026, 09:30', '20 November 2026, end of the day')
    """
    when = datetime.fromisoformat(moment)
    clock = f"{when:%H:%M}"
    if clock == "00:00":
        when -= timedelta(days=1)
        clock = "end of the day"
    return f"{when.day} {when:%B %Y}, {clock}"


def _say_once(found: list[NotebookNode], sentence: str) -> None:
    """Leave out of what tests said an error that says no more than the sentence above it."""
    for cell in found:
        if cells.is_test(cell):
            outputs = cell.outputs
            cell.outputs = [output for output in outputs if not _says_only(output, sentence)]


def _says_only(output: NotebookNode, sentence: str) -> bool:
    """Whether an output is an error of this one sentence."""
    if output.output_type != "error":
        return False
    said = "\n".join(output.traceback)
    return said in (sentence, f"{output.ename}: {sentence}")


def _items(nb: NotebookNode) -> dict[str, None]:
    """The names of all that has marks, in order, each once."""
    return dict.fromkeys(
        cells.item_of(cells.grade_id(cell))
        for cell in nb.cells
        if cells.has_points(cell) or cells.is_task(cell)
    )


def _item(cell: NotebookNode) -> str:
    """The item that a cell is the answer or the test of; '' of none."""
    if cells.is_students(cell) or cells.is_task(cell):
        return cells.item_of(cells.grade_id(cell))
    return ""


def _is_open_text(cell: NotebookNode) -> bool:
    """Whether this is a text to be written that is as it was handed out."""
    return cells.is_marked_by_hand(cell) and is_untouched(cell)


def _colours() -> str:
    """The colours of code, by day and by night."""
    day = HtmlFormatter(style=DAY).get_style_defs(".highlight")
    night = HtmlFormatter(style=NIGHT).get_style_defs(".highlight")
    return f"{day}\n@media (prefers-color-scheme: dark) {{\n{night}\n}}"
