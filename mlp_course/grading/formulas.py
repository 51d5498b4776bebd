"""Formulas on formgrader's pages and in feedback as MathML, which browsers draw without a script or another machine.

nbconvert's own templates load MathJax from a server elsewhere; offline they show TeX, and formgrader's keys do nothing.
"""

import re
from functools import cache
from html import escape
from pathlib import Path

from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

TEMPLATES = Path(__file__).parent / "templates"  # in front of nbconvert's: no MathJax
SIZES = re.compile(r"\\[bB]igg?[lrm]?\s*(?=\\)")  # of a named fence: latex2mathml knows the others


def draw_formulas(c: Config) -> None:
    """Set nbgrader's pages to draw formulas here."""
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), handlers.template_path]
    c.HTMLExporter.filters = {"markdown2html": markdown2html}


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """A text cell as HTML, like nbconvert's filter of this name but for formulas."""
    attachments = context.get("cell", {}).get("attachments", {})
    return MarkdownWithMath(renderer=_Renderer(escape=False, attachments=attachments)).render(source)


@cache
def mathml(tex: str, display: str = "inline") -> str:
    """A formula as MathML ("inline" or as a "block"); TeX that is not understood stays as it is.

    >>> mathml("E").removeprefix('<math xmlns="http://www.w3.org/1998/Math/MathML" ')
    'display="inline"><mrow><mi>E</mi></mrow></math>'
    >>> mathml(r"\\left")
    '<code>\\\\left</code>'
    """
    try:
        return convert(SIZES.sub("", tex), display=display)
    except Exception:  # whatever students write, and latex2mathml raises of every kind
        return f"<code>{escape(tex)}</code>"


class _Renderer(IPythonRenderer):
    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")
