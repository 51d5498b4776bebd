"""The parts of a notebook as its format wants them: what is odd is mended, and remarked upon."""

import json
import re
from typing import Any

Remarks = list[str]
ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # nbformat's
PICTURE = re.compile(r"\(\s*<?attachment:([^)\s>]+)")
TEXTS = ("markdown", "raw")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def minor_version(minor: Any) -> int:
    """The minor version of the format, or the newest that is known here."""
    if isinstance(minor, int) and minor >= 0:
        return min(minor, 5)
    return 5


def metadata_of(metadata: Any) -> dict:
    """What the notebook says of itself, without what is not as it should be."""
    if not isinstance(metadata, dict):
        return {}
    kept = dict(metadata)
    for name in ("kernelspec", "language_info"):
        about = kept.get(name, {})
        if not isinstance(about, dict):
            del kept[name]
    return kept


def mended_cell(cell: Any, remarks: Remarks) -> dict:
    """One cell, with nothing but what the format knows, and no outputs."""
    if not isinstance(cell, dict):
        # JSON of whatever it is: nothing of a student's is dropped.
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
        is_count = isinstance(count, int) and count >= 0
        mended["execution_count"] = count if is_count else None
        mended["outputs"] = []
    elif cell.get("attachments"):
        mended["attachments"] = _attachments(cell["attachments"])
    return mended


def name_cells(mended: dict, remarks: Remarks) -> None:
    """Give cells an id of their own where the format wants one and theirs is none."""
    wants = mended["nbformat_minor"] >= 5
    seen = set()
    for number, cell in enumerate(mended["cells"], start=1):
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


def look_for_pictures(cells: list[dict], remarks: Remarks) -> None:
    """Remark which pictures of the texts are missing."""
    for cell in cells:
        if cell["cell_type"] not in TEXTS:
            continue
        there = cell.get("attachments", {})
        for name in PICTURE.findall(cell["source"]):
            if name not in there:
                remarks.append(f"the picture {name} of a text is missing")


def _source(source: Any, remarks: Remarks) -> str:
    """The text of a cell."""
    if isinstance(source, list):
        source = _lines_joined(source)
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
    is_nbgraders = isinstance(about, dict) and isinstance(about.get("grade_id", ""), str | None)
    if not is_nbgraders:
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
        found = {}
        for kind, data in forms.items():
            picture = _joined(data)
            if picture and BASE64.fullmatch(picture):
                found[kind] = picture
        if found:
            kept[name] = found
    return kept


def _joined(data: Any) -> str:
    """The text of a picture, which may be a list of its lines."""
    if isinstance(data, list):
        return _lines_joined(data)
    return data if isinstance(data, str) else ""


def _lines_joined(lines: list) -> str:
    """A text from its lines; what is no text among them is left out."""
    texts = [line for line in lines if isinstance(line, str)]
    return "".join(texts)
