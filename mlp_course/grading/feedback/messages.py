"""What a student was told about an item, read off the graded notebook."""

from dataclasses import dataclass

from nbconvert.filters import strip_ansi
from nbformat import NotebookNode

from mlp_course.checks.answers.expect import Mismatch
from mlp_course.grading.feedback.redact import VERDICT, ByCount, by_count, student_line
from mlp_course.lessons import cells

OPEN = "NotImplementedError"
HIDDEN = "hidden"
VISIBLE = "visible"
LONGEST = 2000  # characters of a message that are kept
SENTENCES = ("AssertionError", Mismatch.__name__)  # errors that are made to be read


@dataclass(frozen=True)
class Message:
    """One message; `place` is the part of the test that spoke: visible or hidden."""

    text: str = ""
    kind: str = ""  # class of the error, '' for a verdict without one
    place: str = ""


def message_about(nb: NotebookNode, item: str) -> Message:
    """The first thing said to the student by a test of `item`; empty if nothing was amiss."""
    executed = by_count(nb)
    for cell in nb.cells:
        if not cells.is_test(cell):
            continue
        name = cells.grade_id(cell)
        if cells.item_of(name) == item:
            found = _said(cell, executed)
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


def _said(test: NotebookNode, executed: ByCount) -> Message:
    """What one test said: its error, or what it printed of verdicts that are not."""
    errors = [output for output in test.outputs if output.output_type == "error"]
    if errors:
        return _of_errors(errors, test, executed)
    printed = ""
    for output in test.outputs:
        if output.output_type == "stream":
            printed += output.get("text", "")
    verdicts = "".join(VERDICT.findall(printed))
    wrong = [line for line in verdicts.splitlines() if "WRONG" in line]
    if not wrong:
        return Message()
    text = "\n".join(wrong)
    return Message(text[:LONGEST], place=HIDDEN)


def _of_errors(
    errors: list[NotebookNode],
    test: NotebookNode,
    executed: ByCount,
) -> Message:
    """The message of a test's errors.

    There are several if the cell was stopped: the last says so, the first says where.
    """
    last = errors[-1]
    _, in_hidden = student_line(errors[0], test, executed)
    # Of a hidden test no more than a line is told.
    text = _line(last, whole=not in_hidden)
    place = HIDDEN if in_hidden else VISIBLE
    return Message(text[:LONGEST], last.ename, place)


def _line(error: NotebookNode, whole: bool = False) -> str:
    """A sentence stands for itself; any other error is named."""
    text = strip_ansi(error.evalue).strip()
    if not whole:
        text = text.partition("\n")[0]
    if error.ename in SENTENCES and text:
        return text
    return f"{error.ename}: {text}".rstrip(": ")
