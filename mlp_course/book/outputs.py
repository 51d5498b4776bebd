"""A lesson as the site shows it: the text students get, with the outputs of the worked lesson.

Notebooks are plain nbformat-4 dictionaries. Of the worked lesson nothing but outputs is taken, and
only of cells that read the same in both; a cell that students write, that marks them, or that
comments on a text of theirs (it quotes the text's name, as in `reflect("q29_answer")`), shows none.
"""

import re

from mlp_course.lessons import cells
from mlp_course.lessons.cells import code_cells, is_students, joined, source_of

# Needs a kernel and a download: blank on a page
WIDGET = "application/vnd.jupyter.widget-view+json"
PLOT_NAMES = re.compile(r"[\[(]*(<matplotlib\.|<Axes|<Figure|Text\(|<[\w ]+ of \d+ artists>)")


def merge_outputs(release: dict, executed: dict) -> dict:
    """Give the cells of `release` the outputs of the same cells of `executed`.

    `release` is changed and returned.

    >>> one_and_one = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1 + 1"}
    >>> two = {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}}
    >>> released = {"cells": [one_and_one]}
    >>> worked = {"cells": [one_and_one | {"outputs": [two]}]}
    >>> merge_outputs(released, worked)["cells"][0]["outputs"][0]["data"]
    {'text/plain': '2'}
    """
    texts = []
    for cell in release["cells"]:
        if is_students(cell) and cell["cell_type"] == "markdown":
            texts.append(cells.grade_id(cell))

    worked = {}
    for cell in code_cells(executed):
        key = (cell.get("id"), source_of(cell))
        worked[key] = cell.get("outputs", [])

    for cell in code_cells(release):
        key = (cell.get("id"), source_of(cell))
        outputs = worked.get(key, [])
        # What a student writes is still to be written, and so is what it leads to.
        if is_students(cell) or _quotes(cell, texts):
            outputs = []
        cell["outputs"] = presentable(outputs)
        cell["execution_count"] = None
    return release


def outdated_cells(release: dict, executed: dict) -> list[str]:
    """Ids of cells that ought to read the same in both and do not.

    There are some where the release is older than its source.
    """
    worked = {}
    for cell in executed["cells"]:
        worked[cell.get("id")] = source_of(cell)

    found = []
    for cell in code_cells(release):
        # An answer reads otherwise in the release, as it should.
        if is_students(cell):
            continue
        name = cell["id"]
        if worked.get(name) != source_of(cell):
            found.append(name)
    return found


def presentable(outputs: list[dict]) -> list[dict]:
    """Outputs fit to print: no progress bars, widgets or names of plot objects.

    Of an error there is only what it says: a traceback quotes the code it passed through, which may
    be a solution.
    """
    shown: list[dict] = []
    printed: dict | None = None  # the newest stretch of printed text
    for output in outputs:
        kind = output["output_type"]
        if kind == "error":
            said = f"{output['ename']}: {output['evalue']}"
            shown.append({**output, "traceback": [said]})
        elif kind == "stream":
            # Progress bars are written to stderr.
            if output["name"] != "stdout":
                continue
            if printed is None or shown[-1] is not printed:
                printed = {**output, "text": ""}
                shown.append(printed)
            text = printed["text"] + joined(output["text"])
            printed["text"] = _as_printed(text)
        elif _is_widget(output) or _names_a_plot(output):
            continue
        else:
            shown.append(output)
    return shown


def fold_machinery(release: dict) -> dict:
    """Fold the set-up and the test cells of a page away behind a line that says what they are."""
    for cell in code_cells(release):
        name = cells.grade_id(cell)
        if cells.is_test(cell):
            item = name.removesuffix(cells.TEST_ENDING)
            points = cells.points(cell)
            counted = f"{points:g} points"
            if points == 1:
                counted = "1 point"
            _fold(cell, f"Tests of {item} ({counted})")
        elif name == "setup":
            _fold(cell, "Set-up of this lesson")
    return release


def _quotes(cell: dict, names: list[str]) -> bool:
    """Whether a cell quotes one of the names."""
    source = source_of(cell)
    quoted = []
    for name in filter(None, names):
        quoted.append(f"'{name}'")
        quoted.append(f'"{name}"')
    return any(text in source for text in quoted)


def _fold(cell: dict, prompt: str) -> None:
    """Hide what a cell reads behind a line that says `prompt`, folded and unfolded."""
    metadata = cell["metadata"]
    tags = metadata.setdefault("tags", [])
    tags.append("hide-input")
    shown = metadata.setdefault("mystnb", {})
    shown["code_prompt_show"] = prompt
    shown["code_prompt_hide"] = prompt


def _is_widget(output: dict) -> bool:
    """Whether a page would have nothing to show of it."""
    return WIDGET in output.get("data", {})


def _names_a_plot(output: dict) -> bool:
    """Whether a result is but the name of what the last line drew, as in `<Axes: xlabel=...>`."""
    data = output.get("data", {})
    if set(data) != {"text/plain"}:
        return False
    text = joined(data["text/plain"])
    return PLOT_NAMES.match(text) is not None


def _as_printed(text: str) -> str:
    """What a terminal shows in the end of lines that were written over.

    >>> _as_printed("10 %\\r100 %\\ndone\\n")
    '100 %\\ndone\\n'
    """
    overwritten = r"[^\n]*\r(?!\n)"
    return re.sub(overwritten, "", text)
