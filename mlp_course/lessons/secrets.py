"""What must never leave `solutions/`: worked answers, hidden tests, mark schemes, model texts.

The only place that tells a secret line from one that everybody may read. Markers are found wherever
nbgrader finds them, in any spelling around their words; what else stands on a marker's line is
secret, too, and a region that is never closed is secret to its end.

A secret is long enough to be recognised and is not printed elsewhere in a lesson for everybody to
read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from mlp_course.lessons import cells
from mlp_course.lessons.cells import Cell

REGIONS = {
    cells.BEGIN_SOLUTION: cells.END_SOLUTION,
    cells.BEGIN_HIDDEN: cells.END_HIDDEN,
    cells.BEGIN_SCHEME: cells.END_SCHEME,
}
NOT_FOR_STUDENTS = (cells.BEGIN_HIDDEN, cells.BEGIN_SCHEME)  # also once the answers are known
SHORTEST = 16  # letters, digits and blanks; shorter lines (`return total`) prove nothing
SHORTEST_FOLDED = 8  # letters and digits; shorter lines such as `else:` give nothing away


def secrets_of(notebooks: Iterable[Mapping]) -> set[str]:
    """The lines that the `notebooks` of solutions/ keep to themselves, as they stand there."""
    hidden = set()
    shown = []
    for notebook in notebooks:
        for cell in notebook["cells"]:
            whole = _is_replaced_whole(cell)
            for line, secret in _pieces(cell, tuple(REGIONS)):
                if secret or whole:
                    hidden.add(line)
                else:
                    shown.append(line)
    # What a lesson prints for everybody gives nothing away.
    everybodys = "\n".join(shown)
    known = words(everybodys)
    found = set()
    for line in hidden:
        as_words = words(line)
        if len(as_words) >= SHORTEST and as_words not in known:
            found.add(line)
    return found


def hidden_from_students(notebook: Mapping) -> set[str]:
    """The lines of a graded notebook that its student must not see, folded.

    They are the lines of hidden tests and mark schemes.
    """
    hidden = set()
    shown = []
    for cell in notebook["cells"]:
        for line, secret in _pieces(cell, _marks_of(cell)):
            if secret:
                hidden.add(fold(line))
            else:
                shown.append(line)
    everybodys = "\n".join(shown)
    known = fold(everybodys)
    found = set()
    for line in hidden:
        if len(line) >= SHORTEST_FOLDED and line not in known:
            found.add(line)
    return found


def is_the_lessons(cell: Cell) -> bool:
    """Whether the text is the lesson's, or may be, and may hide something.

    An answer that is marked by hand is put back with its hidden tests if the student deleted it.
    A student may write the markers anywhere else.
    """
    if cells.is_test(cell):
        return True
    return cells.is_task(cell) or cells.is_marked_by_hand(cell)


def lines_for_students(cell: Cell) -> Iterator[tuple[str, bool]]:
    """Every line of a graded cell, and whether its student must not see it; markers, too."""
    yield from _lines(cell, _marks_of(cell))


def _marks_of(cell: Cell) -> tuple[str, ...]:
    """The markers that count in a graded cell."""
    if is_the_lessons(cell):
        return NOT_FOR_STUDENTS
    return ()


def marks_in(text: str) -> list[str]:
    """The markers of secret regions that `text` contains, in any spelling that nbgrader accepts."""
    return [mark for mark in REGIONS if mark in text]


def fold(text: str) -> str:
    """Letters, digits and underscores only: quoting, line breaks, mark-up make no difference.

    >>> fold("assert f(4) == 5") in fold(repr(["", "assert f(4) == 5"]))
    True
    """
    return re.sub(r"\W+", "", text)


def words(text: str) -> str:
    """Letters and digits of `text`, everything between them one blank.

    A page wraps them in mark-up.

    >>> words("assert f(4)==5")
    ' assert f 4 5 '
    """
    parted = re.sub(r"[\W_]+", " ", text)
    return f" {parted.strip()} "


def _is_replaced_whole(cell: Cell) -> bool:
    """Whether nbgrader puts its stub in place of all the text, of whatever type the cell is."""
    if not cells.is_answer(cell):
        return False
    source = cells.source_of(cell)
    return cells.BEGIN_SOLUTION not in source


def _pieces(cell: Cell, marks: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """What stands on every line of a cell beside the markers, and whether it is secret."""
    either = _with_ends(marks)
    for line, secret in _lines(cell, marks):
        for piece in cells.beside(line, either):
            yield piece, secret


def _lines(cell: Cell, marks: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Every line of a cell, and whether it is in a region of one of the `marks`, or bounds one.

    Lines end where they do for nbgrader, which takes out the lines of the markers whole.
    """
    either = _with_ends(marks)
    ends: set[str] = set()  # the markers that will close the regions that are open
    source = cells.source_of(cell)
    for line in source.split("\n"):
        ends = {end for end in ends if end not in line}
        for mark in marks:
            if mark in line:
                ends.add(REGIONS[mark])
        is_marker = any(mark in line for mark in either)
        yield line, is_marker or bool(ends)


def _with_ends(marks: tuple[str, ...]) -> tuple[str, ...]:
    """The `marks` and those that close their regions."""
    ends = [REGIONS[mark] for mark in marks]
    return (*marks, *ends)
