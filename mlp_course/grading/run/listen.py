"""Hearing a kernel out that may say anything: too much, nonsense, or results that are not the cell's."""

import ast
import re

from nbclient.client import CellExecutionComplete
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from mlp_course.lessons import cells
from mlp_course.lessons.remarks import note

TOO_LONG = "This cell prints too much; the rest was left out."
NONSENSE = "This cell sent something that is no output; it was left out."
UNCALLED = "This test showed a result that is not its own; it was left out: judge it by hand."
NO_MARK = "This test ended without a mark."
MOST_PRINTED = 1_000_000  # characters
MOST_DRAWN = 20_000_000  # characters of figures and the like, of one cell
NUMBER = re.compile(r"\d+\.?\d*(e-?\d+)?")
SHAPES = {
    "stream": {"name": str, "text": str},
    "error": {"ename": str, "evalue": str, "traceback": list},
    "display_data": {"data": dict, "metadata": dict},
    "update_display_data": {"data": dict, "metadata": dict},
    "execute_result": {"data": dict, "metadata": dict, "execution_count": int},
}


class Listener(Execute):
    """An Execute that keeps of a cell's messages what is well formed, up to a length."""

    printed = drawn = 0

    def process_message(
        self, msg: dict, cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Hand on a message, or leave it out and note why."""
        kind, content = msg.get("msg_type"), msg.get("content")
        if not is_well_formed(kind, content):
            note(self.nb, cell, NONSENSE)
            return None
        if kind == "stream":
            room = max(MOST_PRINTED - self.printed, 0)
            self.printed += len(content["text"])
            content["text"] = content["text"][:room]
        elif kind in SHAPES:
            self.drawn += len(str(content))
        if self.printed > MOST_PRINTED or self.drawn > MOST_DRAWN:
            note(self.nb, cell, TOO_LONG)
            if kind in SHAPES and not (kind == "error" or content.get("text")):
                return None
        try:
            return super().process_message(msg, cell, cell_index)
        except CellExecutionComplete:
            raise
        except Exception:  # whatever it was that nbclient stumbled over, it came from the kernel
            note(self.nb, cell, NONSENSE)
            return None


def is_well_formed(kind: object, content: object) -> bool:
    """Whether the content of a message is what messages of its kind have.

    >>> is_well_formed("stream", {"name": "stdout", "text": 3})
    False
    """
    if not isinstance(kind, str) or not isinstance(content, dict):
        return False
    if not all(
        isinstance(content.get(name), type_) for name, type_ in SHAPES.get(kind, {}).items()
    ):
        return False
    return all(isinstance(line, str) for line in content.get("traceback", [])) and all(
        isinstance(name, str) and isinstance(value, str | dict)
        for name, value in (content.get("data") or {}).items()
        if kind in ("display_data", "execute_result", "update_display_data")
    )


def keep_own_result(cell: NotebookNode) -> str:
    """Leave a test the result of its last line, if that is a mark; what else there was, in words, or ''.

    nbgrader takes the first result it finds for the mark, looks no further for errors, and gives full marks where a
    partial mark is missing, or is no number.
    """
    results = [output for output in cell.outputs if output.output_type == "execute_result"]
    failed = any(output.output_type == "error" for output in cell.outputs)
    marks = gives_partial_marks(cell.source)
    extra = results if failed or not marks else results[:-1]
    cell.outputs = [
        output for output in cell.outputs if not any(output is other for other in extra)
    ]
    if (
        not failed
        and marks
        and not (results and _is_mark(results[-1], cell.metadata.nbgrader.points))
    ):
        cell.outputs = [error("NoMark", NO_MARK)]
        return NO_MARK
    return UNCALLED if extra else ""


def gives_partial_marks(source: str) -> bool:
    """Whether a test ends in `float(...)`, as all must that give partial marks (lint)."""
    try:
        value = cells.last_value(source)
    except SyntaxError:
        return False
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "float"


def _is_mark(result: NotebookNode, most: float) -> bool:
    text = result.data.get("text/plain", "")
    return bool(NUMBER.fullmatch(text)) and float(text) <= most


def error(name: str, sentence: str) -> NotebookNode:
    """An output that fails a cell, and says why."""
    return NotebookNode(
        output_type="error", ename=name, evalue=sentence, traceback=[f"{name}: {sentence}"]
    )
