"""What formgrader and feedback show of what students wrote: formulas are drawn, nothing runs."""

import re

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from mlp_course.grading.feedback.exporter import Page
from mlp_course.grading.feedback.formulas import mathml
from mlp_course.grading.steps.settings import harden

RUNS = re.compile(
    r"<[^<>]*(?:\bon\w+=|javascript:)[^<>]*>|<script[^>]*>[^<]*alert", flags=re.IGNORECASE
)
TEXTS = [
    "<script>alert(1)</script>",
    "words <img src=x onerror=alert(1)> words",
    "<div onclick='alert(1)'>\nwords\n</div>",
    "[words](javascript:alert(1))",
    r"$\text{<img/src=x/onerror=alert(1)>}$",
    r"$$\class{><script>alert(1)</script>}{a}$$",
    r"$\href{javascript:alert(1)}{x}$",
]
OUTPUTS = [
    ({"text/html": "<script>alert(1)</script>", "text/plain": "a table"}, {}),
    ({"application/javascript": "alert(1)", "text/plain": "a table"}, {}),
    ({"text/markdown": "<script>alert(1)</script> a table"}, {}),
    ({"image/png": "aa", "text/plain": ""}, {"image/png": {"width": "1 onerror=alert(1)"}}),
]


def page(cell: nbformat.NotebookNode, kind: type = HTMLExporter) -> str:
    """The notebook with this one cell, as formgrader shows it; `Page` is what writes feedback."""
    c = Config()
    harden(c)
    c.HTMLExporter.template_name = "formgrade"
    resources = {"base_url": "", "index": 0, "total": 1, "assignment_id": "a", "notebook_id": "a"}
    return (
        kind(config=c)
        .from_notebook_node(new_notebook(cells=[cell]), resources)[0]
        .rpartition("<body")[2]
    )


@pytest.mark.parametrize("kind", [HTMLExporter, Page])
@pytest.mark.parametrize("number", range(len(TEXTS) + len(OUTPUTS)))
def test_nothing_that_a_student_wrote_runs(number, kind):
    if number < len(TEXTS):
        shown = page(new_markdown_cell(TEXTS[number]), kind)
    else:
        data, about = OUTPUTS[number - len(TEXTS)]
        shown = page(
            new_code_cell("1", outputs=[new_output("display_data", data, metadata=about)]), kind
        )
        assert "a table" in shown or "base64,aa" in shown
    assert not RUNS.search(re.sub(r'onclick="toggle_name\((true|false)\);"', "", shown))


def test_what_runs_is_recognised():
    assert [text for text in TEXTS[:3] if not RUNS.search(text)] == []
    assert RUNS.search("<img width=1 onerror=alert(1)>") and RUNS.search(
        '<a href="javascript:alert(1)">'
    )


def test_formulas_are_drawn_in_headings_too():
    shown = page(new_markdown_cell("# Where $a < b$"))
    assert '<math display="inline"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>' in shown


def test_signs_are_escaped_once():
    assert "<mo>&lt;</mo>" in mathml("a < b") and "<mtext>&lt;b&gt;</mtext>" in mathml(
        r"\text{<b>}"
    )
    assert "\u2211" in mathml(r"\sum_i") and "&amp;#" not in mathml(r"\sum_i \alpha")
