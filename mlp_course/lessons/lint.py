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
MARKS = (
    cells.BEGIN_HIDDEN,
    cells.END_HIDDEN,
    cells.BEGIN_SOLUTION,
    cells.END_SOLUTION,
    cells.BEGIN_SCHEME,
    cells.END_SCHEME,
)
METADATA = {"grade", "solution", "locked", "grade_id", "schema_version"}  # of nbgrader


def read_source(path: Path) -> NotebookNode:
    """The notebook at `path`; ValueError, with a sentence, if it is not one or lacks cell ids."""
    try:
        text = path.read_text(encoding="utf-8")
        notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}.") from error
    except (nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        first = str(error).splitlines()[0]
        raise ValueError(f"{path.name} is not a valid notebook: {first}") from error
    # Cells have ids, which the pages and the updates go by, from format 4.5 on.
    version = (notebook.nbformat, notebook.nbformat_minor)
    if version < (4, 5) or any("id" not in cell for cell in notebook.cells):
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
        for sentence in _cell_faults(cell):
            found.append(f"{lesson}, cell {name}: {sentence}")
    return found


def _notebook_faults(notebook: NotebookNode) -> Iterator[str]:
    """What is wrong between cells: names used twice, items without tests, tests without items."""
    ids = []
    answers = []
    tests = []
    for cell in notebook.cells:
        name = cells.grade_id(cell)
        if name:
            ids.append(name)
        if cells.is_answer(cell) and not cells.has_points(cell):
            answers.append(name)
        if cells.is_test(cell):
            tests.append(name)

    # nbgrader keeps cells apart by their name.
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"the grade_id '{name}' is used by {count} cells; give each its own."
    # Every item is marked by tests that are called after it.
    tested = {cells.item_of(name) for name in tests}
    ending = cells.TEST_ENDING
    for name in answers:
        if name not in tested:
            yield f"the item '{name}' has no test cell; add one called '{name}{ending}'."
    for name in tests:
        if cells.item_of(name) not in answers:
            yield (
                f"the test cell '{name}' tests no item; "
                f"call it after an answer cell, as in 'mae{ending}'."
            )


def _cell_faults(cell: NotebookNode) -> Iterator[str]:
    """What is wrong with one cell; its metadata and test are read only if its markers are fine."""
    if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
        yield "it has outputs or an execution count; clear all outputs."
    # Where regions cannot be told apart, nothing in them can be judged.
    unbalanced = list(_marker_faults(cell))
    if unbalanced:
        yield from unbalanced
        return
    yield from _metadata_faults(cell)
    if cells.is_test(cell):
        yield from _test_faults(cell.source)


def _marker_faults(cell: NotebookNode) -> Iterator[str]:
    """Markers that stand where they may not, or do not pair."""
    pairs = (
        (cells.BEGIN_HIDDEN, cells.END_HIDDEN, cells.has_points(cell), "a test cell"),
        (cells.BEGIN_SOLUTION, cells.END_SOLUTION, cells.is_answer(cell), "an answer cell"),
    )
    for begin, end, allowed, place in pairs:
        try:
            found = cells.regions(cell.source, begin, end)
        except ValueError as error:
            yield f"{error}."
            continue
        if found and not allowed:
            yield f"'{begin}' may only stand in {place}."
    yield from _crowded(cell.source)


def _crowded(source: str) -> Iterator[str]:
    """Lines that nbgrader takes out for their marker, and more than the marker with it."""
    for number, line in enumerate(source.split("\n"), 1):
        for mark in MARKS:
            if mark in line and cells.beside(line, [mark]):
                yield f"line {number} holds more than '{mark}': give the marker its own line."


def _metadata_faults(cell: NotebookNode) -> Iterator[str]:
    """What nbgrader must know of a cell, and does not."""
    if "nbgrader" not in cell.metadata:
        return
    about = cell.metadata.nbgrader
    is_answer = cells.is_answer(cell)
    gives_marks = cells.has_points(cell)
    missing = METADATA - set(about)
    if missing or not cells.grade_id(cell):
        what = ", ".join(sorted(missing)) or "a grade_id"
        yield f"its nbgrader metadata lacks {what}."
    if gives_marks and not isinstance(about.get("points"), int | float):
        yield "it gives marks but says nothing of how many points."
    if cell.cell_type == "markdown" and gives_marks != is_answer:
        yield "a text cell is marked by hand: it must be both graded and an answer."
    if cell.cell_type == "code" and is_answer:
        begin = cells.BEGIN_SOLUTION
        end = cells.END_SOLUTION
        if not cells.regions(cell.source, begin, end):
            yield f"it is an answer cell without '### {begin}' and '### {end}'."


def _test_faults(source: str) -> Iterator[str]:
    """What is wrong with a test: no sentence, nothing to see, marks that count as others."""
    visible = cells.outside(source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
    try:
        statements = ast.parse(source).body
        seen = ast.parse(visible).body
        value = cells.last_value(source)
        shown = cells.last_value(visible)
    except SyntaxError as error:
        yield f"line {error.lineno} is not Python: {error.msg}."
        return
    if not _opens_with_a_sentence(statements):
        yield 'it gives marks, so it must open with a sentence saying what it tests ("""...""").'
    if all(map(_is_text, seen)):
        yield (
            "its visible part calls nothing, so Validate would pass an open item; "
            "add one visible test."
        )
    # nbgrader takes the value that a test shows for its points.
    if _may_be_a_score(shown):
        yield (
            "its score stands outside the hidden region, so Validate would fail right answers; "
            "move it inside."
        )
    elif _may_be_a_score(value) and _called(value) != "float":
        yield "a partial mark must end in float(...): anything else can count as full marks."


def _opens_with_a_sentence(statements: list[ast.stmt]) -> bool:
    """Whether a text of more than one word stands first."""
    if not statements:
        return False
    text = _text_of(statements[0])
    return text is not None and " " in text.strip()


def _is_text(statement: ast.stmt) -> bool:
    """Whether a statement is only a text."""
    return _text_of(statement) is not None


def _text_of(statement: ast.stmt) -> str | None:
    """The text that a statement is, None if it is anything else."""
    if not isinstance(statement, ast.Expr):
        return None
    value = statement.value
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return None


def _called(value: ast.expr | None) -> str:
    """The last name of what is called, '' if nothing is."""
    if not isinstance(value, ast.Call):
        return ""
    if isinstance(value.func, ast.Attribute):
        return value.func.attr
    return getattr(value.func, "id", "")


def _may_be_a_score(value: ast.expr | None) -> bool:
    """Whether Jupyter would show this last expression as a number.

    Calls of unknown functions may return nothing.
    """
    if value is None:
        return False
    return not isinstance(value, ast.Call) or _called(value) in NUMBERS
