"""What must never leave `solutions/`: worked answers, hidden tests, mark schemes, model texts.

A secret is a line of one of these that is long enough to be recognised and is not printed elsewhere in a
lesson for everybody to read. Lines are compared by their words alone, since a page wraps them in mark-up.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course.book.outputs import source_of

REGIONS = {
    "### BEGIN SOLUTION": "### END SOLUTION",
    "### BEGIN HIDDEN TESTS": "### END HIDDEN TESTS",
    "=== BEGIN MARK SCHEME ===": "=== END MARK SCHEME ===",
}
SHORTEST = 16  # characters; shorter lines (`return total`) prove nothing
TEXT = {".html", ".ipynb", ".js", ".json", ".md", ".txt", ".py", ".rst", ".xml"}


def secrets_of(notebooks: Iterable[dict]) -> set[str]:
    """The lines that `notebooks` (sources of lessons) keep to themselves."""
    hidden, public = set(), []
    for notebook in notebooks:
        for cell in notebook["cells"]:
            for line, secret in _lines(cell):
                hidden.add(line) if secret else public.append(line)
    known = _words("\n".join(public))
    return {line for line in hidden if len(_words(line)) >= SHORTEST and _words(line) not in known}


def find_leaks(folder: Path, secrets: Iterable[str]) -> list[str]:
    """One sentence for every secret that a text file under `folder` contains, plainly or inside mark-up."""
    wanted = {line: _words(line) for line in sorted(secrets)}
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in TEXT and p.is_file()):
        text = _readings(path)
        known = _words(text)
        found += [
            f"{path.relative_to(folder)} gives away: {line}"
            for line, words in wanted.items()
            if words in known
        ]
        if path.suffix == ".ipynb":
            found += [
                f"{path.relative_to(folder)} contains the mark {mark!r}."
                for mark in REGIONS
                if mark in text
            ]
    return found


def read_sources(root: Path) -> list[dict]:
    """Every lesson of `root`/solutions."""
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(root.glob("solutions/*/*.ipynb"))
    ]


def _lines(cell: dict) -> Iterator[tuple[str, bool]]:
    """Every line of a cell with whether it is secret."""
    marks = cell["metadata"].get("nbgrader", {})
    model_text = cell["cell_type"] == "markdown" and bool(marks.get("solution"))
    end = None
    for line in map(str.strip, source_of(cell).splitlines()):
        if end is None and line in REGIONS:
            end = REGIONS[line]
        elif line == end:
            end = None
        elif line:
            yield line, model_text or end is not None


def _readings(path: Path) -> str:
    """The text of a file as it stands, and as a browser or notebook shows it."""
    raw = path.read_text(encoding="utf-8", errors="ignore")
    readings = [raw]
    if path.suffix == ".html":
        readings.append(html.unescape(re.sub(r"<[^>]+>", "", raw)))
    elif path.suffix in {".ipynb", ".json"}:
        readings += _strings(json.loads(raw))
    return "\n".join(readings)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        if all(isinstance(part, str) for part in value):
            yield "".join(value)
        else:
            for part in value:
                yield from _strings(part)


def _words(text: str) -> str:
    """Letters and digits of `text`, everything between them one blank."""
    return " " + re.sub(r"[\W_]+", " ", text).strip() + " "
