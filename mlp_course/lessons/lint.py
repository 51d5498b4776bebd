"""Checks a lesson must pass before it is released or graded, one sentence for each fault."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from mlp_course.lessons import cells

NUMBERS = (
    "float",
    "int",
    "bool",
    "sum",
    "mean",
    "round",
    "min",
    "max",
    "len",
    "abs",
    "float64",
    "int64",
)


def read_source(path: Path) -> NotebookNode:
    """The notebook at `path`; ValueError, with a sentence, if it is not one or lacks cell ids."""
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}.") from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise ValueError(
            f"{path.name} is not a valid notebook: {str(error).splitlines()[0]}"
        ) from error
    if (notebook.nbformat, notebook.nbformat_minor) < (4, 5) or any(
        "id" not in cell for cell in notebook.cells
    ):
        raise ValueError(
            f"{path.name} has cells without ids: save it once in JupyterLab (format 4.5)."
        )
    return notebook


def faults(path: Path) -> list[str]:
    """Everything wrong with the lesson at `path`, each as 'lesson, cell X: sentence'."""
    lesson = path.parent.name
    try:
        notebook = read_source(path)
    except ValueError as error:
        return [f"{lesson}: {error}"]
    found = [f"{lesson}: {sentence}" for sentence in _notebook_faults(notebook)]
    for cell in notebook.cells:
        name = cells.grade_id(cell) or cell.id
        found += [f"{lesson}, cell {name}: {sentence}" for sentence in _cell_faults(cell)]
    return found


def _notebook_faults(notebook: NotebookNode) -> Iterator[str]:
    ids = [name for name in map(cells.grade_id, notebook.cells) if name]
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"the grade_id '{name}' is used by {count} cells; give each its own."
    answers = [
        cells.grade_id(c) for c in notebook.cells if cells.is_answer(c) and not cells.has_points(c)
    ]
    tests = [cells.grade_id(c) for c in notebook.cells if cells.is_test(c)]
    for name in answers:
        if name not in map(cells.item_of, tests):
            yield f"the item '{name}' has no test cell; add one called '{name}{cells.TEST_ENDING}'."
    for name in tests:
        if cells.item_of(name) not in answers:
            yield f"the test cell '{name}' tests no item; call it after an answer cell, as in 'mae{cells.TEST_ENDING}'."


def _cell_faults(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
        yield "it has outputs or an execution count; clear all outputs."
    unbalanced = list(_marker_faults(cell))
    yield from unbalanced or _metadata_faults(cell)
    if not unbalanced and cells.is_test(cell):
        yield from _test_faults(cell.source)


def _marker_faults(cell: NotebookNode) -> Iterator[str]:
    pairs = (
        (cells.BEGIN_HIDDEN, cells.END_HIDDEN, cells.has_points(cell), "a test cell"),
        (cells.BEGIN_SOLUTION, cells.END_SOLUTION, cells.is_answer(cell), "an answer cell"),
    )
    for begin, end, allowed, place in pairs:
        try:
            if cells.regions(cell.source, begin, end) and not allowed:
                yield f"'{begin}' may only stand in {place}."
        except ValueError as error:
            yield f"{error}."


def _metadata_faults(cell: NotebookNode) -> Iterator[str]:
    if "nbgrader" not in cell.metadata:
        return
    missing = {"grade", "solution", "locked", "grade_id", "schema_version"} - set(
        cell.metadata.nbgrader
    )
    if missing or not cells.grade_id(cell):
        yield f"its nbgrader metadata lacks {', '.join(sorted(missing)) or 'a grade_id'}."
    if cells.has_points(cell) and not isinstance(cell.metadata.nbgrader.get("points"), int | float):
        yield "it gives marks but says nothing of how many points."
    if cell.cell_type == "markdown" and cells.has_points(cell) != cells.is_answer(cell):
        yield "a text cell is marked by hand: it must be both graded and an answer."
    in_code = cell.cell_type == "code" and cells.is_answer(cell)
    if in_code and not cells.regions(cell.source, cells.BEGIN_SOLUTION, cells.END_SOLUTION):
        yield f"it is an answer cell without '### {cells.BEGIN_SOLUTION}' and '### {cells.END_SOLUTION}'."


def _test_faults(source: str) -> Iterator[str]:
    visible = cells.outside(source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
    try:
        first, value, shown = (
            ast.parse(source).body[:1],
            cells.last_value(source),
            cells.last_value(visible),
        )
        tries = [statement for statement in ast.parse(visible).body if not _is_text(statement)]
    except SyntaxError as error:
        yield f"line {error.lineno} is not Python: {error.msg}."
        return
    if not (first and _is_text(first[0]) and " " in first[0].value.value.strip()):
        yield 'it gives marks, so it must open with a sentence saying what it tests ("""...""").'
    if not tries:
        yield "its visible part calls nothing, so Validate would pass an open item; add one visible test."
    if _may_be_a_score(shown):
        yield "its score stands outside the hidden region, so Validate would fail right answers; move it inside."
    elif _may_be_a_score(value) and _called(value) != "float":
        yield "a partial mark must end in float(...): anything else can count as full marks."


def _is_text(statement: ast.stmt) -> bool:
    value = getattr(statement, "value", None)
    return (
        isinstance(statement, ast.Expr)
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
    )


def _called(value: ast.expr | None) -> str:
    if not isinstance(value, ast.Call):
        return ""
    return (
        value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    )


def _may_be_a_score(value: ast.expr | None) -> bool:
    """Whether Jupyter would show this last expression as a number; calls of unknown functions may return nothing."""
    return value is not None and (not isinstance(value, ast.Call) or _called(value) in NUMBERS)
