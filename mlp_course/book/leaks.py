"""Whether anything in a folder of pages gives away what must never leave `solutions/`."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from mlp_course.lessons.secrets import marks_in, words

# Read even where a byte of them is broken
TEXT = {".html", ".ipynb", ".js", ".json", ".md", ".txt", ".py", ".rst", ".xml"}
MARKUP = {".htm", ".html", ".svg", ".xhtml", ".xml"}


def find_leaks(folder: Path, secrets: Iterable[str]) -> list[str]:
    """One sentence for every secret that a text file under `folder` contains, whatever its suffix.

    It is found plainly and inside mark-up.
    """
    wanted = {line: words(line) for line in sorted(secrets)}
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder)
        kind = path.suffix.lower()
        text = _readings(_text_of(path), kind)
        known = words(text)
        for line, as_words in wanted.items():
            if as_words in known:
                found.append(f"{name} gives away: {line}")
        # Other files may speak of the marks; in a notebook they are the real ones.
        if kind == ".ipynb":
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


def _text_of(path: Path) -> str:
    """The text of a file, '' if it holds something else, such as an image."""
    raw = path.read_bytes()
    errors = "ignore" if path.suffix.lower() in TEXT else "strict"
    try:
        return raw.decode("utf-8", errors)
    except UnicodeDecodeError:
        return ""


def _readings(raw: str, kind: str) -> str:
    """A text as it stands, and as a browser or notebook shows it if it is of that `kind`."""
    readings = [raw]
    if kind in MARKUP:
        without_tags = re.sub(r"<[^>]+>", "", raw)
        readings.append(html.unescape(without_tags))
    elif raw.lstrip().startswith(("{", "[")):
        # A broken one, or a script, is read as it stands.
        with suppress(ValueError):
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
