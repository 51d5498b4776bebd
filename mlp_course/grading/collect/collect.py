"""Bringing what students handed in to where it is graded, without touching what they handed in."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import nbformat

from mlp_course.files import write_whole
from mlp_course.grading.collect.archive import MOST, File, Found, Refused, files_of
from mlp_course.grading.collect.claims import Claim, Folder, claim, composed, homes, number_of
from mlp_course.grading.collect.copying import NO_PLACE, differs, mirror, without_place
from mlp_course.grading.collect.submission import Submission, chosen, names_in
from mlp_course.grading.collect.unpacking import Unpacking
from mlp_course.lessons.course import CONFIG, Course, GradingError

Claims = dict[str, list[Claim]]  # by student


@dataclass
class Collected:
    """Who handed in, whose submission is new or changed, and what was not understood.

    Of an export come those of `exported`; it does not say when those of `undated` handed in.
    """

    students: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)
    exported: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)

    def remark(self, student: str, text: str) -> None:
        """Add to what is odd about a student's submission."""
        before = self.remarks.get(student)
        if before:
            text = f"{before}; {text}"
        self.remarks[student] = text


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
            folders = _folders(course.folder("submitted"))
            for name in sorted(claims):
                submission = chosen(claims[name], lesson, own)
                # A folder that is there keeps the name it has.
                student = folders.get(name, name)
                target = course.folder("submitted") / student / lesson
                _take(target, student, submission, collected, dry)
            claimed = [folders.get(name, name) for name in claims]
            _tell_shared_numbers(collected, {*folders.values(), *claimed})
    except ValueError as error:
        raise GradingError(str(error)) from error
    return collected


def _folders(submitted: Path) -> dict[str, str]:
    """The folders of students as they are called, by their name in NFC."""
    if not submitted.is_dir():
        return {}
    folders = [path for path in submitted.iterdir() if path.is_dir()]
    names = sorted(path.name for path in folders)
    return {composed(name): name for name in names}


def _tell_shared_numbers(collected: Collected, names: set[str]) -> None:
    """Remark that a number of the export's stands behind more than one name."""
    by_number = defaultdict(set)
    for name in names:
        by_number[number_of(name)].add(name)
    for student in collected.students:
        number = number_of(student)
        others = by_number[number] - {student}
        if number and others:
            listed = ", ".join(sorted(others))
            collected.remark(student, f"the number {number} is also that of {listed}")


def _other_course(source: Path, course: Course) -> Path | None:
    """The course in whose folder `source` lies, unless it is this one, or one around it."""
    for folder in (source, *source.parents):
        config = folder / CONFIG
        if config.is_file():
            return None if course.root.is_relative_to(folder) else folder
    return None


def _claims(
    files: Iterable[File],
    lesson: str,
    others: set[str],
) -> tuple[Claims, list[Refused]]:
    """Files by student, and what was not understood; `others` are the other lessons."""
    found = defaultdict(list)
    refused = []
    files = list(files)
    known = homes(files, {lesson, *others})
    zips = Unpacking()
    for file in files:
        for part in _parts(file, lesson, others, known, zips):
            if isinstance(part, Claim):
                found[part.student].append(part)
            elif part is not None:
                refused.append(part)
    return found, refused


def _parts(
    file: File,
    lesson: str,
    others: set[str],
    known: set[Folder],
    zips: Unpacking,
) -> Iterator[Claim | Refused | None]:
    """Whose a file is; of a zip in an export, whose each file in it is."""
    if isinstance(file, Refused):
        yield file
        return
    whose = claim(file, lesson, others, known)
    # In a folder of a student's own a zip is a file like any other.
    if isinstance(whose, Claim) and whose.export and whose.name.suffix.lower() == ".zip":
        for part in zips.unpacked(file, whose.student):
            yield _moved(part, whose) if isinstance(part, Found) else part
    else:
        yield whose


def _moved(file: Found, zipped: Claim) -> Claim:
    """The claim to a file that came out of a zip, as if it had been handed in beside it.

    It was handed in with the zip: dates inside are the student's.
    """
    folder = zipped.file.path.parent
    dated = replace(file, time=zipped.file.time)
    name = file.path.relative_to(folder)
    return replace(zipped, name=name, file=dated)


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
    if submission.export:
        collected.exported.append(student)
    if not submission.time:
        collected.undated.append(student)
    if submission.remark:
        collected.remark(student, submission.remark)
    left_out = without_place(target, wanted)
    for name, reason in left_out.items():
        del wanted[name]
        collected.refused.append(Refused(f"{student}/{name}", reason))
    if differs(target, wanted):
        collected.changed.append(student)
    if dry:
        return
    times = {name: submission.time_of(name) for name in wanted}
    try:
        mirror(target, wanted, times)
    except OSError as error:
        if error.errno not in NO_PLACE:
            raise
        collected.refused.append(Refused(student, f"cannot be copied ({error.strerror})"))


def keep_remarks(place: Path, collected: Collected) -> None:
    """Remember in the file `place` who was late, by whose clock, and what was odd."""
    known = remarks_in(place)
    for student in collected.students:
        known[student] = {
            "late": student in collected.late,
            "remark": collected.remarks.get(student, ""),
            "export": student in collected.exported,
            "dated": student not in collected.undated,
        }
    write_whole(place, json.dumps(known, indent=1).encode())


def remarks_in(place: Path) -> dict[str, dict]:
    """What `keep_remarks` remembered."""
    if not place.exists():
        return {}
    text = place.read_text(encoding="utf-8")
    return json.loads(text)
