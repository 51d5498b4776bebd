"""Marks as Moodle and Canvas read them into their own gradebooks."""

import csv
import io
import zipfile
from pathlib import Path

from mlp_course.files import replacing, write_whole
from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.jobs.outcome import GRADED


def write_export(kind: str, lesson: str, rows: list[dict], path: Path) -> list[str]:
    """Write the rows of the marks table to `path` for `kind`; returns students left out, as they have no number.

    Who has no marks is left out, too: an import then leaves what the other gradebook says.
    """
    marked = [row for row in rows if row.get("total", "") != ""]
    known = [row for row in marked if number_of(row["student"])]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerows({"moodle": _moodle, "canvas": _canvas}[kind](lesson, known))
    write_whole(path, table.getvalue().encode())
    return [row["student"] for row in marked if row not in known]


def _moodle(lesson: str, rows: list[dict]) -> list[list[str]]:
    """Moodle's offline grading worksheet, which it takes back under 'Upload grading worksheet'.

    Moodle insists on the last column and, where it is empty, leaves a grade alone that it has already. What the marks
    table remarks is for the instructor; students are told only what being late has cost them.
    """
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Last modified (grade)"]
    table = [[_moodle_id(row), _name(row), row["total"], row["max"], ""] for row in rows]
    if any(row.get("penalty") for row in rows):
        return [
            [*head, "Feedback comments"],
            *([*line, _cost(row)] for line, row in zip(table, rows, strict=True)),
        ]
    return [head, *table]


def _cost(row: dict) -> str:
    if not row.get("penalty"):
        return ""
    late = "late" if row["late"] == "yes" else f"{row['late']} late"
    return f"Handed in {late}: {row['penalty']} points less."


def _moodle_id(row: dict) -> str:
    return f"Participant {number_of(row['student'])}"


def _canvas(lesson: str, rows: list[dict]) -> list[list[str]]:
    """Canvas' gradebook: five columns say who it is, the second line how many points there are."""
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", lesson]
    points = ["    Points Possible", "", "", "", "", next((row["max"] for row in rows), "")]
    return [
        head,
        points,
        *([_name(row), number_of(row["student"]), "", "", "", row["total"]] for row in rows),
    ]


def _name(row: dict) -> str:
    return row["student"].rpartition("_")[0]


def write_pages(lesson: str, rows: list[dict], feedback: Path, path: Path) -> None:
    """Zip the students' pages in the folder `feedback` as Moodle takes them back: 'Upload multiple feedback files'.

    A page of somebody whose newer submission could not be graded is left out, as it is about an older one.
    """
    with replacing(path) as partial, zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for row in rows:
            page = feedback / row["student"] / lesson / f"{lesson}.html"
            if row["status"] == GRADED and number_of(row["student"]) and page.is_file():
                name = _name(row).replace(
                    "_", " "
                )  # Moodle looks for the number behind the first one
                archive.write(
                    page, f"{name}_{number_of(row['student'])}_assignsubmission_file/{page.name}"
                )
