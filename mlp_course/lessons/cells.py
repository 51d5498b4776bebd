"""Reading one notebook cell: is it an answer, a test, how many points, what of it is hidden."""

import ast
import re

from nbformat import NotebookNode

BEGIN_HIDDEN, END_HIDDEN = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
BEGIN_SOLUTION, END_SOLUTION = "BEGIN SOLUTION", "END SOLUTION"
BEGIN_SCHEME, END_SCHEME = "BEGIN MARK SCHEME", "END MARK SCHEME"
TEST_ENDING = "_test"


def grade_id(cell: NotebookNode) -> str:
    """The stable name nbgrader knows this cell by, or ''."""
    return (cell.metadata.get("nbgrader") or {}).get("grade_id") or ""


def has_points(cell: NotebookNode) -> bool:
    """Whether marks are given for this cell."""
    return bool((cell.metadata.get("nbgrader") or {}).get("grade"))


def is_answer(cell: NotebookNode) -> bool:
    """Whether the student writes in this cell."""
    return bool((cell.metadata.get("nbgrader") or {}).get("solution"))


def is_test(cell: NotebookNode) -> bool:
    """Whether this is a code cell that marks an answer by itself."""
    return cell.cell_type == "code" and has_points(cell) and not is_answer(cell)


def is_task(cell: NotebookNode) -> bool:
    """Whether this text sets a task that is marked by hand."""
    return bool((cell.metadata.get("nbgrader") or {}).get("task"))


def item_of(test_id: str) -> str:
    """The item a test cell belongs to: `mae` for `mae_test` and `mae_test2`.

    >>> item_of("mae_test"), item_of("latest_test2")
    ('mae', 'latest')
    """
    return re.sub(rf"{TEST_ENDING}\w*$", "", test_id)


def regions(source: str, begin: str, end: str) -> list[tuple[int, int]]:
    """Line numbers (first, last, counted from 1, markers included) of each marked region.

    Raises ValueError, with a sentence, if markers are nested or unbalanced.
    """
    found, start = [], 0
    for number, line in enumerate(source.split("\n"), 1):
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
    for first, last in reversed(regions(source, begin, end)):
        lines[first - 1 : last] = [] if instead is None else [instead]
    return "\n".join(lines)


def inside(source: str, begin: str, end: str) -> list[str]:
    """The lines between the markers."""
    lines = source.split("\n")
    return [line for first, last in regions(source, begin, end) for line in lines[first : last - 1]]


def last_value(source: str) -> ast.expr | None:
    """The expression a cell ends in, which Jupyter shows as its result; None if it ends otherwise.

    >>> ast.unparse(last_value("x = 1; x + 1"))
    'x + 1'
    >>> last_value("x = 1") is None
    True
    """
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr):
        return None
    only_docstring = len(body) == 1 and isinstance(body[-1].value, ast.Constant)
    return None if only_docstring else body[-1].value
