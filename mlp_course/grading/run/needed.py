"""Which cells of a notebook a mark depends on; the others, trainings and figures, need not run for each student.

A cell is needed if it made or changed a name as a needed cell finds it: the last cell above that set the name anew, and
all that changed it since. What a function takes from outside it finds when it is called, so cells below it count, too.
"""

from collections.abc import Iterator

from nbformat import NotebookNode

from mlp_course.lessons import cells
from mlp_course.lessons.name_use import Names, names_of


def idle_cells(nb: NotebookNode) -> set[int]:
    """Positions of the code cells that no mark depends on."""
    code = _code(nb)
    return set(code) - needed_by(
        nb, {place for place, cell in code.items() if "nbgrader" in cell.metadata}
    )


def cells_for(nb: NotebookNode, item: str) -> set[int]:
    """Positions of the code cells that the mark of one item depends on; the notebook's first one is always among them.

    Raises ValueError if the notebook has no such item.
    """
    code = _code(nb)
    tests = {
        p
        for p, cell in code.items()
        if cells.is_test(cell) and cells.item_of(cells.grade_id(cell)) == item
    }
    if not tests:
        raise ValueError(f"there is no item called '{item}'")
    answers = {place for place, cell in code.items() if cells.grade_id(cell) == item}
    return needed_by(nb, {min(code)} | answers | tests, last=max(tests))


def needed_by(nb: NotebookNode, places: set[int], last: int | None = None) -> set[int]:
    """The code cells at `places`, and all that these need; none below `last`.

    A cell that cannot be read, because it is not Python or does not say what it changes, is always among them.
    """
    names = {
        place: names_of(cell.source)
        for place, cell in _code(nb).items()
        if last is None or place <= last
    }
    needed = set(places) | {place for place, found in names.items() if found is None}
    modules = frozenset().union(*(found.imported for found in names.values() if found))
    names = {place: found.without(modules) if found else Names() for place, found in names.items()}
    queue = list(needed)
    while queue:
        here = queue.pop()
        more = set(_above(names, here)) | {
            p for p in names if p > here and names[p].made & names[here].later
        }
        queue += more - needed
        needed |= more
    return needed


def _above(names: dict[int, Names], here: int) -> Iterator[int]:
    """Cells that a name used by the cell `here` comes from."""
    open_names = names[here].now | names[here].later
    for place in sorted((p for p in names if p < here), reverse=True):
        if names[place].made & open_names:
            yield place
        open_names -= names[place].anew


def _code(nb: NotebookNode) -> dict[int, NotebookNode]:
    return {place: cell for place, cell in enumerate(nb.cells) if cell.cell_type == "code"}
