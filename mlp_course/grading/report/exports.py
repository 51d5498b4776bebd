"""Marks as Moodle and Canvas read them into their own gradebooks."""

import zipfile
from collections import Counter
from pathlib import Path

from mlp_course.files import csv_bytes, replacing, write_whole
from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.jobs.outcome import GRADED
from mlp_course.grading.report import summary


def export(
    kind: str,
    lesson: str,
    rows: list[dict],
    table: Path,
    feedback: Path,
    even_provisional: bool,
) -> tuple[bool, list[str]]:
    """Write the marks, and for Moodle the feedback, beside the `table`, as they are to be imported.

    Returns whether that was done, and what to say of it: nothing is written while marks are
    provisional, unless they are wanted all the same.
    """
    waiting = provisional(rows)
    if waiting and not even_provisional:
        return False, summary.refused(waiting)
    path = table.with_suffix(f".{kind}.csv")
    left_out = write_export(kind, lesson, rows, path)
    lines = summary.listed("without a number of their own, so not in the import:", left_out)
    lines += summary.listed("more than the maximum, so raise it there:", beyond(rows))
    if waiting:
        lines.append(f"{waiting} of the marks are provisional")
    lines.append(f"for {kind.capitalize()}: {path}")
    if kind == "moodle":
        pages = path.with_suffix(".zip")
        write_pages(lesson, rows, feedback, pages)
        lines.append(f"feedback for Moodle: {pages}")
    return True, lines


def write_export(kind: str, lesson: str, rows: list[dict], path: Path) -> list[str]:
    """Write the rows of the marks table to `path` for `kind`, "moodle" or "canvas".

    Returns the students left out, as they have no number, or one that is also another's. Who has no
    marks is left out, too: an import then leaves what the other gradebook says.
    """
    known = []
    left_out = []
    numbers = Counter(number_of(row["student"]) for row in rows)
    for row in rows:
        student = row["student"]
        if row.get("total", "") == "":
            continue
        # Only a number tells an import who is meant.
        number = number_of(student)
        if number and numbers[number] == 1:
            known.append(row)
        else:
            left_out.append(student)
    lines_for = {"moodle": _moodle, "canvas": _canvas}[kind]
    lines = lines_for(lesson, known)
    write_whole(path, csv_bytes(lines))
    return left_out


def provisional(rows: list[dict]) -> int:
    """How many students have marks that will change, as answers of theirs wait for one."""
    return sum(1 for row in rows if row.get("pending"))


def beyond(rows: list[dict]) -> list[str]:
    """Who has more points than the maximum, by extra credit: Moodle does not take those."""
    found = []
    for row in rows:
        total = row.get("total")
        if not total:
            continue
        most = row["max"]
        if float(total) > float(most):
            student = row["student"]
            found.append(f"{student}: {total} of {most}")
    return found


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
    if any(row.get("penalty") or row.get("pending") for row in rows):
        comments = ["Feedback comments", *map(_comment, rows)]
        for line, comment in zip(lines, comments, strict=True):
            line.append(comment)
    return lines


def _comment(row: dict) -> str:
    """What a student is told of a mark: what being late has cost, and that it is provisional."""
    sentences = []
    cost = _cost(row)
    if cost:
        sentences.append(cost)
    pending = row.get("pending")
    if pending:
        sentences.append(f"Provisional: {pending} answers are not marked yet.")
    return " ".join(sentences)


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
