"""Every notebook as a file.

Clean, short, released as it stands. pytest also runs them, cell by cell (conftest.py).
"""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from helpers import ROOT as COURSE
from mlp_course.commands import release as release_verb
from mlp_course.lessons import cells
from mlp_course.lessons.lint import faults
from mlp_course.lessons.name_use import NameUse, names_of

SOLUTIONS = sorted(COURSE.glob("solutions/*/*.ipynb"))
NOTEBOOKS = sorted(COURSE.glob("notebooks/*/*.ipynb"))
LONGEST = 25  # lines of a code cell
SHORTEST_SECRET = 8  # characters of a line that gives something away


def named(path: Path) -> str:
    """A notebook's name for pytest."""
    return path.relative_to(COURSE).as_posix()


def test_there_are_lessons():
    assert [path.name for path in SOLUTIONS] == [path.name for path in NOTEBOOKS]
    assert len(SOLUTIONS) >= 7


@pytest.mark.parametrize("path", SOLUTIONS, ids=named)
def test_lesson_has_no_fault(path):
    assert faults(path) == []


@pytest.mark.parametrize("path", SOLUTIONS + NOTEBOOKS, ids=named)
def test_notebook_is_stripped_and_has_ids(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) >= (4, 5)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in code if cell.outputs or cell.execution_count] == []
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", SOLUTIONS + NOTEBOOKS, ids=named)
def test_code_cells_are_short(path):
    notebook = nbformat.read(path, as_version=4)
    visible = [cell for cell in notebook.cells if cell.cell_type == "code"]
    lengths = {
        cell.id: len([line for line in taught(cell).split("\n") if line.strip()])
        for cell in visible
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=named)
def test_a_test_can_be_run_again_when_the_lesson_has_been_run(path):
    assert overwritten(nbformat.read(path, as_version=4)) == []


def test_a_given_value_that_a_later_test_overwrites_is_found():
    notebook = v4.new_notebook()
    for name, source in {
        "given": "times, here = 3, 1",
        "a_test": "assert a == times * here",
        "b_test": "times, c = b",
        "again": "from somewhere import here",
    }.items():
        about = {"grade_id": name, "grade": name.endswith("_test"), "locked": True}
        about |= {"solution": False, "points": 1, "schema_version": 3}
        notebook.cells.append(v4.new_code_cell(source, metadata={"nbgrader": about}))
    assert overwritten(notebook) == ["a_test needs times of given, which b_test overwrites"]


def overwritten(notebook) -> list[str]:
    """What a locked cell sets for a test and a cell below that test sets to something else.

    A student who comes back to the test would be told that a right answer is wrong.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    uses = [names_of(cell.source) or NameUse() for cell in code]
    makers = [use.made - use.imported for use in uses]
    found = []
    for place, test in enumerate(code):
        if not cells.is_test(test):
            continue
        for name in sorted(uses[place].now | uses[place].later):
            above = [cell for cell, made in zip(code[:place], makers, strict=False) if name in made]
            if not above or not above[-1].metadata.get("nbgrader", {}).get("locked"):
                continue
            if cells.is_test(above[-1]):
                continue
            for cell, made in zip(code[place + 1 :], makers[place + 1 :], strict=True):
                if name in made:
                    who = [cells.grade_id(one) or one.id for one in (test, above[-1], cell)]
                    found.append(f"{who[0]} needs {name} of {who[1]}, which {who[2]} overwrites")
    return found


def taught(cell) -> str:
    """The lines of a cell that a student reads: not its hidden tests."""
    return (
        cells.outside(cell.source, cells.BEGIN_HIDDEN, cells.END_HIDDEN)
        if cells.has_points(cell)
        else cell.source
    )


@pytest.mark.parametrize("path", SOLUTIONS, ids=named)
def test_release_gives_nothing_away(path):
    released = COURSE / "notebooks" / path.parent.name / path.name
    text = released.read_text(encoding="utf-8")
    assert not [word for word in ("BEGIN SOLUTION", "HIDDEN TESTS", "MARK SCHEME") if word in text]
    text += "\n".join(cell.source for cell in nbformat.read(released, as_version=4).cells)
    secrets = secret_lines(nbformat.read(path, as_version=4))
    assert secrets
    assert [line for line in secrets if line in text] == []


def secret_lines(notebook) -> list[str]:
    """Lines of worked answers, hidden tests and mark schemes that are part of no text a student may
    see.
    """
    secret, shown = set(), []
    pairs = [(cells.BEGIN_SOLUTION, cells.END_SOLUTION), (cells.BEGIN_HIDDEN, cells.END_HIDDEN)]
    for cell in notebook.cells:
        text = cell.source
        for begin, end in pairs:
            secret |= {line.strip() for line in cells.inside(text, begin, end)}
            text = cells.outside(text, begin, end)
        if cell.cell_type == "markdown" and cells.is_answer(cell):
            secret |= {line.strip() for line in text.split("\n")}
        else:
            shown.append(text)
    visible = "\n".join(shown)
    return sorted(line for line in secret if len(line) >= SHORTEST_SECRET and line not in visible)


def test_notebooks_are_what_solutions_give():
    assert release_verb.main(["--check"]) == 0, "run  mlp-course release"


BAD_CELLS = {
    "a test that fails for open items in another way": (v4.new_code_cell("1 / 0"), True),
    "a test that is open": (v4.new_code_cell("raise NotImplementedError('open')"), False),
    "a partial mark from NumPy": (v4.new_code_cell("import numpy\nnumpy.int64(2)"), True),
    "a worked answer below full marks": (v4.new_code_cell("1.0"), True),
    "a full partial mark": (v4.new_code_cell("2.0"), False),
    "a warning": (v4.new_code_cell("import sys\nprint('careful', file=sys.stderr)"), True),
}


def said_of(folder: Path, cells_of_it) -> str:
    """What pytest with the conftest.py of the course says of a lesson of these test cells."""
    for cell in cells_of_it:
        about = dict(
            schema_version=3,
            grade=True,
            solution=False,
            locked=True,
            task=False,
            grade_id="x",
            points=2,
        )
        cell.metadata.update(nbgrader=about, tags=["raises-exception"])
    path = folder / "00-bad" / "00-bad.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(v4.new_notebook(cells=cells_of_it), path)
    shutil.copy(COURSE / "conftest.py", folder.parent)
    line = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:cacheprovider",
        "--nbval-lax",
        "--nbval-current-env",
        ".",
    ]
    done = subprocess.run(line, cwd=folder.parent, capture_output=True, text=True, timeout=600)
    return done.stdout


def test_cells_that_must_fail_do(tmp_path):
    """The check of outputs in conftest.py, on a course made to break it."""
    said = said_of(tmp_path / "solutions", [cell for cell, _ in BAD_CELLS.values()])
    for number, (what, (_, fails)) in enumerate(BAD_CELLS.items()):
        assert f"Cell {number} {'FAILED' if fails else 'PASSED'}" in said, what
    assert (
        f"00-bad.ipynb: {sum(fails for _, fails in BAD_CELLS.values())} code cells failed" in said
    )


OPEN = "raise NotImplementedError('open')"


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ((OPEN, OPEN), ""),
        (("print('right')", OPEN), "would see that the answer is right"),
        # A checkpoint below it makes the empty answer right.
        (("if 'mae' not in globals(): " + OPEN, "mae = abs\n" + OPEN), "run again, "),
    ],
)
def test_a_test_that_an_empty_answer_passes_is_found(tmp_path, sources, told):
    said = said_of(tmp_path / "notebooks", [v4.new_code_cell(source) for source in sources])
    assert told in said
    assert (" failed" in said) == bool(told)
