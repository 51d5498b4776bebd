"""A bank of answers: files `LESSON/ITEM.accept.LABEL.py` and `LESSON/ITEM.reject.LABEL.py`, what a student could type.

The first line is a comment that names the idea or the misconception; a line `# says: ...` is a regular expression
that the message to the student must match.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

ACCEPT, REJECT, STUB, WORKED = "accept", "reject", "stub", "worked"
NAME = re.compile(rf"(?P<item>[^.]+)\.(?P<kind>{ACCEPT}|{REJECT})\.(?P<label>.+)\.py")
SAYS = re.compile(r"^# says: (.+)$", re.MULTILINE)
LARGEST = 1_000_000  # bytes of a file


@dataclass(frozen=True)
class Answer:
    """What stands in one answer cell, and whether it is right."""

    lesson: str
    item: str
    kind: str
    label: str
    source: str

    @property
    def file(self) -> str:
        """Its place in the bank, or a name for it if it comes from the lesson itself."""
        ending = ".py" if self.kind in (ACCEPT, REJECT) else ""
        return (
            f"{self.lesson}/{self.item}.{self.kind}"
            + (f".{self.label}" if self.label else "")
            + ending
        )

    @property
    def idea(self) -> str:
        """The first line, if it is a comment."""
        first = self.source.lstrip().partition("\n")[0]
        return first.lstrip("# ").strip() if first.startswith("#") else ""

    @property
    def says(self) -> str:
        """What the message must match, '' if the file does not say."""
        found = SAYS.search(self.source)
        return found[1].strip() if found else ""


@dataclass(frozen=True)
class Unusable:
    """A file, or a lesson, that cannot be audited, and why."""

    file: str
    reason: str


def items_of(course: Course, lesson: str) -> dict[str, str]:
    """The items of a lesson that tests mark, with the worked answer of each, in the order of the lesson."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    tested = {cells.item_of(cells.grade_id(cell)) for cell in notebook.cells if cells.is_test(cell)}
    answers = [
        cell for cell in notebook.cells if cells.is_answer(cell) and cell.cell_type == "code"
    ]
    return {cells.grade_id(cell): cell.source for cell in answers if cells.grade_id(cell) in tested}


def lessons_in(bank: Path) -> list[str]:
    """Names of the folders in a bank."""
    return sorted(path.name for path in bank.iterdir() if path.is_dir() and not _passed_over(path))


def read_lesson(bank: Path, course: Course, lesson: str) -> Iterator[Answer | Unusable]:
    """The answers to the items of `lesson`, in the order of the lesson, and files that are none."""
    order = list(items_of(course, lesson))
    notebook = nbformat.read(course.source(lesson), as_version=4)
    ids = {cells.grade_id(cell) for cell in notebook.cells} - {""}
    paths = [path for path in sorted((bank / lesson).glob("*")) if not _passed_over(path)]
    read = [_read(path, order, ids) for path in paths]
    yield from sorted((a for a in read if isinstance(a, Answer)), key=lambda a: order.index(a.item))
    yield from (found for found in read if isinstance(found, Unusable))


def strangers(bank: Path, course: Course) -> Iterator[Unusable]:
    """What in a bank belongs to no lesson."""
    for path in sorted(bank.iterdir()):
        if path.is_dir() and not _passed_over(path) and path.name not in course.lessons():
            yield Unusable(
                path.name, f"there is no such lesson{_similar(path.name, course.lessons())}"
            )
        elif path.suffix == ".py":
            yield Unusable(path.name, "it lies in no lesson's folder")


def _passed_over(path: Path) -> bool:
    return path.name.startswith((".", "__")) or path.suffix in (".md", ".pyc")


def _read(path: Path, items: list[str], ids: set[str]) -> Answer | Unusable:
    lesson, name = path.parent.name, NAME.fullmatch(path.name)
    file = f"{lesson}/{path.name}"
    if not name:
        return Unusable(file, "its name is not ITEM.accept.LABEL.py or ITEM.reject.LABEL.py")
    if name["item"] not in items:
        return Unusable(file, _no_item(name["item"], items, ids))
    try:
        if path.stat().st_size > LARGEST:
            return Unusable(file, "it is larger than 1 MB")
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return Unusable(file, f"it cannot be read as UTF-8 text ({type(error).__name__})")
    return Answer(lesson, name["item"], name["kind"], name["label"], source)


def _no_item(name: str, items: list[str], ids: set[str]) -> str:
    if cells.item_of(name) in items:
        return f"'{name}' is a test; the answer cell is '{cells.item_of(name)}'"
    if name in ids:
        return f"no test marks '{name}'"
    return f"the lesson has no item '{name}'{_similar(name, items)}"


def _similar(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean '{close[0]}'?" if close else ""
