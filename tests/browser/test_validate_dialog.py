"""The dialog of Validate in JupyterLab: the list of exercises, by day, by night and narrow."""

from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from helpers import chromium
from helpers.compose import answered, perfect_answers
from helpers.labs import Lab, choose_theme, lab_on, needs_a_lab
from helpers.tiny_course import LESSON

WRONG = {"mean": "def mean(values):\n    return max(values)"}
STILL_OPEN = ("moments",)
DIALOG = ".jp-Dialog-content"
LIGHT = "JupyterLab Light"
# JupyterLab draws the frame of its dialogs.
BODY = f"{DIALOG} #validation-message"

pytestmark = needs_a_lab


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    """Where Jupyter keeps its own files."""
    return tmp_path_factory.mktemp("jupyter")


@pytest.fixture(scope="module")
def lab(template, own, tmp_path_factory):
    """JupyterLab on a work folder with one lesson: an answer right, one wrong, one open."""
    work = tmp_path_factory.mktemp("work")
    answers = perfect_answers(template, LESSON) | WRONG
    for item in STILL_OPEN:
        del answers[item]
    (work / LESSON).mkdir()
    nbformat.write(answered(template, LESSON, answers), work / LESSON / f"{LESSON}.ipynb")
    with lab_on(work, own) as lab:
        yield lab


def press(lab: Lab) -> None:
    """Press the button, and wait for the dialog."""
    lab.page.get_by_role("button", name="Validate").click()
    lab.page.locator(DIALOG).wait_for()


def test_validate_shows_the_list_and_neither_source_nor_traceback(lab: Lab):
    lab.open(f"{LESSON}/{LESSON}.ipynb")
    press(lab)
    dialog = lab.page.locator(DIALOG)
    rows = [" ".join(text.split()) for text in dialog.locator("li").all_inner_texts()]
    assert rows == [
        "✗ mean not yet right 0 of 2 points Divide the sum by how many there are.",
        "○ moments open 3 points",
        "… why written 4 points Your instructor reads it and gives the points.",
        "✓ largest passes 1 of 1 point",
    ]
    expect(dialog).to_contain_text("1 of 10 points so far, 4 written for marking by hand.")
    said = dialog.inner_text()
    for left_out in ("assert", "Traceback", "The following cell failed", "NotImplementedError"):
        assert left_out not in said
    assert lab.watch.faults == []


@pytest.mark.parametrize("theme", [LIGHT, "JupyterLab Dark"])
def test_the_dialog_is_accessible_and_fits(lab: Lab, own: Path, theme: str):
    choose_theme(own, theme)
    lab.open(f"{LESSON}/{LESSON}.ipynb")
    is_light = str(theme == LIGHT).lower()
    lab.page.locator(f"body[data-jp-theme-light={is_light}]").wait_for(state="attached")
    press(lab)
    for width in (1280, 400):
        lab.page.set_viewport_size({"width": width, "height": 900})
        assert chromium.violations(lab.page, [BODY]) == []
        box = lab.page.locator(BODY).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    lab.page.set_viewport_size({"width": 1280, "height": 900})
