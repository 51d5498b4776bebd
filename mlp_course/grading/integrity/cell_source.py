"""One cell as Python, as IPython would run it; or why it cannot be read.

Most cells are Python as they stand. Where one is not, IPython's magics may be the reason. Those
that only show, time or configure are taken for the code that they run; all others become calls of
`get_ipython`, as IPython itself writes them. IPython's own translation takes a time that grows with
the square of the text, so there may be few magics, in a text that is not too long.
"""

import ast
import re
import warnings

from IPython.core.inputtransformer2 import TransformerManager

MOST_MAGICS = 20  # in one cell
LONGEST = 50_000  # characters of a cell that is no Python as it stands
NO_PYTHON = "does not parse"
TOO_MANY = f"has more than {MOST_MAGICS} magics"
TOO_LONG = f"is no Python and longer than {LONGEST} characters"

# What runs the code behind it, and what tells it how
TIMED = re.compile(r"^(\s*)%{1,2}(?:time|timeit)\b((?:\s+-[a-z]\d*(?:\s+\d+)?)*)(.*)$")
# What runs nothing: there are no braces or dollars, in which IPython looks for code
HARMLESS = re.compile(
    r"^(\s*)%(?:matplotlib(?:\s+\w+)?"
    r"|precision(?:\s+[\w.%]+)?"
    r"|config\s+InlineBackend\.\w+\s*=\s*[\w.'\"]+)\s*$"
)
MAGIC = re.compile(r"^\s*[%!?/,;]|\?\s*$|=\s*[%!]")
WITHOUT_SIGN = re.compile(r"^(?:matplotlib|precision|config|time|timeit)\s")


def as_python(source: str) -> tuple[ast.Module | None, str]:
    """The cell as Python; or None, and why it cannot be read.

    >>> tree, why = as_python("%time x = 1")
    >>> ast.unparse(tree)
    'x = 1'
    >>> as_python("def f(")
    (None, 'does not parse')
    """
    tree = _parsed(source)
    if tree:
        return tree, ""
    if len(source) > LONGEST:
        return None, TOO_LONG
    lines = source.split("\n")
    # In a cell of one line IPython takes the name of a magic for it.
    if len(source.splitlines()) == 1 and WITHOUT_SIGN.match(source):
        lines = [f"%{source}"]
    text = "\n".join(_without_harmless(line) for line in lines)
    magics = [line for line in text.split("\n") if MAGIC.search(line)]
    if len(magics) > MOST_MAGICS:
        return None, TOO_MANY
    try:
        tree = _parsed(TransformerManager().transform_cell(text))
    except (SyntaxError, ValueError, RecursionError):
        tree = None
    return tree, "" if tree else NO_PYTHON


def _without_harmless(line: str) -> str:
    """A line with the code that a harmless magic runs in its place."""
    timed = TIMED.match(line)
    if timed:
        indent, _, code = timed.groups()
        return indent + (code.strip() or "pass")
    return HARMLESS.sub(r"\1pass", line)


def _parsed(text: str) -> ast.Module | None:
    """The text as Python; None if it is none, or too much for Python to read."""
    try:
        # What is odd about a text, such as "\d", is said when it is run.
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
