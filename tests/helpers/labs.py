"""JupyterLab started as the course starts it, and what a person does in it, mouse and keys."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from helpers import chromium

SLOW = 300_000  # ms, the longest that a loaded machine may take for one step
NOTEBOOK = ".jp-NotebookPanel:not(.lm-mod-hidden)"
# tracebacks, and what goes to stderr
ERRORS = f"{NOTEBOOK} [data-mime-type='application/vnd.jupyter.stderr']"
STOP = """([address, headers]) => {
    const stop = session => fetch(`${address}/${session.id}`, {method: "DELETE", headers});
    fetch(address, {headers})
        .then(answer => answer.json())
        .then(sessions => sessions.forEach(stop));
}"""
OWN_PLACES = ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTERLAB_WORKSPACES_DIR")

needs_a_lab = [
    chromium.needs_chromium,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to one process"),
]


class Lab:
    """A window of a browser with JupyterLab in it; `watch` writes down what goes wrong."""

    def __init__(self, page: Page, url: str, token: str) -> None:
        self.page, self.url, self.token = page, url, token
        self.watch = chromium.Watch(page, url)
        page.set_default_timeout(SLOW)
        page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"

    def open(self, path: str) -> None:
        """Open a notebook by its address, with nothing left over from earlier."""
        self.page.goto(f"{self.url}lab/tree/{path}?token={self.token}&reset")
        self.wait_for(path)

    def wait_for(self, path: str) -> None:
        """Until the notebook is in front and its kernel waits for work."""
        name = re.escape(path.rpartition("/")[2])
        current = self.page.locator(".jp-mod-current[role=tab]", has_text=re.compile(f"^{name}$"))
        expect(current.first).to_be_visible(timeout=SLOW)
        self.page.locator(f"{NOTEBOOK} .jp-Cell").first.wait_for()
        self.idle()

    def idle(self) -> None:
        """Until the kernel waits for work."""
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text(
            "Python 3 (ipykernel) | Idle", timeout=SLOW
        )

    def menu(self, name: str, item: str) -> None:
        """Choose an item of a menu."""
        self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{name}$")).click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def start_all(self) -> None:
        """Run all cells, without waiting for the last."""
        prompts = self.page.locator(f"{NOTEBOOK} .jp-CodeCell .jp-InputPrompt")
        for _ in range(3):  # a click that comes before the notebook is ready does nothing
            self.menu("Run", "Run All Cells")
            with contextlib.suppress(AssertionError):
                expect(prompts.first).not_to_have_text("[ ]:", timeout=SLOW / 6)
                return

    def run_all(self) -> list[str]:
        """Run every cell to the end; returns the errors."""
        self.start_all()
        self.settle()
        return self.page.locator(ERRORS).all_text_contents()

    def settle(self) -> None:
        """Until no cell waits or runs."""
        prompts = self.page.locator(f"{NOTEBOOK} .jp-CodeCell .jp-InputPrompt")
        expect(prompts.filter(has_text="*")).to_have_count(0, timeout=SLOW)
        self.idle()

    def cell(self, source: str) -> Locator:
        """The code cell with this line in it."""
        return self.page.locator(f"{NOTEBOOK} .jp-CodeCell", has_text=source).first

    def write(self, cell: Locator, *lines: str) -> None:
        """Click into a cell and type `lines` instead of what is there.

        JupyterLab indents by itself.
        """
        cell.locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        for k, line in enumerate(lines):
            if k:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(line)

    def run_two(self) -> None:
        """Run the cell that is being written, and the one below it."""
        for _ in range(2):
            self.page.keyboard.press("Shift+Enter")
            self.settle()

    def validate(self) -> str:
        """Press the button; what the dialog says."""
        self.page.get_by_role("button", name="Validate").click()
        dialog = self.page.locator(".jp-Dialog-content")
        dialog.wait_for()
        text = dialog.inner_text()
        dialog.locator("button").last.click()
        dialog.wait_for(state="detached")
        return text

    def stop_kernels(self) -> None:
        """Begin to end every kernel, as a student does who closes a lesson."""
        self.page.evaluate(
            STOP, [f"{self.url}api/sessions", {"Authorization": f"token {self.token}"}]
        )


@contextlib.contextmanager
def lab_on(folder: Path, own: Path, course: bool = False) -> Iterator[Lab]:
    """`mlp-course lab` on a work folder, or on a course; `own` is for Jupyter's own files."""
    surroundings = os.environ | {name: str(own / name) for name in OWN_PLACES}
    surroundings.pop("MPLBACKEND", None)  # in a notebook, figures are shown
    lab = [
        sys.executable,
        "-m",
        "mlp_course.cli",
        "lab",
        "--course" if course else "--work",
        str(folder),
    ]
    command = [*lab, "--no-browser", "--port=0"]
    with (
        open(own / "log", "w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, env=surroundings) as server,
    ):
        try:
            url, token = _address(own / "JUPYTER_RUNTIME_DIR", server)
            with chromium.started() as browser:
                yield Lab(browser.new_page(viewport={"width": 1280, "height": 900}), url, token)
        finally:
            end(server)


def choose_theme(own: Path, name: str) -> None:
    """Let JupyterLab be light or dark, as its menu keeps it, from the next page on."""
    folder = own / "JUPYTER_CONFIG_DIR" / "lab" / "user-settings" / "@jupyterlab"
    path = folder / "apputils-extension" / "themes.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"theme": name}), encoding="utf-8")


def end(server: subprocess.Popen) -> None:
    """Ctrl-C until the server has ended: it asks back, and is content with a second one."""
    latest = time.monotonic() + SLOW / 1000
    while time.monotonic() < latest:
        server.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(2)
            return
    server.kill()  # or Popen would wait without end
    raise AssertionError("JupyterLab did not end")


def _address(runtime: Path, server: subprocess.Popen) -> tuple[str, str]:
    """Address and token of the server, once it answers."""
    latest = time.monotonic() + SLOW / 1000
    while time.monotonic() < latest and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            with contextlib.suppress(OSError, ValueError):
                about = json.loads(path.read_text(encoding="utf-8"))
                urllib.request.urlopen(f"{about['url']}api?token={about['token']}", timeout=5)
                return about["url"], about["token"]
        time.sleep(0.2)
    raise AssertionError("JupyterLab did not start")
