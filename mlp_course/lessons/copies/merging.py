"""Three versions of a lesson become one, cell by cell.

They are the release that a copy was made from (old), the copy (own) and the new release (new). What only one side
changed is taken from that side; an answer is always mine. Where both changed the same cell the new text stands and mine
is kept below it; of an answer, mine stands and the new text is below.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

KEPT = "*Kept by `update`: {}*\n\n"
REWORDED, OVERRULED = "the exercise as it reads now", "your version of the cell above"


@dataclass
class Merge:
    """A lesson after the update, and what there is to say of it."""

    notebook: NotebookNode
    changed: list[str] = field(default_factory=list)  # names of cells that are new or corrected
    conflicts: list[str] = field(
        default_factory=list
    )  # one sentence for every cell that both sides changed


def merge(base: NotebookNode | None, mine: NotebookNode, new: NotebookNode) -> Merge:
    """The new release with everything of mine that is mine; without a `base` every difference counts as mine."""
    old = {_name(cell): cell for cell in base.cells} if base else {}
    cells = list(_told_apart(_recognised(mine.cells, base.cells if base else new.cells)))
    own = {_name(cell): cell for cell in cells}
    result = Merge(NotebookNode({**mine, "cells": []}))
    for cell in new.cells:
        name = _name(cell)
        result.notebook.cells += _choose(old.get(name), own.get(name), cell, result)
    _put_back(cells, old, {_name(cell) for cell in new.cells}, result)
    return result


def _choose(
    old: NotebookNode | None, own: NotebookNode | None, new: NotebookNode, result: Merge
) -> list[NotebookNode]:
    """The cells, at most two, that a cell of the new release becomes."""
    name, about = _name(new), new.metadata.get("nbgrader") or {}
    corrected = not (old and _same(old, new))
    if own is None and not corrected and not about:
        return []  # I deleted it
    if own is not None:
        own = NotebookNode(
            {
                **own,
                "metadata": NotebookNode(
                    {**own.metadata, **({"nbgrader": about} if about else {})}
                ),
            }
        )
        touched = not (old and _same(old, own))
        if _same(own, new) or (not corrected and touched and not about.get("locked")):
            return [own]
    result.changed.append(name)
    if own is None or about.get("locked") or not touched:
        return [new]
    if about.get("solution"):
        result.conflicts.append(
            f"the text of {name} changed; your answer stays, the new text is below it"
        )
        return [own, _kept(REWORDED, new)]
    result.conflicts.append("a cell that you changed was corrected; your version is below it")
    return [new, _kept(OVERRULED, own)]


def _put_back(
    cells: list[NotebookNode], old: dict[str, NotebookNode], known: set[str], result: Merge
) -> None:
    """Add the cells that I added, and those of mine that the release no longer has."""
    merged = result.notebook.cells
    reworded = {_stem(cell) for cell in merged if _is_kept(cell, REWORDED)}
    for place, cell in enumerate(cells):
        name = _name(cell)
        given = name in known or (name in old and _same(old[name], cell))
        stale = _is_kept(cell, REWORDED) and _stem(cell) in reworded
        if given or stale:
            continue
        if any(other.id == cell.id for other in merged):  # a note of ours that I wrote into
            cell = NotebookNode({**cell, "id": f"copy-{_digest(cell.id, cell.source)}"})
        if cell.metadata.get("nbgrader"):
            result.conflicts.append(
                f"the lesson no longer has {name}; what you wrote there is an ordinary cell now"
            )
        _insert(merged, _ordinary(cell), [_name(other) for other in cells[:place]])


def _insert(cells: list[NotebookNode], cell: NotebookNode, before: list[str]) -> None:
    """Put `cell` behind the last of the cells named `before` that is still there."""
    there = {_name(other): place for place, other in enumerate(cells)}
    place = max((there[name] for name in before if name in there), default=-1) + 1
    while place < len(cells) and _is_kept(cells[place]):
        place += 1
    cells.insert(place, cell)


def _recognised(cells: list[NotebookNode], given: list[NotebookNode]) -> Iterator[NotebookNode]:
    """My cells; one that lost its id on the way (Colab, an old Jupyter) gets that of the given cell it repeats."""
    names = {_name(cell) for cell in given}
    mine = {_name(cell) for cell in cells}
    lost = [cell for cell in given if _name(cell) not in mine and "nbgrader" not in cell.metadata]
    for cell in cells:
        twin = next(
            (other for other in lost if _name(cell) not in names and _same(cell, other)), None
        )
        if twin is not None:
            lost.remove(twin)
            cell = NotebookNode({**cell, "id": twin.id})
        yield cell


def _told_apart(cells: Iterator[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells; the second of two with one name, a copy that I made, becomes an ordinary cell of its own."""
    seen: set[str] = set()
    for cell in cells:
        if _name(cell) in seen:
            cell = _ordinary(cell)
            if cell.id in seen:
                cell.id = f"copy-{_digest(cell.id, cell.source, str(len(seen)))}"
        seen |= {_name(cell), cell.id}
        yield cell


def _ordinary(cell: NotebookNode) -> NotebookNode:
    """The cell without what makes it part of an exercise."""
    return NotebookNode(
        {
            **cell,
            "metadata": NotebookNode({k: v for k, v in cell.metadata.items() if k != "nbgrader"}),
        }
    )


def _kept(why: str, cell: NotebookNode) -> NotebookNode:
    """A note with the text of a cell that had to give way. Its id says whose text it is, and what text."""
    text = cell.source
    if cell.cell_type == "code":
        fence = max(("```", *(run + "`" for run in re.findall("```+", text))), key=len)
        text = f"{fence}python\n{text}\n{fence}"
    note = new_markdown_cell(KEPT.format(why) + text)
    note.id = f"kept-{_digest(_name(cell))}-{_digest(note.source)}"
    return note


def _is_kept(cell: NotebookNode, why: str = "") -> bool:
    """Whether this is a note of ours (for the reason `why`) that nobody has written into."""
    ours = cell.id.startswith("kept-") and cell.id.endswith(_digest(cell.source))
    return ours and cell.source.startswith(KEPT.format(why) if why else KEPT.partition("{")[0])


def _stem(cell: NotebookNode) -> str:
    """Of a note of ours: whose text it has."""
    return cell.id.rpartition("-")[0]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]


def _name(cell: NotebookNode) -> str:
    return (cell.metadata.get("nbgrader") or {}).get("grade_id") or cell.id


def _same(a: NotebookNode, b: NotebookNode) -> bool:
    return a.cell_type == b.cell_type and a.source == b.source
