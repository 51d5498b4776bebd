"""A lesson as the site shows it: the text students get, with the outputs of the worked lesson.

Notebooks are plain nbformat-4 dictionaries. Of the worked lesson nothing but outputs is taken, and only
of cells that read the same in both; a cell that students write, that marks them, or that comments on a text
of theirs (it quotes the text's name, as in `reflect("q29_answer")`), shows none.
"""

import re

from mlp_course.lessons import cells
from mlp_course.lessons.cells import code_cells, is_students, joined, source_of

# needs a kernel and a download: blank on a page
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOT_NAMES = re.compile(r"[\[(]*(<matplotlib\.|<Axes|<Figure|Text\(|<[\w ]+ of \d+ artists>)")


def merge_outputs(release: dict, executed: dict) -> dict:
    """Give the cells of `release` the outputs of the same cells of `executed`; `release` is changed and returned.

    >>> one_and_one = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1"}
    >>> two = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}}
    >>> released = {"cells": [one_and_one]}
    >>> worked = {"cells": [one_and_one | {"outputs": [two]}]}
    >>> merge_outputs(released, worked)["cells"][0]["outputs"][0]["data"]
    {'text/plain': '2'}
    """
    worked = {cell.get("id"): cell for cell in executed["cells"]}
    texts = []
    for cell in release["cells"]:
        if is_students(cell) and cell["cell_type"] == "markdown":
            texts.append(cells.grade_id(cell))
    for cell in code_cells(release):
        twin = worked.get(cell.get("id"))
        hidden = is_students(cell) or _quotes(cell, texts)
        cell["outputs"] = []
        if twin is not None and source_of(twin) == source_of(cell) and not hidden:
            cell["outputs"] = presentable(twin.get("outputs", []))
        cell["execution_count"] = None
    return release


def outdated_cells(release: dict, executed: dict) -> list[str]:
    """Ids of cells that ought to read the same in both and do not: the release is older than its source."""
    worked = {cell.get("id"): source_of(cell) for cell in executed["cells"]}
    found = []
    for cell in code_cells(release):
        if not is_students(cell) and worked.get(cell["id"]) != source_of(cell):
            found.append(cell["id"])
    return found


def presentable(outputs: list[dict]) -> list[dict]:
    """Outputs fit to print: no progress bars, widgets or names of plot objects, and of an error only what it says.

    A traceback quotes the code it passed through, which may be a solution.
    """
    shown: list[dict] = []
    printed: dict | None = None
    for output in outputs:
        if output["output_type"] == "error":
            said = f"{output['ename']}: {output['evalue']}"
            shown.append({**output, "traceback": [said]})
        elif output["output_type"] == "stream":
            if output["name"] != "stdout":
                continue
            if printed is None or shown[-1] is not printed:
                # a new stretch of printed text begins
                printed = {**output, "text": ""}
                shown.append(printed)
            printed["text"] = _as_printed(printed["text"] + joined(output["text"]))
        elif WIDGET not in output.get("data", {}) and not _names_a_plot(output):
            shown.append(output)
    return shown


def fold_machinery(release: dict) -> dict:
    """Fold the set-up and the test cells of a page away behind a line that says what they are."""
    for cell in code_cells(release):
        name = cells.grade_id(cell)
        if cells.is_test(cell):
            points = cells.about(cell)["points"]
            counted = "1 point" if points == 1 else f"{points:g} points"
            _fold(cell, f"Tests of {name.removesuffix(cells.TEST_ENDING)} ({counted})")
        elif name == "setup":
            _fold(cell, "Set-up of this lesson")
    return release


def _quotes(cell: dict, names: list[str]) -> bool:
    """Whether a cell quotes one of the names."""
    source = source_of(cell)
    patterns = [rf"""(["']){re.escape(name)}\1""" for name in names if name]
    return any(re.search(pattern, source) for pattern in patterns)


def _fold(cell: dict, prompt: str) -> None:
    cell["metadata"].setdefault("tags", []).append("hide-input")
    prompts = {"code_prompt_show": prompt, "code_prompt_hide": prompt}
    cell["metadata"].setdefault("mystnb", {}).update(prompts)


def _names_a_plot(output: dict) -> bool:
    """Whether a result is but the name of what the last line drew, as in `<Axes: xlabel=...>`."""
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(PLOT_NAMES.match(joined(data["text/plain"])))


def _as_printed(text: str) -> str:
    """What a terminal shows in the end of lines that were written over.

    >>> _as_printed("10 %\\r100 %\\ndone\\n")
    '100 %\\ndone\\n'
    """
    return re.sub(r"[^\n]*\r(?!\n)", "", text)
