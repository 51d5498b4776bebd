"""What students wrote, as formgrader's pages and the feedback show it.

Formulas become MathML, and nothing that could run is kept. nbconvert's own templates load MathJax
from a server elsewhere; offline they show TeX, and formgrader's keys do nothing. And they show HTML
as HTML. But a script on a page of formgrader has the rights of the instructor's JupyterLab: it
could change marks. So tags are shown as they were typed, and of an output its picture or its text.
"""

import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from xml.etree.ElementTree import tostring

from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert_to_element
from nbconvert import filters
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from mlp_course.grading.integrity.drawable import (
    is_coloured,
    why_not_drawn,
    without_trailing_blanks,
)

TEMPLATES = Path(__file__).parent / "templates"  # in front of nbconvert's: no MathJax
# Of what an output offers, in this order; HTML and JavaScript are not among it.
HARMLESS = [
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
SIZES = re.compile(r"\\[bB]igg?[lrm]?\s*(?=\\)")  # of a named fence: latex2mathml knows the others
DROPPED = ("href", "xmlns")  # attributes of formulas


def draw_formulas(c: Config) -> None:
    """Set nbgrader's pages to draw formulas here, and to run nothing that students wrote."""
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), handlers.template_path]
    c.HTMLExporter.filters = {
        "markdown2html": markdown2html,
        "get_metadata": get_metadata,
        "strip_files_prefix": as_it_is,
    }
    c.NbConvertBase.display_data_priority = HARMLESS


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """A text cell as HTML, like nbconvert's filter of this name but for formulas and tags."""
    why = why_not_drawn(source)
    if why:
        return f"<p><em>({why})</em></p><pre>{escape(source)}</pre>"
    cell = context.get("cell", {})
    renderer = _Renderer(
        escape=True,
        allow_harmful_protocols=False,
        attachments=cell.get("attachments", {}),
    )
    return MarkdownWithMath(renderer=renderer).render(source)


def as_it_is(text: str) -> str:
    """A text as it is.

    nbconvert's filter mends links of 2013, and takes the square of the text's length for it.
    """
    return text


def get_metadata(output: NotebookNode, key: str, mimetype: str | None = None) -> object:
    """What an output says of itself; sizes only if they are numbers.

    The templates put those into tags unquoted.
    """
    value = filters.get_metadata(output, key, mimetype)
    if key in ("width", "height") and not isinstance(value, int | float):
        return None
    return value


@cache
def mathml(tex: str, display: str = "inline") -> str:
    """A formula as MathML ("inline" or as a "block"); TeX that is not understood stays as it is.

    >>> mathml("E")
    '<math display="inline"><mrow><mi>E</mi></mrow></math>'
    >>> mathml(r"\\left")
    '<code>\\\\left</code>'
    """
    try:
        formula = convert_to_element(SIZES.sub("", tex), display=display)
        # latex2mathml writes signs as entities, which would be escaped once more.
        for part in formula.iter():
            part.text = unescape(part.text) if part.text else None
            attributes = {}
            for name, value in part.items():
                if name not in DROPPED:
                    attributes[name] = unescape(value)
            part.attrib = attributes
        return tostring(formula, encoding="unicode")
    except Exception:
        # Whatever students write, and latex2mathml raises of every kind
        return f"<code>{escape(tex)}</code>"


class _Renderer(IPythonRenderer):
    """nbconvert's, but for formulas, and for code that takes too long to be coloured."""

    def block_code(self, code: str, info: str | None = None) -> str:
        """Code in a text."""
        if not is_coloured(code):
            return f"<pre>{escape(code)}</pre>"
        return super().block_code(without_trailing_blanks(code), info)

    def inline_math(self, body: str) -> str:
        """A formula in a line of text."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """A formula in an environment such as `align`."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")
