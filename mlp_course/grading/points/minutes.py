"""How long a lesson takes, as its first cell says."""

import re

from nbformat import NotebookNode

NUMBERS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
)
TIME = re.compile(rf"\*\*Time\*\* about (\d+|{'|'.join(NUMBERS)}) (and a half )?(minute|hour)")


def minutes_of(notebook: NotebookNode) -> float | None:
    """What the lesson's first cell says after **Time**.

    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> first = new_markdown_cell("**Time** about two and a half hours")
    >>> minutes_of(new_notebook(cells=[first]))
    150.0
    """
    if not notebook.cells:
        return None
    first = notebook.cells[0]
    text = " ".join(first.source.split())
    found = TIME.search(text)
    if not found:
        return None
    word, and_a_half, unit = found.groups()
    number = 1.0 + NUMBERS.index(word) if word in NUMBERS else float(word)
    if and_a_half:
        number += 0.5
    if unit == "hour":
        number *= 60
    return number
