"""Remarks to the instructor that travel inside a notebook."""

from nbformat import NotebookNode

from mlp_course.lessons import cells

NOTES = "grading_notes"


def note(nb: NotebookNode, cell: NotebookNode, sentence: str) -> None:
    """Leave the instructor a remark about a cell, once."""
    name = cells.grade_id(cell)
    if not name:
        # Notebooks of an old format give their cells no ids.
        number = cell.get("id", nb.cells.index(cell))
        name = f"cell {number}"

    # After the name of the cell the sentence goes on in small letters.
    first = sentence[0].lower()
    rest = sentence[1:].rstrip(".")
    text = f"{name}: {first}{rest}"

    notes = list(nb.metadata.get(NOTES, []))
    if text in notes:
        notes.remove(text)
    notes.append(text)
    nb.metadata[NOTES] = notes
