"""Who handed in a file, read off its name as Moodle, Canvas or nbgrader writes it.

| from | looks like |
|---|---|
| nbgrader, or by hand | `STUDENT/LESSON/anything` |
| Moodle | `Ada Lovelace_12345_assignsubmission_file_/homework.ipynb`, or without the `/` |
| Canvas | `lovelaceada_LATE_12345_67890_homework-1.ipynb`; `LATE_` and `-1` may be missing |

In an export the number belongs to the student and stays part of the name, since names are not
unique.
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
    """A file of a student's.

    `attempt` keeps apart what was handed in twice, `order` says what is newer.
    """

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
    # What lies in the folder of another lesson is nobody's fault.
    if found is None:
        if others.intersection(file.path.parts[:-1]):
            return None
        return Refused(
            str(file.path),
            f"whose is it? Put it into STUDENT/{lesson}/, or leave it the name of the export",
        )
    if isinstance(found, Claim):
        fault = _unusable(found.student)
        if fault:
            return Refused(str(file.path), fault)
    return found


def _claim(file: Found, lesson: str) -> Claim | Refused | None:
    """What the first of the three ways of naming says that fits; None if none does."""
    if lesson in file.path.parts[1:-1]:
        return _by_folder(file, lesson)
    return _by_moodle(file) or _by_canvas(file)


def _by_folder(file: Found, lesson: str) -> Claim:
    """The claim to a file below `STUDENT/LESSON/`; what stands above the lesson is an attempt."""
    parts = file.path.parts
    place = parts.index(lesson, 1)
    return Claim(
        student=parts[place - 1],
        name=PurePosixPath(*parts[place + 1 :]),
        file=file,
        attempt="/".join(parts[:place]),
        order=(file.time,),
    )


def _by_moodle(file: Found) -> Claim | Refused | None:
    """The claim to a file that Moodle has named, or a folder above it."""
    parts = file.path.parts
    for place, part in enumerate(parts):
        match = MOODLE.fullmatch(part)
        if not match:
            continue
        if match["kind"] == "onlinetext":
            return Refused(str(file.path), "is text typed into Moodle")
        # The file's name is the rest of this one, or stands below it.
        inside = [name for name in (match["file"], *parts[place + 1 :]) if name]
        if inside:
            return Claim(
                student=f"{match['name']}_{match['id']}",
                name=PurePosixPath(*inside),
                file=file,
                order=(file.time,),
                export=True,
            )
    return None


def _by_canvas(file: Found) -> Claim | None:
    """The claim to a file that Canvas has named."""
    match = CANVAS.fullmatch(file.path.name)
    if not match:
        return None
    return Claim(
        student=f"{match['name']}_{match['id']}",
        name=PurePosixPath(match["file"]),
        file=file,
        order=(int(match["attachment"]), file.time),
        late=bool(match["late"]),
        export=True,
    )


def _unusable(student: str) -> str:
    """What is wrong with a student's name, '' if nothing is."""
    odd = student.startswith((".", "-")) or student != student.strip()
    if odd or UNPRINTABLE.search(student):
        return "the student's name begins or ends oddly, or cannot be printed"
    if len(student) > LONGEST:
        return f"the student's name has more than {LONGEST} characters"
    return ""


def plain_stem(name: PurePosixPath) -> str:
    """The name of a notebook without what is added to tell copies apart.

    >>> plain_stem(PurePosixPath("04-training-validation-2.ipynb"))
    '04-training-validation'
    >>> plain_stem(PurePosixPath("my work (1).ipynb"))
    'my work'
    """
    return AGAIN.sub("", name.stem)


def number_of(student: str) -> str:
    """The number an export knows a student by; '' if there is none.

    >>> number_of("Ada Lovelace_12345")
    '12345'
    """
    _, underscore, digits = student.rpartition("_")
    if underscore and digits.isdecimal():
        return digits
    return ""
