"""The moment of the answer, in JupyterLab: wrong, a hint, right; open; an error; dark, narrow."""

from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import expect

from helpers import chromium
from helpers.labs import ERRORS, NOTEBOOK, Lab, choose_theme, lab_on, needs_a_lab

KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
CHECK = "exercise.distance_matrix.check(distance_matrix)"
CELLS = [
    "from mlp_course import lesson\nlesson.begin('01-symmetry')",
    "import numpy as np\nfrom mlp_course.exercises import symmetry as exercise",
    "def distance_matrix(positions):\n    raise NotImplementedError('open')",
    CHECK,
    "exercise.sum_of_atoms.check(sum_of_atoms)",
]
HEAD = "def distance_matrix(positions):"
CARD = f"{NOTEBOOK} .mlp-card"
NOT_OURS = ["scrollable-region-focusable"]

pytestmark = needs_a_lab


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A work folder with one notebook: an answer, its test, and a test whose answer was not run."""
    folder = tmp_path_factory.mktemp("work")
    cells = [v4.new_code_cell(source) for source in CELLS]
    notebook = v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(notebook, folder / "moment.ipynb")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """Where Jupyter keeps its own files."""
    return tmp_path_factory.mktemp("jupyter")


@pytest.fixture(scope="module")
def lab(work, own):
    with lab_on(work, own) as lab:
        lab.open("moment.ipynb")
        lab.run_all()
        yield lab


def answer(lab: Lab, *body: str) -> None:
    """Type an answer, and run it and its test."""
    lab.write(lab.cell(HEAD), HEAD, *body)
    lab.run_two()


def card(lab: Lab):
    """The card below the first test."""
    return lab.page.locator(f"{NOTEBOOK} .jp-CodeCell", has_text=CHECK).locator(".mlp-card")


def test_an_open_answer_is_open(lab: Lab):
    expect(card(lab)).to_contain_text("Still open · Exercise 2: distance_matrix (1 point)")
    line = "○ distance_matrix: still open, see the card above."
    expect(lab.page.locator(ERRORS).first).to_have_text(line)
    assert violations(lab) == []


def test_an_answer_that_was_not_run_has_a_card(lab: Lab):
    lab.cell("exercise.sum_of_atoms").locator(".cm-content").click()
    lab.page.keyboard.press("Control+Enter")
    lab.settle()
    expect(lab.page.locator(CARD).last).to_contain_text("sum_of_atoms is not there yet")


def test_wrong_then_a_hint_then_right(lab: Lab):
    answer(lab, "return ((positions[:, None] - positions) ** 2).sum(-1)")
    expect(card(lab)).to_contain_text("Not yet right")
    expect(card(lab)).to_contain_text("These are squared distances: take the square root.")
    expect(card(lab).locator("mark").first).to_contain_text("25 ✗")
    expect(card(lab)).not_to_contain_text("Traceback")

    # One hint at a time, by the keyboard
    second = card(lab).get_by_text("Hint 2 of 3")
    expect(second).to_be_hidden()
    card(lab).get_by_text("Hint 1 of 3").focus()
    lab.page.keyboard.press("Enter")
    expect(card(lab)).to_contain_text("One difference vector for every ordered pair")
    expect(second).to_be_visible()
    assert violations(lab) == []

    # It is open again when the answer is tried again: the browser remembers.
    answer(lab, "return abs(positions[:, None] - positions).sum(-1)")
    expect(card(lab)).to_contain_text("add squares, then take the root")
    expect(card(lab).get_by_text("Hint 2 of 3")).to_be_visible()

    answer(lab, "return np.linalg.norm(positions[:, None] - positions, axis=-1)")
    expect(card(lab)).to_contain_text("Right · Exercise 2: distance_matrix (1 point)")
    expect(card(lab)).to_contain_text("When it is graded it is tried again, with fresh numbers.")
    assert violations(lab) == []


def test_an_error_is_a_card_with_the_own_line(lab: Lab):
    answer(lab, "return positions[len(positions)]")
    expect(card(lab)).to_contain_text("distance_matrix stopped on (an array of shape (3, 3))")
    expect(card(lab)).to_contain_text("in line 2 of your cell: IndexError")
    card(lab).get_by_text("Details: your lines").click()
    expect(card(lab).locator("pre")).to_have_text(
        "line 2, in distance_matrix:  return positions[len(positions)]"
    )
    assert violations(lab) == []


def test_it_is_told_apart_in_the_dark_and_fits_a_narrow_window(lab: Lab, work: Path, own: Path):
    answer(lab, "return ((positions[:, None] - positions) ** 2).sum(-1)")
    save(lab, work)
    choose_theme(own, "JupyterLab Dark")
    lab.open("moment.ipynb")
    lab.page.locator("body[data-jp-theme-light=false]").wait_for(state="attached")
    expect(card(lab)).to_contain_text("take the square root")
    assert violations(lab) == []
    box = card(lab).bounding_box()
    # A telephone has no room for the list of files beside the notebook.
    lab.page.keyboard.press("Control+b")
    lab.page.set_viewport_size({"width": 400, "height": 900})
    narrow = card(lab).bounding_box()
    assert narrow["width"] < box["width"]
    overflow = card(lab).evaluate("card => card.scrollWidth - card.clientWidth")
    assert overflow <= 0
    lab.page.set_viewport_size({"width": 1280, "height": 900})
    lab.page.keyboard.press("Control+b")


def test_a_saved_card_is_there_again_though_the_notebook_is_not_trusted(lab: Lab, work: Path):
    answer(lab, "return ((positions[:, None] - positions) ** 2).sum(-1)")
    saved = save(lab, work)
    path = work / "elsewhere.ipynb"
    notebook = nbformat.read(saved, as_version=4)
    notebook.metadata["copied"] = "so that no signature fits"
    nbformat.write(notebook, path)
    lab.open("elsewhere.ipynb")
    shown = lab.page.locator(f"{NOTEBOOK} .jp-OutputArea-output", has_text="squared distances")
    expect(shown.first).to_contain_text("take the square root")
    expect(shown.first).to_contain_text("25 ✗")


def save(lab: Lab, work: Path) -> Path:
    """Save the notebook with its wrong answer, and wait until it is on the disk."""
    path = work / "moment.ipynb"
    lab.page.keyboard.press("Control+s")
    for _ in range(600):
        if "take the square root" in path.read_text(encoding="utf-8"):
            return path
        lab.page.wait_for_timeout(100)
    raise AssertionError("the notebook was not saved")


def violations(lab: Lab) -> list[str]:
    """What axe finds in the cards."""
    return chromium.violations(lab.page, [CARD], without=NOT_OURS)
