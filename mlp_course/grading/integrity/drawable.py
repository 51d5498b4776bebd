r"""Which texts are shown as they were typed, since drawing their formulas would take too long.

From every `\begin{`, `\\(` and `\\[` on, nbconvert's Markdown looks for the end of the formula, to
the end of the text if there is none: the square of the text's length, if all of it begins formulas.
"""

import re

BEGINS = re.compile(r"\\begin\{|\\\\[(\[]")
MOST = 20_000_000  # beginnings of formulas, times characters: a quarter of a second
COLOURED = 20_000  # characters of code; what is longer stays black, since colours take too long
NOT_DRAWN = "it begins too many formulas to be drawn, and is shown as it was typed"


def why_not_drawn(text: str) -> str:
    r"""Why a text is shown as it was typed; '' if its formulas are drawn.

    >>> why_not_drawn(r"\begin{align} x &= 1 \end{align}")
    ''
    >>> why_not_drawn(r"\begin{a}" * 8000) == NOT_DRAWN
    True
    """
    begun = sum(1 for _ in BEGINS.finditer(text))
    work = begun * len(text)
    if work > MOST:
        return NOT_DRAWN
    return ""


def is_coloured(code: str) -> bool:
    """Whether code gets colours: Pygments takes the square of the length of some code for them."""
    return len(code) <= COLOURED


def without_trailing_blanks(code: str) -> str:
    """Code without blanks at the ends of lines, for which Pygments takes longest of all."""
    lines = [line.rstrip() for line in code.split("\n")]
    return "\n".join(lines)
