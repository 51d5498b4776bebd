"""Running worked lessons.

Only when something changed, in a copy, and with a plain word when a cell fails.
"""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from helpers import ROOT, small_book
from mlp_course.book.execution import LessonError, execute, executed_path, is_current
from mlp_course.book.reach import reached_files


@pytest.fixture
def course(tmp_path):
    (tmp_path / "solutions" / small_book.LESSON).mkdir(parents=True)
    (tmp_path / "mlp_course" / "grading").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    return tmp_path


def write(course, *sources):
    cells = [new_code_cell(source, id=f"cell{k}") for k, source in enumerate(sources)]
    path = course / "solutions" / small_book.LESSON / f"{small_book.LESSON}.ipynb"
    nbformat.write(small_book.notebook_of(*cells), path)
    return path


def kept_text(notebook, course):
    return nbformat.read(executed_path(notebook, course), as_version=4).cells[-1].outputs[0].text


def test_outputs_are_kept_until_lesson_library_or_data_change(course):
    package = course / "mlp_course"
    (package / "__init__.py").write_text("")
    (package / "graph.py").write_text("def later():\n    from mlp_course.deep import structures")
    (package / "deep").mkdir()
    (package / "deep" / "__init__.py").write_text("")
    (package / "deep" / "structures.py").write_text("x = 1")
    notebook = write(course, "%matplotlib inline\nfrom mlp_course import graph\nprint('first')")
    assert not is_current(notebook, course)
    execute(notebook, course)
    assert kept_text(notebook, course) == "first\n" and is_current(notebook, course)
    (package / "grading" / "marks.py").write_text("x = 1", encoding="utf-8")
    (package / "notes.txt").write_text("no code", encoding="utf-8")
    assert is_current(notebook, course)
    own = f"solutions/{small_book.LESSON}/picture.png"
    reached = ("mlp_course/deep/script.js", "mlp_course/deep/structures.py", "mlp_course/graph.py")
    for name in (*reached, "data/set.gz", own):
        (course / name).write_bytes(b"1")
        assert not is_current(notebook, course), name
        executed_path(notebook, course).with_suffix(".sha256").unlink()
        execute(notebook, course)
        assert is_current(notebook, course)
    assert not is_current(write(course, "print('second')"), course)


def test_a_comment_in_doctor_makes_no_lesson_of_the_course_stale():
    package = ROOT / "mlp_course"
    for path in sorted(ROOT.glob("solutions/*/*.ipynb")):
        names = {
            file.relative_to(package).as_posix()
            for file in reached_files(json.loads(path.read_text()), package)
        }
        assert {"lesson.py", "plots/style.py", "data/shipped.py"} <= names
        plant = ("setup/", "commands/", "grading/", "book/", "cli.py")
        assert not [name for name in names if name.startswith(plant)]


def test_a_cell_that_cannot_be_read_may_reach_everything(course):
    (course / "mlp_course" / "graph.py").write_text("x = 1")
    cell = new_code_cell("from mlp_course import (")
    found = reached_files({"cells": [cell]}, course / "mlp_course")
    assert [path.name for path in found] == ["graph.py"]


def test_a_lesson_runs_in_a_copy_of_its_folder(course):
    notebook = write(course, "open('mine.txt').read(); open('new.txt', 'w').close()\nprint('done')")
    (notebook.parent / "mine.txt").write_text("here", encoding="utf-8")
    execute(notebook, course)
    assert kept_text(notebook, course) == "done\n"
    assert sorted(path.name for path in notebook.parent.iterdir()) == [notebook.name, "mine.txt"]


@pytest.mark.parametrize(
    "source, reason",
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("import os; os._exit(1)", "the kernel died (out of memory?)"),
    ],
)
def test_a_failing_cell_is_named_and_the_last_good_run_kept(course, source, reason):
    execute(write(course, "print('good')"), course)
    notebook = write(course, "x = 1", source)
    with pytest.raises(LessonError) as failure:
        execute(notebook, course)
    name = f"solutions/{small_book.LESSON}/{small_book.LESSON}.ipynb"
    assert str(failure.value) == f"{name}, cell 2 ({source}) failed: {reason}."
    assert kept_text(notebook, course) == "good\n" and not is_current(notebook, course)


def test_progress_counts_cells(course):
    seen = []
    execute(write(course, "1", "2"), course, lambda done, of: seen.append((done, of)))
    assert seen == [(1, 2), (2, 2)]
