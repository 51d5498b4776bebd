"""nbgrader preprocessors that repair what students do to cells, and mark stubs as open in the release."""

from nbformat import NotebookNode, from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from mlp_course.lessons import cells
from mlp_course.lessons.remarks import NOTES


class RestoreCells(NbGraderPreprocessor):
    """Give every graded or locked cell its own metadata back, and put deleted ones where they were.

    The gradebook knows what the lesson had. A copied cell keeps its text and loses its metadata (the
    first one counts); stock nbgrader aborts the whole class at a copied cell.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Repair the notebook, leaving a note about each repair that could matter for a mark."""
        nb.metadata[NOTES] = []
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(where["notebook"], where["assignment"])
            wanted = {cell.name: _master(cell, notebook) for cell in notebook.source_cells}
        _forget_strangers(nb, wanted)
        _insert_missing(nb, wanted)
        return nb, resources


def _master(source, notebook) -> NotebookNode:
    """The cell as the lesson has it, from the gradebook's record."""
    graded = {cell.name: cell for cell in [*notebook.grade_cells, *notebook.task_cells]}
    tasks, answers = (
        {cell.name for cell in kind} for kind in (notebook.task_cells, notebook.solution_cells)
    )
    name = source.name
    about = dict(
        schema_version=3,
        grade_id=name,
        locked=source.locked,
        solution=name in answers,
        task=name in tasks,
        grade=name in graded and name not in tasks,
        cell_type=source.cell_type,
        checksum=source.checksum,
    )
    if name in graded:
        about["points"] = graded[name].max_score
    cell = from_dict(
        {"cell_type": source.cell_type, "source": source.source, "metadata": {"nbgrader": about}}
    )
    if source.cell_type == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _forget_strangers(nb: NotebookNode, wanted: dict[str, NotebookNode]) -> None:
    seen = set()
    for cell in nb.cells:
        name = cells.grade_id(cell)
        cell.metadata.pop("nbgrader", None)
        if name in wanted and name not in seen:
            cell.metadata.pop(
                "tags", None
            )  # one of nbclient's tags keeps a cell from running: full marks for nothing
            cell.metadata["nbgrader"] = NotebookNode(wanted[name].metadata.nbgrader)
            seen.add(name)
        elif name in seen:
            nb.metadata[NOTES].append(f"{name} was copied; the first one counts")


def _insert_missing(nb: NotebookNode, wanted: dict[str, NotebookNode]) -> None:
    """A deleted test goes before the next cell the lesson has, that is, after anything written in between."""
    present = [cells.grade_id(cell) for cell in nb.cells]
    ids = {cell.get("id") for cell in nb.cells}
    names, restored = list(wanted), []
    for place in reversed(range(len(names))):
        name = names[place]
        about = wanted[name].metadata.nbgrader
        if name in present or (about.solution and not about.grade):
            continue  # a deleted answer stays deleted: it may have been written elsewhere
        later = [present.index(other) for other in names[place + 1 :] if other in present]
        first = place == 0 and not about.grade
        at = 0 if first else min(later, default=len(present))
        cell = NotebookNode(wanted[name])
        if (nb.nbformat, nb.nbformat_minor) >= (4, 5):
            cell["id"] = name if name not in ids else f"{name}-restored"
        nb.cells.insert(at, cell)
        present.insert(at, name)
        restored.append(name)
    if restored:
        nb.metadata[NOTES].append(f"deleted and put back: {', '.join(reversed(restored))}")
