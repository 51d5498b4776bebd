"""What must not leave solutions/ is known in every spelling that nbgrader accepts."""

import pytest
from nbformat import v4
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from mlp_course.lessons.secrets import hidden_from_students, secrets_of

SECRET = "assert purple_monkey(dishwasher) == 1812"
SPELLINGS = ["### {}", "    # {}", "#{}", "###   {}  ###", '"""{}"""', "x = 1  # {}"]
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
    assert hidden_from_students(notebook) == {"assertpurple_monkeydishwasher1812"}


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
