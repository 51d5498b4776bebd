"""The worked example of the authors' guide works.

Its blocks are taken from the page and carried out.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import ROOT
from mlp_course.lessons.course import CONFIG

BLOCK = re.compile(r"^\*([^*\n]+):\*\n\n```(\w+)\n(.*?)\n```$", flags=re.MULTILINE | re.DOTALL)
CELL = re.compile(r"Cell `(\w+)`, (read-only|autograded answer|autograder tests, (\d) points)")
LESSON = "08-coordination"


@pytest.fixture
def blocks() -> list[tuple[str, str]]:
    """Caption and content of every block of the page, in order."""
    page = (ROOT / "book" / "authors.md").read_text(encoding="utf-8")
    return [(caption, content) for caption, _, content in BLOCK.findall(page)]


def cell(caption: str, content: str) -> nbformat.NotebookNode | None:
    """The cell that a block describes, None if it is no cell."""
    if caption == "Text":
        return new_markdown_cell(content)
    if not (found := CELL.fullmatch(caption)):
        return None
    name, kind, points = found.groups()
    about = {"grade_id": name, "schema_version": 3, "task": False, "grade": bool(points)}
    about |= {"solution": kind == "autograded answer", "locked": kind != "autograded answer"}
    about |= {"points": int(points)} if points else {}
    return new_code_cell(content, id=name, metadata={"nbgrader": about})


def build(root: Path, blocks: list[tuple[str, str]]) -> None:
    """A course with that lesson only, its package, and the bank."""
    shutil.copy(ROOT / CONFIG, root / CONFIG)
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "mlp_course", root / "mlp_course", ignore=left_out)
    lesson = root / "solutions" / LESSON / f"{LESSON}.ipynb"
    lesson.parent.mkdir(parents=True)
    cells = [made for made in (cell(*block) for block in blocks) if made]
    python = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": python}), lesson)
    for caption, content in blocks:
        if file := re.fullmatch("File `(.+)`", caption):
            (root / file[1]).parent.mkdir(parents=True, exist_ok=True)
            (root / file[1]).write_text(content + "\n", encoding="utf-8")


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """A verb in a copy of the course's library that has the example's package, too."""
    surroundings = os.environ | {"PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "mlp_course.cli", *arguments, "--course", str(root)]
    done = subprocess.run(command, cwd=root, env=surroundings, capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def told(said: str) -> list[str]:
    """Lines without the minutes, which differ."""
    return [
        re.sub(r"[\d.]+ min", "… min", line).rstrip()
        for line in said.strip().splitlines()
        if line.strip()
    ]


def test_the_example_is_released_and_passes_its_audit(blocks, tmp_path):
    build(tmp_path, blocks)
    code, _ = run(tmp_path, "release", "08")
    assert code == 0
    student = (tmp_path / "notebooks" / LESSON / f"{LESSON}.ipynb").read_text(encoding="utf-8")
    assert "raise NotImplementedError(" in student and "seeds=" not in student
    code, said = run(tmp_path, "audit", "08", "--jobs", "1")
    [shown] = [content for caption, content in blocks if caption == "What audit says"]
    assert told(said) == told(shown)
    assert code == 0


def test_without_random_places_the_audit_fails_as_the_page_says(blocks, tmp_path):
    def without(content):
        return re.sub(r"    for r_cut in .*\n.*rng.uniform.*\n", "", content)

    few = [block for block in blocks if ".accept." not in block[0] and "half" not in block[0]]
    build(tmp_path, [(caption, without(content)) for caption, content in few])
    code, said = run(tmp_path, "audit", "08", "--jobs", "1")
    assert code == 1
    assert re.search(r"false accept: \S+learned_by_heart", said)
