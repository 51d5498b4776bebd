"""A student in a real browser.

From the first page into every lesson, answers typed right and wrong, Validate.
"""

import shutil
import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from helpers import ROOT, chromium
from helpers.labs import ERRORS, NOTEBOOK, SLOW, Lab, lab_on, needs_a_lab

LESSONS = sorted(path.parent.name for path in ROOT.glob("notebooks/*/*.ipynb"))
FIRST = "01-symmetry"
# What a function of the lesson's test says, or the answer's own cell where no function is written
OPEN = ("still open, see the card above.", "open: replace this line with your answer.")
VIEWS = """from ase.build import molecule
from matplotlib import pyplot as plt
from mlp_course.viewer import knob, view
still = molecule("CH3CH2OH")
moved = still.copy()
moved.rattle(0.1)
both = view([still, moved], values=[range(9)] * 2, captions=["still", "moved"], legend="number")
display(view(still), both)
knob(lambda n: plt.plot([0, n]), [1, 2], name="slope", shows="a line")"""

# axe looks at what the course puts into JupyterLab, not at the frame around it, nor at the colours
# JupyterLab gives to a traceback. Three rules are JupyterLab's to keep, too: it gives the image of
# an output no alt attribute (a caption follows, see below), does not underline links, and wraps
# what is too wide into a box that the keyboard does not reach.
SHOWN = [
    f"{NOTEBOOK} .jp-RenderedHTMLCommon",
    f"{NOTEBOOK} .jp-OutputArea-output:not([data-mime-type$=stderr])",
]
NOT_OURS = ["image-alt", "link-in-text-block", "scrollable-region-focusable"]
# without the first rule axe takes all that is in the body for hidden
DRAWN = """body { overflow: visible !important; height: 100% !important }
.jp-Cell { content-visibility: visible !important }"""
UNROLL = """() => {
    const panel = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden)');
    const box = panel.querySelector('.jp-WindowedPanel-outer');
    box.scrollTop = 0; return box.scrollHeight; }"""
PALE = """document.querySelectorAll('.jp-RenderedMarkdown').forEach((text, k, all) => {
    const outermost = k === 0 || k === all.length - 1;
    if (outermost) text.innerHTML = '<p style="color: #aaa">pale words</p>'; })"""
UNCAPTIONED = """[...document.querySelectorAll('.jp-CodeCell:has(.jp-RenderedImage)')]
    .filter(cell => {
        const below = cell.nextElementSibling?.querySelector('.jp-RenderedMarkdown');
        return !/^Figure\\b/m.test(below?.textContent);
    })
    .map(cell => cell.textContent.slice(0, 80))"""

pytestmark = needs_a_lab


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """One server and one window for all.

    Beside the lessons the work folder holds a solved one and some views.
    """
    work = tmp_path_factory.mktemp("work")
    solve(work / "solved" / FIRST)
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    views = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(VIEWS)], metadata={"kernelspec": kernel}
    )
    nbformat.write(views, work / "views.ipynb")
    with lab_on(work, tmp_path_factory.mktemp("jupyter")) as lab:
        yield lab


@pytest.fixture(autouse=True)
def nothing_goes_wrong(lab):
    """No test may leave a complaint in the console, or have asked another machine for something."""
    lab.watch.faults.clear()
    yield
    # JupyterLab may say so of a kernel that the test before has stopped.
    stopped = ("Canceled future", "Kernel is dead")
    faults = [fault for fault in lab.watch.faults if not any(say in fault for say in stopped)]
    assert faults == []
    lab.stop_kernels()


def solve(folder: Path) -> None:
    """Write the lesson with its worked answers into `folder`."""
    shutil.copytree(ROOT / "notebooks" / FIRST, folder)
    worked = {
        cell.id: cell.source
        for cell in nbformat.read(ROOT / "solutions" / FIRST / f"{FIRST}.ipynb", 4).cells
    }
    [path] = folder.glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = worked[cell.id]
    nbformat.write(notebook, path)


def settled_height(lab: Lab) -> int:
    """How high all cells of the notebook are, once none is drawn any more: half a second alike."""
    end = time.monotonic() + SLOW / 1000
    heights: list[int] = []
    while time.monotonic() < end:
        heights.append(lab.page.evaluate(UNROLL))
        if len(heights) > 5 and len(set(heights[-6:])) == 1:
            return heights[-1]
        lab.page.wait_for_timeout(100)
    raise AssertionError(f"the notebook does not come to rest: {heights[-6:]}")


def violations(lab: Lab) -> list[str]:
    """What axe finds in all that the notebook shows, in a window high enough for all of it."""
    size = lab.page.viewport_size
    lab.page.add_style_tag(content=DRAWN)
    height = settled_height(lab) + size["height"]
    lab.page.set_viewport_size({"width": size["width"], "height": height})
    settled_height(lab)
    found = chromium.violations(lab.page, SHOWN, without=NOT_OURS)
    lab.page.set_viewport_size(size)
    return found


def test_the_first_page_says_that_all_is_well(lab: Lab):
    lab.open("start.ipynb")
    assert lab.run_all() == []
    expect(lab.page.get_by_text("All is well")).to_be_visible(timeout=SLOW)
    assert lab.page.get_by_text("Jupyter news").count() == 0
    assert violations(lab) == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_opens_from_the_first_page_and_runs_to_the_first_open_item(lab: Lab, lesson: str):
    if lab.page.get_by_role("tab", name="start.ipynb").count() == 0:
        lab.open("start.ipynb")
    lab.page.get_by_role("tab", name="start.ipynb").click()
    lab.page.locator(f"{NOTEBOOK} a[href*='{lesson}']").first.click()
    lab.wait_for(f"{lesson}/{lesson}.ipynb")
    expect(lab.page.locator(f"{NOTEBOOK} h1").first).to_be_visible(timeout=SLOW)
    lab.start_all()
    first = lab.page.locator(ERRORS).first
    first.wait_for()
    assert first.text_content().rstrip().endswith(OPEN)


def test_answers_are_typed_and_judged_at_once(lab: Lab):
    lab.open(f"{FIRST}/{FIRST}.ipynb")
    wrong, right = lab.cell("def random_rotation(rng)"), lab.cell("def distance_matrix(positions)")
    wrong.locator(".cm-content").click()
    lab.menu("Run", "Run All Above Selected Cell")
    lab.settle()
    lab.write(wrong, "def random_rotation(rng):", "return rng.normal(size=(3, 3))")
    lab.run_two()
    errors = lab.page.locator(ERRORS).all_text_contents()
    assert errors == ["✗ random_rotation: not yet right, see the card above."]
    expect(lab.page.locator(".mlp-card").last).to_contain_text("your matrices stretch the molecule")
    lab.write(right, "def distance_matrix(positions):", "return cdist(positions, positions)")
    lab.run_two()
    expect(lab.page.locator(".mlp-card").last).to_contain_text("Right · Exercise 2")
    assert lab.page.locator(ERRORS).count() == 1
    said = lab.validate()
    assert "your matrices stretch the molecule" in said and "NotImplementedError" not in said
    assert "Exercise 2: distance_matrix passes 1 of 1 point" in " ".join(said.split())


def test_validate_is_content_with_worked_answers(lab: Lab):
    lab.open(f"solved/{FIRST}/{FIRST}.ipynb")
    assert "Everything passes." in lab.validate()


def test_what_a_lesson_shows_is_accessible(lab: Lab):
    lab.open(f"solved/{FIRST}/{FIRST}.ipynb")
    assert lab.run_all() == []
    assert lab.page.locator(f"{NOTEBOOK} .jp-RenderedImage img").count() >= 3
    assert lab.page.evaluate(UNCAPTIONED) == []
    assert violations(lab) == []
    lab.page.evaluate(PALE)
    assert (
        len([fault for fault in violations(lab) if "color-contrast (serious) at" in fault]) == 2
    )  # both are seen


def test_views_of_atoms_are_accessible(lab: Lab):
    lab.open("views.ipynb")
    assert lab.run_all() == []
    expect(lab.page.locator(f"{NOTEBOOK} iframe")).to_have_count(3)
    assert violations(lab) == []
    frames = lab.page.frames[1:]
    assert len(frames) == 3
    assert [fault for frame in frames for fault in chromium.violations(frame)] == []
