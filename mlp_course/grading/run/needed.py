"""Which cells of a notebook a mark depends on; the others, trainings and figures, need not run.

A cell is needed if it made or changed a name as a needed cell finds it: the last cell above that
set the name anew, and all that changed it since. What a function takes from outside it finds when
it is called, so cells below it count, too.
"""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from mlp_course.lessons import cells
from mlp_course.lessons.name_use import NameUse, names_of

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

    Another name of the student is none of the changes.
    """
    own = [cell.source for cell in nb.cells if _is_compared(cell)]
    lessons = [cell.source for cell in lesson.cells if _is_compared(cell)]
    return list(map(_without_name, own)) == list(map(_without_name, lessons))


def name_in(nb: NotebookNode) -> str:
    """The student's name as the notebook gives it, '' if it does not in a line of its own."""
    for cell in cells.code_cells(nb):
        found = NAMES_STUDENT.search(cell.source)
        if found:
            return ast.literal_eval(found[1])
    return ""


def _is_compared(cell: NotebookNode) -> bool:
    """Whether this is code that neither the student nor a test writes."""
    return cell.cell_type == "code" and not cells.is_students(cell)


def _without_name(source: str) -> str:
    """The source without what stands in the line that names the student."""
    return NAMES_STUDENT.sub("student =", source).strip()


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
    needed = places | unreadable
    queue = list(needed)
    while queue:
        here = queue.pop()
        more = set(_above(names, here))
        if below:
            more.update(_below(names, here))
        queue += more - needed
        needed |= more
    return needed


def _above(names: dict[int, NameUse], here: int) -> Iterator[int]:
    """Cells that a name used by the cell `here` comes from."""
    own = names[here]
    open_names = own.now | own.later
    above = [place for place in names if place < here]
    above.sort(reverse=True)
    for place in above:
        found = names[place]
        if found.made & open_names:
            yield place
        # What sets a name whatever was there before ends the search for it.
        open_names -= found.anew


def _below(names: dict[int, NameUse], here: int) -> Iterator[int]:
    """Cells that make what functions of the cell `here` find when they are called."""
    later = names[here].later
    for place, found in names.items():
        if place > here and found.made & later:
            yield place


def _code(nb: NotebookNode) -> dict[int, NotebookNode]:
    """The code cells by their position."""
    found = {}
    for place, cell in enumerate(nb.cells):
        if cell.cell_type == "code":
            found[place] = cell
    return found
