"""What a student may see of an autograded notebook: everything of theirs, nothing of a hidden test."""

import re
from collections.abc import Iterator

from nbconvert.filters import strip_ansi
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from mlp_course.lessons import cells
from mlp_course.lessons.secrets import fold, hidden_from_students, is_the_lessons

PLACE = "# (further tests ran here)"
HIDDEN_OUTPUT = "(This output showed part of a hidden test and was left out.)\n"
SPEAKING = (
    "AssertionError",
    "NotImplementedError",
    "NotRun",
    "CellTimeoutError",
)  # their messages are ours
VERDICT = re.compile(r"^[a-l]  (?:right|WRONG): .*\n(?:   .*\n)*", re.MULTILINE)
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


class HideHiddenTests(Preprocessor):
    """Leave hidden tests and mark schemes out of the feedback: out of sources, tracebacks and outputs."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Redact the notebook in place."""
        secrets = hidden_from_students(nb)
        by_count = {
            c.execution_count: c for c in nb.cells if c.cell_type == "code" and c.execution_count
        }
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [
                    _shown(output, cell, by_count, secrets) for output in _allowed(cell)
                ]
        for cell in filter(is_the_lessons, nb.cells):
            cell.source = cells.outside(cell.source, cells.BEGIN_HIDDEN, cells.END_HIDDEN, PLACE)
            cell.source = cells.outside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
        return nb, resources


def _allowed(cell: NotebookNode) -> Iterator[NotebookNode]:
    """The outputs without what hidden tests print or show, save for verdicts on statements (quiz.mark)."""
    if not (cells.is_test(cell) and cells.BEGIN_HIDDEN in cell.source):
        yield from cell.outputs
        return
    for output in cell.outputs:
        verdicts = VERDICT.findall(output.get("text", ""))
        if output.output_type == "error":
            yield output
        elif verdicts:
            yield NotebookNode(output_type="stream", name="stdout", text="".join(verdicts))


def _shown(
    output: NotebookNode, cell: NotebookNode, by_count: dict, secrets: set[str]
) -> NotebookNode:
    if output.output_type == "error" and cells.is_test(cell) and cells.BEGIN_HIDDEN in cell.source:
        output, _ = short_error(output, cell, by_count)
    text = fold(strip_ansi("\n".join(_strings(output))))
    if any(secret in text for secret in secrets):
        return NotebookNode(output_type="stream", name="stdout", text=HIDDEN_OUTPUT)
    return output


def _strings(value: object) -> Iterator[str]:
    """All text inside an output; images and widgets come out as text, too."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def short_error(
    error: NotebookNode, cell: NotebookNode, by_count: dict
) -> tuple[NotebookNode, bool]:
    """One sentence, and the line of the student's own code it came from; whether it came from a hidden test."""
    own, in_hidden = _student_line(error, cell, by_count)
    message = error.evalue.strip().split("\n")[0]
    written = any(
        message and message in other.source
        for other in by_count.values()
        if not cells.is_test(other)
    )
    if in_hidden and not written and error.ename not in SPEAKING:
        message = "raised in a further test"
    lines = [f"{error.ename}: {message}".rstrip(": "), *own]
    shown = NotebookNode(
        output_type="error", ename=error.ename, evalue=message, traceback=["\n".join(lines)]
    )
    return shown, in_hidden


def _student_line(
    error: NotebookNode, cell: NotebookNode, by_count: dict
) -> tuple[list[str], bool]:
    """The last line of the student's code in the traceback, and whether the test's own line was hidden."""
    own, in_hidden = [], True
    hidden = cells.regions(cell.source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
    for count, line in FRAME.findall(strip_ansi("\n".join(error.traceback))):
        where, number = by_count.get(int(count)), int(line)
        if where is cell:
            in_hidden = any(first <= number <= last for first, last in hidden)
        elif (
            where is not None
            and 0 < number <= len(where.source.split("\n"))
            and not cells.is_test(where)
        ):
            own = [
                f"in line {number} of your cell: {where.source.split(chr(10))[number - 1].strip()}"
            ]
    return own, in_hidden
