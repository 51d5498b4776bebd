"""Debian's Chromium as all tests use it.

How it starts, what a page asks for and complains of, what axe-core finds.
"""

import contextlib
import shutil
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, sync_playwright

PROGRAM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LEFT = "net::ERR_ABORTED"  # the page was left before this arrived
HERE = ("data:", "blob:", "about:")
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")  # levels A and AA of WCAG 2

needs_chromium = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium here (Debian: apt-get install chromium)"
)


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as player:
        chromium = player.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class Watch:
    """Everything a page asks for, and everything that goes wrong on it, from now on.

    `root` is where all it needs should come from: an address that every request has to begin with.
    """

    def __init__(self, page: Page, root: str) -> None:
        self.root, self.requests, self.outside, self.faults = root, 0, [], []
        page.on("request", lambda request: self._requested(request.url))
        page.on("requestfailed", self._failed)
        page.on(
            "response",
            lambda r: self.faults.append(f"{r.status} for {r.url}") if r.status >= 400 else None,
        )
        page.on(
            "console",
            lambda said: (
                self.faults.append(f"console: {said.text}") if said.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))

    def _failed(self, request: Request) -> None:
        if request.failure != LEFT:
            self.faults.append(f"could not load {request.url}: {request.failure}")

    def _requested(self, address: str) -> None:
        self.requests += 1
        if not address.startswith((self.root, *HERE)):
            self.outside.append(address)
            self.faults.append(f"asks for {address}")


def violations(
    page: Page | Frame,
    inside: Sequence[str] = (),
    rules: Sequence[str] = (),
    without: Sequence[str] = (),
) -> list[str]:
    """What axe-core finds against levels A and AA of WCAG 2, one line for each element it finds it
    at.

    `inside` are selectors of what to look at (the whole page if none is given), `rules` the only
    rules to try, `without` those to leave out.
    """
    from axe_playwright_python.sync_playwright import Axe

    only = (
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(WCAG)}
    )
    options = {
        "runOnly": only,
        "resultTypes": ["violations"],
        "iframes": False,
        "preload": False,
        "rules": {name: {"enabled": False} for name in without},
    }
    found = Axe().run(
        page, context={"include": [[name] for name in inside]} if inside else None, options=options
    )
    return [
        f"{rule['id']} ({rule['impact']}) at {node['target'][0]}: {node['html'][:160]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
