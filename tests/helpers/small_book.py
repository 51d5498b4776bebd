"""A course of one lesson with something of everything the site has to handle, and with secrets
planted in it.
"""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput, ClearSolutions

from helpers import ROOT

LESSON = "01-small"
SECRETS = [
    "return sum(quibbled * quibbled for quibbled in numbers)",
    "assert squares_total([zanzibar, 5]) == 34",
    "The moose theorem says that sums of squares never fall below zero.",
    "One point for naming the xylophone argument in full.",
]
CAPTION = (
    "*Figure:* the parabola $y = x^2$ for **x** from 0 to 9, "
    "with `squares` marked in $\\mathrm{eV}$."
)
ALT = "the parabola y = x^2 for x from 0 to 9, with squares marked in eV."


def write_course(root: Path) -> Path:
    """Write the course into the empty folder `root`, with this repository's settings and pages;
    returns `root`.
    """
    for name in ("_config.yml", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "book", root / "book")
    names = sorted(page.stem for page in (root / "book").glob("*.md") if page.stem != "index")
    chapters = [f"notebooks/{LESSON}/{LESSON}", *(f"book/{name}" for name in names)]
    toc = "format: jb-book\nroot: book/index\nchapters:\n" + "".join(
        f"  - file: {name}\n" for name in chapters
    )
    (root / "_toc.yml").write_text(toc, encoding="utf-8")
    for folder in ("solutions", "notebooks"):
        (root / folder / LESSON).mkdir(parents=True)
    save(root, lesson())
    return root


def save(root: Path, source: nbformat.NotebookNode) -> None:
    """Write a lesson and what nbgrader releases of it."""
    write(source, root / "solutions")
    write(release(source), root / "notebooks")


def write(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Write the lesson into `folder`."""
    nbformat.write(notebook, folder / LESSON / f"{LESSON}.ipynb")


def release(source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What nbgrader hands to students."""
    notebook, resources = nbformat.from_dict(source), {}
    for step in (ClearSolutions, ClearOutput, ClearHiddenTests, ClearMarkScheme):
        notebook, resources = step().preprocess(notebook.copy(), resources)
    return notebook


ANSWER = f"""def squares_total(numbers):
    '''Add up squares.'''
    ### BEGIN SOLUTION
    {SECRETS[0]}
    ### END SOLUTION"""
TEST = f"""'''Two squares.'''
print('all is well')
assert squares_total([3, 4]) == 25
### BEGIN HIDDEN TESTS
zanzibar = 3
{SECRETS[1]}
### END HIDDEN TESTS"""
OPEN_TEST = """'''No hidden part.'''
print('the open test passed')
assert squares_total([1]) == 1"""
FIGURE = """import matplotlib.pyplot as plt
plt.plot([k * k for k in range(10)])
plt.show()"""
PROGRESS = """print('working 10 %\\rworking 100 %')
print('a progress bar', file=sys.stderr)"""
ESSAY = f"""Say why.

=== BEGIN MARK SCHEME ===
{SECRETS[3]}
=== END MARK SCHEME ==="""


def lesson() -> nbformat.NotebookNode:
    """The worked lesson."""
    return notebook_of(
        text("# Squares\n\nA lesson with math, $\\ce{H2O}$ and $$E = \\sum_i E_i$$", "title"),
        code("'''Get ready.'''\nimport sys", "setup", locked=True),
        new_code_cell("6 * 7", id="demo"),
        new_code_cell(FIGURE, id="figure"),
        text(f"{CAPTION}\n\nAnd a sentence after it.", "caption"),
        code(ANSWER, "squares_total", solution=True),
        code(TEST, "squares_total_test", grade=True, points=2, locked=True),
        code(OPEN_TEST, "open_test", grade=True, points=1, locked=True),
        new_code_cell(PROGRESS, id="progress"),
        new_code_cell(
            "squares_total([None])", id="mishap", metadata={"tags": ["raises-exception"]}
        ),
        text(SECRETS[2], "essay", grade=True, solution=True, points=3),
        text(ESSAY, "why", task=True, points=1),
    )


def notebook_of(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook for the course's kernel."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(
        cells=list(cells), metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )


def code(source: str, name: str, **flags) -> nbformat.NotebookNode:
    """A code cell that nbgrader knows by `name`."""
    return new_code_cell(source, id=name, metadata={"nbgrader": marks(name, **flags)})


def text(source: str, name: str, **flags) -> nbformat.NotebookNode:
    """A text cell, known to nbgrader if it has `flags`."""
    return new_markdown_cell(
        source, id=name, metadata={"nbgrader": marks(name, **flags)} if flags else {}
    )


def marks(name: str, grade=False, solution=False, locked=False, task=False, points=None) -> dict:
    """nbgrader's note on a cell."""
    note = {
        "grade_id": name,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": task,
        "schema_version": 3,
    }
    return note if points is None else {**note, "points": points}
