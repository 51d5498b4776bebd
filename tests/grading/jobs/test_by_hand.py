"""A mark given by hand belongs to the answer it was given for, and is never lost in silence."""

import base64

import nbformat
import pytest
from nbgrader.api import Gradebook

from helpers import tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.commands import report as report_verb
from mlp_course.grading.jobs.by_hand import digests
from mlp_course.lessons import cells
from mlp_course.lessons.course import Course

WRONG = "def mean(values):\n    return 9"
PICTURE = base64.b64encode(b"one picture").decode()
OTHER = base64.b64encode(b"another one").decode()


def submit(course: Course, student: str = "ada", picture: str = "", beside: str = "", **answers):
    """Hand in the perfect answers, but for some."""
    notebook = answered(course, LESSON, perfect_answers(course, LESSON) | answers)
    for cell in notebook.cells:
        if picture and cells.grade_id(cell) == "why":
            cell.attachments = {"a.png": {"image/png": picture}}
    path = hand_in(course, LESSON, student, notebook)
    if beside:
        path.with_name("data.csv").write_text(beside)


def opened(course: Course) -> Gradebook:
    """The gradebook, as formgrader has it."""
    place = course.config().CourseDirectory
    return Gradebook(place.db_url, place.course_id)


def mark(course: Course, item: str, score: float | None, extra: float | None = None) -> None:
    """What formgrader does when a mark is typed, or taken away."""
    with opened(course) as book:
        given = book.find_grade(item, LESSON, LESSON, "ada")
        given.manual_score, given.extra_credit = score, extra
        given.needs_manual_grade = score is None and given.auto_score is None
        book.db.commit()


def row(course: Course, *arguments: str) -> dict:
    """Grade, and return what the table has of Ada."""
    assert grade(course, "--no-compare", *arguments) == 0
    return table(course)["ada"]


# What was marked, what it was, and what it becomes: another answer
CHANGES = {
    "a text": ("why", {"why": "First."}, {"why": "Second."}),
    "the picture of a text": ("why", {"picture": PICTURE}, {"picture": OTHER}),
    "code under its test": ("mean_test", {"mean": WRONG}, {"mean": f"{WRONG} + 0"}),
    "code in another cell": ("mean_test", {"mean": WRONG}, {"mean": WRONG, "largest": "largest=9"}),
    "a file beside the code": ("mean_test", {"mean": WRONG}, {"mean": WRONG, "beside": "1"}),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_changed_answer_waits_again_and_shows_the_old_mark(course, kind):
    item, first, second = CHANGES[kind]
    submit(course, **first)
    before = row(course)
    mark(course, item, 1)
    settled = row(course)
    assert settled["pending"] == str(int(before["pending"]) - (item == "why"))
    assert float(settled[item]) == 1 and settled["remarks"] == before["remarks"]

    submit(course, **second)
    changed = row(course)
    assert float(changed[item]) == 0 and int(changed["pending"]) == int(settled["pending"]) + 1
    assert f"{item}: 1 of " in changed["remarks"]
    assert "was given for an earlier answer" in changed["remarks"]
    notebook = nbformat.read(course.notebook("autograded", LESSON, "ada"), as_version=4)
    names = [cells.grade_id(cell) for cell in notebook.cells]
    above = notebook.cells[names.index(item) - 1]
    assert above.source.startswith("**1 of ")
    page = course.folder("feedback") / "ada" / LESSON / f"{LESSON}.html"
    assert "earlier answer" not in page.read_text()

    # The first answer handed in again has its mark again; so have both, once both are marked.
    mark(course, item, 2)
    assert float(row(course)[item]) == 2
    for answers, points in ((first, 1), (second, 2), (first, 1)):
        path = course.folder("submitted") / "ada" / LESSON / "data.csv"
        path.unlink(missing_ok=True)
        submit(course, **answers)
        assert float(row(course)[item]) == points, "a mark belongs to its answer"
        assert "earlier" not in table(course)["ada"]["remarks"]


def test_an_answer_that_stays_keeps_its_mark_though_others_change(course):
    submit(course, why="Because.")
    row(course)
    mark(course, "why", 3)
    submit(course, why="Because.", mean=WRONG, beside="1")
    after = row(course)
    assert (after["why"], after["mean_test"], after["pending"]) == ("3", "0", "0")


def test_grading_again_and_a_mended_test_change_no_mark_of_a_text(course):
    submit(course)
    row(course)
    mark(course, "why", 3)
    assert row(course, "--again")["why"] == "3"
    notebook = tiny_course.lesson()
    notebook.cells[3].source += "\n"
    tiny_course.write(course.source(LESSON), notebook)
    assert (row(course)["why"], table(course)["ada"]["pending"]) == ("3", "0")


def test_a_mark_that_is_taken_back_does_not_return(course):
    submit(course)
    row(course)
    mark(course, "why", 3)
    row(course)
    mark(course, "why", None)
    for arguments in ([], ["--again"], []):
        after = row(course, *arguments)
        assert (after["why"], after["pending"]) == ("0", "1")
        assert "why: 3 of 4 was taken back" in after["remarks"]
    mark(course, "mean_test", 1)
    row(course)
    mark(course, "mean_test", None)  # back to the automatic mark
    for arguments in ([], ["--again"]):
        assert (row(course, *arguments)["mean_test"], table(course)["ada"]["pending"]) == ("2", "1")


@pytest.mark.parametrize(("given", "counts"), [(14, 4), (4.5, 4), (-3, 0), (4, 4), (0, 0)])
def test_no_more_than_the_maximum_counts_and_no_less_than_nothing(course, given, counts):
    submit(course)
    row(course)
    mark(course, "why", given)
    after = row(course)
    assert (float(after["why"]), float(after["manual"]), float(after["total"])) == (
        counts,
        counts,
        6 + counts,
    )
    assert (f"why: {given:g} of 4 points were given and count as" in after["remarks"]) == (
        given != counts
    )
    page = course.folder("feedback") / "ada" / LESSON / f"{LESSON}.html"
    assert f"<dd>{6.0 + counts:g} of 10</dd>" in page.read_text()
    with opened(course) as book:
        assert book.find_grade("why", LESSON, LESSON, "ada").manual_score == given


def test_extra_credit_is_in_the_table_and_the_exports(course, capsys):
    submit(course, student="ada")
    submit(course, student="Bo_2")
    row(course)
    mark(course, "why", 4, extra=1.5)
    after = row(course)
    assert (after["why"], after["extra"], after["total"], after["max"]) == (
        "5.5",
        "1.5",
        "11.5",
        "10",
    )
    with opened(course) as book:
        given = book.find_grade("why", LESSON, LESSON, "Bo_2")
        given.manual_score, given.extra_credit, given.needs_manual_grade = 4, 2, False
        book.db.commit()
    row(course, "--format", "moodle")
    said = capsys.readouterr().out
    assert "more than the maximum, so raise it there:\n  ada: 11.5 of 10\n" not in said
    assert "Bo_2: 12 of 10" in said
    export = course.root / "grading" / "marks" / f"{LESSON}.moodle.csv"
    assert "Participant 2,Bo,12,10," in export.read_text()
    submit(course, student="ada", why="Another answer.")
    changed = row(course)
    assert (changed["extra"], changed["total"]) == ("", "6")
    assert "why: 4 of 4 and 1.5 extra was given for an earlier answer" in changed["remarks"]


@pytest.mark.parametrize("gone", ["moved aside", "empty", "made by another program"])
def test_a_gradebook_that_is_gone_is_asked_about(course, tmp_path, gone, capsys):
    submit(course)
    row(course)
    mark(course, "why", 3)
    before = row(course)
    place = course.root / "grading" / "gradebook.db"
    place.rename(tmp_path / "aside.db")
    if gone == "empty":
        opened(course).close()
    elif gone == "made by another program":
        assert report_verb.main([LESSON, "--class", "--course", str(course.root)]) != 0
    content = (course.root / "grading" / "marks" / f"{LESSON}.csv").read_bytes()
    for arguments in ([], ["--again"], ["--dry-run"], ["--student", "ada"]):
        assert grade(course, *arguments) == 2
        said = capsys.readouterr().err
        assert "missing or empty, but 1 submissions of 00-tiny had marks in it" in said
        assert "--new-gradebook" in said
    assert (course.root / "grading" / "marks" / f"{LESSON}.csv").read_bytes() == content
    # With the state of earlier runs gone, the table still says that there were marks.
    [record] = course.root.rglob("ada.json")
    hidden = record.rename(record.with_suffix(".aside"))
    assert grade(course) == 2
    hidden.rename(record)
    # Either is an answer: begin anew, or bring it back.
    assert row(course, "--new-gradebook") == before
    (tmp_path / "aside.db").replace(place)
    assert row(course) == before


def test_a_student_whom_an_old_gradebook_does_not_know_is_graded_again(course, tmp_path):
    place = course.root / "grading" / "gradebook.db"
    submit(course, student="bo")
    assert grade(course) == 0
    backup = place.read_bytes()
    submit(course)
    before = row(course)
    place.write_bytes(backup)
    assert row(course) == before


def test_a_damaged_file_of_marks_is_told_and_nothing_is_graded_over_it(course):
    submit(course)
    row(course)
    mark(course, "why", 3)
    row(course)
    [path] = course.root.rglob("ada.marks")
    path.write_text(path.read_text()[:10])
    submit(course, why="Another answer.")
    assert grade(course) == 1
    assert "the marks by hand in" in table(course)["ada"]["remarks"]


def test_provisional_marks_are_not_exported_unawares(course, capsys):
    submit(course, student="Ada_1")
    submit(course, student="Bo_2")
    marks = course.root / "grading" / "marks"
    for kind in ("moodle", "canvas"):
        path = marks / f"{LESSON}.{kind}.csv"
        assert grade(course, "--format", kind) == 1
        assert "NOT EXPORTED: 2 marks are provisional" in capsys.readouterr().out
        assert not path.exists() and not path.with_suffix(".zip").exists()
        assert grade(course, "--format", kind, "--provisional") == 0
        assert "2 of the marks are provisional" in capsys.readouterr().out
        assert path.exists()
    assert (
        "Provisional: 1 answers are not marked yet." in (marks / f"{LESSON}.moodle.csv").read_text()
    )
    with opened(course) as book:
        for student in ("Ada_1", "Bo_2"):
            given = book.find_grade("why", LESSON, LESSON, student)
            given.manual_score, given.needs_manual_grade = 4, False
        book.db.commit()
    assert grade(course, "--format", "canvas") == 0
    assert "are provisional" not in capsys.readouterr().out


def test_one_number_of_two_students_is_in_no_export(course, capsys):
    for student in ("Ada Byron_1", "Ada Lovelace_1", "Bo_2"):
        submit(course, student=student)
    assert grade(course, "--format", "canvas", "--provisional") == 0
    said = capsys.readouterr().out
    assert "without a number of their own, so not in the import:\n  Ada Byron_1\n" in said
    export = course.root / "grading" / "marks" / f"{LESSON}.canvas.csv"
    assert "Ada" not in export.read_text() and "Bo,2," in export.read_text()


def test_what_a_mark_is_for(course):
    """A task is done wherever the student likes; what is for the instructor is nobody's answer."""
    task = {"schema_version": 3, "grade": False, "solution": False, "locked": True, "task": True}
    notebook = tiny_course.lesson()
    about = {"nbgrader": task | {"grade_id": "t", "points": 1}}
    notebook.cells.append(nbformat.v4.new_markdown_cell("Draw.", metadata=about))
    notebook.cells.append(nbformat.v4.new_markdown_cell("Drawn."))
    first = digests(notebook)
    notebook.cells[-1].source = "Drawn well."
    second = digests(notebook)
    assert {name for name in first if first[name] != second[name]} == {"t"}
    notebook.cells[-1].metadata["for_instructor"] = True
    third = digests(notebook)
    notebook.cells[-1].source = "Seen."
    assert digests(notebook) == third
