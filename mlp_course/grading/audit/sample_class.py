"""`mlp-course sample`: invented students, on whom an instructor can try everything there is.

It is a course folder with one lesson and a gradebook of its own, so nothing that is done in it
reaches a real class. What the students wrote comes from the worked answers, from the bank of
answers and from the texts for the quiz.
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
from nbformat import NotebookNode

from mlp_course.grading.audit.bank import BankAnswer, read_lesson
from mlp_course.lessons import cells
from mlp_course.lessons.course import CONFIG, SQLITE, Course, GradingError

NAME = "sample"
LESSON = "01-symmetry"
IN_TIME = datetime(2026, 11, 19, 17)
LATE = datetime(2026, 11, 22, 9, 30)
HALF = 5  # answers
CUT_OFF = "cut off"
# What stands there instead of the worked answer, by item: a label in the bank, or a kind of text
# for the quiz
INSTEAD: dict[str, dict[str, str]] = {
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
    CUT_OFF: {},
}
QUESTION = "<p>Where do I upload it?</p>"
# Where it lies, and what is in it
CLASS = {
    f"mailed/Ada Example_101/{LESSON}/{LESSON}.ipynb": "all",
    f"shared.zip/Bruno Exemplo_102/{LESSON}/{LESSON}.ipynb": "mistakes",
    f"moodle.zip/Chloé Exemple_103_assignsubmission_file/{LESSON}.ipynb": "half",
    "moodle.zip/Dora Beispiel_104_assignsubmission_file/my solution.ipynb": "other ways",
    f"moodle.zip/Emil Esimerkki_105_assignsubmission_file/{LESSON}.ipynb": CUT_OFF,
    "moodle.zip/Finn Eksempel_106_assignsubmission_onlinetext/onlinetext.html": QUESTION,
}
IN_ITS_FOLDER = "(Path(__file__).resolve().parent / 'grading' / 'gradebook.db').as_posix()"
OWN_GRADEBOOK = f"""
# The sample class has a gradebook of its own.
c.CourseDirectory.course_id = "{NAME}"
c.CourseDirectory.db_url = f"{SQLITE}{{{IN_ITS_FOLDER}}}"
"""
SOLUTION_MARK = re.compile(r"\n *### (BEGIN|END) SOLUTION")
COMMENTS_ON_TOP = re.compile(r"\A(#.*\n)+")
Known = dict[tuple[str, str], str]  # (item, label) -> what students write there


def make(course: Course, folder: Path) -> None:
    """Write the sample class to the new `folder`, whole or not at all.

    Raises GradingError, OSError.
    """
    if folder.exists():
        raise GradingError(
            f"{folder} is there already and was not touched: delete it, or name another folder."
        )
    course.chosen([LESSON])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{NAME}-") as workshop:
        made = Course(Path(workshop).resolve() / NAME)
        made.root.mkdir()
        _write_settings(course, made)
        shutil.copytree(course.source(LESSON).parent, made.source(LESSON).parent)
        known = dict(_known(course))
        for place, kind in CLASS.items():
            content = kind.encode()
            if kind in INSTEAD:
                content = _notebook(course, kind, known)
            moment = LATE if kind == "other ways" else IN_TIME
            _hand_in(made.root, place, content, moment)
        _write_roster(made.root / "roster.csv")
        made.root.rename(folder)


def _write_settings(course: Course, made: Course) -> None:
    """Give the class the settings of its course, but for the gradebook.

    Raises GradingError if it would share a folder with that course all the same.
    """
    settings = (course.root / CONFIG).read_text(encoding="utf-8")
    (made.root / CONFIG).write_text(settings + OWN_GRADEBOOK, encoding="utf-8")
    for place in [*made.secrets(), made.folder("release")]:
        if not place.is_relative_to(made.root):
            raise GradingError(
                f"{CONFIG} names {place}, which the sample class would share: "
                "make that path relative."
            )


def _known(course: Course) -> Iterator[tuple[tuple[str, str], str]]:
    """(item, label) -> what students write there; the worked answer has no label."""
    lesson = nbformat.read(course.source(LESSON), as_version=4)
    for cell in lesson.cells:
        if cells.is_answer(cell):
            plain = cells.outside(cell.source, cells.BEGIN_SCHEME, cells.END_SCHEME)
            yield (cells.grade_id(cell), ""), SOLUTION_MARK.sub("", plain).strip()

    bank = course.root / "tests" / "answers"
    for answer in read_lesson(bank, course, LESSON):
        if isinstance(answer, BankAnswer):
            # The idea of an answer, which stands on top, is not for the class to read.
            source = COMMENTS_ON_TOP.sub("", answer.source)
            yield (answer.item, answer.label), source.strip()

    texts = course.root / "tests" / "quiz" / "texts"
    for path in texts.glob("q*.toml"):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for text in content["text"]:
            yield (f"{path.stem}_answer", text["kind"]), text["text"].strip()


def _notebook(course: Course, kind: str, known: Known) -> bytes:
    """The released notebook with the answers of that kind."""
    notebook = nbformat.read(course.released(LESSON), as_version=4)
    _answer(notebook, kind, known)
    content = nbformat.writes(notebook).encode()
    if kind == CUT_OFF:
        return content[: len(content) // 2]
    return content


def _answer(notebook: NotebookNode, kind: str, known: Known) -> None:
    """Write the answers of that kind into their cells. Raises GradingError if one is missing."""
    items = [item for item, label in known if not label]
    if kind == "half":
        items = items[:HALF]
    labels = dict.fromkeys(items, "") | INSTEAD[kind]
    for item, label in labels.items():
        if (item, label) not in known:
            raise GradingError(
                f"The answer {item}: {label} is not in tests/, "
                "which the complete folder of the course has."
            )
    for cell in notebook.cells:
        item = cells.grade_id(cell)
        if item in labels:
            cell.source = known[item, labels[item]]


def _hand_in(root: Path, place: str, content: bytes, moment: datetime) -> None:
    """Write a submission to its folder, or into its zip, as of that moment."""
    top, _, name = place.partition("/")
    if top.endswith(".zip"):
        info = zipfile.ZipInfo(name, moment.timetuple()[:6])
        with zipfile.ZipFile(root / top, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        return
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    seconds = moment.timestamp()
    os.utime(path, (seconds, seconds))


def _write_roster(path: Path) -> None:
    """The class as Moodle's grading worksheet lists it."""
    head = [
        "Identifier",
        "Full name",
        "Status",
        "Grade",
        "Maximum Grade",
        "Last modified (grade)",
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(head)
        for place in CLASS:
            folder = place.split("/")[1]
            name, number, *_ = folder.split("_")
            table.writerow([f"Participant {number}", name, "", "", "", ""])
