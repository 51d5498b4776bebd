"""Bringing what students handed in to where it is graded, without touching what they handed in."""

import json
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import nbformat
from nbformat import NotebookNode

from mlp_course.files import write_whole
from mlp_course.grading.collect.archive import Found, Refused, files_of, unpacked
from mlp_course.grading.collect.claims import Claim, claim, plain_stem
from mlp_course.lessons import cells
from mlp_course.lessons.course import CONFIG, Course, GradingError


@dataclass
class Submission:
    """What counts of all that one student handed in: files by their name in the folder of submissions."""

    files: dict[PurePosixPath, Found] = field(default_factory=dict)
    late: bool = False
    remark: str = ""


@dataclass
class Collected:
    """Who handed in, whose submission is new or changed, and what was not understood."""

    students: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    remarks: dict[str, str] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)


def collect(course: Course, lesson: str, source: Path, dry: bool = False) -> Collected:
    """Copy what is in the folder or zip `source` to the course's folder of submissions, unless `dry`.

    Only plain files are copied, and only if they differ; each is replaced in one step. Of several submissions of a
    student the newest counts. Raises GradingError if `source` cannot be read at all, or belongs to another class.
    """
    if not source.exists():
        raise GradingError(f"There is no folder or zip {source}.")
    if other := _other_course(source.resolve(), course):
        raise GradingError(
            f"{source} belongs to the course in {other}: add --course {other}, or move it out of there."
        )
    try:
        with files_of(source) as files:
            collected, own = Collected(), _names(nbformat.read(course.source(lesson), as_version=4))
            for student, claims in sorted(_claims(files, course, lesson, collected).items()):
                submission = _chosen(claims, lesson, own)
                _take(
                    course.folder("submitted") / student / lesson,
                    student,
                    submission,
                    collected,
                    dry,
                )
    except ValueError as error:
        raise GradingError(str(error)) from error
    return collected


def _other_course(source: Path, course: Course) -> Path | None:
    """The course in whose folder `source` lies, unless it is this one, or one around it."""
    home = next(
        (folder for folder in [source, *source.parents] if (folder / CONFIG).is_file()), None
    )
    return None if home is None or course.root.is_relative_to(home) else home


def _claims(
    files: list, course: Course, lesson: str, collected: Collected
) -> dict[str, list[Claim]]:
    found, others = defaultdict(list), set(course.lessons()) - {lesson}
    for file in files:
        whose = claim(file, lesson, others) if isinstance(file, Found) else file
        inside = [whose]
        if isinstance(whose, Claim) and whose.export and whose.name.suffix.lower() == ".zip":
            inside = [
                _moved(part, whose) if isinstance(part, Found) else part
                for part in unpacked(whose.file)
            ]
        for part in inside:
            if isinstance(part, Claim):
                found[part.student].append(part)
            elif part is not None:
                collected.refused.append(part)
    return found


def _moved(file: Found, zipped: Claim) -> Claim:
    name = file.path.relative_to(zipped.file.path.parent)
    return Claim(zipped.student, name, file, zipped.attempt, zipped.order, zipped.late, export=True)


def _chosen(claims: list[Claim], lesson: str, own: set[str]) -> Submission:
    """The newest attempt; of an export, its notebook under the lesson's name and the files that lie beside it."""
    newest = max(claims, key=lambda c: (c.name.suffix == ".ipynb", c.order)).attempt
    attempts = {c.attempt for c in claims}
    remarks = [f"handed in {len(attempts)} times, the newest counts"] if len(attempts) > 1 else []
    claims = [c for c in claims if c.attempt == newest]
    late = any(c.late for c in claims)
    notebooks = [c for c in claims if c.export and c.name.suffix == ".ipynb"]
    if not notebooks:
        return Submission({c.name: c.file for c in claims}, late, "; ".join(remarks))
    best = max(notebooks, key=lambda c: (_belongs(c, own), plain_stem(c.name) == lesson, c.order))
    if len(notebooks) > 1:
        remarks.append(
            f"handed in {len(notebooks)} notebooks, {best.name} counts as the newest of this lesson"
        )
    if plain_stem(best.name) != lesson:
        remarks.append(f"handed in as {best.name}")
    if _names_in(best) is not None and not _belongs(best, own):
        remarks.append(f"{best.name} holds no cell of this lesson")
    beside = {c.name.relative_to(best.name.parent): c.file for c in claims if _is_beside(c, best)}
    return Submission(
        {PurePosixPath(f"{lesson}.ipynb"): best.file, **beside}, best.late, "; ".join(remarks)
    )


def _is_beside(other: Claim, best: Claim) -> bool:
    return other.name.suffix != ".ipynb" and other.name.is_relative_to(best.name.parent)


def _names(notebook: NotebookNode) -> set[str]:
    return {cells.grade_id(cell) for cell in notebook.cells} - {""}


def _belongs(found: Claim, own: set[str]) -> bool:
    """Whether a notebook has a cell of this lesson."""
    return bool(own & (_names_in(found) or set()))


def _names_in(found: Claim) -> set[str] | None:
    """The names of a notebook's cells; None if it cannot be read, which grading will say."""
    try:
        return _names(nbformat.reads(found.file.read().decode(), as_version=4))
    except Exception:  # whatever is in the file
        return None


def _take(
    target: Path, student: str, submission: Submission, collected: Collected, dry: bool
) -> None:
    wanted = {}
    for name, file in submission.files.items():
        try:
            wanted[name] = file.read()
        except ValueError as error:
            collected.refused.append(Refused(str(file.path), str(error)))
            if name.suffix == ".ipynb":
                return  # nothing of this student is replaced
    collected.students.append(student)
    if submission.late:
        collected.late.append(student)
    if submission.remark:
        collected.remarks[student] = submission.remark
    if _differs(target, wanted):
        collected.changed.append(student)
    if not dry:
        try:
            _mirror(target, wanted, {name: submission.files[name].time for name in wanted})
        except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
            collected.refused.append(Refused(student, f"cannot be copied ({error})"))


def _differs(target: Path, wanted: dict[PurePosixPath, bytes]) -> bool:
    same = all(
        (target / n).is_file() and (target / n).read_bytes() == content
        for n, content in wanted.items()
    )
    return not same or bool(_strangers(target, wanted)) or not target.is_dir()


def _mirror(
    target: Path, wanted: dict[PurePosixPath, bytes], times: dict[PurePosixPath, float]
) -> None:
    """Make `target` hold `wanted` and nothing else; files keep the times at which they were handed in."""
    target.mkdir(parents=True, exist_ok=True)
    for path in _strangers(target, wanted):
        path.unlink()
    for name, content in wanted.items():
        path = target / name
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
        if times[name] and abs(path.stat().st_mtime - times[name]) > 1:
            os.utime(path, (times[name], times[name]))


def _strangers(target: Path, wanted: Iterable[PurePosixPath]) -> list[Path]:
    names = {str(name) for name in wanted}
    there = (path for path in target.rglob("*") if path.is_symlink() or path.is_file())
    return [path for path in there if path.relative_to(target).as_posix() not in names]


def keep_remarks(place: Path, collected: Collected) -> None:
    """Remember in the file `place` who was late and what was odd, for grading at another time."""
    known = {
        name: about for name, about in remarks_in(place).items() if name not in collected.students
    }
    for student in collected.students:
        late, remark = student in collected.late, collected.remarks.get(student, "")
        known |= {student: {"late": late, "remark": remark}} if late or remark else {}
    write_whole(place, json.dumps(known, indent=1).encode())


def remarks_in(place: Path) -> dict[str, dict]:
    """What `keep_remarks` remembered."""
    return json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
