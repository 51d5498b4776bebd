"""A whole class of the tiny lesson, graded once through the command an instructor types."""

import html
import os
import re
import signal
import subprocess
import sys
import time

import nbformat
import pytest
from nbgrader.api import Gradebook

from helpers import tiny_class, tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import ITEMS, LESSON, SECRET, copy_of
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.jobs import gradebook
from mlp_course.lessons.course import Course

GRADED = {student: marks for student, marks in tiny_class.EXPECTED.items() if marks}


@pytest.fixture(scope="module")
def graded(template, tmp_path_factory) -> Course:
    course = copy_of(template, tmp_path_factory.mktemp("class") / "course")
    tiny_class.everybody(course)
    before = dict(tiny_class.every_submission(course))
    assert grade(course) == 1  # some cannot be graded
    assert dict(tiny_class.every_submission(course)) == before
    return course


@pytest.mark.parametrize("student", GRADED)
def test_everybody_gets_exactly_these_marks(graded, student):
    row = table(graded)[student]
    assert tuple(float(row[item]) for item in ITEMS) == GRADED[student]
    assert float(row["total"]) == float(row["auto"]) == sum(GRADED[student])
    assert (row["status"], row["max"]) == ("graded", "10")


def test_the_table_has_everybody_in_order(graded):
    assert list(table(graded)) == sorted(tiny_class.EXPECTED)


@pytest.mark.parametrize(
    ("student", "reason"),
    {
        "truncated": "cannot be read as a notebook",
        "empty-file": "cannot be read as a notebook",
        "no-notebook": "there is no 00-tiny.ipynb",
        "renamed": "only my lesson.ipynb",
        "brackets [1]": "rename it",
    }.items(),
)
def test_what_cannot_be_graded_is_listed_with_its_reason(graded, student, reason):
    row = table(graded)[student]
    assert row["status"] == "not graded"
    assert reason in row["remarks"]
    assert not row["total"]


@pytest.mark.parametrize(
    ("student", "remark"),
    {
        "copied-test": "mean_test was copied",
        "deleted-tests": "put back: mean_test, largest_test",
        "loops": "mean_test: this cell took too long and was stopped",
        "deaf-loop": "moments_test: this cell took too long and was stopped",
        "dies": "mean_test: this cell stopped the Python process",
    }.items(),
)
def test_what_was_repaired_or_stopped_is_remarked(graded, student, remark):
    assert remark in table(graded)[student]["remarks"]


def test_long_demos_are_left_out_unless_something_needs_them(graded):
    for student, runs in {"perfect": False, "uses-demo": True}.items():
        notebook = graded.folder("autograded") / student / LESSON / f"{LESSON}.ipynb"
        assert ("a long demo\\n" in notebook.read_text()) == runs


def test_text_answers_wait_for_a_mark_unless_untouched(graded):
    rows = table(graded)
    assert (rows["perfect"]["pending"], rows["untouched"]["pending"]) == ("1", "0")


@pytest.mark.parametrize("student", GRADED)
def test_feedback_shows_nothing_of_hidden_tests(graded, student):
    page = graded.folder("feedback") / student / LESSON / f"{LESSON}.html"
    text = html.unescape(re.sub("<[^>]*>", "", page.read_text()))
    for secret in (SECRET, "hidden_values", "hidden_sample", "hidden_marks", "hidden_list"):
        assert secret not in text
        assert secret not in page.read_text()
    assert text.count("HIDDEN TESTS") == (student == "writes-markers")
    assert f"{sum(GRADED[student]):g} of 10" in text


def test_the_instructor_still_sees_hidden_tests(graded):
    path = graded.folder("autograded") / "raises" / LESSON / f"{LESSON}.ipynb"
    assert SECRET in path.read_text()
    assert "what is" in path.read_text()


@pytest.mark.parametrize(
    ("student", "sentence"),
    {
        "snoops": "Your mean fails for two numbers.",
        "raises": "in line 3 of your cell: raise ValueError",
        "untouched": "This item is still open",
        "loops": "This cell took too long and was stopped.",
        "dies": "This cell stopped the Python process.",
        "numpy-partial": "some points, 2 of 3 points",
        "perfect": "a  right: this is\n   for them",
    }.items(),
)
def test_feedback_says_what_went_wrong(graded, student, sentence):
    page = graded.folder("feedback") / student / LESSON / f"{LESSON}.html"
    assert sentence in html.unescape(re.sub("<[^>]*>", "", page.read_text()))


def test_plain_nbgrader_gives_the_same_marks(graded, course):
    students = [
        "perfect",
        "warns",
        "numpy-partial",
        "copied-test",
        "deleted-tests",
        "dies",
        "ungraded-test",
        "truncated",
    ]
    for student in students:
        source = graded.folder("submitted") / student / LESSON / f"{LESSON}.ipynb"
        target = course.folder("submitted") / student / LESSON / f"{LESSON}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_bytes(source.read_bytes())
    for step in ("autograde", "generate_feedback"):
        line = [sys.executable, "-m", "nbgrader", step, LESSON]
        subprocess.run(line, cwd=course.root, capture_output=True, timeout=300)
    for student in students[:-1]:
        marks = gradebook.marks(course, LESSON, student)
        assert tuple(mark.points for mark in marks) == GRADED[student], student
        page = course.folder("feedback") / student / LESSON / f"{LESSON}.html"
        assert SECRET not in page.read_text()


def test_marks_given_by_hand_survive_grading_again(course):
    answers = perfect_answers(course, LESSON) | {"why": "Because it is."}
    hand_in(course, LESSON, "ada", answered(course, LESSON, answers))
    assert grade(course) == 0
    place = course.config().CourseDirectory
    with Gradebook(place.db_url, place.course_id) as book:
        given = book.find_grade("why", LESSON, LESSON, "ada")
        given.manual_score, given.needs_manual_grade = 3.5, False
        book.find_comment("why", LESSON, LESSON, "ada").manual_comment = "Well put."
        book.db.commit()
    assert grade(course, "--again") == 0
    row = table(course)["ada"]
    assert (row["why"], row["manual"], row["pending"], row["total"]) == ("3.5", "3.5", "0", "9.5")
    assert (
        "Well put." in (course.folder("feedback") / "ada" / LESSON / f"{LESSON}.html").read_text()
    )

    hand_in(course, LESSON, "ada", answered(course, LESSON, answers | {"why": "Because I say so."}))
    # A changed answer is graded without being asked; the old mark stands beside it.
    assert grade(course) == 0
    row = table(course)["ada"]
    assert (row["why"], row["pending"], row["total"]) == ("0", "1", "6")
    assert row["remarks"] == "why: 3.5 of 4 was given for an earlier answer"


@pytest.mark.skipif(os.name == "nt", reason="signals and links of Unix")
def test_a_killed_run_goes_on_where_it_was(course):
    students = [f"student{number}" for number in range(4)]
    for student in students:
        hand_in(course, LESSON, student, answered(course, LESSON, perfect_answers(course, LESSON)))
    line = [
        sys.executable,
        "-c",
        "import sys; from mlp_course.commands import grade; grade.main(sys.argv[1:])",
        LESSON,
    ]
    with subprocess.Popen(
        [*line, "--course", str(course.root)], stdout=subprocess.PIPE, text=True
    ) as run:
        while not run.stdout.readline().startswith("[2/4"):
            assert run.poll() is None
        while not (course.folder("autograded") / students[2] / LESSON).exists():
            assert run.poll() is None
        run.send_signal(signal.SIGKILL)
    assert grade(course) == 0
    rows = table(course)
    assert [rows[student]["total"] for student in students] == ["6"] * 4
    cells = nbformat.read(
        course.folder("autograded") / students[2] / LESSON / f"{LESSON}.ipynb", 4
    ).cells
    assert all(
        cell.execution_count
        for cell in cells
        if cell.cell_type == "code" and "nbgrader" in cell.metadata
    )


@pytest.mark.skipif(os.name == "nt", reason="signals and links of Unix")
def test_ctrl_c_stops_the_class_and_says_how_to_go_on(course, tmp_path):
    for student in ("ada", "emmy"):
        hand_in(course, LESSON, student, answered(course, LESSON, {"mean": tiny_class.LOOPS}))
    program = (
        "import sys; from mlp_course.commands import grade; sys.exit(grade.main(sys.argv[1:]))"
    )
    line = [sys.executable, "-c", program, LESSON, "--course", str(course.root), "--timeout", "60"]
    (tmp_path / "tmp").mkdir()
    about = {**os.environ, "TMPDIR": str(tmp_path / "tmp")}
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=about
    ) as run:
        while not list((tmp_path / "tmp").glob("submission-*")):
            assert run.poll() is None
            time.sleep(0.05)
        time.sleep(2)  # the kernel is up, or on its way
        run.send_signal(signal.SIGINT)
        said, complaint = run.communicate(timeout=120)
    assert run.returncode == 130
    assert "ada" not in said and "Run the same command to go on." in complaint
    assert not (course.root / "grading" / "marks" / f"{LESSON}.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals and links of Unix")
def test_submissions_are_collected_from_elsewhere(course, tmp_path):
    path = hand_in(course, LESSON, "ada", answered(course, LESSON, perfect_answers(course, LESSON)))
    elsewhere = tmp_path / "collected.2026 (final)"
    path.parents[2].rename(elsewhere)
    (elsewhere / "ada" / LESSON / "link").symlink_to("/etc/hostname")
    arguments = ("--submitted", str(elsewhere), "--marks", str(tmp_path / "marks.csv"))
    assert grade(course, *arguments) == 0
    assert ",6,10," in (tmp_path / "marks.csv").read_text()
    assert path.read_bytes() == (elsewhere / "ada" / LESSON / path.name).read_bytes()
    assert not path.with_name("link").exists()
    (elsewhere / "ada" / LESSON / path.name).write_text("")  # handed in again
    assert grade(course, *arguments) == 1
    assert grade(course, "--submitted", str(tmp_path / "nowhere")) == 2


def test_only_what_changed_is_graded_again(course, capsys):
    for student in ("ada", "emmy"):
        hand_in(course, LESSON, student, answered(course, LESSON, perfect_answers(course, LESSON)))
    assert grade(course) == 0
    hand_in(course, LESSON, "emmy", answered(course, LESSON, {}))
    capsys.readouterr()
    assert grade(course) == 0
    said = capsys.readouterr().out
    assert "ada unchanged" in said and "emmy graded" in said
    assert [row["total"] for row in table(course).values()] == ["6", "0"]

    notebook = (
        tiny_course.lesson()
    )  # a mistake in a hidden test is mended: everybody is graded anew
    test = next(cell for cell in notebook.cells if cell.id == "mean_test")
    test.source = test.source.replace("== sum(hidden_values) / 2", "== -1")
    tiny_course.write(course.source(LESSON), notebook)
    assert grade(course, "--student", "ada") == 1  # emmy is still to be done, and said to be
    assert (table(course)["ada"]["total"], table(course)["emmy"]["remarks"]) == (
        "4",
        "not graded yet",
    )


def test_a_lesson_with_faults_is_not_graded(course, capsys):
    hand_in(course, LESSON, "ada", answered(course, LESSON, {}))
    notebook = tiny_course.lesson()
    notebook.cells[3].source = notebook.cells[3].source.replace("END HIDDEN", "END")
    tiny_course.write(course.source(LESSON), notebook)
    assert grade(course) == 1
    assert "mean_test" in capsys.readouterr().err


def test_items_added_after_grading_are_refused_in_words(course, capsys):
    hand_in(course, LESSON, "ada", answered(course, LESSON, {}))
    assert grade(course) == 0
    notebook = tiny_course.lesson()
    for cell in notebook.cells[2:4]:
        cell.metadata.nbgrader.grade_id = cell.metadata.nbgrader.grade_id.replace("mean", "median")
    tiny_course.write(course.source(LESSON), notebook)
    assert grade(course) == 2
    assert "items added or removed" in capsys.readouterr().err


def test_an_unknown_lesson_or_an_empty_folder_is_said(course, capsys):
    assert grade_verb.main(["09", "--course", str(course.root)]) == 2
    assert "the lessons are 00-tiny" in capsys.readouterr().err
    assert grade(course) == grade(course, "--dry-run") == 2
    said = capsys.readouterr().err
    place = course.folder("submitted") / "STUDENT" / LESSON / f"{LESSON}.ipynb"
    assert "no submission" in said and f"  {place}\n" in said and "--submitted PLACE" in said


def test_a_student_that_nobody_knows_is_not_graded(course, capsys):
    hand_in(course, LESSON, "emmy", answered(course, LESSON, {}))
    for dry in ((), ("--dry-run",)):
        assert grade(course, "--student", "emy", *dry) == 2
        said = capsys.readouterr()
        assert said.err == "There is no student 'emy': did you mean emmy?\n"
        assert "graded" not in said.out
    assert not (course.root / "grading" / "marks").exists()
