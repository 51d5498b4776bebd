"""A lesson's cells may be run again, in any order: no name comes to mean something else below."""

import ast

import nbformat
import pytest

from helpers import ROOT
from mlp_course.lessons import cells
from mlp_course.lessons.name_use import NameUse, names_of

SOLUTIONS = sorted(ROOT.glob("solutions/*/*.ipynb"))
EXAMPLE = [
    ("a = 1", ""),
    ("print(a)", ""),
    ("a = 2", ""),
]


def _cells_of(path):
    """Source and item (of an answer) of every code cell."""
    notebook = nbformat.read(path, 4)
    found = []
    for cell in cells.code_cells(notebook):
        item = cells.grade_id(cell) if cells.is_answer(cell) else ""
        found.append((cell.source, item))
    return found


def taken_over(code):
    """Sentences about names that students write and the lesson makes again."""
    uses = [names_of(source) or NameUse() for source, _ in code]
    owned = set()
    for (_, item), use in zip(code, uses, strict=True):
        if item and item in use.made:
            owned.add(item)
    for number, ((_, item), use) in enumerate(zip(code, uses, strict=True)):
        for name in sorted(owned & (use.made | use.imported) - {item}):
            yield f"code cell {number} makes the student's `{name}` something else"


def bound_again(code):
    """Sentences about names that a cell takes from above and another one, below, makes again."""
    uses = [names_of(source) or NameUse() for source, _ in code]
    for reader, use in enumerate(uses):
        needed = (use.now | use.later) - use.anew
        for maker in range(reader + 1, len(uses)):
            for name in sorted(needed & (uses[maker].anew | uses[maker].imported)):
                yield f"code cell {reader} reads `{name}`, code cell {maker} makes it anew"


def counters(source):
    """The names that loops of a cell count with, and the names that it sets otherwise."""
    looped = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.For):
            looped |= {part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)}
    use = names_of(source) or NameUse()
    kept = (use.anew | use.imported) - looped
    return looped & use.made, kept


def left_by_loops(code):
    """Sentences about names that a cell takes from above, where a loop has left them."""
    by_loop = {}
    for number, (source, _) in enumerate(code):
        use = names_of(source) or NameUse()
        for name in sorted(((use.now | use.later) - use.made) & by_loop.keys()):
            yield f"code cell {number} reads `{name}`, a loop of code cell {by_loop[name]} left it"
        looped, kept = counters(source)
        by_loop |= dict.fromkeys(looped, number)
        for name in kept:
            by_loop.pop(name, None)


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_no_cell_reads_what_a_loop_left(path):
    assert list(left_by_loops(_cells_of(path))) == []


def test_what_a_loop_left_is_seen():
    code = [("a = 1", ""), ("for a in (1, 2):\n    print(a)", ""), ("print(a)", "")]
    assert list(left_by_loops(code)) == ["code cell 2 reads `a`, a loop of code cell 1 left it"]
    assert list(left_by_loops([*code[:2], ("a = 3", ""), ("print(a)", "")])) == []


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_no_name_of_the_students_is_taken_over(path):
    assert list(taken_over(_cells_of(path))) == []


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda path: path.stem)
def test_running_a_cell_again_changes_nothing(path):
    assert list(bound_again(_cells_of(path))) == []


def test_a_name_that_is_bound_again_is_seen():
    assert list(bound_again(EXAMPLE)) == ["code cell 1 reads `a`, code cell 2 makes it anew"]


def test_a_taken_name_is_seen():
    code = [("def mae(a, b): ...", "mae"), ("from somewhere import mae", "")]
    assert list(taken_over(code)) == ["code cell 1 makes the student's `mae` something else"]
