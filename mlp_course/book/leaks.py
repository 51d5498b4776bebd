"""Whether anything in a folder of pages gives away what must never leave `solutions/`."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course.lessons.secrets import marks_in, words

TEXT = {".html", ".ipynb", ".js", ".json", ".md", ".txt", ".py", ".rst", ".xml"}


def find_leaks(folder: Path, secrets: Iterable[str]) -> list[str]:
    """One sentence for every secret that a text file under `folder` contains.

    It is found plainly and inside mark-up.
    """
    wanted = {line: words(line) for line in sorted(secrets)}
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in TEXT or not path.is_file():
            continue
        name = path.relative_to(folder)
        text = _readings(path)
        known = words(text)
        for line, as_words in wanted.items():
            if as_words in known:
                found.append(f"{name} gives away: {line}")
        # Other files may speak of the marks; in a notebook they are the real ones.
        if path.suffix == ".ipynb":
            for mark in marks_in(text):
                found.append(f"{name} contains the mark {mark!r}.")
    return found


def read_sources(root: Path) -> list[dict]:
    """Every lesson of `root`/solutions."""
    found = []
    for path in sorted(root.glob("solutions/*/*.ipynb")):
        text = path.read_text(encoding="utf-8")
        found.append(json.loads(text))
    return found


def _readings(path: Path) -> str:
    """The text of a file as it stands, and as a browser or notebook shows it."""
    raw = path.read_text(encoding="utf-8", errors="ignore")
    readings = [raw]
    if path.suffix == ".html":
        without_tags = re.sub(r"<[^>]+>", "", raw)
        readings.append(html.unescape(without_tags))
    elif path.suffix in {".ipynb", ".json"}:
        readings += _strings(json.loads(raw))
    return "\n".join(readings)


def _strings(value: object) -> Iterator[str]:
    """All text inside a JSON value; a list of lines is one text."""
    parts: Iterable = ()
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, list):
        if all(isinstance(part, str) for part in value):
            yield "".join(value)
        else:
            parts = value
    for part in parts:
        yield from _strings(part)
