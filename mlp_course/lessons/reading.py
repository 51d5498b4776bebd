"""A notebook that a student handed in, whatever program wrote it: read, and mended where it is odd.

nbgrader and nbconvert refuse a whole notebook for one id with a dot in it, or for a picture that
is not there. Here what is odd is mended, and what could matter to a reader is a remark. What cannot
be read at all raises ValueError, with a sentence.
"""

import json
import re
import warnings
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError

Remarks = list[str]
ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # nbformat's
PICTURE = re.compile(r"\(\s*<?attachment:([^)\s>]+)")
TEXTS = ("markdown", "raw")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
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
    raw = _parsed(_decoded(content, remarks))
    raw = _without_halves(raw, remarks)

    # 2. the format
    version = raw.get("nbformat")
    if not isinstance(version, int) or version not in (1, 2, 3, 4):
        raise ValueError(f"it is of a format ({version}) that is not known here: {AGAIN}")
    if version < 4:
        remarks.append(f"a notebook of the old format {version}")
        raw = json.loads(nbformat.writes(_upgraded(raw)))

    # 3. the notebook and its cells
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise ValueError(f"it has no list of cells: {AGAIN}")
    minor = raw.get("nbformat_minor")
    mended: dict[str, Any] = {
        "nbformat": 4,
        "nbformat_minor": min(minor, 5) if isinstance(minor, int) and minor >= 0 else 5,
        "metadata": _metadata(raw.get("metadata")),
        "cells": [_cell(cell, remarks) for cell in cells],
    }
    _name_cells(mended, remarks)
    _look_for_pictures(mended["cells"], remarks)

    # 4. what is left
    return _valid(mended, remarks), list(dict.fromkeys(remarks))


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
        with warnings.catch_warnings(action="ignore"):
            return nbformat.reads(json.dumps(raw), as_version=4)
    except Exception as error:
        kind = type(error).__name__
        raise ValueError(f"its old format cannot be read ({kind}): {AGAIN}") from None


def _metadata(metadata: Any) -> dict:
    """What the notebook says of itself, without what is not as it should be."""
    if not isinstance(metadata, dict):
        return {}
    kept = dict(metadata)
    for name in ("kernelspec", "language_info"):
        if name in kept and not isinstance(kept[name], dict):
            del kept[name]
    return kept


def _cell(cell: Any, remarks: Remarks) -> dict:
    """One cell, with nothing but what the format knows, and no outputs."""
    if not isinstance(cell, dict):
        remarks.append("something that was no cell stands as text")
        cell = {"cell_type": "raw", "source": json.dumps(cell)}
    kind = cell.get("cell_type")
    if kind not in ("code", *TEXTS):
        remarks.append("a cell of an unknown type stands as text")
        kind = "markdown"
    mended = {
        "cell_type": kind,
        "source": _source(cell.get("source"), remarks),
        "metadata": _about(cell.get("metadata")),
    }
    if "id" in cell:
        mended["id"] = cell["id"]
    if kind == "code":
        count = cell.get("execution_count")
        mended["execution_count"] = count if isinstance(count, int) and count >= 0 else None
        mended["outputs"] = []
    elif cell.get("attachments"):
        mended["attachments"] = _attachments(cell["attachments"])
    return mended


def _source(source: Any, remarks: Remarks) -> str:
    """The text of a cell."""
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    if isinstance(source, str):
        return source
    remarks.append("a cell without a text counts as empty")
    return ""


def _about(metadata: Any) -> dict:
    """The metadata of a cell; nbgrader's only if it can be nbgrader's."""
    if not isinstance(metadata, dict):
        return {}
    kept = dict(metadata)
    about = kept.get("nbgrader", {})
    if not isinstance(about, dict) or not isinstance(about.get("grade_id", ""), str | None):
        del kept["nbgrader"]
    return kept


def _attachments(attachments: Any) -> dict[str, dict[str, str]]:
    """The pictures of a text, by name and type."""
    kept: dict[str, dict[str, str]] = {}
    if not isinstance(attachments, dict):
        return kept
    for name, forms in attachments.items():
        if not isinstance(forms, dict):
            continue
        pictures = {kind: _joined(data) for kind, data in forms.items()}
        found = {kind: data for kind, data in pictures.items() if BASE64.fullmatch(data) and data}
        if found:
            kept[name] = found
    return kept


def _joined(data: Any) -> str:
    """The text of a picture, which may be a list of its lines."""
    if isinstance(data, list):
        data = "".join(line for line in data if isinstance(line, str))
    return data if isinstance(data, str) else ""


def _name_cells(mended: dict, remarks: Remarks) -> None:
    """Give cells an id of their own where the format wants one and theirs is none."""
    wants = mended["nbformat_minor"] >= 5
    seen = set()
    for number, cell in enumerate(mended["cells"], 1):
        given = cell.pop("id", None)
        if not wants:
            continue
        is_right = isinstance(given, str) and ID.fullmatch(given) is not None
        if given is not None and not is_right:
            remarks.append("cells with odd ids got new ones")
        name = given if is_right else f"cell-{number}"
        while name in seen:
            name = f"{name[:40]}-again-{number}"
        seen.add(name)
        cell["id"] = name


def _look_for_pictures(cells: list[dict], remarks: Remarks) -> None:
    """Remark which pictures of the texts are missing."""
    for cell in cells:
        if cell["cell_type"] in TEXTS:
            there = cell.get("attachments", {})
            for name in PICTURE.findall(cell["source"]):
                if name not in there:
                    remarks.append(f"the picture {name} of a text is missing")


def _valid(mended: dict, remarks: Remarks) -> NotebookNode:
    """The notebook; cells that the format does not take keep of their metadata only nbgrader's."""
    if _is_valid(mended):
        return nbformat.from_dict(mended)
    for part in [mended, *mended["cells"]]:
        alone = {**mended, "cells": [part]} if part is not mended else {**mended, "cells": []}
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
