"""One cell of a lesson: is it an answer, a test, how many points, what of it is hidden.

This is the only place that knows how nbgrader writes this down. A cell is a dictionary in the
notebook format, or the `NotebookNode` that nbformat makes of one.
"""

import ast
import re
from collections.abc import Iterable, Mapping

BEGIN_HIDDEN = "BEGIN HIDDEN TESTS"
END_HIDDEN = "END HIDDEN TESTS"
BEGIN_SOLUTION = "BEGIN SOLUTION"
END_SOLUTION = "END SOLUTION"
BEGIN_SCHEME = "BEGIN MARK SCHEME"
END_SCHEME = "END MARK SCHEME"
TEST_ENDING = "_test"

Cell = Mapping  # of a notebook


def about(cell: Cell) -> dict:
    """What nbgrader has written into this cell, {} if nothing."""
    metadata = cell.get("metadata", {})
    return metadata.get("nbgrader") or {}


def grade_id(cell: Cell) -> str:
    """The stable name nbgrader knows this cell by, or ''."""
    return about(cell).get("grade_id") or ""


def points(cell: Cell) -> float:
    """The points of a cell that gives marks; 0 for any other, and where none are said."""
    if not has_points(cell):
        return 0
    return about(cell).get("points", 0)


def has_points(cell: Cell) -> bool:
    """Whether marks are given for this cell."""
    return _says(cell, "grade")


def is_answer(cell: Cell) -> bool:
    """Whether the student writes in this cell."""
    return _says(cell, "solution")


def is_locked(cell: Cell) -> bool:
    """Whether the lesson's own text is put back before grading."""
    return _says(cell, "locked")


def is_test(cell: Cell) -> bool:
    """Whether this is a code cell that marks an answer by itself."""
    if cell["cell_type"] != "code":
        return False
    return has_points(cell) and not is_answer(cell)


def is_task(cell: Cell) -> bool:
    """Whether this text sets a task that is marked by hand."""
    return _says(cell, "task")


def is_marked_by_hand(cell: Cell) -> bool:
    """Whether this is an answer that gives marks itself."""
    return has_points(cell) and is_answer(cell)


def is_students(cell: Cell) -> bool:
    """Whether students write in this cell, or are marked by it."""
    return is_answer(cell) or has_points(cell)


def item_of(test_id: str) -> str:
    """The item a test cell belongs to: `mae` for `mae_test` and `mae_test2`.

    >>> item_of("mae_test"), item_of("latest_test2")
    ('mae', 'latest')
    """
    ending = rf"{TEST_ENDING}\w*$"
    return re.sub(ending, "", test_id)


def source_of(cell: Cell) -> str:
    """The text of a cell, however the file splits it into lines."""
    return joined(cell["source"])


def code_cells(notebook: Mapping) -> list:
    """The cells of a notebook that hold code, in order."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found.append(cell)
    return found


def joined(text: str | list[str]) -> str:
    """A text of the notebook format, which may be a list of its lines.

    >>> joined(["a = 1\\n", "a"]) == joined("a = 1\\na")
    True
    """
    if isinstance(text, str):
        return text
    return "".join(text)


def regions(source: str, begin: str, end: str) -> list[tuple[int, int]]:
    """Line numbers (first, last, counted from 1, markers included) of each marked region.

    A marker counts wherever it stands in a line, as for nbgrader. Raises ValueError, with a
    sentence, if markers are nested or unbalanced.
    """
    found = []
    start = 0  # line where the region that is open began
    lines = source.split("\n")
    for number, line in enumerate(lines, start=1):
        if begin in line:
            if start:
                raise ValueError(f"line {number} opens '{begin}' inside the one of line {start}")
            start = number
        elif end in line:
            if not start:
                raise ValueError(f"line {number} has '{end}' without '{begin}' above it")
            found.append((start, number))
            start = 0
    if start:
        raise ValueError(f"'{begin}' of line {start} is never closed by '{end}'")
    return found


def outside(source: str, begin: str, end: str, instead: str | None = None) -> str:
    """The source without its marked regions; `instead` replaces each region by one line."""
    lines = source.split("\n")
    put_in = []
    if instead is not None:
        put_in.append(instead)
    # The last region first, so that the numbers of the others stay right
    for first, last in reversed(regions(source, begin, end)):
        lines[first - 1 : last] = put_in
    return "\n".join(lines)


def inside(source: str, begin: str, end: str) -> list[str]:
    """The lines between the markers."""
    lines = source.split("\n")
    found = []
    for first, last in regions(source, begin, end):
        found += lines[first : last - 1]
    return found


def beside(line: str, marks: Iterable[str]) -> list[str]:
    """What stands on a line before, between and after the `marks`, without their decoration.

    >>> beside("assert f(1)  ### BEGIN HIDDEN TESTS", ["BEGIN HIDDEN TESTS"])
    ['assert f(1)']
    >>> beside("=== BEGIN MARK SCHEME ===", ["BEGIN MARK SCHEME"])
    []
    """
    pieces = [line]
    for mark in marks:
        parts = []
        for piece in pieces:
            parts += piece.split(mark)
        pieces = parts

    # Beside a marker, what says nothing is decoration.
    if pieces != [line]:
        said = [piece for piece in pieces if re.search(r"\w", piece)]
        pieces = [piece.rstrip("# \t\f\r") for piece in said]
    stripped = [piece.strip() for piece in pieces]
    return [piece for piece in stripped if piece]


def last_value(source: str) -> ast.expr | None:
    """The expression a cell ends in, which Jupyter shows as its result; None if it ends otherwise.

    >>> ast.unparse(last_value("x = 1; x + 1"))
    'x + 1'
    >>> last_value("x = 1") is None
    True
    """
    body = ast.parse(source).body
    if not body:
        return None
    last = body[-1]
    if not isinstance(last, ast.Expr):
        return None
    # A constant that stands alone is a docstring.
    if len(body) == 1 and isinstance(last.value, ast.Constant):
        return None
    return last.value


def _says(cell: Cell, key: str) -> bool:
    """Whether nbgrader has noted that of this cell."""
    return bool(about(cell).get(key))
