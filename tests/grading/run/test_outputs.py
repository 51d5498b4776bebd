"""What counts of a cell's outputs, and what a student gets to see of them."""

import pytest
from nbformat import v4
from nbgrader.utils import determine_grade

from helpers import tiny_class, tiny_course
from helpers.compose import answered, hand_in, perfect_answers
from helpers.tiny_course import LESSON
from mlp_course.checks.cards.card import STOPPED, Card
from mlp_course.commands import grade as grade_verb
from mlp_course.grading.feedback.redact import HIDDEN_OUTPUT, HideHiddenTests
from mlp_course.grading.run.outputs import TidyOutputs, with_line
from mlp_course.lessons.course import CONFIG
from mlp_course.lessons.secrets import hidden_from_students


def test_cell(*outputs, source: str = "'''Some sentence.'''") -> v4.nbbase.NotebookNode:
    """A test cell of two points with these outputs."""
    cell = tiny_course.code("mean_test", source, grade=True, locked=True, points=2)
    cell.outputs = list(outputs)
    return cell


test_cell.__test__ = False


def result(text: str) -> v4.nbbase.NotebookNode:
    """What Jupyter shows of a cell's last expression."""
    return v4.new_output("execute_result", {"text/plain": text})


@pytest.mark.parametrize(
    ("shown", "points"),
    [
        ("1.0", 1.0),
        ("np.int64(1)", 1.0),
        ("np.float64(1.5)", 1.5),
        ("np.float32(0.0)", 0.0),
        (" np.uint8(2) ", 2.0),
    ],
)
def test_partial_marks_count_whatever_their_type(shown, points):
    cell = test_cell(result(shown))
    TidyOutputs().preprocess_cell(cell, {}, 0)
    assert determine_grade(cell) == (points, 2.0)


def test_without_tidying_a_numpy_number_counts_as_full_marks():
    assert determine_grade(test_cell(result("np.int64(1)"))) == (2.0, 2.0)


def test_stderr_costs_nothing_but_an_error_does():
    warning = v4.new_output("stream", name="stderr", text="UserWarning: slow")
    failure = v4.new_output("error", ename="AssertionError", evalue="", traceback=[])
    for outputs, points in (([warning], 2.0), ([warning, failure], 0.0)):
        cell = test_cell(*outputs)
        TidyOutputs().preprocess_cell(cell, {}, 0)
        assert determine_grade(cell) == (points, 2.0)
        assert "slow" in cell.outputs[0].text  # the instructor still reads it


HIDES = """'Some sentence.'
assert f(1)
### BEGIN HIDDEN TESTS
assert f(4711) == 1812, f'Every value counts, {f(2)} too.'
### END HIDDEN TESTS"""


def shown(*outputs, count: int = 2) -> str:
    """What is left of a test cell with a hidden region, after an answer in cell 1."""
    answer = tiny_course.code("f", "def f(x):\n    raise KeyError('mine')", solution=True)
    answer.execution_count = 1
    cell = test_cell(*outputs, source=HIDES)
    cell.execution_count = count
    notebook = v4.new_notebook(cells=[answer, cell])
    HideHiddenTests().preprocess(notebook, {})
    return str(notebook.cells[1])


def error(name: str, message: str, *frames: tuple[int, int]) -> v4.nbbase.NotebookNode:
    """An error that passed through these (cell, line)s."""
    traceback = [
        f"Cell In[{cell}], line {line}\n----> {line} some code 4711" for cell, line in frames
    ]
    return v4.new_output("error", ename=name, evalue=message, traceback=traceback)


def test_a_message_that_the_author_did_not_write_is_left_out():
    message = "4711: every value counts.\nassert f(4711) == 1812"
    text = shown(error("AssertionError", message, (2, 4)))
    assert "AssertionError: raised in a further test" in text
    assert "4711" not in text


def test_of_a_hidden_test_is_told_what_its_author_wrote():
    text = shown(error("AssertionError", "Every value counts, [4711] too. Got 4711.", (2, 4)))
    assert "AssertionError: Every value counts, … too." in text
    assert "4711" not in text


def test_an_error_in_a_hidden_test_says_where_in_the_answer_and_not_what_was_passed():
    text = shown(error("ValueError", "bad 4711", (2, 4), (1, 2)))
    assert "ValueError: raised in a further test" in text
    assert "in line 2 of your cell: raise KeyError('mine')" in text
    assert "4711" not in text


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_message_that_looks_like_a_traceback_brings_nothing_into_the_open(between):
    message = f"4711{between}Cell In[2], line 2"
    output = error("ValueError", message, (2, 4))
    output.traceback.append(f"ValueError: {message}")
    text = shown(output)
    assert "ValueError: raised in a further test" in text
    assert "4711" not in text


@pytest.mark.parametrize(
    "table",
    [
        "\n".join(f"# {n}" for n in range(5000)),
        "known = '4711'",
        "def f(x):\n" + "".join(f"    if x == {n}: raise E('{n}')\n" for n in range(4700, 4740)),
    ],
    ids=["comments", "a text", "many raises"],
)
def test_a_message_out_of_a_table_is_not_repeated(table):
    answer = tiny_course.code("f", table, solution=True)
    answer.execution_count = 1
    cell = test_cell(error("ValueError", "4711", (2, 4)), source=HIDES)
    cell.execution_count = 2
    HideHiddenTests().preprocess(v4.new_notebook(cells=[answer, cell]), {})
    assert "raised in a further test" in str(cell.outputs)
    assert "4711" not in str(cell.outputs)


@pytest.mark.parametrize("hides", [True, False])
def test_once_answers_have_met_a_hidden_test_later_messages_are_the_authors(hides):
    told = [error("ValueError", "bad 1812", (3, 2)), v4.new_output("stream", text="1812")]
    first = test_cell(source=HIDES if hides else "'Some sentence.'\nassert f(1)")
    later = test_cell(*told, source="'Some sentence.'\nassert f(2)")
    first.execution_count = 2
    later.update(id="later", execution_count=3)
    notebook = v4.new_notebook(cells=[first, later])
    HideHiddenTests().preprocess(notebook, {})
    assert ("1812" in str(later.outputs)) != hides
    assert "ValueError" in str(later.outputs)


def test_a_message_the_student_wrote_is_repeated():
    assert "KeyError: 'mine'" in shown(error("KeyError", "'mine'", (2, 4), (1, 2)))


def test_an_error_in_the_visible_part_is_told_in_full():
    assert "TypeError: f() takes no argument" in shown(
        error("TypeError", "f() takes no argument", (2, 2))
    )


def test_prints_and_figures_of_a_cell_with_hidden_tests_are_left_out():
    text = shown(
        v4.new_output("stream", text="4711"), v4.new_output("display_data", {"text/plain": "4711"})
    )
    assert "4711" not in text


@pytest.mark.parametrize(
    ("leak", "hidden"),
    {
        repr(["", HIDES]): True,
        HIDES.replace("\n", "\r\n"): True,
        "assert f(1)": False,
        "f(5) == 1812": False,
    }.items(),
)
def test_a_hidden_line_printed_elsewhere_is_left_out(leak, hidden):
    notebook = v4.new_notebook(cells=[test_cell(source=HIDES), v4.new_code_cell("print(In)")])
    assert len(hidden_from_students(notebook)) == 1
    notebook.cells[1].outputs = [v4.new_output("stream", text=leak)]
    HideHiddenTests().preprocess(notebook, {})
    assert notebook.cells[1].outputs[0].text == (HIDDEN_OUTPUT if hidden else leak)


def test_feedback_that_would_show_a_hidden_test_is_withheld(course, capsys):
    """The twin of the course in which nobody hides anything."""
    with (course.root / CONFIG).open("a") as config:
        config.write("steps = c.GenerateFeedback.preprocessors\n")
        config.write(
            "steps.remove(next(step for step in steps if step.__name__ == 'HideHiddenTests'))\n"
        )
    answers = perfect_answers(course, LESSON) | {"mean": tiny_class.RAISES}
    hand_in(course, LESSON, "ada", answered(course, LESSON, answers))
    grade_verb.main([LESSON, "--course", str(course.root)])
    assert "its feedback was withheld" in capsys.readouterr().out
    assert not (course.folder("feedback") / "ada" / LESSON / f"{LESSON}.html").exists()


@pytest.mark.parametrize("above", ["", "\n", "  \n\n"])
def test_a_line_is_quoted_wherever_the_cell_begins(above):
    cell = v4.new_code_cell(f"{above}def f(x):\n    return x[3]", execution_count=7)
    card = with_line(Card(STOPPED, "f", "f", 1.0), v4.new_notebook(cells=[cell]), [7, 2])
    (frame,) = card.frames
    assert frame.source == "return x[3]"
    assert frame.line == 2 + above.count("\n")
