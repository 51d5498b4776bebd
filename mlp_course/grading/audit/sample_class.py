"""`mlp-course sample`: a class of invented students, on whom an instructor can try everything there is.

It is a course folder with one lesson and a gradebook of its own, so nothing that is done in it reaches a real class.
What the students wrote comes from the worked answers, from the bank of answers and from the texts for the quiz.
"""

import csv
import os
import re
import shutil
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import nbformat

from mlp_course.grading.audit.bank import Answer, read_lesson
from mlp_course.lessons import cells
from mlp_course.lessons.course import CONFIG, Course, GradingError

NAME, LESSON = "sample", "01-symmetry"
IN_TIME, LATE = datetime(2026, 11, 19, 17), datetime(2026, 11, 22, 9, 30)
HALF = 5  # answers
INSTEAD = {  # item -> what stands there instead of the worked answer: a label in the bank, a kind of text for the quiz
    "all": {},
    "mistakes": {
        "random_rotation": "about_z",
        "distance_matrix": "squared",
        "minimum_image_distances": "no_wrapping",
        "is_rotation_invariant": "z_only",
        "sum_of_atoms": "mean",
        "q29_experiment": "radians",
        "q29_answer": "poor",
        "q30_answer": "the usual short answer",
    },
    "half": {"distance_matrix": "squared"},
    "other ways": {
        "random_rotation": "quaternion",
        "distance_matrix": "loops",
        "q29_answer": "good",
        "q30_answer": "good",
    },
    "cut off": {},
}
CLASS = {  # where it lies: what is in it
    f"mailed/Ada Example_101/{LESSON}/{LESSON}.ipynb": "all",
    f"shared.zip/Bruno Exemplo_102/{LESSON}/{LESSON}.ipynb": "mistakes",
    f"moodle.zip/Chloé Exemple_103_assignsubmission_file/{LESSON}.ipynb": "half",
    "moodle.zip/Dora Beispiel_104_assignsubmission_file/my solution.ipynb": "other ways",
    f"moodle.zip/Emil Esimerkki_105_assignsubmission_file/{LESSON}.ipynb": "cut off",
    "moodle.zip/Finn Eksempel_106_assignsubmission_onlinetext/onlinetext.html": "<p>Where do I upload it?</p>",
}
OWN_GRADEBOOK = f"""
# The sample class has a gradebook of its own.
c.CourseDirectory.course_id = "{NAME}"
c.CourseDirectory.db_url = f"sqlite:///{{(Path(__file__).resolve().parent / 'grading' / 'gradebook.db').as_posix()}}"
"""


def make(course: Course, folder: Path) -> None:
    """Write the sample class to the new `folder`, whole or not at all. Raises GradingError, OSError."""
    if folder.exists():
        raise GradingError(
            f"{folder} is there already and was not touched: delete it, or name another folder."
        )
    course.chosen([LESSON])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{NAME}-") as workshop:
        made = Course(Path(workshop).resolve() / NAME)
        made.root.mkdir()
        config = (course.root / CONFIG).read_text(encoding="utf-8")
        (made.root / CONFIG).write_text(config + OWN_GRADEBOOK, encoding="utf-8")
        places = [*made.secrets(), made.folder("release")]
        if outside := [path for path in places if not path.is_relative_to(made.root)]:
            raise GradingError(
                f"{CONFIG} names {outside[0]}, which the sample class would share: make that path relative."
            )
        shutil.copytree(course.source(LESSON).parent, made.source(LESSON).parent)
        known = dict(_known(course))
        for place, kind in CLASS.items():
            content = _notebook(course, kind, known) if kind in INSTEAD else kind.encode()
            _hand_in(made.root, place, content, LATE if kind == "other ways" else IN_TIME)
        _write_roster(made.root / "roster.csv")
        made.root.rename(folder)


def _known(course: Course) -> Iterator[tuple[tuple[str, str], str]]:
    """(item, label) -> what students write there; the worked answer has no label."""
    for cell in nbformat.read(course.source(LESSON), as_version=4).cells:
        if cells.is_answer(cell):
            plain = cells.outside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
            yield (
                (cells.grade_id(cell), ""),
                re.sub(r"\n *### (BEGIN|END) SOLUTION", "", plain).strip(),
            )
    for answer in read_lesson(course.root / "tests" / "answers", course, LESSON):
        if isinstance(answer, Answer):
            yield (answer.item, answer.label), re.sub(r"\A(#.*\n)+", "", answer.source).strip()
    for path in (course.root / "tests" / "quiz" / "texts").glob("q*.toml"):
        for text in tomllib.loads(path.read_text(encoding="utf-8"))["text"]:
            yield (f"{path.stem}_answer", text["kind"]), text["text"].strip()


def _notebook(course: Course, kind: str, known: dict[tuple[str, str], str]) -> bytes:
    """The released notebook with the answers of that kind."""
    notebook = nbformat.read(course.folder("release") / LESSON / f"{LESSON}.ipynb", as_version=4)
    worked = [item for item, label in known if not label]
    labels = dict.fromkeys(worked[:HALF] if kind == "half" else worked, "") | INSTEAD[kind]
    if missing := [
        f"{item}: {label}" for item, label in labels.items() if (item, label) not in known
    ]:
        raise GradingError(
            f"The answer {missing[0]} is not in tests/, which the complete folder of the course has."
        )
    for cell in notebook.cells:
        if cells.grade_id(cell) in labels:
            cell.source = known[cells.grade_id(cell), labels[cells.grade_id(cell)]]
    content = nbformat.writes(notebook).encode()
    return content[: len(content) // 2] if kind == "cut off" else content


def _hand_in(root: Path, place: str, content: bytes, moment: datetime) -> None:
    """Write a submission to its folder, or into its zip, as of that moment."""
    top, _, name = place.partition("/")
    if top.endswith(".zip"):
        with zipfile.ZipFile(root / top, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                zipfile.ZipInfo(name, moment.timetuple()[:6]), content, zipfile.ZIP_DEFLATED
            )
        return
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_bytes(content)
    os.utime(root / place, (moment.timestamp(), moment.timestamp()))


def _write_roster(path: Path) -> None:
    """The class as Moodle's grading worksheet lists it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(
            ["Identifier", "Full name", "Status", "Grade", "Maximum Grade", "Last modified (grade)"]
        )
        for place in CLASS:
            name, number = place.split("/")[1].split("_")[:2]
            table.writerow([f"Participant {number}", name, "", "", "", ""])
