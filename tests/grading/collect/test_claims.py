"""Whose a file is: the first part of its path that names an owner decides.

No student can say otherwise: not by a folder, nor by the name of a file, nor by their own name.
"""

import json
import unicodedata

import nbformat
import pytest

from helpers.compose import answered, perfect_answers
from helpers.exports import reasons, submitted, zipped
from helpers.grading import grade, table
from helpers.tiny_course import LESSON
from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.collect.collect import collect
from mlp_course.lessons.course import Course

NOTEBOOK = f"{LESSON}.ipynb"
MOODLE = "Bo_2_assignsubmission_file_"  # an honest hand-in: her victim's
ADA = "Ada_1_assignsubmission_file_"
# Where Ada puts her lie, and in which export
TAKES = {
    "a folder like Moodle's, in Moodle's": f"Ada_1_assignsubmission_file_/{MOODLE}/{NOTEBOOK}",
    "a folder like nbgrader's, in Moodle's": f"{ADA}/Bo_2/{LESSON}/{NOTEBOOK}",
    "the lesson's own folder, in Moodle's": f"Ada_1_assignsubmission_file_/{LESSON}/{NOTEBOOK}",
    "a file like Canvas', in Moodle's": f"Ada_1_assignsubmission_file_/bo_2_9_{NOTEBOOK}",
    "a file like Moodle's, in a flat export": f"Ada_1_assignsubmission_file_{MOODLE}{NOTEBOOK}",
    "a file like Moodle's, in Canvas'": f"ada_1_900_{MOODLE}{NOTEBOOK}",
    "a folder like Moodle's, in nbgrader's": f"Ada_1/{LESSON}/{MOODLE}/{NOTEBOOK}",
    "a folder like nbgrader's, in nbgrader's": f"Ada_1/{LESSON}/Bo_2/{LESSON}/{NOTEBOOK}",
    "a file like Canvas', in nbgrader's": f"Ada_1/{LESSON}/bo_2_9_{NOTEBOOK}",
    "beside her lesson, in nbgrader's": f"Ada_1/Bo_2/{LESSON}/{NOTEBOOK}",
    "below another lesson, in nbgrader's": f"Ada_1/01-other/Bo_2/{LESSON}/{NOTEBOOK}",
    "a name with a number, in Canvas'": f"bo_2_77_900_{NOTEBOOK}",
    "a name with two numbers, in Canvas'": f"bo_2_9_x_77_900_{NOTEBOOK}",
    "late as another one, in Canvas'": f"bo_2_LATE_77_900_{NOTEBOOK}",
}
HONEST = {
    "Moodle's": f"{MOODLE}/{NOTEBOOK}",
    "a flat export": f"{MOODLE}{NOTEBOOK}",
    "Canvas'": f"bo_2_9_{NOTEBOOK}",
    "nbgrader's": f"Bo_2/{LESSON}/{NOTEBOOK}",
}


@pytest.fixture
def notebook(course) -> bytes:
    """A perfect submission."""
    return nbformat.writes(answered(course, LESSON, perfect_answers(course, LESSON))).encode()


def another_lesson(course: Course) -> None:
    """Give the course a second lesson."""
    other = course.source(LESSON).parents[1] / "01-other" / "01-other.ipynb"
    other.parent.mkdir()
    other.write_bytes(course.source(LESSON).read_bytes())


@pytest.mark.parametrize("lie", TAKES)
@pytest.mark.parametrize("newer", [False, True])
def test_nobody_takes_the_place_of_another(course, notebook, tmp_path, lie, newer):
    another_lesson(course)
    honest = HONEST[lie.rpartition(", in ")[2]]
    files = {honest: notebook, f"Ada_1/{LESSON}/data.csv": b"1", TAKES[lie]: notebook + b" "}
    if "nbgrader" not in lie.rpartition(", in ")[2]:
        del files[f"Ada_1/{LESSON}/data.csv"]
    if newer:
        files = dict(reversed(files.items()))
    collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    owned = []
    for name, text in submitted(course).items():
        # The number is what an import goes by.
        if number_of(name.partition("/")[0]) == "2":
            owned.append(text)
    assert owned == [notebook]


def test_the_mark_of_another_stays(course, notebook, tmp_path):
    wrong = perfect_answers(course, LESSON) | {"mean": "mean = 9", "largest": "largest = min"}
    lie = nbformat.writes(answered(course, LESSON, wrong)).encode()
    files = {f"Bo_2/{LESSON}/{NOTEBOOK}": notebook}
    files |= {f"Ada_1/{LESSON}/{NOTEBOOK}": lie, f"Ada_1/Bo_2/{LESSON}/{NOTEBOOK}": lie}
    assert grade(course, "--submitted", str(zipped(tmp_path / "x.zip", files))) == 0
    assert {name: row["total"] for name, row in table(course).items()} == {
        "Ada_1": "3",
        "Bo_2": "6",
    }


def test_what_lies_deeper_is_shown_and_does_not_count(course, notebook, tmp_path):
    files = {
        f"Bo_2/{LESSON}/{NOTEBOOK}": notebook,
        f"Ada_1/Bo_2/{LESSON}/{NOTEBOOK}": notebook + b" ",
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert submitted(course)[f"Bo_2/{LESSON}/{NOTEBOOK}"] == notebook
    assert found.remarks == {
        "Bo_2": "Ada_1/Bo_2 has this name, too, and was left out: whose is it?"
    }


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        (f"bo_2_77_900_{NOTEBOOK}", "2 or 77"),
        (f"bo_124_900_2_{NOTEBOOK}", "124 or 900"),
        (f"bo_1_900_data_12_34_{NOTEBOOK}", "1 or 12"),
    ],
)
def test_a_name_of_canvas_that_reads_in_two_ways_is_shown(
    course, notebook, tmp_path, name, numbers
):
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", {name: notebook}))
    assert reasons(found)[name].startswith(f"is it of student {numbers}?")
    assert not submitted(course)


def test_names_of_canvas_may_have_underscores_and_zeros(course, notebook, tmp_path):
    files = {
        f"van_der_berg_LATE_12_900_{NOTEBOOK}": notebook,
        f"ada_13_901_07_{NOTEBOOK}": notebook,
    }
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert found.students == ["ada_13", "van_der_berg_12"] and found.late == ["van_der_berg_12"]


def test_one_number_of_two_names_is_shown(course, notebook, tmp_path):
    earlier = {f"Ada Byron_1_assignsubmission_file_/{NOTEBOOK}": notebook}
    collect(course, LESSON, zipped(tmp_path / "x.zip", earlier))
    now = {
        f"Ada Lovelace_1_assignsubmission_file_/{NOTEBOOK}": notebook,
        f"Bo_2_assignsubmission_file_/{NOTEBOOK}": notebook,
    }
    found = collect(course, LESSON, zipped(tmp_path / "y.zip", now))
    assert found.remarks == {"Ada Lovelace_1": "the number 1 is also that of Ada Byron_1"}


@pytest.mark.parametrize("export", ["{}_7_assignsubmission_file_/{}", "{}/" + LESSON + "/{}"])
@pytest.mark.parametrize("there", ["NFC", "NFD"])
def test_names_compare_as_people_read_them(course, notebook, tmp_path, export, there):
    number = "_7" if "_7_" in export else ""
    names = {form: unicodedata.normalize(form, "Zoë Čapek") for form in ("NFC", "NFD")}
    home = course.folder("submitted") / f"{names[there]}{number}" / LESSON
    home.mkdir(parents=True)
    for form in names:
        files = {export.format(names[form], NOTEBOOK): notebook}
        path = zipped(tmp_path / f"{form}.zip", files)
        (tmp_path / f"{form}.csv").write_text(f"student\n{names[form]}{number}\n", encoding="utf-8")
        roster = ["--roster", str(tmp_path / f"{form}.csv")]
        assert (
            grade(course, "--submitted", str(path), *roster, "--student", names[form] + number) == 0
        )
        [row] = table(course).values()
        assert row["total"] == "6" and not row["remarks"]
    assert [path.name for path in course.folder("submitted").iterdir()] == [home.parent.name]


def test_names_that_are_more_than_text_are_refused(course, notebook, tmp_path):
    names = ["<img src=x onerror=alert(1)>", '";alert(1);"', "a\\", "=1+1", "@SUM(A1)", "x" * 129]
    names += ["名" * 90]
    files = {f"{name}_7_assignsubmission_file_/{NOTEBOOK}": notebook for name in names}
    found = collect(course, LESSON, zipped(tmp_path / "x.zip", files))
    assert not submitted(course) and len(found.refused) == len(names)
    for name in names[:3]:
        if "/" not in name:
            (course.folder("submitted") / name / LESSON).mkdir(parents=True)
            (course.folder("submitted") / name / LESSON / NOTEBOOK).write_bytes(notebook)
    assert grade(course) == 1
    assert {row["status"] for row in table(course).values()} == {"not graded"}


def test_remarks_of_earlier_versions_can_be_read(course, notebook, tmp_path):
    files = {f"Bo_2_assignsubmission_file_/{NOTEBOOK}": notebook}
    assert grade(course, "--submitted", str(zipped(tmp_path / "x.zip", files))) == 0
    [notes] = course.root.rglob("*.collected")
    notes.write_text(json.dumps({"Bo_2": {"late": True, "remark": "odd"}}))
    assert grade(course) == 0
    assert table(course)["Bo_2"]["late"] == "yes" and table(course)["Bo_2"]["remarks"] == "odd"
