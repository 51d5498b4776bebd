"""The sample class: complete, apart from every real class, never written over.

What it is for: test_first_hour.py.
"""

import csv
import shutil
import zipfile

import nbformat
import pytest

from helpers.tiny_course import REPOSITORY
from mlp_course import cli
from mlp_course.grading.audit import sample_class
from mlp_course.grading.collect.claims import number_of
from mlp_course.grading.collect.collect import collect
from mlp_course.grading.report.roster import expected
from mlp_course.lessons import cells
from mlp_course.lessons.course import CONFIG, Course, GradingError


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Course:
    """The class, once."""
    folder = tmp_path_factory.mktemp("where") / sample_class.NAME
    sample_class.make(Course(REPOSITORY), folder)
    return Course(folder)


def collected(made: Course, name: str) -> dict[str, dict[str, str]]:
    """What the answer cells of one part of the class hold, by student."""
    found = collect(made, sample_class.LESSON, made.root / name)
    sources = {}
    for student in found.students:
        path = (
            made.folder("submitted")
            / student
            / sample_class.LESSON
            / f"{sample_class.LESSON}.ipynb"
        )
        if "Emil" not in student:
            own = nbformat.read(path, as_version=4).cells
            sources[student] = {
                cells.grade_id(cell): cell.source for cell in own if cells.is_answer(cell)
            }
    return sources


def test_everybody_is_on_the_list_and_their_numbers_are_their_own(made):
    students = expected(made.root / "roster.csv")
    assert (
        len(students)
        == len(sample_class.CLASS)
        == len({number_of(name) for name in students} - {""})
    )


def test_what_was_handed_in_holds_answers_and_nothing_of_the_instructor_s(made):
    released = nbformat.read(
        REPOSITORY / "notebooks" / sample_class.LESSON / f"{sample_class.LESSON}.ipynb",
        as_version=4,
    )
    stubs = {cells.grade_id(cell): cell.source for cell in released.cells if cells.is_answer(cell)}
    written = (
        collected(made, "mailed") | collected(made, "shared.zip") | collected(made, "moodle.zip")
    )
    assert [name.split()[0] for name in written] == ["Ada", "Bruno", "Chloé", "Dora"]
    is_open = [sum(answers[name] == stubs[name] for name in stubs) for answers in written.values()]
    assert is_open == [0, 0, len(stubs) - sample_class.HALF, 0]
    text = "\n".join(source for answers in written.values() for source in answers.values())
    assert not [word for word in ("SOLUTION", "MARK SCHEME", "# says:") if word in text]


def test_the_exports_are_read_without_a_word_but_for_the_two_that_are_odd(made):
    found = collect(made, sample_class.LESSON, made.root / "moodle.zip", dry=True)
    assert [refused.reason for refused in found.refused] == ["is text typed into Moodle"]
    assert list(found.remarks) == ["Dora Beispiel_104"]
    with zipfile.ZipFile(made.root / "moodle.zip") as archive:
        assert len({info.date_time for info in archive.infolist()}) == 2  # one is late


def test_it_is_never_written_over(made, capsys):
    before = {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()}
    assert cli.main(["sample", str(made.root), "--course", str(REPOSITORY)]) == 2
    assert f"{made.root} is there already and was not touched" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in made.root.rglob("*") if path.is_file()} == before


def test_a_failure_leaves_nothing(tmp_path, monkeypatch):
    def full(path):
        raise OSError("The disk is full.")

    monkeypatch.setattr(sample_class, "_write_roster", full)
    with pytest.raises(OSError, match="full"):
        sample_class.make(Course(REPOSITORY), tmp_path / "x")
    assert not list(tmp_path.iterdir())


def test_its_gradebook_is_its_own_and_a_shared_folder_is_refused(made, tmp_path):
    assert (
        made.config().CourseDirectory.db_url
        == f"sqlite:///{made.root.as_posix()}/grading/gradebook.db"
    )
    course = Course(tmp_path / "course")
    course.root.mkdir()
    settings = (REPOSITORY / CONFIG).read_text(encoding="utf-8")
    for line in (
        "c.CourseDirectory.db_url = 'postgresql://host/marks'",
        "c.CourseDirectory.course_id = 'real'",
    ):
        settings += f"{line}\n"
    (course.root / CONFIG).write_text(settings)
    for name in ("solutions", "notebooks"):
        shutil.copytree(
            REPOSITORY / name / sample_class.LESSON, course.root / name / sample_class.LESSON
        )
    for name in ("answers", "quiz/texts"):
        (course.root / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        (course.root / "tests" / name).symlink_to(REPOSITORY / "tests" / name)
    sample_class.make(course, tmp_path / "apart")
    assert Course(tmp_path / "apart").config().CourseDirectory.db_url.startswith("sqlite")
    for step in ("submitted", "release"):
        (course.root / CONFIG).write_text(
            f"{settings}c.CourseDirectory.{step}_directory = '{tmp_path}/everybody'\n"
        )
        with pytest.raises(GradingError, match="everybody, which the sample class would share"):
            sample_class.make(course, tmp_path / "mixed")
        assert not (tmp_path / "mixed").exists()


def test_without_the_bank_of_answers_that_is_said(tmp_path, capsys):
    for name in ("solutions", "notebooks"):
        shutil.copytree(
            REPOSITORY / name / sample_class.LESSON, tmp_path / "c" / name / sample_class.LESSON
        )
    shutil.copy(REPOSITORY / CONFIG, tmp_path / "c")
    assert cli.main(["sample", str(tmp_path / "x"), "--course", str(tmp_path / "c")]) == 2
    assert "random_rotation: about_z" in capsys.readouterr().err


def test_a_course_without_that_lesson_is_one_sentence(tmp_path, capsys):
    shutil.copy(REPOSITORY / CONFIG, tmp_path)
    assert cli.main(["sample", str(tmp_path / "x"), "--course", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"There is no lesson in {tmp_path / 'solutions'}.\n"


def test_the_worksheet_is_moodle_s(made):
    with (made.root / "roster.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {"Identifier", "Full name", "Grade", "Last modified (grade)"} <= set(rows[0])
