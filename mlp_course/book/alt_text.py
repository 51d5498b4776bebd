"""Every figure of a page gets its alternative text from its caption.

The caption is the paragraph that begins with `*Figure:*` in the text right after the cell that draws.
"""

import html
import re

from mlp_course.lessons.cells import source_of

_CAPTION = re.compile(r"^\*+Figure\b.*?(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
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


def describe_figures(notebook: dict) -> list[str]:
    """Write the captions of `notebook` (changed in place) into its figures; returns ids of cells without one."""
    silent = []
    for cell, caption in _drawing_cells(notebook):
        alt = plain(caption)
        if not alt:
            silent.append(cell["id"])
        cell["metadata"].setdefault("mystnb", {}).setdefault("image", {})["alt"] = alt
        for output in cell["outputs"]:
            if "text/html" in output.get("data", {}):
                output["data"]["text/html"] = describe_images(
                    "".join(output["data"]["text/html"]), alt
                )
    return silent


def describe_images(page: str, alt: str) -> str:
    """Add `alt` to the <img> tags of an HTML fragment that have none.

    >>> describe_images('<img src="a.png">', "Energy falls with r.")
    '<img alt="Energy falls with r." src="a.png">'
    """
    return re.sub(r"<img\b(?![^>]*\balt=)", f'<img alt="{html.escape(alt)}"', page)


def plain(markdown: str) -> str:
    r"""A caption as a screen reader should say it: no mark-up, no TeX commands.

    >>> plain(r"*Figure:* the **energy** $E_i$ of `atom` 1, in $\mathrm{eV}$")
    'the energy E_i of atom 1, in eV'
    """
    text = re.sub(r"^\*+Figure[^:*]*:?\*+:?\s*|^\*Figure[^:]*:\s*", "", markdown.strip())
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\\[,;: ]|~", " ", text)
    for command, symbol in _SYMBOLS.items():
        text = re.sub(re.escape(command) + r"(?![a-zA-Z])", symbol, text)
    text = re.sub(
        r"\\(?:mathrm|mathbf|text|mathcal|boldsymbol|operatorname|left|right)\b|\\(?=[a-zA-Z])",
        "",
        text,
    )
    text = re.sub(r"[$`{}\\]|\*+", "", text)
    return " ".join(text.split())


def _drawing_cells(notebook: dict) -> list[tuple[dict, str]]:
    """Code cells that show an image, each with the caption found before the next code cell ('' if none is)."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found += [[cell, ""]] if _draws(cell) else []
            open_for_caption = bool(found) and found[-1][0] is cell
        elif found and open_for_caption and (caption := _CAPTION.search(source_of(cell))):
            found[-1][1], open_for_caption = caption.group(), False
    return [(cell, caption) for cell, caption in found]


def _draws(cell: dict) -> bool:
    shown = [output.get("data", {}) for output in cell.get("outputs", [])]
    return any(
        any(kind.startswith("image/") for kind in data)
        or "<img" in "".join(data.get("text/html", ""))
        for data in shown
    )
