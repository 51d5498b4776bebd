"""The Validate button of JupyterLab and `nbgrader validate` show the list of `report`."""

import os
import subprocess
import sys
from html import unescape

import nbformat
import pytest
from nbgrader.apps import validateapp
from nbgrader.server_extensions.validate_assignment import handlers

from helpers.compose import answered, perfect_answers, released
from helpers.running import patience
from helpers.tiny_class import LOOPS, OTHER_WAY, RAISES, WARNS
from helpers.tiny_course import LESSON, REPOSITORY
from mlp_course.grading.points.validation import ListingValidator
from mlp_course.lessons.course import CONFIG

SUM = OTHER_WAY.replace("/ len(values)", "")


@pytest.fixture(params=["instructor", "student"])
def validate(request, course, tmp_path, monkeypatch):
    """Press the button in the course folder, or in a student's work folder.

    The work folder is opened as `mlp-course lab` does.
    """
    work = course.root if request.param == "instructor" else tmp_path / "my-work"
    settings = REPOSITORY / "mlp_course" / "jupyter" if request.param == "student" else tmp_path
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(settings))
    work.mkdir(exist_ok=True)
    monkeypatch.chdir(work)

    def press(notebook) -> str:
        nbformat.write(notebook, work / f"{LESSON}.ipynb")
        config = handlers.ValidateAssignmentHandler.load_config(None)
        assert config.Execute.shutdown_kernel == "immediate", f"{settings / CONFIG} was not read"
        config.Execute.timeout = round(patience(5))
        [shown] = (
            handlers.Validator(config=config).validate(str(work / f"{LESSON}.ipynb")).pop("failed")
        )
        assert shown["source"] == "" and "Traceback" not in shown["error"]
        assert "\x1b" not in shown["error"] + shown["raw_error"]
        return shown["raw_error"]

    return press


def test_a_right_answer_passes_even_if_it_warns(validate, course):
    answers = perfect_answers(course, LESSON)
    assert "6 of 10 points so far" in validate(answered(course, LESSON, answers))
    said = validate(answered(course, LESSON, answers | {"mean": WARNS, "why": "Because."}))
    assert "6 of 10 points so far, 4 written for marking by hand\n" in said
    assert "✓ mean: passes" in said and "… why: written" in said


def test_an_untouched_notebook_has_every_item_open(validate, course):
    assert validate(released(course, LESSON)) == f"{LESSON}: 0 of 10 points so far"


def test_one_wrong_item_is_named_alone(validate, course):
    said = validate(answered(course, LESSON, perfect_answers(course, LESSON) | {"mean": SUM}))
    wrong = "  ✗ mean: not yet right, 0 of 2 points\n      Divide the sum by how many there are.\n"
    assert wrong in said and said.count("✗") == 1


def test_a_loop_is_stopped_and_named(validate, course):
    said = validate(answered(course, LESSON, perfect_answers(course, LESSON) | {"mean": LOOPS}))
    assert "This cell took too long and was stopped." in said


def test_a_copied_test_is_said_and_the_others_are_judged(validate, course):
    notebook = answered(course, LESSON, perfect_answers(course, LESSON))
    notebook.cells.append(nbformat.NotebookNode(notebook.cells[3], id="copy"))
    said = validate(notebook)
    assert "Its test is not in your notebook once" in said and "✓ largest: passes" in said


def test_the_solution_itself_passes(validate, course):
    said = validate(nbformat.read(course.source(LESSON), as_version=4))
    assert "6 of 10 points so far" in said


def test_the_list_of_the_dialog_is_text_of_the_students_escaped(course, tmp_path):
    lie = "def mean(values):\n    raise AssertionError('<img src=x onerror=alert(1)>')"
    notebook = answered(course, LESSON, {"mean": lie})
    path = tmp_path / "other.ipynb"
    nbformat.write(notebook, path)
    [shown] = ListingValidator().validate(str(path))["failed"]
    assert "<img" not in shown["error"]
    assert "<img src=x onerror=alert(1)>" in unescape(shown["error"])


def test_the_command_prints_the_list(course, tmp_path):
    notebook = answered(course, LESSON, {"mean": RAISES})
    nbformat.write(notebook, course.root / "mine.ipynb")
    line = [sys.executable, "-P", "-m", "nbgrader", "validate", "mine.ipynb"]
    done = subprocess.run(line, cwd=course.root, capture_output=True, text=True, env=os.environ)
    assert done.stdout.splitlines() == [
        "mine: 2 of 10 points so far",
        "  ✓ mean: passes, 2 of 2 points",
        "  ○ moments: open, 3 points",
        "  ○ why: open, 4 points",
        "  ○ largest: open, 1 point",
    ]


def test_both_make_the_validator_that_is_put_there(course):
    course.config()
    assert validateapp.Validator is handlers.Validator is ListingValidator
