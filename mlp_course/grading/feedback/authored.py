"""What of a test's message its author wrote: only that is told of a hidden test.

The rest of a message was worked out, perhaps by the answer, which has seen the hidden inputs: a
value that it returned, or the text of an error that it raised.
"""

import ast
import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course import checks, exercises, quiz
from mlp_course.grading import judge

SHORTEST = 12  # characters that an author wrote, for a message to be recognised by them
LEFT_OUT = "…"
VALUES = " Got "  # from here on a message quotes the answer
PLAIN = ("True", "False")
Pattern = tuple[re.Pattern, int]  # and how many characters of it the author wrote


class Authored:
    """The messages that tests can give, as their source has them."""

    def __init__(self, sources: Iterable[str]) -> None:
        found = set(_in_library())
        for source in sources:
            found.update(_messages(source))
        self.patterns = sorted(found, key=lambda pattern: -pattern[1])

    def part_of(self, message: str) -> str:
        """What of a message stands in the source of a test, '' if nothing does.

        What was filled in is left out, but for True and False.

        >>> known = Authored(['assert x, f"The sum is {x}, which is wrong." '])
        >>> known.part_of("The sum is 3.5, which is wrong.")
        'The sum is …, which is wrong.'
        >>> known.part_of("x is 3.5")
        ''
        """
        message = message.strip()
        before_values, _, _ = message.partition(VALUES)
        for text in dict.fromkeys([message, before_values]):
            for pattern, _ in self.patterns:
                found = pattern.fullmatch(text)
                if found:
                    return self._without_values(found)
        return ""

    def _without_values(self, found: re.Match) -> str:
        """A message without what was filled into it."""
        text = found.string
        # From the end, so that the places of what comes before stay right
        for place in range(found.re.groups, 0, -1):
            value = found[place]
            shown = value if value in PLAIN else self.part_of(value) or LEFT_OUT
            before = text[: found.start(place)]
            after = text[found.end(place) :]
            text = before + shown + after
        return text


@functools.cache
def _in_library() -> frozenset[Pattern]:
    """The messages of the course's own trials, and of the judge."""
    found: set[Pattern] = set()
    for package in (checks, exercises, quiz, judge):
        folder = Path(str(package.__file__)).parent
        for path in folder.rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            found.update(_messages(source))
    return frozenset(found)


def _messages(source: str) -> Iterator[Pattern]:
    """Every text in a source, with gaps where values are filled in."""
    for node in ast.walk(ast.parse(source)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.Constant):
            parts = [node]
        elif isinstance(node, ast.JoinedStr):
            parts = node.values
        pattern = ""
        written = 0
        for part in parts:
            if not isinstance(part, ast.Constant):
                pattern += "(.*?)"
            elif isinstance(part.value, str):
                pattern += re.escape(part.value)
                written += len(part.value)
        if written >= SHORTEST:
            yield re.compile(pattern, re.DOTALL), written
