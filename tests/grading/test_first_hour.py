"""The page `book/first-hour.md`, gone through as it stands.

Every command is run, and prints what the page says.
"""

import contextlib
import csv
import io
import re
import shlex
import shutil
import zipfile
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbgrader.api import Gradebook

from helpers.tiny_course import REPOSITORY
from mlp_course import cli
from mlp_course.commands import lab
from mlp_course.grading.audit.sample_class import LESSON, NAME
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course
from mlp_course.lessons.handout import NEEDED

PAGE = REPOSITORY / "book" / "first-hour.md"
PART = re.compile(
    r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$|^% by hand: (?P<name>\w+)$", re.MULTILINE | re.DOTALL
)
COMMAND = "python3 course.py "
COMMENT = "Say what becomes of the forces."


class Step(NamedTuple):
    """Commands and what the last of them prints, or the name of something done by hand."""

    commands: list[str]
    printed: str
    by_hand: str = ""


def steps(text: str) -> list[Step]:
    """The steps of the page, in order."""
    found: list[Step] = []
    for part in PART.finditer(text):
        if part["name"]:
            found.append(Step([], "", part["name"]))
        elif part["kind"] == "text":
            found[-1] = found[-1]._replace(printed=part["text"])
        else:
            found.append(Step(part["text"].splitlines(), ""))
    return found


def matches(printed: str, output: str) -> bool:
    """Whether the output is what the page says.

    `…` stands for anything, on a line of its own for any lines.
    """
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*") + r"\n"
        for line in printed.splitlines()
    ]
    return re.fullmatch("".join(lines), output) is not None


def mark_a_text(course: Course) -> None:
    """What formgrader does for the mark of one text."""
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as gradebook:
        text = gradebook.find_grade("q29_answer", LESSON, LESSON, "Ada Example_101")
        text.manual_score, text.needs_manual_grade = 3, False
        gradebook.find_comment(
            "q29_answer", LESSON, LESSON, "Ada Example_101"
        ).manual_comment = COMMENT
        gradebook.db.commit()


def raise_the_points(course: Course) -> None:
    """What the property inspector does."""
    notebook = nbformat.read(course.source(LESSON), as_version=4)
    [cell] = [cell for cell in notebook.cells if cells.grade_id(cell) == "distance_matrix_test"]
    assert cell.metadata.nbgrader.points == 1
    cell.metadata.nbgrader.points = 2
    nbformat.write(notebook, course.source(LESSON))


NOT_ISOLATED, ISOLATED = (
    "WARNING: student code is",
    "Student code is",
)  # which of them depends on the machine
BY_HAND = {"mark_a_text": mark_a_text, "raise_the_points": raise_the_points}


class Hour(NamedTuple):
    """What going through the page gave.

    The course, where the page is wrong, and the marks after each step.
    """

    root: Path
    wrong: list[str]
    marks: list[dict[str, dict[str, str]]]


def run(step: Step) -> str:
    """Run the commands.

    '' if each ended as it should and the last one printed what the page says.
    """
    for command in step.commands:
        assert command.startswith(COMMAND), f"the page has a command that no test runs: {command}"
        with (
            io.StringIO() as said,
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = cli.main(shlex.split(command.removeprefix(COMMAND)))
            output = f"{said.getvalue().strip()}\n".replace(NOT_ISOLATED, ISOLATED)
        if code != int("NOT GRADED" in output):
            return f"{command}\nended with {code}:\n{output}"
    return (
        ""
        if not step.printed or matches(step.printed, output)
        else f"{command}\nprinted:\n{output}"
    )


def marks(course: Path) -> dict[str, dict[str, str]]:
    """The table of marks, by student."""
    path = course / "grading" / "marks" / f"{LESSON}.csv"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {row["student"]: row for row in csv.DictReader(lines)}


@pytest.fixture(scope="module")
def hour(tmp_path_factory) -> Hour:
    """The page, gone through in a copy of the course."""
    found, opened = Hour(tmp_path_factory.mktemp("hour") / "course", [], []), []
    for name in ("solutions", "notebooks", "tests/answers", "tests/quiz/texts", *NEEDED):
        (found.root / name).parent.mkdir(parents=True, exist_ok=True)
        if (REPOSITORY / name).is_dir():
            shutil.copytree(
                REPOSITORY / name,
                found.root / name,
                ignore=shutil.ignore_patterns("__pycache__", "work"),
            )
        else:
            shutil.copy(REPOSITORY / name, found.root / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(found.root)
        patch.setattr(lab, "start", lambda work, *_: opened.append(work) or 0)
        for step in steps(PAGE.read_text(encoding="utf-8")):
            if step.by_hand:
                assert opened == [found.root / NAME]
                BY_HAND[step.by_hand](Course(found.root / NAME))
            else:
                found.wrong.append(run(step))
            found.marks.append(marks(found.root / NAME))
    return found


def test_every_command_of_the_page_prints_what_the_page_says(hour):
    assert "\n".join(filter(None, hour.wrong)) == ""
    assert len(hour.wrong) > 10


def test_the_marks_are_those_the_page_tells(hour):
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    dora = {
        table["Dora Beispiel_104"]["total"] for table in hour.marks if "Dora Beispiel_104" in table
    }
    assert "of her 26 points she keeps 20.8" in text and {"26", "20.8"} <= dora
    last = hour.marks[-1]
    assert last["Ada Example_101"]["q29_answer"] == "3"
    assert "Type 3 into *Points* below Ada's text" in text
    assert last["Ada Example_101"]["max"] == "35" and "must be the 35 of this lesson" in text
    assert last["Finn Eksempel_106"]["status"] == "nothing handed in"


def test_feedback_has_the_comment_and_moodle_gets_every_page(hour):
    course = Course(hour.root / NAME)
    page = (course.folder("feedback") / "Ada Example_101" / LESSON / f"{LESSON}.html").read_text(
        encoding="utf-8"
    )
    assert COMMENT in page and "BEGIN HIDDEN TESTS" not in page
    with zipfile.ZipFile(course.root / "grading" / "marks" / f"{LESSON}.moodle.zip") as pages:
        assert len(pages.namelist()) == 4


def test_nothing_reached_the_real_class(hour):
    assert not (hour.root / "grading").exists()
    assert (hour.root / "students.zip").exists()


def test_a_wrong_page_is_noticed(tmp_path, monkeypatch):
    assert matches("a …\n…\nz\n", "a 1\nb\nc\nz\n") and matches("a\n…\nz\n", "a\nz\n")
    assert not matches("a …\nz\n", "a 1\nb\nz\n") and not matches("a\n…\nz\n", "a\nz\nz2\n")
    text = "x\n```\npython3 course.py report 09\n```\n```text\nall is well\n```\n% by hand: sigh\n"
    told, sigh = steps(text)
    assert (told.commands, told.printed, sigh.by_hand) == (
        ["python3 course.py report 09"],
        "all is well\n",
        "sigh",
    )
    monkeypatch.chdir(tmp_path)
    assert "ended with 2" in run(told)
    assert "printed:\n" in run(Step(["python3 course.py help"], "all is well\n"))
    with pytest.raises(AssertionError, match="no test runs"):
        run(Step(["rm -r grading"], ""))
