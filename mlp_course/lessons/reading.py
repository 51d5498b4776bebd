"""A notebook that a student handed in, whatever program wrote it: read, and mended where it is odd.

nbgrader and nbconvert refuse a whole notebook for one id with a dot in it, or for a picture that
is not there. Here what is odd is mended, and what could matter to a reader is a remark. What cannot
be read at all raises ValueError, with a sentence.
"""

import json
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError

from mlp_course.lessons.mending import (
    Remarks,
    look_for_pictures,
    mended_cell,
    metadata_of,
    minor_version,
    name_cells,
)

AGAIN = "ask for it again"


def read_notebook(content: bytes) -> tuple[NotebookNode, Remarks]:
    """The notebook in `content` in today's format, without outputs, and what was odd about it.

    1. letters, and what they say as JSON
    2. an old format in today's
    3. the notebook, and each cell, as the format wants them
    4. what the format still does not take loses its metadata
    """
    remarks: Remarks = []

    # 1. letters and JSON
    text = _decoded(content, remarks)
    raw = _parsed(text)
    raw = _without_halves(raw, remarks)

    # 2. the format
    version = raw.get("nbformat")
    if not isinstance(version, int) or version not in (1, 2, 3, 4):
        raise ValueError(f"it is of a format ({version}) that is not known here: {AGAIN}")
    if version < 4:
        remarks.append(f"a notebook of the old format {version}")
        upgraded = _upgraded(raw)
        raw = json.loads(nbformat.writes(upgraded))

    # 3. the notebook and its cells
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise ValueError(f"it has no list of cells: {AGAIN}")
    mended: dict[str, Any] = {
        "nbformat": 4,
        "nbformat_minor": minor_version(raw.get("nbformat_minor")),
        "metadata": metadata_of(raw.get("metadata")),
        "cells": [mended_cell(cell, remarks) for cell in cells],
    }
    name_cells(mended, remarks)
    look_for_pictures(mended["cells"], remarks)

    # 4. what is left
    notebook = _valid(mended, remarks)
    return notebook, list(dict.fromkeys(remarks))


def _decoded(content: bytes, remarks: Remarks) -> str:
    """The text in `content`."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        remarks.append("not written in UTF-8")
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        remarks.append("not written in UTF-8: some letters may be wrong")
        return content.decode("latin-1")


def _parsed(text: str) -> dict:
    """The notebook as JSON. Raises ValueError."""
    try:
        raw = json.loads(text)
    except RecursionError:
        raise ValueError(f"it is too deeply nested: {AGAIN}") from None
    except ValueError:
        raise ValueError(f"it is no JSON, or was cut off: {AGAIN}") from None
    if not isinstance(raw, dict):
        raise ValueError(f"it is no notebook: {AGAIN}")
    return raw


def _without_halves(raw: dict, remarks: Remarks) -> dict:
    """The same with no half of a character: no file can hold one."""
    text = json.dumps(raw, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        remarks.append("signs that are none were replaced by ?")
        return json.loads(text.encode(errors="replace"))
    return raw


def _upgraded(raw: dict) -> NotebookNode:
    """A notebook of an old format in today's. Raises ValueError."""
    try:
        text = json.dumps(raw)
        with warnings.catch_warnings(action="ignore"):
            return nbformat.reads(text, as_version=4)
    except Exception as error:
        kind = type(error).__name__
        raise ValueError(f"its old format cannot be read ({kind}): {AGAIN}") from None


def _valid(mended: dict, remarks: Remarks) -> NotebookNode:
    """The notebook; cells that the format does not take keep of their metadata only nbgrader's."""
    if _is_valid(mended):
        return nbformat.from_dict(mended)
    for part in [mended, *mended["cells"]]:
        # What the notebook says of itself, and then one cell at a time
        cells = [] if part is mended else [part]
        alone = {**mended, "cells": cells}
        if not _is_valid(alone):
            remarks.append("metadata that the format does not know were left out")
            kept = part["metadata"].get("nbgrader")
            part["metadata"] = {"nbgrader": kept} if kept else {}
    if not _is_valid(mended):
        raise ValueError(f"it is not as notebooks are: {AGAIN}")
    return nbformat.from_dict(mended)


def _is_valid(raw: dict) -> bool:
    """Whether the format takes a notebook."""
    try:
        with warnings.catch_warnings(action="ignore"):
            nbformat.validate(raw)
    except ValidationError:
        return False
    return True
