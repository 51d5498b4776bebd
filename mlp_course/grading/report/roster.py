"""Who should have handed in: a list of names, or the table that Moodle or Canvas gives of a course."""

import csv
from pathlib import Path

from mlp_course.grading.collect.claims import number_of
from mlp_course.lessons.course import GradingError


def expected(path: Path) -> list[str]:
    """Names of students as grading knows them, from a CSV with a header or a text file with one name a line.

    Raises GradingError if there are none.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GradingError(
            f"The list of students {path} is not text in UTF-8: save it as CSV in UTF-8."
        ) from None
    except OSError as error:
        raise GradingError(
            f"The list of students {path} cannot be read: {error.strerror} (--roster none: without one)."
        ) from error
    lines = [line for line in text.splitlines() if line.strip()]
    separator = max(",;\t", key="".join(lines[:1]).count)
    columns = next(csv.reader(lines[:1], delimiter=separator), [])
    rows = list(csv.DictReader(lines, delimiter=separator))
    if {"Identifier", "Full name"} <= set(columns):
        both = [row for row in rows if row["Identifier"] and row["Full name"]]
        found = [
            f"{row['Full name']}_{row['Identifier'].removeprefix('Participant ')}" for row in both
        ]
    elif {"Student", "ID"} <= set(columns):
        found = [f"{row['Student']}_{row['ID']}" for row in rows if (row["ID"] or "").isdecimal()]
    elif "student" in columns:
        found = [row["student"] for row in rows if row["student"]]
    elif len(columns) > 1:
        raise GradingError(
            f"{path} is a table without a column 'student', 'Identifier' and 'Full name' (Moodle, in English) or "
            "'Student' and 'ID' (Canvas): add one, or write one name a line."
        )
    else:
        found = [line.strip() for line in lines]
    if not found:
        raise GradingError(f"{path} names no student.")
    return found


def missing(students: list[str], handed_in: list[str]) -> list[str]:
    """Those of `students` who are not in `handed_in`; a number at the end of a name decides if there is one."""
    names, numbers = set(handed_in), {number_of(name) for name in handed_in} - {""}
    return [
        name
        for name in students
        if name not in names and (not number_of(name) or number_of(name) not in numbers)
    ]
