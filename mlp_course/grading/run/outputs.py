"""What of a cell's outputs counts: a warning is no failure, only a test's own mark is a mark."""

import ast
import re
from dataclasses import replace

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.checks.cards.card import Card
from mlp_course.checks.cards.frames import LONGEST_LINE, Frame
from mlp_course.checks.cards.wording import shortened, writable
from mlp_course.lessons import cells
from mlp_course.lessons.remarks import note

UNCALLED = "This test showed a result that is not its own; it was left out: judge it by hand."
NO_MARK = "This test ended without a mark."
MOST_SHOWN = 20_000  # characters of an error
NUMBER = re.compile(r"\d+\.?\d*(e-?\d+)?")
NUMPY_NUMBER = re.compile(r"np\.\w+\((.*)\)")


class TidyOutputs(NbGraderPreprocessor):
    """Make outputs mean what the author meant: a warning is no failure, a NumPy number a number."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Tidy every cell, and note which tests showed results that are not theirs."""
        super().preprocess(nb, resources)
        for cell in filter(cells.is_test, nb.cells):
            sentence = keep_own_result(cell)
            if sentence:
                note(nb, cell, sentence)
        return nb, resources

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: dict,
        index: int,
    ) -> tuple[NotebookNode, dict]:
        """Move stderr to stdout; show `np.int64(2)` as `2`, as it would count as full marks."""
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.name = "stdout"
            # A page with all of it could not be opened.
            if output.output_type == "error":
                output.evalue = output.evalue[:MOST_SHOWN]
                output.traceback = [line[:MOST_SHOWN] for line in output.traceback]
            if output.output_type == "execute_result" and cells.is_test(cell):
                data = output.get("data", {})
                text = data.get("text/plain", "")
                number = NUMPY_NUMBER.fullmatch(text.strip())
                if number:
                    output.data["text/plain"] = number[1]
        return cell, resources


def keep_own_result(cell: NotebookNode) -> str:
    """Leave a test the result of its last line, if that is a mark; what else there was, or ''.

    nbgrader takes the first result it finds for the mark, looks no further for errors, and gives
    full marks where a partial mark is missing, or is no number.
    """
    results = []
    failed = False
    for output in cell.outputs:
        if output.output_type == "execute_result":
            results.append(output)
        if output.output_type == "error":
            failed = True

    # Only a test that has not failed and gives partial marks has a result of its own, the last.
    gives_mark = gives_partial_marks(cell.source) and not failed
    extra = results[:-1] if gives_mark else results
    dropped = {id(output) for output in extra}
    cell.outputs = [output for output in cell.outputs if id(output) not in dropped]
    if gives_mark and not (results and _is_mark(results[-1], cell)):
        cell.outputs = [error("NoMark", NO_MARK)]
        return NO_MARK
    return UNCALLED if extra else ""


def gives_partial_marks(source: str) -> bool:
    """Whether a test ends in `float(...)`, as all must that give partial marks (lint)."""
    try:
        value = cells.last_value(source)
    except SyntaxError:
        return False
    if not isinstance(value, ast.Call):
        return False
    return getattr(value.func, "id", "") == "float"


def _is_mark(result: NotebookNode, test: NotebookNode) -> bool:
    """Whether a result is a number of points that the test may give."""
    most = cells.about(test)["points"]
    text = result.data.get("text/plain", "")
    if not NUMBER.fullmatch(text):
        return False
    return float(text) <= most


def has_failed(cell: NotebookNode) -> bool:
    """Whether there is an error among the outputs."""
    return any(output.output_type == "error" for output in cell.outputs)


def error(name: str, sentence: str) -> NotebookNode:
    """An output that fails a cell, and says why."""
    return NotebookNode(
        output_type="error",
        ename=name,
        evalue=sentence,
        traceback=[f"{name}: {sentence}"],
    )


def with_line(card: Card, nb: NotebookNode, place: list[int] | None) -> Card:
    """The card of an error of the answer's, at cell and line `place`, with that line."""
    if not place:
        return card
    return replace(card, frames=(_line_of(nb, *place),))


def _line_of(nb: NotebookNode, count: int, line: int) -> Frame:
    """A line of the cell that was run as the `count`-th."""
    for cell in nb.cells:
        if cell.get("execution_count") == count:
            lines = cell.source.split("\n")
            # IPython leaves out empty lines at the top before it counts.
            empty = next((n for n, text in enumerate(lines) if text.strip()), 0)
            there = line + empty
            source = lines[there - 1].strip() if there <= len(lines) else ""
            source = shortened(writable(source), LONGEST_LINE)
            return Frame(there, source, cells.grade_id(cell) or "your cell")
    return Frame(line, "", "your cell")
