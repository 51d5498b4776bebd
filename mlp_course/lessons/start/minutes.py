"""How long a lesson takes, as its first cell says."""

import re
from collections.abc import Mapping

from mlp_course.lessons import cells

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


def minutes_of(notebook: Mapping) -> float | None:
    """What the lesson's first cell says after **Time**.

    >>> minutes_of({"cells": [{"source": "**Time** about two and a half hours"}]})
    150.0
    """
    if not notebook["cells"]:
        return None
    source = cells.source_of(notebook["cells"][0])
    text = " ".join(source.split())
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
