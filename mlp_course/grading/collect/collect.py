"""Bringing what students handed in to where it is graded, without touching what they handed in."""

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import nbformat

from mlp_course.files import write_whole
from mlp_course.grading.collect.archive import MOST, File, Found, Refused, files_of
from mlp_course.grading.collect.claims import Claim, claim
from mlp_course.grading.collect.submission import Submission, chosen, names_in
from mlp_course.grading.collect.unpacking import Unpacking
from mlp_course.lessons.course import CONFIG, Course, GradingError

Contents = dict[PurePosixPath, bytes]  # of files, by their name in a student's folder
Claims = dict[str, list[Claim]]  # by student


@dataclass
class Collected:
    """Who handed in, whose submission is new or changed, and what was not understood."""

    students: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)


def collect(course: Course, lesson: str, source: Path, dry: bool = False) -> Collected:
    """Copy what is in the folder or zip `source` to the course's folder of submissions.

    With `dry`, only say what would be copied. Only plain files are copied, and only if they differ;
    each is replaced in one step. Of several submissions of a student the newest counts. Raises
    GradingError if `source` cannot be read at all, or belongs to another class.
    """
    if not source.exists():
        raise GradingError(f"There is no folder or zip {source}.")
    other = _other_course(source.resolve(), course)
    if other:
        raise GradingError(
            f"{source} belongs to the course in {other}: "
            f"add --course {other}, or move it out of there."
        )
    try:
        # Files of a zip can be read only while it is open.
        with files_of(source) as files:
            others = set(course.lessons()) - {lesson}
            own = names_in(nbformat.read(course.source(lesson), as_version=4))
            claims, refused = _claims(files, lesson, others)
            collected = Collected(refused=refused)
            for student in sorted(claims):
                submission = chosen(claims[student], lesson, own)
                target = course.folder("submitted") / student / lesson
                _take(target, student, submission, collected, dry)
    except ValueError as error:
        raise GradingError(str(error)) from error
    return collected


def _other_course(source: Path, course: Course) -> Path | None:
    """The course in whose folder `source` lies, unless it is this one, or one around it."""
    for folder in (source, *source.parents):
        if (folder / CONFIG).is_file():
            return None if course.root.is_relative_to(folder) else folder
    return None


def _claims(files: Iterable[File], lesson: str, others: set[str]) -> tuple[Claims, list[Refused]]:
    """Files by student, and what was not understood; `others` are the other lessons."""
    found = defaultdict(list)
    refused = []
    zips = Unpacking()
    for file in files:
        for part in _parts(file, lesson, others, zips):
            if isinstance(part, Claim):
                found[part.student].append(part)
            elif part is not None:
                refused.append(part)
    return found, refused


def _parts(
    file: File,
    lesson: str,
    others: set[str],
    zips: Unpacking,
) -> Iterator[Claim | Refused | None]:
    """Whose a file is; of a zip in an export, whose each file in it is."""
    if isinstance(file, Refused):
        yield file
        return
    whose = claim(file, lesson, others)
    # In a folder of a student's own a zip is a file like any other.
    if isinstance(whose, Claim) and whose.export and whose.name.suffix.lower() == ".zip":
        for part in zips.unpacked(file, whose.student):
            yield _moved(part, whose) if isinstance(part, Found) else part
    else:
        yield whose


def _moved(file: Found, zipped: Claim) -> Claim:
    """The claim to a file that came out of a zip, as if it had been handed in beside it."""
    folder = zipped.file.path.parent
    return replace(zipped, name=file.path.relative_to(folder), file=file)


def _take(
    target: Path,
    student: str,
    submission: Submission,
    collected: Collected,
    dry: bool,
) -> None:
    """Copy a submission to the folder `target`, unless `dry`, and note what came of it."""
    wanted = {}
    room = MOST
    for name, file in submission.files.items():
        try:
            wanted[name] = file.read()
            room -= len(wanted[name])
            if room < 0:
                raise ValueError(f"all files of {student} are larger than {MOST // 10**6} MB")
        except ValueError as error:
            collected.refused.append(Refused(str(file.path), str(error)))
            # Without a notebook nothing of this student is replaced, nor with half of the files.
            if name.suffix == ".ipynb" or room < 0:
                return
    collected.students.append(student)
    if submission.late:
        collected.late.append(student)
    if submission.remark:
        collected.remarks[student] = submission.remark
    if _differs(target, wanted):
        collected.changed.append(student)
    if dry:
        return
    times = {name: submission.files[name].time for name in wanted}
    try:
        _mirror(target, wanted, times)
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        collected.refused.append(Refused(student, f"cannot be copied ({error})"))


def _differs(target: Path, wanted: Contents) -> bool:
    """Whether the folder `target` holds anything else than `wanted`."""
    same = all(_holds(target / name, content) for name, content in wanted.items())
    return not same or bool(_strangers(target, wanted)) or not target.is_dir()


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file is there and has this content."""
    return path.is_file() and path.read_bytes() == content


def _mirror(target: Path, wanted: Contents, times: dict[PurePosixPath, float]) -> None:
    """Make `target` hold `wanted` and nothing else; files keep the times of being handed in."""
    target.mkdir(parents=True, exist_ok=True)
    for path in _strangers(target, wanted):
        path.unlink()
    for name, content in wanted.items():
        path = target / name
        if not _holds(path, content):
            write_whole(path, content)
        # A deadline is held against the time of the file.
        time = times[name]
        if time and abs(path.stat().st_mtime - time) > 1:
            os.utime(path, (time, time))


def _strangers(target: Path, wanted: Contents) -> list[Path]:
    """Files and links in the folder `target` that are not `wanted`."""
    names = {str(name) for name in wanted}
    there = [path for path in target.rglob("*") if path.is_symlink() or path.is_file()]
    return [path for path in there if path.relative_to(target).as_posix() not in names]


def keep_remarks(place: Path, collected: Collected) -> None:
    """Remember in the file `place` who was late and what was odd, for grading at another time."""
    known = remarks_in(place)
    for student in collected.students:
        known.pop(student, None)
        late = student in collected.late
        remark = collected.remarks.get(student, "")
        if late or remark:
            known[student] = {"late": late, "remark": remark}
    write_whole(place, json.dumps(known, indent=1).encode())


def remarks_in(place: Path) -> dict[str, dict]:
    """What `keep_remarks` remembered."""
    return json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
