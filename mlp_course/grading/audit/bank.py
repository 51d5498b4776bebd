"""A bank of answers: what a student could type, right and wrong, a file each.

Files are called `LESSON/ITEM.accept.LABEL.py` and `LESSON/ITEM.reject.LABEL.py`. The first line is
a comment that names the idea or the misconception; a line `# says: ...` is a regular expression
that the message to the student must match.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from mlp_course.grading.judge.spoiling import MANY
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

ACCEPT = "accept"
REJECT = "reject"
STUB = "stub"
WORKED = "worked"
SPOILED = "spoiled"  # the worked answer, all that it gives changed
NAME = re.compile(rf"(?P<item>[^.]+)\.(?P<kind>{ACCEPT}|{REJECT})\.(?P<label>.+)\.py")
SAYS = re.compile(r"^# says: (.+)$", re.MULTILINE)
LARGEST = 1_000_000  # bytes of a file


@dataclass(frozen=True)
class BankAnswer:
    """What stands in one answer cell, and whether it is right."""

    lesson: str
    item: str
    kind: str
    label: str
    source: str

    @property
    def file(self) -> str:
        """Its place in the bank, or a name for it if it comes from the lesson itself."""
        name = f"{self.lesson}/{self.item}.{self.kind}"
        if self.label:
            name += f".{self.label}"
        if self.kind in (ACCEPT, REJECT):
            name += ".py"
        return name

    @property
    def idea(self) -> str:
        """The first line, if it is a comment."""
        first, _, _ = self.source.lstrip().partition("\n")
        if not first.startswith("#"):
            return ""
        return first.lstrip("# ").strip()

    @property
    def says(self) -> str:
        """What the message must match, '' if the file does not say."""
        found = SAYS.search(self.source)
        if not found:
            return ""
        return found[1].strip()


@dataclass(frozen=True)
class Unusable:
    """A file, or a lesson, that cannot be audited, and why."""

    file: str
    reason: str


def items_of(course: Course, lesson: str) -> dict[str, str]:
    """The items of a lesson that tests mark, each with its worked answer, in the lesson's order."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    worked = {}
    tested = set()
    for cell in notebook.cells:
        name = cells.grade_id(cell)
        if cells.is_answer(cell) and cell.cell_type == "code":
            worked[name] = cell.source
        if cells.is_test(cell):
            tested.add(cells.item_of(name))
    return {name: source for name, source in worked.items() if name in tested}


def with_many_answers(course: Course, lesson: str) -> set[str]:
    """The items whose tests accept much, also what was spoiled, as their author says."""
    notebook = nbformat.read(course.source(lesson), as_version=4)
    found = set()
    for cell in notebook.cells:
        if cells.is_test(cell) and MANY in cell.source:
            name = cells.grade_id(cell)
            found.add(cells.item_of(name))
    return found


def lessons_in(bank: Path) -> list[str]:
    """Names of the folders in a bank."""
    folders = [path for path in bank.iterdir() if _is_folder(path)]
    return sorted(path.name for path in folders)


def read_lesson(bank: Path, course: Course, lesson: str) -> Iterator[BankAnswer | Unusable]:
    """The answers to the items of `lesson`, in the order of the lesson, and files that are none."""
    order = list(items_of(course, lesson))
    notebook = nbformat.read(course.source(lesson), as_version=4)
    ids = {cells.grade_id(cell) for cell in notebook.cells}
    ids.discard("")

    # Files that are no answers come last, so that the order is that of the lesson.
    answers: list[BankAnswer] = []
    others: list[Unusable] = []
    folder = bank / lesson
    for path in sorted(folder.glob("*")):
        if _passed_over(path):
            continue
        found = _read(path, order, ids)
        if isinstance(found, BankAnswer):
            answers.append(found)
        else:
            others.append(found)
    answers.sort(key=lambda answer: order.index(answer.item))
    yield from answers
    yield from others


def strangers(bank: Path, course: Course) -> Iterator[Unusable]:
    """What in a bank belongs to no lesson."""
    lessons = course.lessons()
    for path in sorted(bank.iterdir()):
        name = path.name
        if _is_folder(path) and name not in lessons:
            similar = _similar(name, lessons)
            yield Unusable(name, f"there is no such lesson{similar}")
        elif path.suffix == ".py":
            yield Unusable(name, "it lies in no lesson's folder")


def _is_folder(path: Path) -> bool:
    """Whether this may be a lesson's folder."""
    return path.is_dir() and not _passed_over(path)


def _passed_over(path: Path) -> bool:
    """Whether this is nobody's answer: hidden, left behind by Python, or a text about the bank."""
    if path.name.startswith((".", "__")):
        return True
    return path.suffix in (".md", ".pyc")


def _read(path: Path, items: list[str], ids: set[str]) -> BankAnswer | Unusable:
    """The answer in a file, or why there is none."""
    lesson = path.parent.name
    file = f"{lesson}/{path.name}"
    name = NAME.fullmatch(path.name)
    if not name:
        return Unusable(file, "its name is not ITEM.accept.LABEL.py or ITEM.reject.LABEL.py")
    item = name["item"]
    if item not in items:
        return Unusable(file, _no_item(item, items, ids))
    # A mark in front, as some editors write it, is no part of an answer.
    try:
        if path.stat().st_size > LARGEST:
            return Unusable(file, "it is larger than 1 MB")
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        kind = type(error).__name__
        return Unusable(file, f"it cannot be read as UTF-8 text ({kind})")
    return BankAnswer(
        lesson=lesson,
        item=item,
        kind=name["kind"],
        label=name["label"],
        source=source,
    )


def _no_item(name: str, items: list[str], ids: set[str]) -> str:
    """Why there are no answers to `name`, and what may have been meant."""
    tested = cells.item_of(name)
    if tested in items:
        return f"'{name}' is a test; the answer cell is '{tested}'"
    if name in ids:
        return f"no test marks '{name}'"
    question = _similar(name, items)
    return f"the lesson has no item '{name}'{question}"


def _similar(name: str, known: list[str]) -> str:
    """A question after the name that is most like `name`; '' if none is."""
    close = difflib.get_close_matches(name, known, 1)
    if not close:
        return ""
    return f"; did you mean '{close[0]}'?"
