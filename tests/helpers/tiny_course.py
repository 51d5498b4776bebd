"""A course of one small lesson, with everything a grader can stumble over; runs in a second."""

import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode, v4

from helpers import ROOT as REPOSITORY
from mlp_course.lessons.course import CONFIG, Course

LESSON = "00-tiny"
ITEMS = ("mean_test", "moments_test", "why", "largest_test")  # that give points
SECRET = "zz-hidden-4711"

SETUP = "import warnings\n\nimport numpy as np"
MEAN = '''def mean(values):
    """The mean of a list of numbers.

    >>> mean([1, 2, 3])
    2.0
    """
    ### BEGIN SOLUTION
    secret_way = np.asarray(values, dtype=float)
    return float(secret_way.mean())
    ### END SOLUTION'''
MEAN_TEST = f'''"""The mean of three numbers."""
assert mean([1, 2, 6]) == 3, "Divide the sum by how many there are."
### BEGIN HIDDEN TESTS
hidden_values = [float(len("{SECRET}")), 1.0]
assert mean(hidden_values) == sum(hidden_values) / 2, "Your mean fails for two numbers."
### END HIDDEN TESTS'''
MOMENTS = '''def moments(values):
    """Mean, variance and largest value."""
    ### BEGIN SOLUTION
    values = np.asarray(values, dtype=float)
    return values.mean(), values.var(), values.max()
    ### END SOLUTION'''
MOMENTS_TEST = f'''"""One point for each of the three numbers."""
assert len(moments([1.0, 2.0])) == 3, "Return three numbers."
### BEGIN HIDDEN TESTS
hidden_sample = [1.0, 2.0, 3.0, 6.0]
hidden_marks = np.isclose(moments(hidden_sample), (3.0, 3.5, 6.0)).sum()  # a NumPy integer
hidden_name = "{SECRET}"
print(hidden_name, "is printed, but not for students")
print("a  right: this is\\n   for them")
float(hidden_marks)
### END HIDDEN TESTS'''
LARGEST = '''def largest(values):
    """The largest number."""
    ### BEGIN SOLUTION
    return max(values)
    ### END SOLUTION'''
LARGEST_TEST = f'''"""The largest of some numbers."""
assert largest([2]) == 2
### BEGIN HIDDEN TESTS
hidden_list = [1, 5, len("{SECRET}"), 2]
assert largest(hidden_list) == len("{SECRET}"), "The largest is not always the first or the last."
### END HIDDEN TESTS'''


DEMO = "def weights(n):\n    return np.full(n, 1 / n)\n\nprint('a long demo')"


def lesson() -> NotebookNode:
    """The lesson's source notebook."""
    return v4.new_notebook(
        cells=[
            text("title", "# A tiny lesson"),
            code("setup", SETUP, locked=True),
            code("mean", MEAN, solution=True),
            code("mean_test", MEAN_TEST, grade=True, locked=True, points=2),
            text("note", "Some prose in between."),
            v4.new_code_cell(DEMO, id="demo"),
            code("moments", MOMENTS, solution=True),
            code("moments_test", MOMENTS_TEST, grade=True, locked=True, points=3),
            text(
                "why",
                "### Because a mean is a sum over a count.",
                grade=True,
                solution=True,
                points=4,
            ),
            code("largest", LARGEST, solution=True),
            code("largest_test", LARGEST_TEST, grade=True, locked=True, points=1),
        ],
        metadata={
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
            }
        },
    )


def code(name: str, source: str, **about) -> NotebookNode:
    """A code cell that nbgrader knows as `name`."""
    return v4.new_code_cell(source, id=name, metadata=_metadata(name, about))


def text(name: str, source: str, **about) -> NotebookNode:
    """A text cell; nbgrader knows it only if it is graded."""
    return v4.new_markdown_cell(source, id=name, metadata=_metadata(name, about) if about else {})


def _metadata(name: str, about: dict) -> dict:
    base = dict(
        schema_version=3, grade=False, solution=False, locked=False, task=False, grade_id=name
    )
    return {"nbgrader": base | about}


def make(root: Path, notebook: NotebookNode | None = None) -> Course:
    """A course folder at `root` with the tiny lesson and this repository's nbgrader settings."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / CONFIG, root)
    write(root / "solutions" / LESSON / f"{LESSON}.ipynb", notebook or lesson())
    return Course(root)


def copy_of(course: Course, root: Path) -> Course:
    """The same course in another place."""
    shutil.copytree(course.root, root)
    return Course(root)


def write(path: Path, notebook: NotebookNode) -> None:
    """Write a notebook, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
