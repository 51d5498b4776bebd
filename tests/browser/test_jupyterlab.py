"""A student's first minutes in a real browser: the page to start from, a lesson run to its end, the Validate button."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
SLOW = 120_000  # ms, the longest that a loaded machine may take for one step
LESSON = "01-symmetry"
NOTEBOOK = ".jp-NotebookPanel:visible"
ERRORS = f"{NOTEBOOK} [data-mime-type='application/vnd.jupyter.error']"

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)"),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process"),
]


def fill_in(course: Path, path: Path, chosen: dict[str, str] | None = None) -> None:
    """Write answers into a released lesson: every worked one, or those `chosen` (name -> source, '' for the worked)."""
    source = nbformat.read(course / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    worked = {cell.id: cell.source for cell in source.cells}
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution") and (chosen is None or cell.id in chosen):
            cell.source = (chosen or {}).get(cell.id) or worked[cell.id]
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def work(course, tmp_path_factory) -> Path:
    """A work folder with the lesson as released, one right and one wrong answer, and one with all answers."""
    folder = tmp_path_factory.mktemp("work")
    for name in ("begun", "solved"):
        shutil.copytree(course / "notebooks" / LESSON, folder / name / LESSON)
    wrong = "def distance_matrix(positions):\n    return ((positions[:, None] - positions) ** 2).sum(-1)"
    fill_in(course, folder / "begun" / LESSON / f"{LESSON}.ipynb", {"random_rotation": "", "distance_matrix": wrong})
    fill_in(course, folder / "solved" / LESSON / f"{LESSON}.ipynb")
    return folder


@pytest.fixture(scope="module")
def address(work, tmp_path_factory):
    """The address of JupyterLab as `mlp-course lab` starts it."""
    own = tmp_path_factory.mktemp("jupyter")
    places = {
        name: str(own / name) for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    }
    command = [sys.executable, "-m", "mlp_course.cli", "lab", "--work", str(work), "--no-browser", "--port=0"]
    with (
        open(own / "log", "w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | places) as lab,
    ):
        try:
            yield _address(own / "JUPYTER_RUNTIME_DIR", lab)
        finally:
            for _ in range(2):
                lab.send_signal(signal.SIGINT)
                time.sleep(0.2)
            lab.wait(60)


def _address(runtime: Path, lab: subprocess.Popen) -> str:
    end = time.monotonic() + SLOW / 1000
    while time.monotonic() < end and lab.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            try:
                server = json.loads(path.read_text(encoding="utf-8"))
                urllib.request.urlopen(f"{server['url']}api?token={server['token']}", timeout=5)
                return f"{server['url']}lab/tree/{{}}?token={server['token']}&reset"
            except (OSError, ValueError):
                pass
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not start")


@pytest.fixture(scope="module")
def page(address):
    """A window, and what its console complains of or what it asks other machines for."""
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        window = chromium.new_page(viewport={"width": 1280, "height": 900})
        window.set_default_timeout(SLOW)
        window.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
        window.elsewhere = []
        root = address.split("/lab/")[0]
        window.on("request", lambda r: None if r.url.startswith((root, "data:", "blob:", root.replace("http", "ws")))
                  else window.elsewhere.append(r.url))  # fmt: skip
        yield window
        chromium.close()


def open_notebook(page: Page, address: str, path: str) -> None:
    page.goto(address.format(path))
    page.locator(NOTEBOOK).wait_for()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle", timeout=SLOW)


def run_all(page: Page) -> list[str]:
    """Run every cell; returns the errors in view."""
    prompts = page.locator(f"{NOTEBOOK} .jp-CodeCell .jp-InputPrompt")
    for _ in range(3):  # a click that comes before the notebook is ready does nothing
        page.locator(".lm-MenuBar-itemLabel", has_text=re.compile("^Run$")).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with contextlib.suppress(AssertionError):
            expect(prompts.first).not_to_have_text("[ ]:", timeout=SLOW / 6)
            break
    expect(prompts.filter(has_text="*")).to_have_count(0, timeout=SLOW)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle", timeout=SLOW)
    return page.locator(ERRORS).all_inner_texts()


def validate(page: Page) -> str:
    """Press the button; what the dialog says."""
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog-content")
    dialog.wait_for()
    text = dialog.inner_text()
    dialog.locator("button").last.click()
    return text


def test_the_page_to_start_from_leads_to_a_lesson(page, address):
    open_notebook(page, address, "start.ipynb")
    assert run_all(page) == []
    expect(page.get_by_text("All is well")).to_be_visible(timeout=SLOW)
    assert page.get_by_text("Jupyter news").count() == 0
    page.get_by_role("link", name=re.compile("Symmetry")).click()
    expect(page.get_by_role("tab", name=f"{LESSON}.ipynb")).to_be_visible(timeout=SLOW)


def test_a_lesson_without_answers_runs_and_says_what_is_open(page, address):
    open_notebook(page, address, f"{LESSON}/{LESSON}.ipynb")
    assert {text.split(":")[0].split("\n")[-1] for text in run_all(page)} <= {"NotImplementedError"}


def test_validate_names_the_mistake_and_what_is_open(page, address):
    open_notebook(page, address, f"begun/{LESSON}/{LESSON}.ipynb")
    said = validate(page)
    assert "square" in said and "NotImplementedError" in said
    assert "uniform" not in said  # the right answer is not complained of


def test_validate_is_content_with_worked_answers(page, address):
    open_notebook(page, address, f"solved/{LESSON}/{LESSON}.ipynb")
    assert "Success" in validate(page)


def test_every_lesson_opens(page, address, course):
    for path in sorted((course / "notebooks").glob("*/*.ipynb")):
        open_notebook(page, address, f"{path.parent.name}/{path.name}")
        expect(page.locator(f"{NOTEBOOK} h1").first).to_be_visible(timeout=SLOW)


def test_nothing_was_asked_of_another_machine(page):
    assert page.elsewhere == []
