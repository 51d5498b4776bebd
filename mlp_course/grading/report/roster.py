"""Who should have handed in: a list of names, or the table of a course from Moodle or Canvas."""

import csv
from collections.abc import Iterable
from pathlib import Path

from mlp_course.grading.collect.claims import composed, number_of
from mlp_course.lessons.course import GradingError, NotThere
from mlp_course.spelling import not_there

SEPARATORS = ",;\t"


def expected(path: Path) -> list[str]:
    """Names of students as grading knows them, from a CSV with a header or a text, one a line.

    Raises GradingError if there are none.
    """
    text = _read(path)
    lines = [line for line in text.splitlines() if line.strip()]
    # The first line says what the file is: how its columns are separated, and whose they are.
    first = "".join(lines[:1])
    separator = max(SEPARATORS, key=first.count)
    columns = next(csv.reader(lines[:1], delimiter=separator), [])
    rows = list(csv.DictReader(lines, delimiter=separator))
    if {"Identifier", "Full name"} <= set(columns):
        found = _of_moodle(rows)
    elif {"Student", "ID"} <= set(columns):
        found = _of_canvas(rows)
    elif "student" in columns:
        found = [row["student"] for row in rows if row["student"]]
    elif len(columns) > 1:
        raise GradingError(
            f"{path} is a table without a column 'student', "
            "'Identifier' and 'Full name' (Moodle, in English) or "
            "'Student' and 'ID' (Canvas): add one, or write one name a line."
        )
    else:
        found = [line.strip() for line in lines]
    if not found:
        raise GradingError(f"{path} names no student.")
    return [composed(name) for name in found]


def _read(path: Path) -> str:
    """The text of the file, with or without the mark that Windows puts in front."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GradingError(
            f"The list of students {path} is not text in UTF-8: save it as CSV in UTF-8."
        ) from None
    except OSError as error:
        raise GradingError(
            f"The list of students {path} cannot be read: {error.strerror} "
            "(--roster none: without one)."
        ) from error


def _of_moodle(rows: list[dict[str, str]]) -> list[str]:
    """Names with the number that Moodle gives a participant."""
    found = []
    for row in rows:
        name = row["Full name"]
        if name and row["Identifier"]:
            number = row["Identifier"].removeprefix("Participant ")
            found.append(f"{name}_{number}")
    return found


def _of_canvas(rows: list[dict[str, str]]) -> list[str]:
    """Names with Canvas' number; a line without one, such as that of the points, is nobody."""
    found = []
    for row in rows:
        number = row["ID"] or ""
        if number.isdecimal():
            found.append(f"{row['Student']}_{number}")
    return found


def called(names: Iterable[str], known: Iterable[str]) -> list[str]:
    """Those of the class that somebody calls so, in whichever form of Unicode.

    Of several forms of one name in `known`, the last one is meant.

    Raises NotThere if there is nobody of a name: a mark for a mistyped one would be nobody's.
    """
    name_of = {composed(name): name for name in known}
    for name in names:
        if composed(name) not in name_of:
            raise NotThere(not_there("student", name, sorted(name_of)))
    return [name_of[composed(name)] for name in names]


def missing(students: list[str], present: list[str]) -> list[str]:
    """Those of `students` who are not in `present`.

    A number at the end of a name decides if there is one.
    """
    # Students may change their names; an export's number stays.
    names = {composed(name) for name in present}
    numbers = {number_of(name) for name in present} - {""}
    found = []
    for name in students:
        if composed(name) not in names and number_of(name) not in numbers:
            found.append(name)
    return found
