"""A course of one lesson with something of everything the site has to handle, and with secrets planted in it."""

import shutil
from pathlib import Path

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearOutput, ClearSolutions
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]
LESSON = "01-small"
SECRETS = [
    "return sum(quibbled * quibbled for quibbled in numbers)",
    "assert squares_total([zanzibar, 5]) == 34",
    "The moose theorem says that sums of squares never fall below zero.",
    "One point for naming the xylophone argument in full.",
]
CAPTION = "*Figure:* the parabola $y = x^2$ for **x** from 0 to 9, with `squares` marked in $\\mathrm{eV}$."
ALT = "the parabola y = x^2 for x from 0 to 9, with squares marked in eV."


def write_course(root: Path) -> Path:
    """Write the course into the empty folder `root`, with this repository's settings and pages; returns `root`."""
    for name in ("_config.yml", "references.bib"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "book", root / "book")
    pages = "".join(f"  - file: book/{page.stem}\n" for page in sorted((root / "book").glob("*.md")) if page.stem != "index")
    toc = f"format: jb-book\nroot: book/index\nchapters:\n  - file: notebooks/{LESSON}/{LESSON}\n{pages}"
    (root / "_toc.yml").write_text(toc, encoding="utf-8")
    for folder in ("solutions", "notebooks"):
        (root / folder / LESSON).mkdir(parents=True)
    save(root, lesson())
    return root


def save(root: Path, source: nbformat.NotebookNode) -> None:
    """Write a lesson and what nbgrader releases of it."""
    nbformat.write(source, root / "solutions" / LESSON / f"{LESSON}.ipynb")
    nbformat.write(release(source), root / "notebooks" / LESSON / f"{LESSON}.ipynb")


def release(source: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """What nbgrader hands to students."""
    notebook, resources = nbformat.from_dict(source), {}
    for step in (ClearSolutions, ClearOutput, ClearHiddenTests, ClearMarkScheme):
        notebook, resources = step().preprocess(notebook.copy(), resources)
    return notebook


def lesson() -> nbformat.NotebookNode:
    """The worked lesson."""
    figure = "import matplotlib.pyplot as plt\nplt.plot([k * k for k in range(10)])\nplt.show()"
    return notebook_of(
        new_markdown_cell("# Squares\n\nA lesson with math, $\\ce{H2O}$ and $$E = \\sum_i E_i$$", id="title"),
        code("'''Get ready.'''\nimport sys", "setup", locked=True),
        new_code_cell("6 * 7", id="demo"),
        new_code_cell(figure, id="figure"),
        new_markdown_cell(f"{CAPTION}\n\nAnd a sentence after it.", id="caption"),
        code(f"def squares_total(numbers):\n    '''Add up squares.'''\n    ### BEGIN SOLUTION\n    {SECRETS[0]}\n    ### END SOLUTION",
             "squares_total", solution=True),
        code(f"'''Two squares.'''\nprint('all is well')\nassert squares_total([3, 4]) == 25\n### BEGIN HIDDEN TESTS\nzanzibar = 3\n{SECRETS[1]}\n### END HIDDEN TESTS",
             "squares_total_test", grade=True, points=2, locked=True),
        code("'''No hidden part.'''\nprint('the test of open squares passed')\nassert squares_total([1]) == 1", "open_test", grade=True, points=1, locked=True),
        new_code_cell("print('working 10 %\\rworking 100 %')\nprint('a progress bar', file=sys.stderr)", id="progress"),
        new_code_cell("squares_total([None])", id="mishap", metadata={"tags": ["raises-exception"]}),
        new_markdown_cell(SECRETS[2], id="essay", metadata={"nbgrader": marks("essay", grade=True, solution=True, points=3)}),
        new_markdown_cell(f"Say why.\n\n=== BEGIN MARK SCHEME ===\n{SECRETS[3]}\n=== END MARK SCHEME ===", id="why",
                          metadata={"nbgrader": marks("why", task=True, points=1)}),
    )  # fmt: skip


def notebook_of(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """A notebook for the course's kernel."""
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(cells=list(cells), metadata={"kernelspec": kernel, "language_info": {"name": "python"}})


def code(source: str, name: str, **flags) -> nbformat.NotebookNode:
    """A code cell that nbgrader knows by `name`."""
    return new_code_cell(source, id=name, metadata={"nbgrader": marks(name, **flags)})


def marks(name: str, grade=False, solution=False, locked=False, task=False, points=None) -> dict:
    """nbgrader's note on a cell."""
    note = {"grade_id": name, "grade": grade, "solution": solution, "locked": locked, "task": task, "schema_version": 3}
    return note if points is None else {**note, "points": points}
