"""What students wrote is text on every page: tried with all payloads in Chromium.

Pages are those of formgrader, with its scripts, and those of the feedback.
"""

from pathlib import Path
from urllib.parse import urlparse

import pytest
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader import handlers
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route
from traitlets.config import Config

from helpers import chromium
from helpers.payloads import ELSEWHERE, IMAGE, notebooks
from mlp_course.grading.feedback import formulas, policy
from mlp_course.grading.feedback.exporter import Page
from mlp_course.grading.steps.overview import Overview
from mlp_course.grading.steps.settings import harden

pytestmark = chromium.needs_chromium

PAYLOADS = notebooks()
SITE = "http://formgrader.invalid"
STATIC = "/formgrader/static/"
# As nbgrader's GenerateFeedback finds its style
STYLES = Path(handlers.static_path, "node_modules", "bootstrap", "dist", "css")
KINDS = {"formgrader": ("formgrade", HTMLExporter), "feedback": ("feedback", Page)}
# What is more than text where the cells of a notebook stand
AUDIT = """() => {
    const active = "script, style, link, meta, base, iframe, frame, object, embed, form, input:not("
        + "[type=checkbox][disabled]), button, textarea, svg, video, audio, a, [data-link], "
        + "[id]:not([id^='cell-id=']):not([id^='notebook']), [style]:not(span), .score, .comment, "
        + ".nbgrader_cell, .mermaid, img:not([src^='data:'])";
    const found = [];
    for (const part of document.querySelectorAll("#notebook-container *, main .cell *"))
        if (part.matches(active) || [...part.attributes].some(a => a.name.startsWith("on")))
            found.push(part.outerHTML.slice(0, 200));
    return found;
}"""
WATCH = """
    window.owned = () => document.documentElement.setAttribute("data-owned", "yes");
    window.refused = [];
    document.addEventListener("securitypolicyviolation", event => window.refused.push(
        event.violatedDirective + " " + event.blockedURI + " " + event.sample));
"""


@pytest.fixture(scope="module")
def tab():
    """A tab of a browser, in which formgrader's own files are served, and nothing else."""
    with chromium.started() as browser:
        page = browser.new_page()
        page.add_init_script(WATCH)
        yield page


def html(notebook: NotebookNode, kind: str) -> str:
    """The notebook as a page."""
    template, exporter = KINDS[kind]
    c = Config()
    harden(c)
    c.HTMLExporter.template_name = template
    c.HTMLExporter.extra_template_paths = [str(STYLES)]
    about = {"notebook": "a", "assignment": "a", "student": "ada", "score": 1, "max_score": 2}
    resources = {"base_url": "", "index": 0, "total": 1, "assignment_id": "a", "notebook_id": "a"}
    resources |= {"nbgrader": about, "submission_id": "s", "student": "ada", "notebook_path": "a"}
    made = exporter(config=c)
    if kind == "feedback":
        made.register_preprocessor(Overview, enabled=True)
    return made.from_notebook_node(notebook, resources)[0]


def findings(tab: Tab, text: str) -> list[str]:
    """What a page does that it should not."""
    asked = []

    def answer(route: Route) -> None:
        address = route.request.url
        path = urlparse(address).path
        if address == f"{SITE}/page/":
            route.fulfill(body=text, content_type="text/html")
        elif address.startswith(f"{SITE}{STATIC}"):
            route.fulfill(path=Path(handlers.static_path) / path.removeprefix(STATIC))
        elif address.startswith(f"{SITE}/formgrader/api/"):
            route.fulfill(json=[])
        else:
            asked.append(f"asks for {address}")
            route.abort()

    tab.route("**/*", answer)
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(f"script error: {error}")

    tab.on("pageerror", note)
    tab.goto(f"{SITE}/page/", wait_until="load")
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 30)))")
    found = [f"active: {part}" for part in tab.evaluate(AUDIT)]
    if tab.evaluate("document.documentElement.hasAttribute('data-owned')"):
        found.append("owned")
    found += [f"refused: {what}" for what in tab.evaluate("window.refused")]
    tab.remove_listener("pageerror", note)
    tab.unroute_all()
    return found + asked + errors


@pass_context
def as_it_is(_: Context, source: str) -> str:
    """A text of a student's believed to be HTML."""
    return source


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PAYLOADS)
def test_what_a_student_wrote_is_text(tab, name, kind):
    assert findings(tab, html(PAYLOADS[name], kind)) == []


def test_there_are_many_ways():
    assert len(PAYLOADS) >= 60


def test_the_text_of_it_is_shown(tab):
    """Nothing is left out: what was typed can be read."""
    for name in ("text: mermaid", "text: image", "raw: html", "printed: an error", "printed: code"):
        text = html(PAYLOADS[name], "formgrader")
        assert findings(tab, text) == []
        assert IMAGE in tab.locator("#notebook").first.inner_text(), name


class TestTwins:
    """Each layer is seen to fail, and to hold when the others do not."""

    def test_mermaid_as_nbconvert_draws_it_runs(self, tab, monkeypatch):
        monkeypatch.setattr(formulas._Renderer, "block_code", IPythonRenderer.block_code)
        monkeypatch.setattr(formulas, "of_formgrader", lambda _: "")
        found = findings(tab, html(PAYLOADS["text: mermaid"], "formgrader"))
        assert "owned" in found and f"asks for {SITE}/page/x" in found

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_policy_alone_stops_what_gets_through(self, tab, monkeypatch, kind):
        monkeypatch.setattr(formulas, "markdown2html", as_it_is)
        for name, notebook in PAYLOADS.items():
            if not name.startswith("text: ") or "reload" in name:
                continue
            found = findings(tab, html(notebook, kind))
            assert "owned" not in found, name
            assert [what for what in found if what.startswith("asks for")] == [], name

    @pytest.mark.parametrize("kind", KINDS)
    def test_without_the_policy_that_is_seen(self, tab, monkeypatch, kind):
        monkeypatch.setattr(formulas, "markdown2html", as_it_is)
        monkeypatch.setattr(formulas, "of_formgrader", lambda _: "")
        monkeypatch.setattr(policy, "of_feedback", lambda: "")
        assert "owned" in findings(tab, html(PAYLOADS["text: image"], kind))
        found = findings(tab, html(PAYLOADS["text: stylesheet"], kind))
        assert f"asks for {ELSEWHERE}" in found

    @pytest.mark.parametrize("name", ["raw: names", "output: a picture elsewhere"])
    def test_a_notebook_that_is_believed_is_seen(self, tab, monkeypatch, name):
        monkeypatch.setattr(
            formulas.AsText, "preprocess", lambda self, nb, resources: (nb, resources)
        )
        assert findings(tab, html(PAYLOADS[name], "formgrader")) != []
