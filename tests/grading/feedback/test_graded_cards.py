"""The card of a graded test on the student's page: made of its values, and of nothing else."""

import pytest
from nbformat import v4

from helpers import tiny_course
from helpers.compose import answered, hand_in
from helpers.tiny_course import LESSON, code, text
from mlp_course.checks.cards.card import WRONG, Card
from mlp_course.checks.cards.outputs import CARD
from mlp_course.commands import grade as grade_verb
from mlp_course.commands import release as release_verb
from mlp_course.grading.feedback.as_text import AsText

IMPORTS = "import numpy as np\nfrom mlp_course.exercises import symmetry as exercise"
ANSWER = """def distance_matrix(positions):
    ### BEGIN SOLUTION
    return np.linalg.norm(positions[:, None] - positions, axis=-1)
    ### END SOLUTION"""
TEST = '''"""All distances."""
exercise.distance_matrix.check(distance_matrix)
### BEGIN HIDDEN TESTS
exercise.distance_matrix.check(distance_matrix, seeds=[4711])
### END HIDDEN TESTS'''
HEAD = "def distance_matrix(positions):\n    "
ANSWERS = {
    "right": HEAD + "return np.linalg.norm(positions[:, None] - positions, axis=-1)",
    "squared": HEAD + "return ((positions[:, None] - positions) ** 2).sum(-1)",
    "stops": HEAD + "here = len(positions)\n    return positions[here]",
    "library": "from mlp_course.symmetry import random_rotation as distance_matrix",
    "open": None,
}
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    """The page of feedback of every student."""
    notebook = v4.new_notebook(
        cells=[
            text("title", "# A lesson"),
            code("imports", IMPORTS, locked=True),
            text("head", "### Exercise 2: `distance_matrix` (1 point)"),
            code("distance_matrix", ANSWER, solution=True),
            code("distance_matrix_test", TEST, grade=True, locked=True, points=1),
        ]
    )
    course = tiny_course.make(tmp_path_factory.mktemp("cards") / "course", notebook)
    assert release_verb.main(["--course", str(course.root)]) == 0
    for student, source in ANSWERS.items():
        given = {"distance_matrix": source} if source else {}
        hand_in(course, LESSON, student, answered(course, LESSON, given))
    assert grade_verb.main([LESSON, "--course", str(course.root)]) == 0
    folder = course.folder("feedback")
    found = {}
    for student in ANSWERS:
        page = folder / student / LESSON / f"{LESSON}.html"
        found[student] = page.read_text(encoding="utf-8")
    return found


def test_a_wrong_answer_has_its_card(pages):
    page = pages["squared"]
    assert "mlp-card mlp-wrong" in page
    assert "These are squared distances: take the square root." in page
    assert "Hint 1 of 3" in page
    # What was asked, got and expected belongs to a test that has a hidden part, too.
    assert "<mark>" not in page and "expected (Å)" not in page


def test_a_right_answer_was_right_with_fresh_numbers(pages):
    assert "mlp-card mlp-right" in pages["right"]
    assert "It is right with fresh numbers, too." in pages["right"]


def test_an_error_has_the_students_own_line(pages):
    assert "mlp-card mlp-stopped" in pages["stops"]
    assert "line 3, in distance_matrix:  return positions[here]" in pages["stops"]


def test_an_open_answer_is_open(pages):
    assert "mlp-card mlp-open" in pages["open"]


def test_the_librarys_function_is_refused_when_it_is_graded_too(pages):
    assert "This is the library&#x27;s function" in pages["library"]


@pytest.mark.parametrize("student", ANSWERS)
def test_what_is_hidden_stays_hidden(pages, student):
    assert "4711" not in pages[student] and "<script" not in pages[student].partition("<body")[2]


def seen(outputs: list, cell_type: str) -> str:
    """What is left of outputs of a test or of another cell."""
    about = {"grade_id": "f_test", "grade": cell_type == "test", "solution": False}
    cell = v4.new_code_cell("f()", outputs=outputs, metadata={"nbgrader": about})
    nb, _ = AsText().preprocess(v4.new_notebook(cells=[cell]), {})
    shown = [output.data.get("text/html", "") for output in nb.cells[0].outputs]
    return "".join(shown)


def test_a_forged_card_is_a_harmless_one():
    values = Card(WRONG, EVIL, EVIL, 1, EVIL, hints=(EVIL,)).to_dict()
    forged = v4.new_output("display_data", data={"text/html": EVIL}, metadata={CARD: values})
    of_a_test = seen([forged], "test")
    assert "mlp-card" in of_a_test and "<script" not in of_a_test and "<img" not in of_a_test
    assert "mlp-card" not in seen([forged], "another")


@pytest.mark.parametrize("values", [None, 3, {}, {"state": "right"}, [1], "x"])
def test_what_is_no_card_leaves_no_page(values):
    forged = v4.new_output("display_data", data={"text/html": EVIL}, metadata={CARD: values})
    assert seen([forged], "test") == ""
