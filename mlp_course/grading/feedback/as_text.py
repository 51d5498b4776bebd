"""What students wrote and printed, as text and pictures: nothing that a page would run.

nbconvert believes a notebook: raw cells may be HTML, outputs may name pictures elsewhere, a mark
of a cell chooses the program that colours it. Formgrader's pages have the rights of the
instructor's JupyterLab, so here each cell and output is built anew from what is known to be text.
"""

import re
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Bool

from mlp_course.checks.cards.outputs import card_in, of_card
from mlp_course.lessons import cells

BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")
PICTURES = ("image/png", "image/jpeg")
# Of what an output offers, in this order; HTML and JavaScript are not among it, but for cards,
# which are made anew of their values.
OURS = "text/html"
HARMLESS = [
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    *PICTURES,
    "text/plain",
]
SIZES = ("width", "height")
KEPT = ("nbgrader", "for_instructor")  # of what a cell says of itself: what grading has written
PYTHON = {"name": "python", "pygments_lexer": "ipython3"}


class AsText(Preprocessor):
    """Leave of a notebook what is text or a picture, before it becomes a page."""

    enabled = Bool(True).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Build every cell and output anew, in place."""
        nb.metadata = NotebookNode(language_info=NotebookNode(PYTHON))
        for cell in nb.cells:
            kept = {name: cell.metadata[name] for name in KEPT if name in cell.metadata}
            cell.metadata = NotebookNode(kept)
            if cell.cell_type == "raw":
                cell.cell_type = "markdown"
                cell.source = fenced(cell.source)
                cell.pop("attachments", None)
            elif cell.cell_type == "code":
                count = _count(cell.get("execution_count"))
                cell.execution_count = count
                may_be_cards = cells.is_test(cell)
                outputs = [_shown(output, count, may_be_cards) for output in cell.outputs]
                cell.outputs = [output for output in outputs if output]
        return nb, resources


def fenced(text: str) -> str:
    """A text as Markdown shows it letter by letter.

    >>> print(fenced("a ``` b"))
    ````
    a ``` b
    ````
    """
    runs = re.findall("`+", text)
    longest = max(map(len, runs), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _count(count: Any) -> int | None:
    """The number of an execution, if it is one."""
    return count if type(count) is int else None


def _shown(output: NotebookNode, count: int | None, may_be_card: bool) -> NotebookNode | None:
    """An output, with nothing but text, pictures and cards of tests; None if it has none."""
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        text = _text(output.get("text", ""))
        return NotebookNode(
            output_type=kind,
            name=name,
            text=text,
        )
    if kind == "error":
        name = _text(output.get("ename", ""))
        value = _text(output.get("evalue", ""))
        lines = [_text(line) for line in output.get("traceback", [])]
        return NotebookNode(
            output_type=kind,
            ename=name,
            evalue=value,
            traceback=lines,
        )
    if kind not in ("display_data", "execute_result"):
        return None
    card = card_in(output) if may_be_card else None
    if card:
        # Made of its values: every text in it is escaped, and nothing runs.
        return of_card(card)
    data = _data(output.get("data", {}))
    if not data:
        return None
    about = _sizes(output.get("metadata", {}))
    shown = NotebookNode(
        output_type=kind,
        data=data,
        metadata=about,
    )
    if kind == "execute_result":
        shown.execution_count = count
    return shown


def _text(value: Any) -> str:
    """A text, which may be a list of its lines."""
    if isinstance(value, list):
        parts = [part for part in value if isinstance(part, str)]
        return "".join(parts)
    return value if isinstance(value, str) else str(value)


def _data(data: Any) -> NotebookNode:
    """Of the forms of an output those that are harmless."""
    found = NotebookNode()
    if not isinstance(data, dict):
        return found
    for form in HARMLESS:
        if form not in data:
            continue
        content = _text(data[form])
        if form not in PICTURES or BASE64.fullmatch(content):
            found[form] = content
    return found


def _sizes(metadata: Any) -> NotebookNode:
    """How large pictures are to be shown."""
    found = NotebookNode()
    if not isinstance(metadata, dict):
        return found
    for form in PICTURES:
        about = metadata.get(form)
        if not isinstance(about, dict):
            continue
        sizes = NotebookNode()
        for name in SIZES:
            size = about.get(name)
            if type(size) in (int, float):
                sizes[name] = size
        found[form] = sizes
    return found
