"""Who handed in a file, read off its name as Moodle, Canvas or nbgrader writes it.

| from | looks like |
|---|---|
| nbgrader, or by hand | `STUDENT/LESSON/anything` |
| Moodle | `Ada Lovelace_12345_assignsubmission_file_/homework.ipynb`, or without the `/` |
| Canvas | `lovelaceada_LATE_12345_67890_homework-1.ipynb`; `LATE_` and `-1` may be missing |

In an export the number belongs to the student and stays part of the name, since names are not unique.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from mlp_course.grading.collect.archive import Found, Refused

MOODLE = re.compile(
    r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?P<kind>file|onlinetext)(_(?P<file>.*))?"
)
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_(?P<attachment>\d+)_(?P<file>.+)")
AGAIN = re.compile(r"-\d+$| ?\(\d+\)$")  # what Canvas and browsers add to a name that was there
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
LONGEST = 128  # characters: the gradebook's


@dataclass(frozen=True)
class Claim:
    """A file of a student's; `attempt` keeps apart what was handed in twice, `order` says what is newer."""

    student: str
    name: PurePosixPath
    file: Found
    attempt: str = ""
    order: tuple = ()
    late: bool = False
    export: bool = False


def claim(file: Found, lesson: str, others: set[str]) -> Claim | Refused | None:
    """Whose file this is; None if it belongs to another lesson."""
    found = _claim(file, lesson)
    if found is None and others.intersection(file.path.parts[:-1]):
        return None
    if found is None:
        return Refused(
            str(file.path),
            f"whose is it? Put it into STUDENT/{lesson}/, or leave it the name of the export",
        )
    if isinstance(found, Claim) and (fault := _unusable(found.student)):
        return Refused(str(file.path), fault)
    return found


def _claim(file: Found, lesson: str) -> Claim | Refused | None:
    parts = file.path.parts
    if lesson in parts[1:-1]:
        place = parts.index(lesson, 1)
        name = PurePosixPath(*parts[place + 1 :])
        return Claim(parts[place - 1], name, file, "/".join(parts[:place]), (file.time,))
    for place, part in enumerate(parts):
        if match := MOODLE.fullmatch(part):
            if match["kind"] == "onlinetext":
                return Refused(str(file.path), "is text typed into Moodle")
            inside = [name for name in (match["file"], *parts[place + 1 :]) if name]
            if inside:
                student = f"{match['name']}_{match['id']}"
                return Claim(student, PurePosixPath(*inside), file, "", (file.time,), export=True)
    if match := CANVAS.fullmatch(parts[-1]):
        name, order = PurePosixPath(match["file"]), (int(match["attachment"]), file.time)
        student = f"{match['name']}_{match['id']}"
        return Claim(student, name, file, "", order, bool(match["late"]), export=True)
    return None


def _unusable(student: str) -> str:
    if UNPRINTABLE.search(student) or student.startswith((".", "-")) or student != student.strip():
        return "the student's name begins or ends oddly, or cannot be printed"
    return (
        f"the student's name has more than {LONGEST} characters" if len(student) > LONGEST else ""
    )


def plain_stem(name: PurePosixPath) -> str:
    """The name of a notebook without what is added to tell copies apart.

    >>> plain_stem(PurePosixPath("04-training-validation-2.ipynb")), plain_stem(PurePosixPath("my work (1).ipynb"))
    ('04-training-validation', 'my work')
    """
    return AGAIN.sub("", name.stem)


def number_of(student: str) -> str:
    """The number an export knows a student by; '' if there is none.

    >>> number_of("Ada Lovelace_12345")
    '12345'
    """
    digits = student.rpartition("_")[2]
    return digits if "_" in student and digits.isdecimal() else ""
