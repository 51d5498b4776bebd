"""A notebook of many cells takes time in proportion: which of them are needed is found at once."""

import pytest
from nbformat import NotebookNode, v4

from helpers import tiny_course
from helpers.operations import growth
from mlp_course.grading.run.execute import misses_a_name
from mlp_course.grading.run.needed import idle_cells
from mlp_course.grading.run.outputs import error
from mlp_course.lessons.name_use import names_of

KINDS = {
    "unrelated": "a = 1",
    "no Python": "a b",
    "changes": "x.append(1)",
    "functions": "def f(y):\n    return f(x) + y",
    "readers": "print(x)",
    "magics": "%time x = 1",
}


def lesson_with(source: str, number: int) -> NotebookNode:
    """The small lesson with so many cells more, all different."""
    notebook = tiny_course.lesson()
    more = [v4.new_code_cell(f"{source}  # {place}") for place in range(number)]
    notebook.cells[3:3] = more
    return notebook


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_cells_are_twice_the_work(kind):
    def work(number: int) -> None:
        notebook = lesson_with(KINDS[kind], number)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = [error("NameError", "name 'moments' is not defined")]
        misses_a_name(notebook, idle_cells(notebook))

    assert growth(work, 300) < 2.5


@pytest.mark.parametrize(
    "source",
    [
        "x" + ".y" * 10_000,
        "(" * 1000 + ")" * 1000,
        "x = " + "-" * 100_000 + "1",
        "def f(): pass\n" * 501,
        "class A:\n" + "    def f(self): pass\n" * 501,
    ],
    ids=lambda source: source[:9],
)
def test_what_is_too_much_to_be_read_is_needed(source):
    assert names_of(source) is None


def test_long_sources_are_not_kept():
    from mlp_course.lessons import name_use

    before = name_use._kept.cache_info().currsize
    names_of("x = 1\n" * 10_000)
    assert name_use._kept.cache_info().currsize == before
    assert name_use._kept_long.cache_info().maxsize < 10
