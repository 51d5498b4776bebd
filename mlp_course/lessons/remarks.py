"""Remarks to the instructor that travel inside a notebook."""

from nbformat import NotebookNode

from mlp_course.lessons import cells

NOTES = "grading_notes"
MOST = 100  # remarks about one notebook; nobody reads more
MORE = "there is more like this, which is not listed: judge it by hand"


def note(nb: NotebookNode, cell: NotebookNode, sentence: str) -> None:
    """Leave the instructor a remark about a cell, once; `MOST` in all."""
    notes = list(nb.metadata.get(NOTES, []))
    if len(notes) >= MOST:
        kept = notes[: MOST - 1]
        nb.metadata[NOTES] = [*kept, MORE]
        return
    name = cells.grade_id(cell)
    if not name:
        # Notebooks of an old format give their cells no ids.
        number = cell.get("id") or nb.cells.index(cell)
        name = f"cell {number}"

    # After the name of the cell the sentence goes on in small letters.
    first = sentence[0].lower()
    rest = sentence[1:].rstrip(".")
    text = f"{name}: {first}{rest}"

    # The newest stands last.
    if text in notes:
        notes.remove(text)
    notes.append(text)
    nb.metadata[NOTES] = notes
