"""Cells of a student's that an honest answer has no use for: said to the instructor, who judges.

No mark is changed: tests run apart from answers, which they know as plain data. What an answer
about arrays has no use for, lies and looks at what is not its own, can be read off the source
(`oddities`), and tells who tried. A cell that cannot be read is told, too.
"""

from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.grading.integrity.drawable import why_not_drawn
from mlp_course.grading.integrity.oddities import imported, oddities
from mlp_course.lessons import cells
from mlp_course.lessons.remarks import note

MOST = 4  # oddities of one cell that are named


class NoteOddities(NbGraderPreprocessor):
    """Notes what is odd in the student's cells.

    It reads the lesson's source, which is not where code is executed.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Leave a note about every odd cell; the lesson's own must have their text back."""
        place = self.config.CourseDirectory
        where = resources["nbgrader"]
        root = Path(place.get("root", ""))
        sources = root / place.get("source_directory", "source")
        name = where["notebook"]
        path = sources / where["assignment"] / f"{name}.ipynb"
        lesson = nbformat.read(path, as_version=4)
        for cell, sentence in noticed(nb, lesson):
            note(nb, cell, sentence)
        for cell in nb.cells:
            if cell.cell_type != "markdown":
                continue
            why = why_not_drawn(cell.source)
            if why:
                note(nb, cell, why)
        return nb, resources


def noticed(nb: NotebookNode, lesson: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Cells that are not the lesson's own, each with what is odd about it."""
    own = set()
    items = set()
    imports: dict[str, str] = {}
    for cell in cells.code_cells(lesson):
        if cells.is_answer(cell):
            items.add(cells.grade_id(cell))
        else:
            own.add(cell.source.strip())
        if cells.is_locked(cell):
            imports |= imported(cell.source)
    # What a student is to import anew, as an answer, is nobody's to protect.
    given = {name: what for name, what in imports.items() if name not in items}

    for cell in cells.code_cells(nb):
        if cell.source.strip() in own:
            continue
        # Each once, in the order in which they were found
        found = oddities(cell.source, given)
        odd = list(dict.fromkeys(found))
        if not odd:
            continue
        some = ", ".join(odd[:MOST])
        left_out = len(odd) - MOST
        if left_out > 0:
            some += f" and {left_out} more"
        yield cell, f"it {some}: judge it by hand"
