"""The Validate button of JupyterLab and `nbgrader validate` say what the visible tests say."""

import nbformat
import pytest
from nbgrader.server_extensions.validate_assignment.handlers import ValidateAssignmentHandler
from nbgrader.validator import Validator

from helpers.compose import answered, perfect_answers, released
from helpers.running import patience
from helpers.tiny_class import LOOPS, OTHER_WAY, WARNS
from helpers.tiny_course import LESSON, REPOSITORY
from mlp_course.lessons.course import CONFIG


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

    def press(notebook) -> list[str]:
        nbformat.write(notebook, work / f"{LESSON}.ipynb")
        config = ValidateAssignmentHandler.load_config(None)
        assert config.Execute.shutdown_kernel == "immediate", f"{settings / CONFIG} was not read"
        config.Execute.timeout = round(patience(5))
        result = Validator(config=config).validate(str(work / f"{LESSON}.ipynb"))
        assert set(result) <= {"failed"}
        return [f"{cell['source']}\n{cell['raw_error']}" for cell in result.get("failed", [])]

    return press


def test_a_right_answer_passes_even_if_it_warns(validate, course):
    answers = perfect_answers(course, LESSON)
    assert validate(answered(course, LESSON, answers)) == []
    assert validate(answered(course, LESSON, answers | {"mean": WARNS, "why": "Because."})) == []


def test_an_untouched_notebook_names_every_open_item(validate, course):
    failed = validate(released(course, LESSON))
    first_lines = [text.split("\n")[0] for text in failed]
    assert first_lines == [
        '"""The mean of three numbers."""',
        '"""One point for each of the three numbers."""',
        "*Your answer: replace this line.*",
        '"""The largest of some numbers."""',
    ]
    assert all("This item is still open" in text for text in failed if "assert" in text)


def test_one_wrong_item_is_named_alone(validate, course):
    answers = perfect_answers(course, LESSON) | {"mean": OTHER_WAY.replace("/ len(values)", "")}
    [failed] = validate(answered(course, LESSON, answers))
    assert "Divide the sum by how many there are." in failed


def test_a_loop_is_stopped_and_named(validate, course):
    [failed] = validate(answered(course, LESSON, perfect_answers(course, LESSON) | {"mean": LOOPS}))
    assert "This cell took too long and was stopped." in failed


def test_the_solution_itself_passes(validate, course):
    assert validate(nbformat.read(course.source(LESSON), as_version=4)) == []
