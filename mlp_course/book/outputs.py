"""A lesson as the site shows it: the text students get, with the outputs of the worked lesson.

Notebooks are plain nbformat-4 dictionaries. Of the worked lesson nothing but outputs is taken, and only
of cells that read the same in both; a cell that students write, that marks them, or that comments on a text
of theirs (it quotes the text's name, as in `reflect("q29_answer")`), shows none.
"""

import re

WIDGET = (
    "application/vnd.jupyter.widget-view+json"  # needs a kernel and a download: blank on a page
)
PLOT_NAMES = re.compile(r"[\[(]*(<matplotlib\.|<Axes|<Figure|Text\(|<[\w ]+ of \d+ artists>)")


def merge_outputs(release: dict, executed: dict) -> dict:
    """Give the cells of `release` the outputs of the same cells of `executed`; `release` is changed and returned.

    >>> released = {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1"}]}
    >>> two = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}}
    >>> worked = {"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1", "outputs": [two]}]}
    >>> merge_outputs(released, worked)["cells"][0]["outputs"][0]["data"]
    {'text/plain': '2'}
    """
    worked = {cell.get("id"): cell for cell in executed["cells"]}
    texts = [
        name_of(cell)
        for cell in release["cells"]
        if is_students(cell) and cell["cell_type"] == "markdown"
    ]
    for cell in code_cells(release):
        twin = worked.get(cell.get("id"))
        shown = (
            twin
            and source_of(twin) == source_of(cell)
            and not (is_students(cell) or _quotes(cell, texts))
        )
        cell["outputs"] = presentable(twin.get("outputs", [])) if shown else []
        cell["execution_count"] = None
    return release


def outdated_cells(release: dict, executed: dict) -> list[str]:
    """Ids of cells that ought to read the same in both and do not: the release is older than its source."""
    worked = {cell.get("id"): source_of(cell) for cell in executed["cells"]}
    return [
        cell["id"]
        for cell in code_cells(release)
        if not is_students(cell) and worked.get(cell["id"]) != source_of(cell)
    ]


def presentable(outputs: list[dict]) -> list[dict]:
    """Outputs fit to print: no progress bars, widgets or names of plot objects, and of an error only what it says.

    A traceback quotes the code it passed through, which may be a solution.
    """
    shown, printed = [], None
    for output in outputs:
        if output["output_type"] == "error":
            said = f"{output['ename']}: {output['evalue']}"
            shown.append({**output, "traceback": [said]})
        elif output["output_type"] == "stream":
            if output["name"] == "stdout":
                if (
                    printed is None or shown[-1] is not printed
                ):  # a new stretch of printed text begins
                    printed = {**output, "text": ""}
                    shown.append(printed)
                printed["text"] = _as_printed(printed["text"] + _joined(output["text"]))
        elif WIDGET not in output.get("data", {}) and not _names_a_plot(output):
            shown.append(output)
    return shown


def fold_machinery(release: dict) -> dict:
    """Fold the set-up and the test cells of a page away behind a line that says what they are."""
    for cell in code_cells(release):
        marks = cell["metadata"].get("nbgrader", {})
        name = marks.get("grade_id", "")
        if marks.get("grade") and not marks.get("solution"):
            points = f"{marks['points']:g} point{'s' if marks['points'] != 1 else ''}"
            _fold(cell, f"Tests of {name.removesuffix('_test')} ({points})")
        elif name == "setup":
            _fold(cell, "Set-up of this lesson")
    return release


def code_cells(notebook: dict) -> list[dict]:
    """The cells of `notebook` that hold code, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def is_students(cell: dict) -> bool:
    """Whether students write in `cell`, or are marked by it."""
    marks = cell["metadata"].get("nbgrader", {})
    return bool(marks.get("solution") or marks.get("grade"))


def name_of(cell: dict) -> str:
    """The grade_id of `cell`, '' if it has none."""
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def source_of(cell: dict) -> str:
    """The text of `cell`, however the file splits it into lines."""
    return _joined(cell["source"])


def _quotes(cell: dict, names: list[str]) -> bool:
    return any(
        re.search(rf"""(["']){re.escape(name)}\1""", source_of(cell))
        for name in filter(None, names)
    )


def _fold(cell: dict, prompt: str) -> None:
    cell["metadata"].setdefault("tags", []).append("hide-input")
    cell["metadata"].setdefault("mystnb", {}).update(
        code_prompt_show=prompt, code_prompt_hide=prompt
    )


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _names_a_plot(output: dict) -> bool:
    """Whether a result is but the name of what the last line drew, as in `<Axes: xlabel=...>`."""
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(PLOT_NAMES.match(_joined(data["text/plain"])))


def _as_printed(text: str) -> str:
    """What a terminal shows in the end of lines that were written over.

    >>> _as_printed("10 %\\r100 %\\ndone\\n")
    '100 %\\ndone\\n'
    """
    return re.sub(r"[^\n]*\r(?!\n)", "", text)
