"""Whether anything in a folder of pages gives away what must never leave `solutions/`."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from mlp_course.lessons.secrets import marks_in, words

TEXT = {".html", ".ipynb", ".js", ".json", ".md", ".txt", ".py", ".rst", ".xml"}


def find_leaks(folder: Path, secrets: Iterable[str]) -> list[str]:
    """One sentence for every secret that a text file under `folder` contains, plainly or inside mark-up."""
    wanted = {line: words(line) for line in sorted(secrets)}
    files = [path for path in folder.rglob("*") if path.suffix in TEXT and path.is_file()]
    found = []
    for path in sorted(files):
        name = path.relative_to(folder)
        text = _readings(path)
        known = words(text)
        for line, as_words in wanted.items():
            if as_words in known:
                found.append(f"{name} gives away: {line}")
        if path.suffix == ".ipynb":
            found += [f"{name} contains the mark {mark!r}." for mark in marks_in(text)]
    return found


def read_sources(root: Path) -> list[dict]:
    """Every lesson of `root`/solutions."""
    paths = sorted(root.glob("solutions/*/*.ipynb"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


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
    """All text inside a JSON value; a list of lines is one text."""
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
