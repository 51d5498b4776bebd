"""Whether what was handed in can be opened, and by us alone: no links, nothing too large."""

from pathlib import Path

from mlp_course.files import printable
from mlp_course.grading.collect.claims import unusable
from mlp_course.lessons.reading import read_notebook

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
    fault = unusable(student)
    if fault:
        return f"{fault}: rename the folder"
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
        notebook, _ = read_notebook(path.read_bytes())
    except ValueError as error:
        return f"{path.name} cannot be read as a notebook: {error}"
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
    return [printable(name) for name in sorted(odd)]


def _not_there(path: Path) -> str:
    """That there is no notebook of this name, and which there are instead."""
    said = f"there is no {path.name} in the folder"
    others = sorted(printable(other.name) for other in path.parent.glob("*.ipynb"))
    if others:
        said += f" (only {', '.join(others)})"
    return said
