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
from typing import Any
from xml.etree.ElementTree import tostring

from jinja2 import pass_context
from jinja2.runtime import Context
from latex2mathml.converter import convert_to_element
from nbconvert import filters
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from mlp_course.grading.feedback.as_text import HARMLESS, OURS, AsText
from mlp_course.grading.feedback.policy import of_formgrader
from mlp_course.grading.integrity.drawable import why_not_drawn

TEMPLATES = Path(__file__).parent / "templates"  # in front of nbconvert's: no MathJax
FENCES = re.compile(r"\\[bB]igg?[lrm]?\s*(?=\\)")  # of a named fence: latex2mathml knows the others
KINDS = ("image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp")
PICTURE = re.compile(
    rf"data:({'|'.join(map(re.escape, KINDS))});base64,[A-Za-z0-9+/]+=*", flags=re.IGNORECASE
)
TAG = re.compile(r"<[^>]*>")
# What a formula may say of itself; not a name, a class or a style, which could be formgrader's own
ATTRIBUTES = """
    accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form
    frame height largeop linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize
    minsize movablelimits notation rowlines rowspacing rspace scriptlevel separator stretchy
    symmetric voffset width
"""


def draw_formulas(c: Config) -> None:
    """Set nbgrader's pages to draw formulas here, and to run nothing that students wrote."""
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), handlers.template_path]
    c.HTMLExporter.filters = {
        "markdown2html": markdown2html,
        "get_metadata": get_metadata,
        "policy": of_formgrader,
        "strip_files_prefix": as_it_is,
    }
    c.HTMLExporter.preprocessors = [AsText]
    c.NbConvertBase.display_data_priority = [OURS, *HARMLESS]


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
        attachments=cell.get("attachments") or {},
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


def _picture(url: str, attachments: dict) -> str:
    """The address of a picture that holds all of it, '' if there is none of this name."""
    name = url.removeprefix("attachment:")
    forms = attachments.get(name)
    if name == url:
        return url if PICTURE.fullmatch(url) else ""
    if not isinstance(forms, dict):
        return ""
    for kind in KINDS:
        source = f"data:{kind};base64,{''.join(str(forms.get(kind, '')).split())}"
        if PICTURE.fullmatch(source):
            return source
    return ""


@cache
def mathml(tex: str, display: str = "inline") -> str:
    """A formula as MathML ("inline" or as a "block"); TeX that is not understood stays as it is.

    >>> mathml("E")
    '<math display="inline"><mrow><mi>E</mi></mrow></math>'
    >>> mathml(r"\\left")
    '<code>\\\\left</code>'
    """
    try:
        formula = convert_to_element(FENCES.sub("", tex), display=display)
        # latex2mathml writes signs as entities, which would be escaped once more.
        for part in formula.iter():
            part.text = unescape(part.text) if part.text else None
            attributes = {}
            for name, value in part.items():
                if name in ATTRIBUTES.split():
                    attributes[name] = unescape(value)
            part.attrib = attributes
        return tostring(formula, encoding="unicode")
    except Exception:
        # Whatever students write, and latex2mathml raises of every kind
        return f"<code>{escape(tex)}</code>"


class _Renderer(IPythonRenderer):
    """nbconvert's, but for formulas, and for all that is more than text.

    A picture is shown if it came with the text; nothing is loaded, and nothing can be clicked: an
    address may be one of formgrader's own.
    """

    def block_code(self, code: str, info: str | None = None) -> str:
        """Code as it was typed, whatever language it says it is: Mermaid's would be run."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        """A heading without a name, which could be that of one of formgrader's fields."""
        return f"<h{level}>{text}</h{level}>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """What a link says, and where it leads."""
        address = escape(url)
        if unescape(text) == url:
            return f"<code>{address}</code>"
        return f"{text} (<code>{address}</code>)"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """A picture that came with the text; of any other what it is called."""
        source = _picture(url, self.attachments)
        if source:
            words = escape(unescape(TAG.sub("", text)))
            return f'<img src="{source}" alt="{words}" />'
        return f"[picture: {text} <code>{escape(url)}</code>]"

    def inline_math(self, body: str) -> str:
        """A formula in a line of text."""
        return mathml(body)

    def block_math(self, body: str) -> str:
        """A formula on lines of its own."""
        return mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        """A formula in an environment such as `align`."""
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")
