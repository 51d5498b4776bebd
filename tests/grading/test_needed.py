"""Which cells are left out of grading: only those that no mark can depend on."""

import pytest
from nbformat import v4

from mlp_course.grading.needed import idle_cells

ANSWER = "def mean(values):\n    return sum(values) / count(values) * scale['x']"
KEPT = [
    "from helpers import count",
    "def count(values):\n    return len(values)",
    "count = len",
    "class count: pass",
    "for count in (len,): pass",
    "with open('f') as count: pass",
    "scale['x'] = 2",
    "scale.update(x=2)",
    "scale.inner.list.append(3)",
    "scale |= {}",
    "del scale['x']",
    "def change():\n    global scale\n    scale = {}\nchange()",
    "from numpy import *",
    "exec('count = len')",
    "%matplotlib inline",
    "this isn't Python",
]
IDLE = [
    "print(mean([1]))",
    "figure = draw(count)",
    "def other(count):\n    scale = 2\n    return scale",
    "[scale for scale in range(3)]",
    "network.fit(scale)",
    "",
]


def notebook(*sources: str):
    """One answer, and these cells."""
    answer = v4.new_code_cell(ANSWER, metadata={"nbgrader": {"grade_id": "mean", "solution": True}})
    return v4.new_notebook(cells=[*(v4.new_code_cell(source) for source in sources), answer])


@pytest.mark.parametrize("source", KEPT)
def test_what_an_answer_may_need_runs(source):
    assert idle_cells(notebook(source)) == set()


@pytest.mark.parametrize("source", IDLE)
def test_what_nothing_needs_does_not(source):
    assert idle_cells(notebook(source)) == {0}


def test_needs_are_followed_from_cell_to_cell():
    chain = ["start = 1", "middle = start + 1", "scale = {'x': middle}", "end = scale"]
    assert idle_cells(notebook(*chain)) == {3}


def test_a_name_of_its_own_is_not_taken_from_elsewhere():
    cells = ["count = len; scale = {}", "result = train()", "for k in range(3): print(result)"]
    test = v4.new_code_cell("result = mean([1])\nassert result", metadata={"nbgrader": {"grade": True}})
    nb = notebook(*cells)
    nb.cells.append(test)
    assert idle_cells(nb) == {1, 2}
    test.source = "result = result + 1"  # this one is
    assert idle_cells(nb) == {2}
