"""Every figure of a page gets its alternative text from its caption.

The caption is the paragraph that begins with `*Figure:*` in the text right after the cell that
draws.
"""

import html
import re

from mlp_course.lessons.cells import source_of

_CAPTION = re.compile(r"^\*+Figure\b.*?(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
_LABEL = re.compile(r"^\*+Figure[^:*]*:?\*+:?\s*|^\*Figure[^:]*:\s*")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_SPACE = re.compile(r"\\[,;: ]|~")
_SYMBOLS = {
    r"\AA": "Å",
    r"\cdot": "·",
    r"\times": "×",
    r"\pm": "±",
    r"\le": "≤",
    r"\ge": "≥",
    r"\approx": "≈",
    r"\to": "→",
}
# A command that says how, not what; of any other one its name is left
_COMMAND = re.compile(
    r"\\(?:mathrm|mathbf|text|mathcal|boldsymbol|operatorname|left|right)\b|\\(?=[a-zA-Z])"
)
_MARK_UP = re.compile(r"[$`{}\\]|\*+")


def describe_figures(notebook: dict) -> list[str]:
    """Write the captions of `notebook` (changed in place) into its figures.

    Returns ids of cells without one.
    """
    silent = []
    for cell, caption in _drawing_cells(notebook):
        alt = plain(caption)
        if not alt:
            silent.append(cell["id"])

        # For pictures, by the extension that shows them; in pages, by hand
        shown = cell["metadata"].setdefault("mystnb", {})
        shown.setdefault("image", {})["alt"] = alt
        for output in cell["outputs"]:
            data = output.get("data", {})
            if "text/html" in data:
                page = "".join(data["text/html"])
                data["text/html"] = describe_images(page, alt)
    return silent


def describe_images(page: str, alt: str) -> str:
    """Add `alt` to the <img> tags of an HTML fragment that have none.

    >>> describe_images('<img src="a.png">', "Energy falls with r.")
    '<img alt="Energy falls with r." src="a.png">'
    """
    silent = r"<img\b(?![^>]*\balt=)"
    text = html.escape(alt)
    return re.sub(silent, f'<img alt="{text}"', page)


def plain(markdown: str) -> str:
    r"""A caption as a screen reader should say it: no mark-up, no TeX commands.

    >>> plain(r"*Figure:* the **energy** $E_i$ of `atom` 1, in $\mathrm{eV}$")
    'the energy E_i of atom 1, in eV'
    """
    text = _LABEL.sub("", markdown.strip())
    text = _LINK.sub(r"\1", text)
    text = _SPACE.sub(" ", text)
    for command, symbol in _SYMBOLS.items():
        whole_command = re.escape(command) + r"(?![a-zA-Z])"
        text = re.sub(whole_command, symbol, text)
    text = _COMMAND.sub("", text)
    text = _MARK_UP.sub("", text)
    return " ".join(text.split())


def _drawing_cells(notebook: dict) -> list[tuple[dict, str]]:
    """Code cells that show an image, each with its caption ('' if there is none).

    A caption is looked for up to the next code cell.
    """
    drawing = []
    captions = []
    waiting = False  # for the caption of the last one
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            waiting = _draws(cell)
            if waiting:
                drawing.append(cell)
                captions.append("")
        elif waiting:
            caption = _CAPTION.search(source_of(cell))
            if caption:
                captions[-1] = caption.group()
                waiting = False
    return list(zip(drawing, captions, strict=True))


def _draws(cell: dict) -> bool:
    """Whether a cell's outputs show an image, by itself or in a page."""
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        page = "".join(data.get("text/html", ""))
        if "<img" in page:
            return True
        if any(kind.startswith("image/") for kind in data):
            return True
    return False
