"""Who handed in a file, read off its path as nbgrader, Moodle or Canvas writes it.

| from | looks like |
|---|---|
| nbgrader, or by hand | `STUDENT/LESSON/anything` |
| Moodle | `Ada Lovelace_12345_assignsubmission_file_/homework.ipynb`, or without the `/` |
| Canvas | `lovelaceada_LATE_12345_67890_homework-1.ipynb`; `LATE_` and `-1` may be missing |

A path is read from its beginning, and the first part that names an owner decides. What stands below
or behind it was named by that student, who may call it as somebody else's hand-in is called. In an
export the number belongs to the student and stays part of the name, since names are not unique.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from mlp_course.grading.collect.archive import File, Found, Refused

# mod/assign/classes/downloader.php: of a name every underscore becomes a blank, so that the first
# one in the path is Moodle's own.
MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<id>[0-9]+)_assignsubmission_(?P<kind>file|onlinetext)(_(?P<file>.*))?"
)
# lib/content_zipper.rb: a name may have underscores and digits of its own; numbers begin with no 0.
CANVAS = re.compile(
    r"(?P<late>_LATE)?_(?P<id>[1-9][0-9]*)_(?P<attachment>[1-9][0-9]*)_(?P<file>.+)"
)
CANVAS_BREAK = re.compile(r"(?=(?:_LATE)?_[1-9][0-9]*_[1-9][0-9]*_.)")
AGAIN = re.compile(r"-\d+$| ?\(\d+\)$")  # what Canvas and browsers add to a name that was there
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
ODD_STARTS = (".", "-", "=", "+", "@")  # hidden files, options, and formulas of a spreadsheet
MARKUP = frozenset('<>"\\')  # formgrader writes names into its pages and scripts as they are
LONGEST = 128  # characters: the gradebook's
LONGEST_FOLDER = 240  # bytes: a file system's, with room for an ending

Folder = tuple[str, ...]  # the parts of its path


@dataclass(frozen=True)
class Claim:
    """A file of a student's.

    `attempt` keeps apart what was handed in twice, `depth` counts the folders above the part that
    names the student, `order` says what is newer.
    """

    student: str
    name: PurePosixPath
    file: Found
    attempt: str = ""
    depth: int = 0
    order: tuple = ()
    late: bool = False
    export: bool = False


def homes(files: Iterable[File], lessons: set[str]) -> set[Folder]:
    """The folders `STUDENT` of all files that lie in a `STUDENT/LESSON`."""
    found = set()
    for file in files:
        if isinstance(file, Refused):
            continue
        parts = file.path.parts
        for place, part in enumerate(parts[:-2]):
            # What a student of Moodle's handed in is no home of others.
            if MOODLE.fullmatch(part):
                break
            if parts[place + 1] in lessons:
                found.add(parts[: place + 1])
                break
    return found


def claim(
    file: Found,
    lesson: str,
    others: set[str],
    known: set[Folder],
) -> Claim | Refused | None:
    """Whose file this is; None if it belongs to another lesson.

    `others` are the other lessons, `known` the `homes` of all files.
    """
    found = _claim(file, lesson, others, known)
    if isinstance(found, Claim):
        fault = unusable(found.student)
        if fault:
            return Refused(str(file.path), fault)
    return found


def _claim(
    file: Found,
    lesson: str,
    others: set[str],
    known: set[Folder],
) -> Claim | Refused | None:
    """What the first part says that names an owner."""
    parts = file.path.parts
    for place, part in enumerate(parts):
        match = MOODLE.fullmatch(part)
        if match:
            return _by_moodle(file, place, match)
        if place + 1 < len(parts) and parts[: place + 1] in known:
            return _by_folder(file, place, lesson, others)
    found = _by_canvas(file)
    # What lies in a folder called as another lesson is nobody's fault.
    if found is None and not others.intersection(parts[:-1]):
        found = Refused(
            str(file.path),
            f"whose is it? Put it into STUDENT/{lesson}/, or leave it the name of the export",
        )
    return found


def _by_folder(
    file: Found,
    place: int,
    lesson: str,
    others: set[str],
) -> Claim | Refused | None:
    """The claim to a file below `STUDENT`; what stands above is an attempt."""
    parts = file.path.parts
    student = parts[place]
    below = parts[place + 1]
    if below in others and len(parts) > place + 2:
        return None
    if below != lesson or len(parts) == place + 2:
        return Refused(
            str(file.path),
            f"lies in the folder of {student}, but not in {student}/{lesson}/",
        )
    return Claim(
        student=composed(student),
        name=PurePosixPath(*parts[place + 2 :]),
        file=file,
        attempt="/".join(parts[: place + 1]),
        depth=place,
        order=(file.time,),
    )


def _by_moodle(file: Found, place: int, match: re.Match) -> Claim | Refused:
    """The claim to a file that Moodle has named, or a folder above it."""
    if match["kind"] == "onlinetext":
        return Refused(str(file.path), "is text typed into Moodle")
    parts = file.path.parts
    # The file's name is the rest of this one, or stands below it.
    inside = [name for name in (match["file"], *parts[place + 1 :]) if name]
    if not inside:
        return Refused(str(file.path), "has the name of a folder of Moodle's, but is none")
    return Claim(
        student=composed(f"{match['name']}_{match['id']}"),
        name=PurePosixPath(*inside),
        file=file,
        attempt="/".join(parts[:place]),
        depth=place,
        order=(file.time,),
        export=True,
    )


def _by_canvas(file: Found) -> Claim | Refused | None:
    """The claim to a file that Canvas has named.

    A name that can be read in several ways is shown: students name themselves and their files.
    """
    name = file.path.name
    breaks = [match.start() for match in CANVAS_BREAK.finditer(name) if match.start()]
    # The `_LATE` before a number belongs to the same way of reading.
    breaks = [at for at in breaks if not name[:at].endswith("_LATE")]
    if not breaks:
        return None
    readings = [CANVAS.match(name, at) for at in breaks]
    numbers = [reading["id"] for reading in readings if reading]
    if len(numbers) > 1:
        return Refused(
            str(file.path),
            f"is it of student {' or '.join(numbers)}? Rename what stands behind their number",
        )
    [match] = readings
    assert match is not None
    return Claim(
        student=composed(f"{name[: breaks[0]]}_{match['id']}"),
        name=PurePosixPath(match["file"]),
        # Canvas dates every file by the moment of the export; it marks what is late.
        file=replace(file, time=0.0),
        attempt="/".join(file.path.parts[:-1]),
        depth=len(file.path.parts) - 1,
        order=(int(match["attachment"]),),
        late=bool(match["late"]),
        export=True,
    )


def unusable(student: str) -> str:
    """What is wrong with a student's name, '' if nothing is."""
    odd = student.startswith(ODD_STARTS) or student != student.strip()
    if odd or UNPRINTABLE.search(student):
        return "the student's name begins or ends oddly, or cannot be printed"
    if MARKUP & set(student):
        return "the student's name holds one of the signs " + " ".join(sorted(MARKUP))
    if len(student) > LONGEST or len(student.encode()) > LONGEST_FOLDER:
        return f"the student's name has more than {LONGEST} characters, or {LONGEST_FOLDER} bytes"
    return ""


def composed(name: str) -> str:
    """A name with each letter and its accents as one sign (NFC), so that equal names are equal.

    >>> composed("Zoe\\u0308") == "Zo\\u00eb"
    True
    """
    return unicodedata.normalize("NFC", name)


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
    if underscore and digits.isascii() and digits.isdecimal():
        return digits
    return ""
