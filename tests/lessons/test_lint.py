"""Every check of a lesson, seen to find its fault and to name the cell."""

import json

import pytest
from nbformat import NotebookNode

from helpers import tiny_course
from helpers.tiny_course import LESSON
from mlp_course.lessons.lint import faults


def replaced(cell_id: str, old: str, new: str):
    """An edit of a cell's text."""

    def edit(notebook: NotebookNode) -> None:
        cell = next(cell for cell in notebook.cells if cell.id == cell_id)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return edit


def about(cell_id: str, **metadata: object):
    """An edit of what nbgrader knows of a cell; None removes a key."""

    def edit(notebook: NotebookNode) -> None:
        cell = next(cell for cell in notebook.cells if cell.id == cell_id)
        cell.metadata.nbgrader.update(metadata)
        for key in [key for key, value in metadata.items() if value is None]:
            del cell.metadata.nbgrader[key]

    return edit


def dropped(cell_id: str):
    """An edit that removes a cell."""

    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if cell.id != cell_id]

    return edit


def with_output(notebook: NotebookNode) -> None:
    """An edit: one cell was run and saved."""
    notebook.cells[1].execution_count = 1


END = "float(hidden_marks)"
FAULTS = {
    "duplicate": (about("moments", grade_id="mean"), "the grade_id 'mean' is used by 2 cells"),
    "no test": (dropped("mean_test"), "the item 'mean' has no test cell"),
    "no item": (
        about("mean_test", grade_id="median_test"),
        "the test cell 'median_test' tests no item",
    ),
    "output": (with_output, "cell setup: it has outputs"),
    "numpy": (
        replaced("moments_test", END, "hidden_marks"),
        "cell moments_test: a partial mark must end in float",
    ),
    "int": (
        replaced("moments_test", END, "int(hidden_marks)"),
        "cell moments_test: a partial mark must end in float",
    ),
    "outside": (
        replaced("moments_test", f"{END}\n### END HIDDEN TESTS", f"### END HIDDEN TESTS\n{END}"),
        "cell moments_test: its score stands outside",
    ),
    "no sentence": (
        replaced("mean_test", '"""The mean of three numbers."""\n', ""),
        "must open with a sentence",
    ),
    "one word": (
        replaced("mean_test", "The mean of three numbers.", "mean"),
        "must open with a sentence",
    ),
    "all hidden": (
        replaced("largest_test", "assert largest([2]) == 2\n", ""),
        "its visible part calls nothing",
    ),
    "no python": (
        replaced("mean_test", "assert mean", "assert assert mean"),
        "cell mean_test: line 2 is not Python",
    ),
    "unclosed": (replaced("mean_test", "### END HIDDEN TESTS", ""), "of line 3 is never closed"),
    "unopened": (
        replaced("mean_test", "### BEGIN HIDDEN TESTS\n", ""),
        "without 'BEGIN HIDDEN TESTS' above it",
    ),
    "nested": (
        replaced("mean_test", "hidden_values =", "### BEGIN HIDDEN TESTS\nhidden_values ="),
        "line 4 opens 'BEGIN HIDDEN TESTS' inside the one of line 3",
    ),
    "crowded begin": (
        replaced("mean_test", "### BEGIN HIDDEN", "hidden_more = 1  ### BEGIN HIDDEN"),
        "cell mean_test: line 3 holds more than 'BEGIN HIDDEN TESTS'",
    ),
    "crowded end": (
        replaced("mean_test", "### END HIDDEN", "hidden_more = 1  ### END HIDDEN"),
        "holds more than 'END HIDDEN TESTS': give the marker its own line",
    ),
    "misplaced tests": (
        replaced("setup", "import", "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\nimport"),
        "cell setup: 'BEGIN HIDDEN TESTS' may only stand in a test cell",
    ),
    "misplaced answer": (
        replaced("setup", "import", "### BEGIN SOLUTION\n### END SOLUTION\nimport"),
        "only stand in",
    ),
    "no markers": (
        lambda notebook: notebook.cells[2].update(source="mean = np.mean"),
        "cell mean: it is an answer cell without '### BEGIN SOLUTION'",
    ),
    "no points": (
        about("mean_test", points=None),
        "cell mean_test: it gives marks but says nothing of how many",
    ),
    "no grade_id": (about("setup", grade_id=None), "its nbgrader metadata lacks grade_id"),
    "text test": (about("why", solution=False), "a text cell is marked by hand"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(tmp_path, fault):
    edit, sentence = FAULTS[fault]
    notebook = tiny_course.lesson()
    edit(notebook)
    path = tmp_path / LESSON / f"{LESSON}.ipynb"
    tiny_course.write(path, notebook)
    found = faults(path)
    assert any(sentence in line for line in found), found
    assert all(line.startswith(LESSON) and line.endswith(".") for line in found)


def test_a_good_lesson_has_none(tmp_path):
    path = tmp_path / LESSON / f"{LESSON}.ipynb"
    tiny_course.write(path, tiny_course.lesson())
    assert faults(path) == []


@pytest.mark.parametrize("how", ["no ids", "cut", "missing", "not a notebook"])
def test_an_unreadable_source_is_one_sentence(tmp_path, how):
    path = tmp_path / LESSON / f"{LESSON}.ipynb"
    tiny_course.write(path, tiny_course.lesson())
    if how == "no ids":
        content = json.loads(path.read_text())
        content["nbformat_minor"] = 4
        for cell in content["cells"]:
            del cell["id"]
        path.write_text(json.dumps(content))
    elif how == "cut":
        path.write_text(path.read_text()[:300])
    elif how == "missing":
        path.unlink()
    else:
        path.write_text('{"nbformat": 4, "nbformat_minor": 5}')
    [sentence] = faults(path)
    assert sentence.startswith(f"{LESSON}: {LESSON}.ipynb")
    assert ("cells without ids" in sentence) == (how == "no ids")
