"""What a student was told about an item, read off the graded notebook."""

from dataclasses import dataclass

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from mlp_course.grading.feedback.redact import VERDICT, short_error
from mlp_course.lessons import cells

OPEN = "NotImplementedError"
LONGEST = 2000  # characters of a message that are kept


@dataclass(frozen=True)
class Message:
    """One message; `place` is the part of the test that spoke: visible, hidden, or the answer's own cell."""

    text: str = ""
    kind: str = ""  # class of the error, '' for a verdict without one
    place: str = ""


def message_about(nb: NotebookNode, item: str) -> Message:
    """The first thing said to the student by a test of `item`; an empty message if nothing was amiss."""
    by_count = {
        c.execution_count: c for c in nb.cells if c.cell_type == "code" and c.execution_count
    }
    for cell in nb.cells:
        if cells.is_test(cell) and cells.item_of(cells.grade_id(cell)) == item:
            found = _said(cell, by_count)
            if found.text:
                return found
    return Message()


def own_error(nb: NotebookNode, item: str) -> str:
    """The error with which the answer's own cell ended, '' if it ran or is open."""
    for cell in nb.cells:
        if cells.grade_id(cell) == item:
            for output in cell.get("outputs", []):
                if output.output_type == "error" and output.ename != OPEN:
                    return _line(output)
    return ""


def _said(cell: NotebookNode, by_count: dict) -> Message:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:  # several if the cell was stopped: the last says so, the first where
        short, in_hidden = short_error(errors[0], cell, by_count)
        text = (
            _line(short)
            if in_hidden and len(errors) == 1
            else _line(errors[-1], whole=not in_hidden)
        )
        return Message(text[:LONGEST], errors[-1].ename, "hidden" if in_hidden else "visible")
    printed = "".join(
        output.get("text", "") for output in cell.outputs if output.output_type == "stream"
    )
    wrong = [line for line in "".join(VERDICT.findall(printed)).splitlines() if "WRONG" in line]
    return Message("\n".join(wrong)[:LONGEST], "", "hidden") if wrong else Message()


def _line(error: NotebookNode, whole: bool = False) -> str:
    """A sentence stands for itself; any other error is named."""
    text = strip_ansi(error.evalue).strip()
    text = text if whole else text.partition("\n")[0]
    return (
        text if error.ename == "AssertionError" and text else f"{error.ename}: {text}".rstrip(": ")
    )
