"""Which cells of a notebook a mark depends on; the others, trainings and figures, need not run.

A cell is needed if it made or changed a name as a needed cell finds it: the last cell above that
set the name anew, and all that changed it since. What a function takes from outside it finds when
it is called, so cells below it count, too.
"""

import ast
import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator

from nbformat import NotebookNode

from mlp_course.lessons import cells
from mlp_course.lessons.name_use import NameUse, names_of
from mlp_course.quiz.checklist import TICKS

NAMES_STUDENT = re.compile(
    r"""^student = ("[^"\\\n]*"|'[^'\\\n]*')[ \t]*$""",
    re.MULTILINE,
)


def idle_cells(nb: NotebookNode) -> set[int]:
    """Positions of the code cells that no mark depends on."""
    code = _code(nb)
    graded = set()
    for place, cell in code.items():
        if cells.about(cell):
            graded.add(place)
    needed = needed_by(nb, graded)
    return set(code) - needed


def cells_for(nb: NotebookNode, item: str) -> set[int]:
    """Positions of the code cells that the mark of one item depends on.

    The notebook's first code cell is always among them. Raises ValueError if the notebook has no
    such item.
    """
    code = _code(nb)
    tests = set()
    answers = set()
    for place, cell in code.items():
        name = cells.grade_id(cell)
        if name == item:
            answers.add(place)
        if cells.is_test(cell) and cells.item_of(name) == item:
            tests.add(place)
    if not tests:
        raise ValueError(f"there is no item called '{item}'")
    places = answers | tests
    places.add(min(code))
    return needed_by(nb, places, last=max(tests))


def only_answers_differ(nb: NotebookNode, lesson: NotebookNode) -> bool:
    """Whether a notebook has the code cells of the lesson, changed in nothing but answers.

    Another name of the student is none of the changes, nor are ticks beside a text.
    """
    return _compared(nb) == _compared(lesson)


def name_in(nb: NotebookNode) -> str:
    """The student's name as the notebook gives it, '' if it does not in a line of its own."""
    for cell in cells.code_cells(nb):
        found = NAMES_STUDENT.search(cell.source)
        if found:
            return ast.literal_eval(found[1])
    return ""


def _compared(nb: NotebookNode) -> list[str]:
    """The code that neither the student nor a test writes, but for name and ticks."""
    found = []
    for cell in nb.cells:
        if cell.cell_type == "code" and not cells.is_students(cell):
            found.append(_without_name(cell.source))
    return found


def _without_name(source: str) -> str:
    """The source without what stands in the line that names the student, and without ticks."""
    without_ticks = TICKS.sub("", source)
    return NAMES_STUDENT.sub("student =", without_ticks).strip()


def needed_by(
    nb: NotebookNode,
    places: set[int],
    last: int | None = None,
    *,
    below: bool = True,
) -> set[int]:
    """The code cells at `places`, and all that these need; none below `last`.

    Without `below`, functions find names as they are where the cell stands, and no later ones.

    A cell that cannot be read, because it is not Python or does not say what it changes, is always
    among them.
    """
    # 1. What each cell does to names, and which cells cannot be read
    read: dict[int, NameUse] = {}
    unreadable = set()
    for place, cell in _code(nb).items():
        if last is not None and place > last:
            continue
        found = names_of(cell.source)
        if found is None:
            unreadable.add(place)
        read[place] = found or NameUse()

    # 2. Calling a method of a module changes nothing
    modules: frozenset[str] = frozenset()
    for found in read.values():
        modules |= found.imported
    names = {place: found.without(modules) for place, found in read.items()}

    # 3. What the needed cells need, and what these need in turn, until nothing is added
    makers = _Makers(names)
    needed = places | unreadable
    queue = deque(needed)
    while queue:
        here = queue.popleft()
        more = set(makers.above(here))
        if below:
            more.update(makers.below(here))
        queue += more - needed
        needed |= more
    return needed


class _Makers:
    """The cells that make or change names; those of one name are told once, whoever needs them.

    So a notebook of many cells takes no more time than it has cells and names.
    """

    def __init__(self, names: dict[int, NameUse]) -> None:
        self.names = names
        self.places: dict[str, list[int]] = {}
        for place in sorted(names):
            for name in names[place].made:
                self.places.setdefault(name, []).append(place)
        self.told_above: set[tuple[str, int]] = set()
        self.told_from: dict[str, int] = {}  # of the places of a name, the first that was told

    def above(self, here: int) -> Iterator[int]:
        """Cells that a name used by the cell `here` comes from."""
        own = self.names[here]
        for name in own.now | own.later:
            places = self.places.get(name, [])
            index = bisect_left(places, here)
            while index > 0:
                index -= 1
                place = places[index]
                # From here on upwards all was told before.
                if (name, place) in self.told_above:
                    break
                self.told_above.add((name, place))
                yield place
                # What sets a name whatever was there before ends the search for it.
                if name in self.names[place].anew:
                    break

    def below(self, here: int) -> Iterator[int]:
        """Cells that make what functions of the cell `here` find when they are called."""
        for name in self.names[here].later:
            places = self.places.get(name, [])
            first = bisect_right(places, here)
            last = self.told_from.get(name, len(places))
            yield from places[first:last]
            self.told_from[name] = min(first, last)


def _code(nb: NotebookNode) -> dict[int, NotebookNode]:
    """The code cells by their position."""
    found = {}
    for place, cell in enumerate(nb.cells):
        if cell.cell_type == "code":
            found[place] = cell
    return found
