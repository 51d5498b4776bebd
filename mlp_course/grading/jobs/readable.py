"""Whether what was handed in can be opened, and by us alone: no links, nothing too large."""

import warnings
from pathlib import Path

import nbformat

LARGEST = 50_000_000  # bytes of a notebook
PATTERNS = "[*?\n\r"  # what names of folders mean to nbgrader's search, and line breaks


def unreadable(folder: Path, lesson: str) -> str:
    """Why the submission in `folder` cannot be opened, in one sentence; '' if it can."""
    path = folder / f"{lesson}.ipynb"
    student = folder.parent.name
    if set(student) & set(PATTERNS):
        return (
            "nbgrader cannot open a folder whose name holds [ or * or ? or a line break: rename it"
        )
    odd = _links_and_pipes(folder)
    if odd:
        return (
            f"{odd[0]} in the folder is a link or no file: "
            "it could lead to what is not the student's"
        )
    if not path.is_file():
        return _not_there(path)
    if path.stat().st_size > LARGEST:
        return f"{path.name} is larger than {LARGEST // 10**6} MB"
    try:
        # Ids of cells that are missing or equal are mended on the way, with a warning.
        with warnings.catch_warnings(action="ignore"):
            notebook = nbformat.read(path, as_version=4)
    except Exception as error:
        # Whatever is in the file, the batch goes on.
        kind = type(error).__name__
        return f"{path.name} cannot be read as a notebook ({kind}): ask for it again"
    return "" if notebook.get("cells") else f"{path.name} has no cells"


def _links_and_pipes(folder: Path) -> list[str]:
    """Names of what lies in a folder and is neither a plain file nor a folder, sorted."""
    odd = []
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            odd.append(path.name)
    return sorted(odd)


def _not_there(path: Path) -> str:
    """That there is no notebook of this name, and which there are instead."""
    said = f"there is no {path.name} in the folder"
    others = sorted(other.name for other in path.parent.glob("*.ipynb"))
    if others:
        said += f" (only {', '.join(others)})"
    return said
