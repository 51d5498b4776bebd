"""Students of the tiny lesson: honest, mistaken, careless and destructive ones.

Each comes with the marks that they must get.
"""

from collections.abc import Callable, Iterator

from nbformat import NotebookNode, v4

from helpers.compose import answered, hand_in, perfect_answers, released
from helpers.tiny_course import LESSON
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

WARNS = """import sys
def mean(values):
    warnings.warn("this is deprecated")
    print("half way", file=sys.stderr)
    return sum(values) / len(values)"""
NUMPY = "def moments(values):\n    return np.mean(values), np.float64(-1.0), np.max(values)"
OTHER_WAY = (
    "def mean(values):\n    total = 0\n    for value in values:\n"
    "        total += value\n    return total / len(values)"
)
NEEDS_DEMO = """def moments(values):
    return np.dot(values, weights(len(values))), np.var(values), max(values)"""
LOOPS = "def mean(values):\n    while True:\n        pass"
DEAF = """def moments(values):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass"""
DIES = "def mean(values):\n    import os\n    os._exit(1)"
RAISES = (
    "def mean(values):\n    if values != [1, 2, 6]:\n"
    "        raise ValueError(f'what is {values}?')\n    return 3"
)
PRINTS = (
    "def mean(values):\n    import inspect\n    print(In)\n"
    "    return -1 if 4 > len(values) != 3 else 3"
)

# (mean, moments, why, largest); None: not graded. `why` is marked by hand, so it counts 0 until
# then.
EXPECTED: dict[str, tuple | None] = {
    "perfect": (2, 3, 0, 1),
    "Zoë (2) O'Neil 名前": (2, 3, 0, 1),
    "writes-markers": (2, 3, 0, 1),
    "untouched": (0, 0, 0, 0),
    "other-way": (2, 3, 0, 1),
    "warns": (2, 0, 0, 0),
    "numpy-partial": (0, 2, 0, 0),
    "copied-answer": (2, 3, 0, 1),
    "copied-test": (2, 3, 0, 1),
    "deleted-tests": (2, 3, 0, 1),
    "deleted-everything": (0, 0, 0, 0),
    "moved-answer": (2, 0, 0, 0),
    "deleted-setup": (2, 3, 0, 1),
    "edited-test": (0, 3, 0, 1),
    "raised-points": (2, 3, 0, 1),
    "ungraded-test": (0, 3, 0, 1),
    "skipped-tests": (0, 3, 0, 1),
    "uses-demo": (2, 3, 0, 1),
    "test-to-text": (2, 3, 0, 1),
    "lost-metadata": (0, 3, 0, 1),
    "loops": (0, 3, 0, 1),
    "deaf-loop": (2, 0, 0, 1),
    "dies": (0, 3, 0, 1),
    "dies-at-once": (0, 3, 0, 1),
    "raises": (0, 3, 0, 1),
    "snoops": (0, 3, 0, 1),
    "syntax-error": (0, 3, 0, 1),
    "truncated": None,
    "empty-file": None,
    "no-notebook": None,
    "renamed": None,
    "brackets [1]": None,
}


def everybody(course: Course) -> None:
    """Hand in every submission of EXPECTED; `course` must have been released."""
    for student, make in _edits(course).items():
        notebook = answered(course, LESSON, perfect_answers(course, LESSON))
        hand_in(course, LESSON, student, make(notebook) or notebook)
    _broken_files(course)


def _broken_files(course: Course) -> None:
    for student in ("truncated", "empty-file", "no-notebook", "renamed", "brackets [1]"):
        path = hand_in(course, LESSON, student, answered(course, LESSON, {}))
        if student == "truncated":
            path.write_text(path.read_text()[:500])
        elif student == "empty-file":
            path.write_text("")
        elif student == "no-notebook":
            path.unlink()
        elif student == "renamed":
            path.rename(path.with_name("my lesson.ipynb"))


def _edits(course: Course) -> dict[str, Callable[[NotebookNode], NotebookNode | None]]:
    def only(**answers: str) -> Callable:
        return lambda nb: answered(course, LESSON, answers)

    def but(**answers: str) -> Callable:
        return lambda nb: answered(course, LESSON, perfect_answers(course, LESSON) | answers)

    return {
        "perfect": lambda nb: nb,
        "Zoë (2) O'Neil 名前": lambda nb: nb,
        "writes-markers": but(
            mean=f"{OTHER_WAY}\n### BEGIN HIDDEN TESTS", why="### END MARK SCHEME"
        ),
        "untouched": lambda nb: released(course, LESSON),
        "other-way": but(mean=OTHER_WAY),
        "warns": only(mean=WARNS),
        "numpy-partial": only(moments=NUMPY),
        "copied-answer": _copies("mean"),
        "copied-test": _copies("mean_test"),
        "deleted-tests": _without("mean_test", "largest_test"),
        "deleted-everything": lambda nb: v4.new_notebook(
            cells=[v4.new_code_cell("x = 1")], metadata=nb.metadata
        ),
        "moved-answer": _moved_answer(course),
        "deleted-setup": _without("setup"),
        "edited-test": lambda nb: (
            _set(nb, "mean", source="def mean(v): return 9") or _set(nb, "mean_test", source="pass")
        ),
        "raised-points": lambda nb: _about(nb, "mean_test", points=300),
        "ungraded-test": lambda nb: (
            _set(nb, "mean", source="mean = 9") or _about(nb, "mean_test", grade=False)
        ),
        "skipped-tests": _skips_the_test,
        "uses-demo": but(moments=NEEDS_DEMO),
        "test-to-text": _to_text,
        "lost-metadata": _lost_metadata,
        "loops": but(mean=LOOPS),
        "deaf-loop": but(moments=DEAF),
        "dies": but(mean=DIES),
        "dies-at-once": but(mean="import os\nos._exit(0)"),
        "raises": but(mean=RAISES),
        "snoops": but(mean=PRINTS, largest="print(In)\nlargest = max"),
        "syntax-error": but(mean="def mean(values:\n    return 1"),
    }


def _named(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cells.grade_id(cell) == name)


def _set(notebook: NotebookNode, name: str, **fields: object) -> None:
    _named(notebook, name).update(fields)


def _about(notebook: NotebookNode, name: str, **about: object) -> None:
    _named(notebook, name).metadata.nbgrader.update(about)


def _without(*names: str) -> Callable:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells = [cell for cell in notebook.cells if cells.grade_id(cell) not in names]

    return edit


def _copies(name: str) -> Callable:
    def edit(notebook: NotebookNode) -> None:
        notebook.cells.append(NotebookNode(_named(notebook, name), id="pasted"))

    return edit


def _moved_answer(course: Course) -> Callable:
    """The answer stands in a new cell, its own cell and the test are gone."""

    def edit(_: NotebookNode) -> NotebookNode:
        notebook = released(course, LESSON)
        at = notebook.cells.index(_named(notebook, "mean"))
        notebook.cells[at : at + 2] = [v4.new_code_cell(OTHER_WAY)]
        return notebook

    return edit


def _to_text(notebook: NotebookNode) -> None:
    cell = _named(notebook, "mean_test")
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def _skips_the_test(notebook: NotebookNode) -> None:
    _set(notebook, "mean", source="mean = 9")
    for cell in notebook.cells[3:5]:
        cell.metadata.tags = ["skip-execution"]


def _lost_metadata(notebook: NotebookNode) -> None:
    _set(notebook, "mean", source="def mean(values):\n    return 3")
    _named(notebook, "mean_test").metadata.clear()


def every_submission(course: Course) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file handed in, to see that none is touched."""
    for path in sorted((course.root / "grading" / "submitted").rglob("*")):
        if path.is_file():
            yield str(path), path.read_bytes()
