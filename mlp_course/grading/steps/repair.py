"""A step of nbgrader's kind that repairs what students do to cells: copied, deleted, without name.

The gradebook knows what the lesson had.
"""

from nbformat import NotebookNode, from_dict
from nbgrader.api import Gradebook, Notebook, SourceCell
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.lessons import cells
from mlp_course.lessons.remarks import NOTES


class RestoreCells(NbGraderPreprocessor):
    """Give every graded or locked cell its own metadata back, and put deleted ones where they were.

    A copied cell keeps its text and loses its metadata (the first one counts); stock nbgrader
    aborts the whole class at a copied cell.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Repair the notebook, leaving a note about each repair that could matter for a mark."""
        # What was odd about the file is known before its cells are looked at.
        nb.metadata[NOTES] = list(resources.get(NOTES, []))
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            masters = {cell.name: _master(cell, notebook) for cell in notebook.source_cells}
        _restore_metadata(nb, masters)
        _insert_missing(nb, masters)
        return nb, resources


def _master(source: SourceCell, notebook: Notebook) -> NotebookNode:
    """The cell as the lesson has it, from the gradebook's record."""
    name = source.name
    answers = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name: cell.max_score for cell in notebook.task_cells}
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    points |= tasks
    is_task = name in tasks
    about = {
        "schema_version": 3,
        "grade_id": name,
        "locked": source.locked,
        "solution": name in answers,
        "task": is_task,
        "grade": name in points and not is_task,
        "cell_type": source.cell_type,
        "checksum": source.checksum,
    }
    if name in points:
        about["points"] = points[name]
    cell = {
        "cell_type": source.cell_type,
        "source": source.source,
        "metadata": {"nbgrader": about},
    }
    if source.cell_type == "code":
        cell |= {"outputs": [], "execution_count": None}
    return from_dict(cell)


def _restore_metadata(nb: NotebookNode, masters: dict[str, NotebookNode]) -> None:
    """Give the first cell of each name what nbgrader knows of it; no other cell has a name."""
    seen = set()
    copied = set()
    for cell in nb.cells:
        name = cells.grade_id(cell)
        cell.metadata.pop("nbgrader", None)
        if name in masters and name not in seen:
            # One of nbclient's tags keeps a cell from running: full marks for nothing.
            cell.metadata.pop("tags", None)
            about = cells.about(masters[name])
            cell.metadata["nbgrader"] = NotebookNode(about)
            seen.add(name)
        elif name in seen and name not in copied:
            nb.metadata[NOTES].append(f"{name} was copied; the first one counts")
            copied.add(name)


def _insert_missing(nb: NotebookNode, masters: dict[str, NotebookNode]) -> None:
    """Put cells back that were deleted, and note which.

    A deleted answer stays deleted: it may have been written elsewhere.
    """
    names = list(masters)
    present = [cells.grade_id(cell) for cell in nb.cells]
    ids = {cell.get("id") for cell in nb.cells}
    restored = []
    # From the end, so that what comes later in the lesson is there already.
    for place, name in reversed(list(enumerate(names))):
        master = masters[name]
        is_answer_only = cells.is_answer(master) and not cells.has_points(master)
        if name in present or is_answer_only:
            continue
        at = _where(
            master,
            names[place:],
            present,
            is_first=place == 0,
        )
        cell = NotebookNode(master)
        # Older notebooks have no ids.
        if (nb.nbformat, nb.nbformat_minor) >= (4, 5):
            cell["id"] = name if name not in ids else f"{name}-restored"
        nb.cells.insert(at, cell)
        present.insert(at, name)
        restored.append(name)
    if restored:
        again = ", ".join(reversed(restored))
        nb.metadata[NOTES].append(f"deleted and put back: {again}")


def _where(
    master: NotebookNode,
    names: list[str],
    present: list[str],
    is_first: bool,
) -> int:
    """Where a deleted cell goes; `names` are those of the lesson from this one on.

    It goes before the next cell the lesson has, that is, after anything written in between.
    """
    # What a lesson begins with, such as its imports, is needed by all that follows.
    if is_first and not cells.has_points(master):
        return 0
    later = [present.index(name) for name in names if name in present]
    return min(later, default=len(present))
