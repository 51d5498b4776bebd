"""What must not leave solutions/ is known in every spelling that nbgrader accepts."""

import pytest
from nbformat import v4
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from mlp_course.grading.feedback.redact import HideHiddenTests
from mlp_course.lessons.secrets import hidden_from_students, secrets_of

SECRET = "assert purple_monkey(dishwasher) == 1812"
FOLDED = "assertpurple_monkeydishwasher1812"
SPELLINGS = ["### {}", "    # {}", "#{}", "###   {}  ###", '"""{}"""', "x = 1  # {}"]
CROWDED = {
    "begin": f"{SECRET}  ### BEGIN {{0}}\n### END {{0}}",
    "end": f"### BEGIN {{0}}\n{SECRET}  # END {{0}}",
    "after": f'"""BEGIN {{0}}"""; {SECRET}\n### END {{0}}',
    "stray end": f"{SECRET}  # END {{0}}",
    "form feed": f"{SECRET} \x0c# BEGIN {{0}}\n### END {{0}}",
    "next line": f"{SECRET} \x85# BEGIN {{0}}\n### END {{0}}",
}
REGIONS = {
    "HIDDEN TESTS": ClearHiddenTests,
    "SOLUTION": ClearSolutions,
    "MARK SCHEME": ClearMarkScheme,
}


def marked(spelling: str, region: str) -> str:
    """A cell with a secret between two marks."""
    begin = spelling.format(f"BEGIN {region}")
    end = spelling.format(f"END {region}")
    return f"public_line_of_everybody = 1\n{begin}\n    {SECRET}\n{end}\nlast_public_line = 2"


def cell(source: str, **about: object) -> dict:
    """A cell that gives points."""
    nbgrader = {"grade": True, "solution": False, "grade_id": "f_test", "points": 1, **about}
    return v4.new_code_cell(source, metadata={"nbgrader": nbgrader})


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_what_nbgrader_takes_out_is_a_secret(spelling, region):
    source = marked(spelling, region)
    given = cell(source, solution=region == "SOLUTION", task=region == "MARK SCHEME")
    notebook = v4.new_notebook(cells=[given])
    assert secrets_of([notebook]) == {SECRET}

    released = v4.new_notebook(cells=[v4.new_code_cell(source, metadata=dict(given.metadata))])
    step = REGIONS[region](config=Config())
    step.preprocess(released, {"nbgrader": {}})
    assert SECRET not in released.cells[0].source, "nbgrader has other marks than we think"


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_feedback_keeps_hidden_tests_to_itself(spelling):
    notebook = v4.new_notebook(cells=[cell(marked(spelling, "HIDDEN TESTS"))])
    assert hidden_from_students(notebook) == {FOLDED}


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("place", CROWDED)
def test_what_shares_the_line_of_a_marker_is_a_secret(place, region):
    source = f"public_line_of_everybody = 1\n{CROWDED[place].format(region)}"
    given = cell(source, solution=region == "SOLUTION", task=region == "MARK SCHEME")
    notebook = v4.new_notebook(cells=[given])
    assert any(SECRET in line for line in secrets_of([notebook]))
    if region != "SOLUTION":
        [folded] = hidden_from_students(notebook)
        assert folded == FOLDED

    step = REGIONS[region](config=Config())
    step.preprocess(notebook, {"nbgrader": {}})
    assert SECRET not in given.source


def test_feedback_does_not_repeat_what_shares_the_line_of_a_marker():
    test = cell(CROWDED["begin"].format("HIDDEN TESTS"))
    printed = v4.new_code_cell("print(In[2])", outputs=[v4.new_output("stream", text=SECRET)])
    notebook = v4.new_notebook(cells=[test, printed])
    HideHiddenTests().preprocess(notebook, {})
    assert "monkey" not in str(notebook)


@pytest.mark.parametrize("make", [v4.new_code_cell, v4.new_markdown_cell, v4.new_raw_cell])
def test_an_answer_without_markers_is_secret_as_a_whole(make):
    answer = make(SECRET, metadata=cell("", solution=True).metadata)
    hidden_test = cell(marked("### {}", "HIDDEN TESTS"))
    assert secrets_of([v4.new_notebook(cells=[answer])]) == {SECRET}
    # It does not count as told to everybody, either.
    assert secrets_of([v4.new_notebook(cells=[answer, hidden_test])]) == {SECRET}


def test_hidden_tests_of_an_answer_marked_by_hand_are_kept_from_students():
    answer = cell(marked("### {}", "HIDDEN TESTS"), solution=True)
    answer.outputs = [v4.new_output("stream", text=SECRET)]
    notebook = v4.new_notebook(cells=[answer])
    assert hidden_from_students(notebook) == {FOLDED}
    HideHiddenTests().preprocess(notebook, {})
    assert "monkey" not in str(notebook)
    assert "last_public_line" in answer.source


def test_a_message_of_its_hidden_tests_is_not_one_that_a_student_wrote():
    answer = cell(f"### BEGIN HIDDEN TESTS\n{SECRET}\n### END HIDDEN TESTS", solution=True)
    failure = v4.new_output("error", ename="E", evalue="1812", traceback=["Cell In[1], line 2"])
    answer.update(outputs=[failure], execution_count=1)
    HideHiddenTests().preprocess(v4.new_notebook(cells=[answer]), {})
    assert "raised in a further test" in str(answer)
    assert "1812" not in str(answer)


@pytest.mark.parametrize("source", ["# BEGIN HIDDEN TESTS", "# END HIDDEN TESTS"])
def test_a_student_who_writes_half_a_region_gets_feedback(source):
    answer = cell(f"mine = 1\n{source}", solution=True)
    failure = v4.new_output("error", ename="E", evalue="", traceback=["Cell In[1], line 9"])
    answer.update(outputs=[failure], execution_count=1)
    HideHiddenTests().preprocess(v4.new_notebook(cells=[answer]), {})
    assert "mine = 1" in answer.source


def test_mark_schemes_are_kept_from_students():
    task = v4.new_markdown_cell(marked("=== {} ===", "MARK SCHEME"))
    task.metadata["nbgrader"] = {"task": True, "grade_id": "f"}
    assert hidden_from_students(v4.new_notebook(cells=[task])) == {FOLDED}


@pytest.mark.parametrize(
    ("line", "is_secret"), [("return total", False), ("return sum(pairs)", True)]
)
def test_a_short_line_is_a_secret_if_it_can_be_recognised(line, is_secret):
    notebook = v4.new_notebook(cells=[cell(f"### BEGIN SOLUTION\n{line}\n### END SOLUTION")])
    assert (line in secrets_of([notebook])) == is_secret


def test_a_region_inside_another_ends_neither():
    source = "### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS\n### END SOLUTION\n" + SECRET
    assert secrets_of([v4.new_notebook(cells=[cell(source)])]) == {SECRET}


def test_a_region_that_is_never_closed_is_secret_to_its_end():
    source = f"public_line_of_everybody = 1\n### BEGIN HIDDEN TESTS\n{SECRET}"
    assert secrets_of([v4.new_notebook(cells=[cell(source)])]) == {SECRET}


def test_what_is_told_elsewhere_is_no_secret():
    told = v4.new_markdown_cell(f"Try `{SECRET}`.")
    notebook = v4.new_notebook(cells=[cell(marked("### {}", "HIDDEN TESTS")), told])
    assert secrets_of([notebook]) == set()


def test_a_students_own_markers_hide_nothing():
    own = v4.new_code_cell(marked("### {}", "HIDDEN TESTS"))
    assert hidden_from_students(v4.new_notebook(cells=[own])) == set()
