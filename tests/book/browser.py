"""Open every page of a site in Chromium and write down what a reader would stumble over."""

import contextlib
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
MISSING = "no Chromium here (Debian: apt-get install chromium)"
LEFT = "net::ERR_ABORTED"  # the page was left before this arrived
PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
UNDRAWN = "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src.slice(0, 80))"
BAD_MATH = "[...document.querySelectorAll('mjx-merror, [data-mml-node=merror]')].map(e => e.textContent)"
MATH = "document.querySelectorAll('.math').length <= document.querySelectorAll('mjx-container').length"
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"


def stumbles(site: Path, start: str) -> list[str]:
    """Problems of all pages of `site`, opened below the address `start`, at the width of a desk and of a phone."""
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")) if _is_page(path)]
    found = []
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for viewport in (DESK, PHONE):
            page = chromium.new_page(viewport=viewport)
            seen = []
            _listen(page, start, seen)
            for name in names:
                page.goto(start + name)
                page.wait_for_load_state("load")
                seen += _look(page)
                found += [f"{name}, {viewport['width']} px: {problem}" for problem in seen]
                seen.clear()
            found += [f"search, {viewport['width']} px: {problem}" for problem in _search(page, site, start) + seen]
            page.close()
        chromium.close()
    return found


def _is_page(path: Path) -> bool:
    """Neither a template of the theme nor a page that only sends on to another."""
    return "_static" not in path.parts and 'http-equiv="Refresh"' not in path.read_text(encoding="utf-8")


@contextlib.contextmanager
def served(folder: Path):
    """Serve `folder` on this machine; gives the address of its root."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format, *args):
        """Say nothing."""


def _listen(page: Page, start: str, seen: list[str]) -> None:
    """Write down requests to elsewhere, requests that fail, and what the console complains of."""
    root = start.split("/")[:3]

    def requested(request):
        if not request.url.startswith(("data:", "blob:")) and request.url.split("/")[:3] != root:
            seen.append(f"asks for {request.url}")

    def failed(request):
        if request.failure != LEFT:
            seen.append(f"could not load {request.url}: {request.failure}")

    page.on("request", requested)
    page.on("requestfailed", failed)
    page.on("response", lambda r: seen.append(f"{r.status} for {r.url}") if r.status >= 400 else None)
    page.on("console", lambda message: seen.append(f"console: {message.text}") if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(f"script error: {error}"))


def _search(page: Page, site: Path, start: str) -> list[str]:
    """Look a word up that every site of the course has."""
    if not (site / "search.html").exists():
        return []
    page.goto(start + "search.html?q=energy")
    page.wait_for_function("document.querySelector('#search-results .search-summary')?.textContent", timeout=60_000)
    page.wait_for_timeout(500)
    return [] if page.query_selector("#search-results ul.search li") else ["finds nothing"]


def _look(page: Page) -> list[str]:
    """What is wrong with the page as drawn."""
    found = []
    if page.query_selector(".math"):
        page.wait_for_function(MATH, timeout=60_000)
    found += [f"image not drawn: {source}" for source in page.evaluate(UNDRAWN)]
    found += [f"math not understood: {text}" for text in page.evaluate(BAD_MATH)]
    found += ["has to be scrolled sideways"] if page.evaluate(TOO_WIDE) else []
    return found
