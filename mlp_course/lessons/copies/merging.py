"""Three versions of a lesson become one, cell by cell.

They are the release that a copy was made from (old), the copy (own) and the new release (new). What
only one side changed is taken from that side; an answer is always mine. Where both changed the same
cell the new text stands and mine is kept below it; of an answer, mine stands and the new text is
below.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from mlp_course.lessons.cells import about, grade_id, is_answer, is_locked

KEPT = "*Kept by `update`: {}*\n\n"
REWORDED = "the exercise as it reads now"
OVERRULED = "your version of the cell above"


@dataclass
class Merge:
    """A lesson after the update, and what there is to say of it.

    `changed` are the names of cells that are new or corrected, `conflicts` one sentence for every
    cell that both sides changed.
    """

    notebook: NotebookNode
    changed: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def merge(base: NotebookNode | None, mine: NotebookNode, new: NotebookNode) -> Merge:
    """The new release with everything of mine that is mine.

    Without a `base` every difference counts as mine.
    """
    old = {}
    given = new.cells
    if base:
        old = {_name(cell): cell for cell in base.cells}
        given = base.cells
    recognised = _recognised(mine.cells, given)
    cells = list(_told_apart(recognised))
    own = {_name(cell): cell for cell in cells}

    result = Merge(_with(mine, cells=[]))
    for cell in new.cells:
        name = _name(cell)
        chosen = _choose(old.get(name), own.get(name), cell, result)
        result.notebook.cells += chosen
    known = {_name(cell) for cell in new.cells}
    _put_back(cells, old, known, result)
    return result


def _choose(
    old: NotebookNode | None,
    own: NotebookNode | None,
    new: NotebookNode,
    result: Merge,
) -> list[NotebookNode]:
    """The cells, at most two, that a cell of the new release becomes."""
    name = _name(new)
    exercise = about(new)
    corrected = old is None or not _same(old, new)
    if own is None:
        deleted = not corrected and not exercise
        if deleted:
            return []
        result.changed.append(name)
        return [new]

    # What nbgrader knows of a cell is the release's.
    if exercise:
        metadata = _with(own.metadata, nbgrader=exercise)
        own = _with(own, metadata=metadata)
    touched = old is None or not _same(old, own)
    locked = is_locked(new)
    if _same(own, new):
        return [own]
    if touched and not corrected and not locked:
        return [own]

    result.changed.append(name)
    if locked or not touched:
        return [new]
    if is_answer(new):
        result.conflicts.append(
            f"the text of {name} changed; your answer stays, the new text is below it"
        )
        return [own, _kept(REWORDED, new)]
    result.conflicts.append("a cell that you changed was corrected; your version is below it")
    return [new, _kept(OVERRULED, own)]


def _put_back(
    cells: list[NotebookNode],
    old: dict[str, NotebookNode],
    known: set[str],
    result: Merge,
) -> None:
    """Add the cells that I added, and those of mine that the release no longer has."""
    merged = result.notebook.cells
    reworded = {_stem(cell) for cell in merged if _is_kept(cell, REWORDED)}
    for place, cell in enumerate(cells):
        name = _name(cell)
        if name in known:
            continue
        # Deleted by the release, and nobody has written into it
        if name in old and _same(old[name], cell):
            continue
        # An older note on an exercise that has been worded anew since
        if _is_kept(cell, REWORDED) and _stem(cell) in reworded:
            continue

        # A note of ours that I wrote into is there a second time.
        if any(other.id == cell.id for other in merged):
            digest = _digest(cell.id, cell.source)
            cell = _with(cell, id=f"copy-{digest}")
        if about(cell):
            result.conflicts.append(
                f"the lesson no longer has {name}; what you wrote there is an ordinary cell now"
            )
        before = {_name(other) for other in cells[:place]}
        _insert(merged, _ordinary(cell), before)


def _insert(cells: list[NotebookNode], cell: NotebookNode, before: set[str]) -> None:
    """Put `cell` behind the last of the cells named `before` that is still there."""
    place = 0
    for number, other in enumerate(cells, start=1):
        if _name(other) in before:
            place = number
    # The notes below a cell belong to it.
    while place < len(cells) and _is_kept(cells[place]):
        place += 1
    cells.insert(place, cell)


def _recognised(cells: list[NotebookNode], given: list[NotebookNode]) -> Iterator[NotebookNode]:
    """My cells; one that lost its id on the way gets that of the given cell it repeats.

    Ids are lost in Colab, or in an old Jupyter.
    """
    names = {_name(cell) for cell in given}
    mine = {_name(cell) for cell in cells}
    lost = []
    for cell in given:
        if "nbgrader" in cell.metadata:
            continue
        if _name(cell) not in mine:
            lost.append(cell)

    for cell in cells:
        twins = []
        if _name(cell) not in names:
            twins = [other for other in lost if _same(cell, other)]
        if twins:
            first = twins[0]
            lost.remove(first)
            cell = _with(cell, id=first.id)
        yield cell


def _told_apart(cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells, no two with one name.

    The second of two, a copy that I made, becomes an ordinary cell of its own.
    """
    seen: set[str] = set()
    for cell in cells:
        if _name(cell) in seen:
            cell = _ordinary(cell)
            if cell.id in seen:
                # Two copies of one cell may read the same; the number tells them apart.
                number = str(len(seen))
                digest = _digest(cell.id, cell.source, number)
                cell.id = f"copy-{digest}"
        seen.add(_name(cell))
        seen.add(cell.id)
        yield cell


def _ordinary(cell: NotebookNode) -> NotebookNode:
    """The cell without what makes it part of an exercise."""
    metadata = NotebookNode(cell.metadata)
    metadata.pop("nbgrader", None)
    return _with(cell, metadata=metadata)


def _with(node: NotebookNode, **changes) -> NotebookNode:
    """A copy of a notebook, a cell or its metadata with something changed."""
    return NotebookNode({**node, **changes})


def _kept(why: str, cell: NotebookNode) -> NotebookNode:
    """A note with the text of a cell that had to give way.

    Its id says whose text it is, and what text.
    """
    text = cell.source
    if cell.cell_type == "code":
        # A fence longer than any in the text
        fence = "```"
        for run in re.findall("```+", text):
            fence = max(fence, run + "`", key=len)
        text = f"{fence}python\n{text}\n{fence}"
    note = new_markdown_cell(KEPT.format(why) + text)
    whose = _digest(_name(cell))
    what = _digest(note.source)
    note.id = f"kept-{whose}-{what}"
    return note


def _is_kept(cell: NotebookNode, why: str = "") -> bool:
    """Whether this is a note of ours (for the reason `why`) that nobody has written into."""
    what = _digest(cell.source)
    if not cell.id.startswith("kept-") or not cell.id.endswith(what):
        return False
    beginning, _, _ = KEPT.partition("{")
    if why:
        beginning = KEPT.format(why)
    return cell.source.startswith(beginning)


def _stem(cell: NotebookNode) -> str:
    """Of a note of ours: whose text it has."""
    stem, _, _ = cell.id.rpartition("-")
    return stem


def _digest(*parts: str) -> str:
    """Ten letters and figures for some texts."""
    text = "\0".join(parts)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _name(cell: NotebookNode) -> str:
    """What a cell is known by: its name as an exercise, or else its id."""
    return grade_id(cell) or cell.id


def _same(a: NotebookNode, b: NotebookNode) -> bool:
    """Whether two cells read the same."""
    return a.cell_type == b.cell_type and a.source == b.source
