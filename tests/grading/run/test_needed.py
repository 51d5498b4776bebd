"""Which cells are left out of grading: only those that no mark can depend on."""

import pytest
from nbformat import v4

from helpers import tiny_course
from mlp_course.grading.run.needed import cells_for, idle_cells

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
    test = v4.new_code_cell(
        "result = mean([1])\nassert result", metadata={"nbgrader": {"grade": True}}
    )
    nb = notebook(*cells)
    nb.cells.append(test)
    assert idle_cells(nb) == {1, 2}
    test.source = "result = result + 1"  # this one is
    assert idle_cells(nb) == {2}


def test_only_the_last_cell_that_sets_a_name_anew_is_needed():
    cells = [
        "from old import count",
        "import old as count",
        "def count(values):\n    return 1",
        "scale = {}",
    ]
    assert idle_cells(notebook(*cells)) == {0, 1}
    assert idle_cells(notebook("count = 1", "count += 1", "scale = {}")) == set()
    assert idle_cells(notebook("scale = {}; count = 1", "if scale:\n    count = 2")) == set()


def test_what_a_function_finds_when_it_is_called_is_needed():
    assert idle_cells(
        notebook("def count(v):\n    return factor", "factor = 2", "other = 3", "scale = {}")
    ) == {2}
    assert idle_cells(notebook("count = [factor for _ in 'ab']", "factor = 2", "scale = {}")) == {1}


@pytest.mark.parametrize(
    ("call", "idle"),
    {"plt.show()": True, "np.random.seed(1)": False, "np.copyto(a, b)": True}.items(),
)
def test_of_a_module_only_calls_that_say_so_change_it(call, idle):
    answer = (
        "def mean(values):\n    plt.plot(values)\n    return np.mean(values) + np.random.rand()"
    )
    cells = ["import numpy as np\nimport matplotlib.pyplot as plt", call]
    nb = v4.new_notebook(cells=[*map(v4.new_code_cell, cells)])
    nb.cells.append(
        v4.new_code_cell(answer, metadata={"nbgrader": {"grade_id": "mean", "solution": True}})
    )
    assert idle_cells(nb) == ({1} if idle else set())


def test_one_item_needs_its_own_cells_and_the_first():
    nb = tiny_course.lesson()
    names = {
        item: [nb.cells[place].id for place in sorted(cells_for(nb, item))]
        for item in ("mean", "largest")
    }
    assert names == {
        "mean": ["setup", "mean", "mean_test"],
        "largest": ["setup", "largest", "largest_test"],
    }
    nb.cells[9].source = "def largest(values):\n    return values[np.argmax(weights(len(values)))]"
    assert {nb.cells[place].id for place in cells_for(nb, "largest")} == {
        "setup",
        "demo",
        "largest",
        "largest_test",
    }
    nb.cells[2].source = "this isn't Python"
    assert 2 in cells_for(nb, "largest")
    with pytest.raises(ValueError, match="no item called 'median'"):
        cells_for(nb, "median")
