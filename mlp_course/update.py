"""The verb `update`: corrected lessons for students who have already written into theirs.

Three versions of every cell are compared: the release a copy was made from (base), the copy (mine) and the new release
(new). What only one side changed is taken from that side; an answer is always mine. Where both changed the same cell
the new text stands and mine is kept below it. The old copy stays beside the new one: nothing is lost.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from mlp_course.files import write_whole
from mlp_course.lesson import COURSE
from mlp_course.workspace import BASE

KEPT = "*Kept by `update`: {}*\n\n"


@dataclass
class Merge:
    """A lesson after the update, and what there is to say of it."""

    notebook: NotebookNode
    changed: list[str] = field(default_factory=list)  # names of cells that are new or corrected
    conflicts: list[str] = field(default_factory=list)  # one sentence for every cell that both sides changed


def main(argv: list[str]) -> int:
    """Update the lessons in the work folder; 0 if all is well, 1 if a notebook could not be read or written."""
    parser = argparse.ArgumentParser(
        prog="mlp-course update", description="Bring corrected lessons into your work folder; your answers stay."
    )
    parser.add_argument("lesson", nargs="*", help="lessons to update (all, if none is named); 04 is enough")
    parser.add_argument("--work", metavar="DIR", type=Path, default=COURSE / "my-work", help="your work folder")
    wanted = parser.parse_args(argv)
    if not wanted.work.is_dir():
        print(f"There is no work folder {wanted.work}: run  python3 course.py lab  first.", file=sys.stderr)
        return 1
    stale, failed = list(outdated(COURSE / "notebooks", wanted.work, wanted.lesson)), 0
    for path in stale:
        try:
            _tell(path, *update(COURSE / "notebooks" / path, wanted.work / path, wanted.work / BASE / path))
        except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
            print(f"{path.stem} was left as it is: {error}", file=sys.stderr)
            failed = 1
    if not stale:
        print("Your lessons are up to date.")
    return failed


def outdated(lessons: Path, work: Path, names: list[str] = ()) -> Iterator[Path]:
    """Notebooks of `work` that were made from another release than the one in `lessons`, relative to both."""
    for source in sorted(lessons.rglob("*.ipynb")):
        path = source.relative_to(lessons)
        named = not names or any(path.stem.startswith(name) for name in names)
        made_from = work / BASE / path
        if not named or not (work / path).exists():
            continue
        if not made_from.exists() or made_from.read_bytes() != source.read_bytes():
            yield path


def update(released: Path, mine: Path, base: Path) -> tuple[Merge, Path | None]:
    """Merge the notebook `released` into `mine`; returns the merge and where the old copy went (None: no change)."""
    new, own = (nbformat.read(path, as_version=4) for path in (released, mine))
    merged = merge(nbformat.read(base, as_version=4) if base.exists() else None, own, new)
    nbformat.validate(merged.notebook)
    backup = None
    if merged.notebook.cells != own.cells:
        backup = mine.with_name(f"{mine.stem} before {time.strftime('%Y-%m-%d %H.%M.%S')}.ipynb")
        shutil.copy2(mine, backup)
        write_whole(mine, nbformat.writes(merged.notebook).encode() + b"\n")
    write_whole(base, released.read_bytes())
    return merged, backup


def merge(base: NotebookNode | None, mine: NotebookNode, new: NotebookNode) -> Merge:
    """The new release with everything of mine that is mine; without a `base` every difference counts as mine."""
    old = {_name(cell): cell for cell in base.cells} if base else {}
    own = {_name(cell): cell for cell in mine.cells}
    result = Merge(NotebookNode({**mine, "cells": []}))
    for cell in new.cells:
        name = _name(cell)
        result.notebook.cells += _choose(old.get(name), own.get(name), cell, result)
    known = {_name(cell) for cell in new.cells}
    for place, cell in enumerate(mine.cells):  # what I added, and what the release no longer has
        name = _name(cell)
        if name not in known and not (name in old and _same(old[name], cell)):
            _insert(result.notebook.cells, cell, [_name(c) for c in mine.cells[:place]])
    return result


def _choose(old: NotebookNode | None, own: NotebookNode | None, new: NotebookNode, result: Merge) -> list[NotebookNode]:
    """The cell, or the two cells, that a cell of the new release becomes."""
    about = new.metadata.get("nbgrader", {})
    if own is None:
        result.changed.append(_name(new))
        return [new]
    if _same(own, new):
        return [own]
    mine = about.get("solution", False) or (not about.get("locked", False) and not (old and _same(old, own)))
    if old and _same(old, new) and mine:
        return [own]
    result.changed.append(_name(new))
    if not mine:
        return [new]
    if about.get("solution", False):
        if old and _same(old, own):
            return [new]
        own = NotebookNode({**own, "metadata": new.metadata})
        result.conflicts.append(f"the text of {_name(new)} changed; your answer stays, the new text is below it")
        return [own, new_markdown_cell(KEPT.format("the exercise as it reads now") + _quoted(new))]
    result.conflicts.append("a cell that you changed was corrected; your version is below it")
    return [new, new_markdown_cell(KEPT.format("your version of the cell above") + _quoted(own))]


def _insert(cells: list[NotebookNode], cell: NotebookNode, before: list[str]) -> None:
    """Put `cell` behind the last of the cells named `before` that is still there."""
    there = {_name(other): place for place, other in enumerate(cells)}
    place = max((there[name] for name in before if name in there), default=-1) + 1
    while place < len(cells) and cells[place].source.startswith(KEPT[:10]):
        place += 1
    cells.insert(place, cell)


def _name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "")


def _same(a: NotebookNode, b: NotebookNode) -> bool:
    return a.cell_type == b.cell_type and a.source == b.source


def _quoted(cell: NotebookNode) -> str:
    return f"```python\n{cell.source}\n```" if cell.cell_type == "code" else cell.source


def _tell(path: Path, merged: Merge, backup: Path | None) -> None:
    if backup is None:
        print(f"{path.stem}: nothing that you see has changed.")
        return
    print(f"{path.stem}: {len(merged.changed)} cells are new or corrected. Your copy until now: {backup.name}")
    for sentence in merged.conflicts:
        print(f"    {sentence}")
