"""Open every page of a site in Chromium and write down what a reader would stumble over, however
they read it.

A page is loaded once and then looked at four ways: on a desk by day and by night, on a phone, and
printed.
"""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page

from helpers.chromium import Watch, started, violations

PHONE, DESK, PAPER = (
    {"width": 375, "height": 800},
    {"width": 1280, "height": 900},
    {"width": 718, "height": 1000},
)
CONTRAST = ["color-contrast", "link-in-text-block"]  # what night changes, and a phone does not
UNDRAWN = (
    "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src.slice(0, 80))"
)
BAD_MATH = (
    "[...document.querySelectorAll('mjx-merror, [data-mml-node=merror]')].map(e => e.textContent)"
)
MATH = (
    "document.querySelectorAll('.math').length <= document.querySelectorAll('mjx-container').length"
)
SLOW = 300_000  # ms, the longest that a loaded machine may take
# What Sphinx says last: all that was found stands there then
SEARCHED = (
    "/finished|not match/.test("
    "document.querySelector('#search-results .search-summary')?.textContent)"
)
TOO_WIDE = "document.documentElement.scrollWidth > innerWidth"
SHOWN = (
    "[...document.querySelectorAll('{}')]"
    ".filter(e => e.checkVisibility()).map(e => e.className.slice(0, 60))"
)
BARS = (
    "header, nav, aside, footer, dialog, button, "
    ".bd-sidebar, .bd-header-article, .prev-next-area, .skip-link"
)
CUT = """[...document.querySelectorAll(
    'main :is(pre, img, table, iframe, mjx-container, .wide-figure)')]
    .filter(e => e.checkVisibility() && (e.getBoundingClientRect().right > innerWidth
                 || e.scrollWidth > e.clientWidth + 2 && getComputedStyle(e).overflowX !== 'visible'
                 || ['IMG', 'IFRAME'].includes(e.tagName)
                    && getComputedStyle(e).breakInside !== 'avoid'))
    .map(e => e.outerHTML.slice(0, 80))"""
FOLDED = (
    "[...document.querySelectorAll('main details:not([open])')]"
    ".map(e => e.textContent.trim().slice(0, 60))"
)
ONE_OF_EACH = """() => { const seen = new Set();
    for (const word of document.querySelectorAll('.highlight pre span')) {
        const kind = word.className + word.closest('.highlight').parentElement.className;
        seen.has(kind) ? word.replaceWith(word.textContent) : seen.add(kind);
    } }"""  # thousands of words of code have some twenty colours: one word of each will do
LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)"


@dataclass
class Survey:
    """What was seen of a site; `problems` says where and what."""

    problems: list[str] = field(default_factory=list)
    pages: int = 0
    links: set[str] = field(default_factory=set)
    requests: int = 0
    outside: int = 0
    violations: int = 0
    thorough: bool = True

    def __str__(self) -> str:
        """The counts, in a line."""
        counts = (
            f"{self.pages} pages, {len(self.links)} links, {self.requests} requests, "
            f"{self.outside} of them outside, {len(self.problems)} problems"
        )
        if not self.thorough:
            return counts
        return f"{counts}, {self.violations} violations of WCAG 2 A and AA"


def survey(site: Path, start: str, thorough: bool = True) -> Survey:
    """Look at all pages of `site`, opened below the address `start`.

    If not `thorough`, only load each on a desk.
    """
    seen = Survey(thorough=thorough)
    with started() as chromium:
        page = chromium.new_page(viewport=DESK, color_scheme="light", reduced_motion="reduce")
        watch = Watch(
            page, start.split("://")[0] + "://" + start.split("://")[1].split("/")[0] + "/"
        )
        for name in pages_of(site):
            page.goto(start + name)
            page.wait_for_load_state("load")
            problems = _look(page) + (_look_closely(page, seen) if thorough else [])
            seen.links.update(page.evaluate(LINKS))
            seen.problems += [f"{name}: {problem}" for problem in problems + watch.faults]
            watch.faults.clear()
        seen.problems += [
            f"search: {problem}" for problem in _search(page, site, start) + watch.faults
        ]
        seen.pages, seen.requests, seen.outside = (
            len(pages_of(site)),
            watch.requests,
            len(watch.outside),
        )
    return seen


def pages_of(site: Path) -> list[str]:
    """Every page by its name.

    Neither a template of the theme nor a page that only sends on to another.
    """
    return [
        path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html")) if _is_page(path)
    ]


def _is_page(path: Path) -> bool:
    return "_static" not in path.parts and 'http-equiv="Refresh"' not in path.read_text(
        encoding="utf-8"
    )


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
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


def _look(page: Page) -> list[str]:
    """What is wrong with the page as it first appears."""
    if page.query_selector(".math"):
        page.wait_for_function(MATH, timeout=SLOW)
    found = [f"image not drawn: {source}" for source in page.evaluate(UNDRAWN)]
    found += [f"math not understood: {text}" for text in page.evaluate(BAD_MATH)]
    return found + (["has to be scrolled sideways"] if page.evaluate(TOO_WIDE) else [])


def _look_closely(page: Page, seen: Survey) -> list[str]:
    """What is wrong with the page by day and by night, on a phone, and on paper."""
    page.evaluate(ONE_OF_EACH)
    views = {"by day": violations(page)}
    page.emulate_media(color_scheme="dark")
    views["by night"] = violations(page, rules=CONTRAST)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    page.reload()
    if page.query_selector(".math"):
        page.wait_for_function(MATH, timeout=SLOW)
    wide = ["has to be scrolled sideways on a phone"] if page.evaluate(TOO_WIDE) else []
    views["on a phone"] = violations(page, without=CONTRAST)
    paper = _print(page)
    page.set_viewport_size(DESK)
    seen.violations += sum(map(len, views.values()))
    return (
        wide
        + paper
        + _switch(page)
        + [f"{view}: {found}" for view, all_found in views.items() for found in all_found]
    )


def _print(page: Page) -> list[str]:
    """What is wrong with the page on paper: things to press on it, parts left out or cut off."""
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    found = [f"printed: {name} is for the screen" for name in page.evaluate(SHOWN.format(BARS))]
    found += [f"printed: cut off: {what}" for what in page.evaluate(CUT)]
    found += [f"printed: left out: {what}" for what in page.evaluate(FOLDED)]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    return found


def _switch(page: Page) -> list[str]:
    """Press the button for day, night and as the machine has it, once round."""
    themes = set()
    for button in page.query_selector_all(".theme-switch-button")[:1] * 3:
        button.click()
        themes.add(page.evaluate("document.documentElement.dataset.theme"))
    return [f"the switch leads to {themes} only"] if len(themes) == 1 else []


def _search(page: Page, site: Path, start: str) -> list[str]:
    """Look a word up that every site of the course has."""
    if not (site / "search.html").exists():
        return []
    page.goto(start + "search.html?q=energy")
    page.wait_for_function(SEARCHED, timeout=SLOW)
    return [] if page.query_selector("#search-results ul.search li") else ["finds nothing"]
