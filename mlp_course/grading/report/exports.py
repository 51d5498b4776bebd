"""Marks as Moodle and Canvas read them into their own gradebooks."""

import zipfile
from pathlib import Path

from mlp_course.files import csv_bytes, replacing, write_whole
from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.jobs.outcome import GRADED


def write_export(kind: str, lesson: str, rows: list[dict], path: Path) -> list[str]:
    """Write the rows of the marks table to `path` for `kind`, "moodle" or "canvas".

    Returns the students left out, as they have no number. Who has no marks is left out, too: an
    import then leaves what the other gradebook says.
    """
    known = []
    left_out = []
    for row in rows:
        student = row["student"]
        if row.get("total", "") == "":
            continue
        # Only a number tells an import who is meant.
        if number_of(student):
            known.append(row)
        else:
            left_out.append(student)
    lines_for = {"moodle": _moodle, "canvas": _canvas}[kind]
    write_whole(path, csv_bytes(lines_for(lesson, known)))
    return left_out


def _moodle(lesson: str, rows: list[dict]) -> list[list[str]]:
    """Moodle's offline grading worksheet, which it takes back under 'Upload grading worksheet'.

    Moodle insists on the last column and, where it is empty, leaves a grade alone that it has
    already. What the marks table remarks is for the instructor; students are told only what being
    late has cost them.
    """
    head = [
        "Identifier",
        "Full name",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
    ]
    lines = [head]
    for row in rows:
        number = number_of(row["student"])
        line = [
            f"Participant {number}",
            _name(row),
            row["total"],
            row["max"],
            "",
        ]
        lines.append(line)
    if any(row.get("penalty") for row in rows):
        comments = ["Feedback comments", *map(_cost, rows)]
        for line, comment in zip(lines, comments, strict=True):
            line.append(comment)
    return lines


def _cost(row: dict) -> str:
    """What a student is told of a penalty; '' if there is none."""
    if not row.get("penalty"):
        return ""
    late = f"{row['late']} late"
    if row["late"] == "yes":
        late = "late"
    penalty = row["penalty"]
    return f"Handed in {late}: {penalty} points less."


def _canvas(lesson: str, rows: list[dict]) -> list[list[str]]:
    """Canvas' gradebook: five columns say who it is, the second line how many points there are."""
    most = rows[0]["max"] if rows else ""
    head = [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
        lesson,
    ]
    lines = [head, ["    Points Possible", "", "", "", "", most]]
    for row in rows:
        line = [
            _name(row),
            number_of(row["student"]),
            "",
            "",
            "",
            row["total"],
        ]
        lines.append(line)
    return lines


def _name(row: dict) -> str:
    """The student's name without the number of the export."""
    return row["student"].rpartition("_")[0]


def write_pages(lesson: str, rows: list[dict], feedback: Path, path: Path) -> None:
    """Zip the students' pages in the folder `feedback` as Moodle takes them back.

    Moodle takes them under 'Upload multiple feedback files'. A page of somebody whose newer
    submission could not be graded is left out, as it is about an older one.
    """
    with replacing(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            student = row["student"]
            number = number_of(student)
            page = feedback / student / lesson / f"{lesson}.html"
            if row["status"] != GRADED or not number or not page.is_file():
                continue
            # Moodle looks for the number behind the first underscore.
            name = _name(row).replace("_", " ")
            folder = f"{name}_{number}_assignsubmission_file"
            archive.write(page, f"{folder}/{page.name}")
