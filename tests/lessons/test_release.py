"""solutions/ -> notebooks/: what students get, and that nothing is lost on the way."""

import errno
import os
import signal
import subprocess
import sys

import nbformat
import pytest

from helpers import tiny_course
from helpers.compose import released
from helpers.tiny_course import LESSON, SECRET
from mlp_course.commands import release as release_verb
from mlp_course.grading.steps.open_items import RAISES
from mlp_course.lessons.course import CONFIG


def release(course, *arguments: str) -> int:
    """Release the lessons of `course`."""
    return release_verb.main([*arguments, "--course", str(course.root)])


def files(course) -> dict[str, bytes]:
    """Everything below notebooks/."""
    folder = course.folder("release")
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def change(course, cell_id: str = "title", lesson: str = LESSON, **fields: object) -> None:
    """Edit one cell of a source."""
    path = course.folder("source") / lesson / f"{lesson}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    next(cell for cell in notebook.cells if cell.id == cell_id).update(fields)
    tiny_course.write(path, notebook)


def test_students_get_stubs_and_visible_tests_only(course):
    cells = {cell.id: cell for cell in released(course, LESSON).cells}
    text = course.folder("release").joinpath(LESSON, f"{LESSON}.ipynb").read_text()
    for secret in (SECRET, "secret_way", "SOLUTION", "HIDDEN", "hidden_", "a sum over a count"):
        assert secret not in text
    assert cells["mean"].source.endswith(
        'raise NotImplementedError("This item is still open: replace this line with your answer.")'
    )
    assert "Divide the sum" in cells["mean_test"].source
    assert cells["why"].source == "*Your answer: replace this line.*"


def test_only_tests_of_open_items_may_raise(course):
    tagged = {
        cell.id
        for cell in released(course, LESSON).cells
        if RAISES in cell.metadata.get("tags", [])
    }
    assert tagged == {"mean_test", "moments_test", "largest_test"}
    assert RAISES not in course.source(LESSON).read_text()


def test_apart_from_tags_it_is_what_nbgrader_makes(course):
    ours = released(course, LESSON)
    config = course.root / CONFIG
    config.write_text(config.read_text() + "c.GenerateAssignment.preprocessors.pop()\n")
    assert release(course) == 0
    for cell in ours.cells:
        if RAISES in cell.metadata.get("tags", []):
            del cell.metadata["tags"]
    assert released(course, LESSON) == ours


def test_an_answer_outside_a_function_may_raise_too(course):
    change(course, "mean", source="### BEGIN SOLUTION\nmean = np.mean\n### END SOLUTION")
    assert release(course) == 0
    assert released(course, LESSON).cells[2].metadata.tags == [RAISES]


def test_releasing_twice_gives_the_same_bytes(course, capsys):
    before = files(course)
    assert release(course) == 0
    assert files(course) == before
    assert "0 files changed" in capsys.readouterr().out
    assert release(course, "--check") == 0


def test_files_beside_the_source_stay_with_the_instructor(course):
    folder = course.source(LESSON).parent
    for name in ("script.py", "notes.md", "figure.svg"):
        (folder / name).write_text(SECRET)
    assert release(course) == 0
    assert set(files(course)) == {f"{LESSON}/{LESSON}.ipynb", f"{LESSON}/figure.svg"}


@pytest.mark.parametrize("how", ["source changed", "release edited", "release missing", "stranger"])
def test_check_sees_what_is_out_of_date(course, capsys, how):
    notebook = course.folder("release") / LESSON / f"{LESSON}.ipynb"
    if how == "source changed":
        change(course, source="# Another title")
    elif how == "release edited":
        notebook.write_text(notebook.read_text().replace("tiny lesson", "tiny Lesson"))
    elif how == "release missing":
        notebook.unlink()
    else:
        tiny_course.write(notebook.parents[1] / "old" / "old.ipynb", tiny_course.lesson())
    before = files(course)
    assert release(course, "--check") == 1
    assert files(course) == before
    said = capsys.readouterr().err
    assert ("has no source" if how == "stranger" else f"{LESSON}.ipynb") in said


def test_a_fault_in_one_lesson_leaves_all_as_they_were(course, capsys):
    before = files(course)
    other = nbformat.read(course.source(LESSON), as_version=4)
    tiny_course.write(course.folder("source") / "01-other" / "01-other.ipynb", other)
    change(course, source="# Another title")
    change(course, "mean_test", lesson="01-other", source="mean([1])")
    assert release(course) == 1
    assert files(course) == before
    assert "01-other, cell mean_test" in capsys.readouterr().err


def test_what_nbgrader_refuses_is_said_and_changes_nothing(course, capsys):
    before = files(course)
    notebook = nbformat.read(course.source(LESSON), as_version=4)
    notebook.cells[2].metadata.nbgrader.schema_version = 99
    tiny_course.write(course.source(LESSON), notebook)
    assert release(course) == 1
    assert files(course) == before
    assert "SchemaTooNewError" in capsys.readouterr().err


@pytest.mark.parametrize("moment", ["replace", "fsync"])
def test_a_full_disk_loses_nothing(course, capsys, monkeypatch, moment):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files(course)
    change(course, source="# Another title")
    monkeypatch.setattr(os, moment, full)
    assert release(course) == 1
    assert files(course) == before
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("moment", ["replace", "fsync"])
def test_a_kill_loses_nothing_and_the_next_run_finishes(course, moment):
    before = files(course)
    change(course, source="# Another title")
    program = (
        "import os, signal, sys; from mlp_course.commands import release\n"
        f"os.{moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL); release.main(sys.argv[1:])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "--course", str(course.root)], capture_output=True
    )
    assert run.returncode == -signal.SIGKILL, run.stderr
    assert files(course)[f"{LESSON}/{LESSON}.ipynb"] == before[f"{LESSON}/{LESSON}.ipynb"]
    assert release(course) == 0
    assert set(files(course)) == set(before)
    assert "Another title" in files(course)[f"{LESSON}/{LESSON}.ipynb"].decode()


def test_an_unknown_lesson_is_said(course, capsys):
    assert release(course, "05") == 2
    assert "the lessons are 00-tiny" in capsys.readouterr().err


def test_no_course_is_said(tmp_path, capsys):
    assert release_verb.main(["--course", str(tmp_path)]) == 2
    assert "no course in" in capsys.readouterr().err
