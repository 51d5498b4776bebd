"""Files handed in that are no notebooks, or odd ones, and what each must get.

Marks, or None and the reason.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import nbformat

from helpers.adversaries import FULL
from helpers.tiny_course import LESSON

Make = Callable[[Path, dict], None]  # gets the path of a perfect submission, and its content


def text(change: Callable[[str], str], encoding: str = "utf-8") -> Make:
    """The file with its text changed."""
    return lambda path, _: path.write_bytes(
        change(path.read_text(encoding="utf-8")).encode(encoding)
    )


def content(change: Callable[[dict], object]) -> Make:
    """The file with its content changed: what `change` returns, or the notebook it has changed."""

    def make(path: Path, notebook: dict) -> None:
        changed = change(notebook)
        path.write_text(json.dumps(notebook if changed is None else changed), encoding="utf-8")

    return make


def each_cell(**fields: object) -> Make:
    """The notebook with fields of every cell set."""
    return content(lambda notebook: [cell.update(fields) for cell in notebook["cells"]] and None)


def beside(name: str, make: Callable[[Path], object]) -> Make:
    """A perfect submission with something else in the folder."""

    def put(path: Path, _: dict) -> None:
        other = path.parent / name
        other.parent.mkdir(parents=True, exist_ok=True)
        make(other)

    return put


def _old_format(path: Path, _: dict) -> None:
    notebook = nbformat.convert(nbformat.read(path, as_version=4), 3)
    path.write_text(nbformat.writes(notebook, version=3), encoding="utf-8")


def _link_to_solution(path: Path, _: dict) -> None:
    solution = path.parents[4] / "solutions" / LESSON / path.name
    path.unlink()
    path.symlink_to(solution)


def _large(path: Path, _: dict) -> None:
    with path.open("ab") as file:
        file.truncate(100_000_000)


UNREADABLE, INCOMPLETE = "cannot be read as a notebook", "cell|read|Error"
FILES: dict[str, tuple[Make, tuple | None, str]] = {
    "byte order mark": (text(lambda t: "\ufeff" + t), FULL, ""),
    "carriage returns": (text(lambda t: t.replace("\n", "\r\n")), FULL, ""),
    "carriage returns in cells": (text(lambda t: t.replace("\\n", "\\r\\n")), FULL, ""),
    "utf-16": (text(str, "utf-16"), FULL, "not written in UTF-8"),
    "latin letters": (lambda path, _: path.write_bytes(b"\xe9\xff\x00"), None, UNREADABLE),
    "a word processor's file": (
        lambda path, _: path.write_bytes(b"PK\x03\x04" + bytes(1000)),
        None,
        UNREADABLE,
    ),
    "half a file": (text(lambda t: t[: len(t) // 2]), None, UNREADABLE),
    "brackets in brackets": (text(lambda t: "[" * 100_000), None, UNREADABLE),
    "a list": (content(lambda nb: []), None, UNREADABLE),
    "a number": (content(lambda nb: 3), None, UNREADABLE),
    "null": (text(lambda t: "null"), None, UNREADABLE),
    "an empty object": (content(lambda nb: {}), None, UNREADABLE + "|no cells"),
    "no cells": (content(lambda nb: nb.update(cells=[])), None, "has no cells"),
    "cells that are a text": (content(lambda nb: nb.update(cells="none")), None, INCOMPLETE),
    "cells that are numbers": (
        content(lambda nb: nb.update(cells=[1, 2])),
        (0, 0, 0, 0),
        "was no cell",
    ),
    "sources that are numbers": (each_cell(source=3), (0, 0, 0, 0), "without a text"),
    "metadata that is null": (content(lambda nb: nb.update(metadata=None)), FULL, ""),
    "cells without metadata": (
        content(lambda nb: [c.pop("metadata") for c in nb["cells"]] and None),
        FULL,
        "put back",
    ),
    "format 3": (_old_format, FULL, "old format 3"),
    "no ids, as from Colab": (
        content(
            lambda nb: nb.update(nbformat_minor=0) or ([c.pop("id") for c in nb["cells"]] and None)
        ),
        FULL,
        "",
    ),
    "format 99": (content(lambda nb: nb.update(nbformat=99)), None, "."),
    "another kernel": (
        content(lambda nb: nb["metadata"]["kernelspec"].update(name="bash")),
        FULL,
        "",
    ),
    "half a kernel": (
        content(lambda nb: nb["metadata"].update(kernelspec={"name": "bash"})),
        FULL,
        "does not know",
    ),
    "no kernel": (content(lambda nb: nb.update(metadata={})), FULL, ""),
    "equal ids": (each_cell(id="same"), FULL, ""),
    "outputs of no kind": (
        content(
            lambda nb: (
                [c.update(outputs=[{"output_type": "x"}]) for c in nb["cells"] if "outputs" in c]
                and None
            )
        ),
        FULL,
        "",
    ),
    "too large": (_large, None, "larger than 50 MB"),
    "a link to the solution": (_link_to_solution, None, "is a link"),
    "a link beside": (
        beside("data.txt", lambda p: p.symlink_to("/etc/hostname")),
        None,
        "data.txt .* is a link",
    ),
    "a pipe beside": (beside("pipe", os.mkfifo), None, "pipe .* no file"),
    "a pipe that tells the time": (
        beside("timestamp.txt", os.mkfifo),
        None,
        "timestamp.txt .* no file",
    ),
    "too much beside": (
        beside("big", lambda p: os.truncate(p.touch() or p, 101_000_000)),
        None,
        "larger than 100 MB",
    ),
    "a library beside": (beside("numpy.py", lambda p: p.write_text("raise SystemExit")), FULL, ""),
    "a library in a folder beside": (
        beside("numpy/__init__.py", lambda p: p.write_text("raise SystemExit")),
        FULL,
        "",
    ),
    "two\nlines": (lambda path, _: None, None, "line break: rename it"),
    "-rf": (lambda path, _: None, None, "rename the folder"),
    "=HYPERLINK(1)": (lambda path, _: None, None, "rename the folder"),
    "settings beside": (
        beside(
            "nbgrader_config.py", lambda p: p.write_text("c.ResilientExecutor.isolated = False")
        ),
        FULL,
        "",
    ),
}
NAMES = [
    "$(touch evil)",
    "a;b&c|d",
    "' OR 1=1 --",
    "Zoë 名前 🙈",
    "\u202eright to left",
    "x" * 100,
    "%s{0}{name}",
]  # of honest students
