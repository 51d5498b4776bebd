"""What a check shows and raises: a card in the notebook, one line instead of a traceback."""

import functools
import importlib
import linecache

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient
from nbformat import v4

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import Mismatch, expect
from mlp_course.checks.cards.showing import collected
from mlp_course.checks.exercise import FRESH, LATER, UNWRITTEN, exercise
from mlp_course.training import metrics


@exercise("Exercise 7: `double`", points=2, hints=("the idea", "2 x", "section 1.1"), seeds=(1, 2))
def double(answer, rng):
    """Twice the number."""
    x = rng.uniform(1, 2)
    expect(call(answer, x), 2 * x, unit="Å", mistakes={"Do not square it.": x**2})


@exercise("Question 1: your six statements", points=1, hints=(), told_later=True)
def said(answer):
    """Only that there is one."""
    assert answer is not None, "Write one."
    return "All are judged."


@exercise("Exercise 8: `mae`", points=1, hints=())
def mae(answer, rng):
    """Anything that runs."""
    call(answer, np.ones(2), rng.uniform(size=2))


@exercise("Exercise 9: `turned`", points=1, hints=())
def turned(answer, rng):
    """What the trial makes an array of before it compares."""
    expect(np.asarray(call(answer, rng.uniform()), dtype=float), 1.0)


def repr_of(value):
    """A name for a case, whatever it is."""
    return type(value).__name__


def shown(checked, *answers, **options):
    """The one card, and what was raised."""
    raised = None
    with collected() as cards:
        try:
            checked.check(*answers, **options)
        except Exception as error:
            raised = error
    (card,) = cards
    return card, raised


def test_a_right_answer_is_told_that_fresh_numbers_follow():
    card, raised = shown(double, lambda x: 2 * x)
    assert raised is None
    assert (card.state, card.sentence) == ("right", LATER)
    card, _ = shown(double, lambda x: 2 * x, seeds=[5])
    assert card.sentence == FRESH


def test_a_right_answer_that_is_graded_is_not_shown_twice(capsys):
    double.check(lambda x: 2 * x, seeds=[5])
    assert capsys.readouterr().out == ""


def test_what_is_told_later_is_only_complete():
    card, raised = shown(said, {"a": True})
    assert raised is None
    assert (card.state, card.sentence) == ("complete", "All are judged.")


def test_a_wrong_answer_has_its_sentence_beside_both_numbers():
    card, raised = shown(double, lambda x: x**2)
    assert isinstance(raised, Mismatch)
    assert (card.state, card.sentence) == ("wrong", "Do not square it.")
    (row,) = card.comparison.rows
    assert float(row.got) == pytest.approx((float(row.expected) / 2) ** 2)
    assert card.comparison.unit == "Å"


def test_an_open_answer_is_open():
    def open_answer(x):
        raise NotImplementedError("This item is still open.")

    card, raised = shown(double, open_answer)
    assert isinstance(raised, NotImplementedError)
    assert (card.state, card.sentence) == ("open", UNWRITTEN)


def test_an_answer_that_a_package_cannot_run_is_not_open():
    card, raised = shown(double, torch.nn.Module())
    assert type(raised) is RuntimeError
    assert card.state == "stopped"
    assert "NotImplementedError: Module" in card.sentence
    assert str(raised).startswith("NotImplementedError: Module")


def test_an_error_of_the_answer_says_on_what_it_stopped():
    card, raised = shown(double, lambda x: [][3])
    assert isinstance(raised, IndexError)
    assert card.state == "stopped"
    assert "`double` stopped on (1." in card.sentence and "IndexError: list index" in card.sentence


@pytest.mark.parametrize(
    "answer",
    [
        metrics.mae,
        lambda predicted, true: metrics.mae(predicted, true),
        pytest.param(
            lambda predicted, true: next(part(predicted, true) for part in (metrics.mae,)),
            id="inside a comprehension",
        ),
    ],
)
def test_the_librarys_function_is_no_answer(answer):
    card, raised = shown(mae, answer)
    assert isinstance(raised, AssertionError)
    assert "This is the library's function, `mlp_course.training.metrics.mae`" in card.sentence


def test_the_librarys_function_imported_inside_is_no_answer():
    def answer(predicted, true):
        from mlp_course.training.metrics import mae as theirs

        return theirs(predicted, true)

    card, _ = shown(mae, answer)
    assert "This is the library's function" in card.sentence


@pytest.mark.parametrize(
    "answer",
    [
        lambda predicted, true: str(metrics.rmse),
        lambda predicted, true, theirs=metrics.rmse: str(theirs),
        lambda predicted, true: {"mae": 1.0}["mae"],
        lambda predicted, true: len({"metrics": metrics}),
    ],
)
def test_other_functions_of_the_library_may_be_used(answer):
    card, _ = shown(mae, answer)
    assert card.state == "right"


class Wrapper:
    __module__ = "__main__"

    def __call__(self, predicted, true):
        return metrics.mae(predicted, true)


class Made:
    __module__ = "__main__"

    def __new__(cls, predicted, true):
        return metrics.mae(predicted, true)


TOOLS = {"error": [metrics.mae]}


def helper(predicted, true):
    return metrics.mae(predicted, true)


@pytest.mark.parametrize(
    "answer",
    [
        functools.partial(metrics.mae),
        Wrapper(),
        Wrapper().__call__,
        staticmethod(metrics.mae),
        np.vectorize(metrics.mae),
        lambda predicted, true: helper(predicted, true),
        lambda predicted, true, theirs=metrics.mae: theirs(predicted, true),
        functools.partial(lambda f, predicted, true: f(predicted, true), metrics.mae),
        functools.partial(lambda *given, f: f(*given), f=metrics.mae),
        lambda predicted, true: TOOLS["error"][0](predicted, true),
        lambda predicted, true: getattr(metrics, "mae")(predicted, true),  # noqa: B009
        lambda predicted, true: importlib.import_module("mlp_course.training.metrics").mae(1, 1),
        functools.lru_cache(metrics.mae),
        Made,
        Wrapper,
    ],
)
def test_the_librarys_function_is_found_in_whatever_wraps_it(answer):
    card, _ = shown(mae, answer)
    assert "This is the library's function" in card.sentence


class SilentError(Exception):
    def __str__(self):
        raise KeyError


class FrozenError(Exception):
    def __setattr__(self, name, value):
        raise AttributeError(name)


class GivenError(Exception):
    @property
    def given(self):
        raise ZeroDivisionError


def _with_a_group_before(error):
    error.__context__ = ExceptionGroup("before", [KeyError()])
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SilentError(), "SilentError"),
        (FrozenError("why"), "FrozenError: why"),
        (GivenError("why"), "GivenError: why"),
        (SystemExit(3), "SystemExit: 3"),
        (SyntaxError("odd"), "SyntaxError: odd"),
        (_with_a_group_before(ValueError("why")), "ValueError: why"),
        (BaseExceptionGroup("two", [KeyError(), KeyboardInterrupt()]), "BaseExceptionGroup: two"),
        (AssertionError(), "AssertionError"),
        (ValueError("y" * 10**6), "ValueError: yyy"),
        (ValueError("one\n\n\ntwo \ud800 \x1b[2J \x00"), "ValueError: one two � �[2J �"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_an_answer_raises_has_a_card(error, said):
    def answer(x):
        raise error

    card, raised = shown(double, answer)
    assert card.state == "stopped"
    assert "`double` stopped on (" in card.sentence and said in card.sentence
    assert len(card.html().encode()) < 10_000
    assert raised._render_traceback_() == [card.one_line]
    # IPython asks neither those of its own list nor those that hide a group, nor without words.
    assert type(raised).__name__ == type(error).__name__
    assert not isinstance(raised, SystemExit | SyntaxError | BaseExceptionGroup)
    assert raised.__context__ is None and isinstance(str(raised), str)


def test_an_endless_recursion_is_its_first_lines_and_its_last():
    space = {}
    cell = "def answer(x):\n    return answer(x)\n"
    linecache.cache["<cell>"] = (len(cell), None, cell.splitlines(True), "<cell>")
    exec(compile(cell, "<cell>", "exec"), space)
    card, _ = shown(double, space["answer"])
    assert "RecursionError" in card.sentence
    assert 2 <= len(card.frames) <= 12 and len(card.text()) < 2000


def test_an_error_of_another_package_is_no_open_answer():
    import torch

    card, _ = shown(double, lambda x: torch.nn.Module()(x))
    assert card.state == "stopped"


class Odd:
    def __repr__(self):
        raise ZeroDivisionError

    def __array__(self, *options, **named):
        raise KeyError

    def __getattr__(self, name):
        raise KeyError(name)


TEXT = "That is a text: give the number alone, without quotation marks and unit."


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Odd(), "That is no number."),
        (10**400, "That is no number."),
        ({}, "That is no number."),
        ([[1], [1, 2]], "That is no number."),
        (np.array(["2.0"], dtype=object), "That is no number."),
        ("1 Å", TEXT),
        ("2.0", TEXT),
        (1j, "These are complex numbers, real ones are expected."),
        (np.array([1j]), "These are complex numbers, real ones are expected."),
        ((n for n in range(3)), "That has computed nothing yet: make a list of it, `list(...)`."),
        (len, "That is a function or a class: call it, and give what it returns."),
    ],
    ids=repr_of,
)
def test_what_is_no_number_has_a_sentence(value, said):
    card, _ = shown(double, lambda x: value)
    assert (card.state, card.sentence) == ("wrong", said)
    assert "Å" not in card.comparison.unit
    if not callable(value):
        card, _ = shown(double, value)
        assert card.sentence.startswith("The answer must be a function. Got ")


def test_a_value_that_the_trial_stumbles_over_is_not_an_error_of_the_answer():
    card, _ = shown(turned, lambda x: {})
    assert card.state == "wrong"
    assert "The test cannot work with what `turned` gave it" in card.sentence


def test_every_seed_is_tried():
    card, _ = shown(double, lambda x: 2 * x if x < 1.4 else 0.0)
    assert card.state == "wrong"


@pytest.mark.parametrize("answers", [(), (np.square, np.square)])
def test_a_test_that_is_called_otherwise_says_so(answers):
    card, _ = shown(double, *answers)
    assert card.sentence.startswith(
        f"The test wants 1 in its brackets, it was given {len(answers)}"
    )


def test_who_looks_at_an_exercise_sees_no_hint():
    assert (
        repr(double) == "Exercise 7: `double`: exercise.double.check(...), exercise.double.hint()"
    )


def test_hints_come_one_at_a_time(capsys):
    double.hint()
    assert capsys.readouterr().out == "Hint 1 of 3: the idea\n"
    double.hint()
    assert "Hint 2 of 3: 2 x" in capsys.readouterr().out
    double.hint()
    double.hint()
    assert capsys.readouterr().out.count("section 1.1") == 2


@pytest.fixture(scope="module")
def executed():
    """A notebook with a wrong answer, an error two calls deep, a right answer, and an open one."""
    cells = [
        "import numpy as np\nfrom mlp_course.exercises import symmetry as exercise",
        "def distance_matrix(p):\n    return ((p[:, None] - p) ** 2).sum(-1)",
        "exercise.distance_matrix.check(distance_matrix)",
        "def inner(p):\n    return p[len(p)]\n\ndef distance_matrix(p):\n    return inner(p)",
        "exercise.distance_matrix.check(distance_matrix)",
        "def distance_matrix(p):\n    return np.linalg.norm(p[:, None] - p, axis=-1)",
        "exercise.distance_matrix.check(distance_matrix)",
        "from mlp_course import lesson\nlesson.begin('01-symmetry')",
        "exercise.sum_of_atoms.check(sum_of_atoms)",
        "print(nothing)",
        "mae_answer = None\nraise NotImplementedError('Replace this line.')",
        "def unwritten():\n    raise NotImplementedError('Replace this line.')\n\nunwritten()",
    ]
    notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in cells])
    NotebookClient(notebook, kernel_name="python3", allow_errors=True).execute()
    return notebook


def outputs(executed, place, kind):
    return [output for output in executed.cells[place].outputs if output.output_type == kind]


def test_a_notebook_shows_a_card_and_one_line(executed):
    (card,) = outputs(executed, 2, "display_data")
    assert "take the square root" in card.data["text/html"]
    assert card.data["text/plain"].startswith("✗ Not yet right · Exercise 2")
    (error,) = outputs(executed, 2, "error")
    assert error.traceback == ["✗ distance_matrix: not yet right, see the card above."]
    # What grades reads the sentence here.
    assert "take the square root" in error.evalue


def test_an_error_shows_the_students_lines_only(executed):
    (card,) = outputs(executed, 4, "display_data")
    page = card.data["text/html"]
    assert "in line 2 of your cell" in page
    assert "return p[len(p)]" in page and "return inner(p)" in page
    assert "mlp_course" not in page.replace("mlp_course hint", "")
    (error,) = outputs(executed, 4, "error")
    assert error.ename == "IndexError" and len(error.traceback) == 1


def test_a_right_answer_shows_a_tick_and_nothing_else(executed):
    assert [output.output_type for output in executed.cells[6].outputs] == ["display_data"]
    (card,) = outputs(executed, 6, "display_data")
    assert card.data["text/plain"].startswith("✓ Right · Exercise 2: `distance_matrix` (1 point)")


def test_a_card_survives_saving_and_reading(executed):
    text = nbformat.writes(executed)
    again = nbformat.reads(text, as_version=4)
    assert outputs(again, 2, "display_data") == outputs(executed, 2, "display_data")


def test_an_answer_that_was_not_run_has_a_card(executed):
    (card,) = outputs(executed, 8, "display_data")
    assert card.data["text/plain"].startswith("○ Still open · Exercise 8: `sum_of_atoms`")
    assert "`sum_of_atoms` is not there yet: run the cell" in card.data["text/plain"]
    (error,) = outputs(executed, 8, "error")
    assert error.ename == "NameError"
    assert error.traceback == ["○ sum_of_atoms: still open, see the card above."]


def test_any_other_name_error_is_shown_as_ever(executed):
    (error,) = executed.cells[9].outputs
    assert error.ename == "NameError" and len(error.traceback) > 1


def test_numpy_is_what_the_trial_draws_with():
    seen = []

    @exercise("x", points=1, hints=())
    def trial(answer, rng):
        seen.append(rng.random())

    trial.check(None, seeds=[3])
    assert seen == [np.random.default_rng(3).random()]


def test_an_answer_cell_that_is_not_written_says_so_in_one_line(executed):
    (error,) = executed.cells[10].outputs
    assert (error.ename, error.evalue) == ("NotImplementedError", "Replace this line.")
    assert error.traceback == ["○ Replace this line."]


def test_where_a_function_is_called_that_is_not_written_is_shown(executed):
    (error,) = executed.cells[11].outputs
    assert error.ename == "NotImplementedError" and len(error.traceback) > 1
