"""A wrong answer gets the sentence of its mistake, and a right one none."""

import numpy as np
import pytest

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import entries, expect, verdict
from mlp_course.quiz import statements


def test_of_a_long_array_the_first_wrong_entry_is_shown():
    right = np.arange(60.0).reshape(5, 12)
    wrong = right.copy()
    wrong[2, 3] = wrong[4, 1] = -1
    with pytest.raises(
        AssertionError,
        match=r"^Odd\. Got -1 at \[2, 3\] \(2 of 60 entries differ\), expected 27 there\.$",
    ):
        expect(wrong, right, because="Odd.")
    with pytest.raises(
        AssertionError,
        match=r"Got an array of shape \(4, 12\), expected an array of shape \(5, 12\)\.$",
    ):
        expect(right[:4], right)


@pytest.mark.parametrize("value", [2, 2.0, np.float32(2), np.array(2.0), 2 + 1e-9])
def test_a_number_may_come_in_any_type(value):
    expect(value, 2.0, rtol=1e-6)


@pytest.mark.parametrize("value", [None, "2", [2.0], [[2.0], [2.0]], np.nan, object(), [1, [2]]])
def test_what_is_not_the_number_is_shown(value):
    with pytest.raises(AssertionError, match="Got "):
        expect(value, 2.0)


def test_nothing_is_broadcast():
    with pytest.raises(AssertionError, match=r"shape is \(2, 1\), it should be \(2,\)"):
        expect([[1.0], [1.0]], [1.0, 1.0])


def test_a_known_mistake_is_named_before_the_general_reason():
    with pytest.raises(AssertionError, match=r"^Take the root\. Got 4, expected 2"):
        expect(4.0, 2.0, mistakes={"Take the root.": 4.0}, because="Wrong length.")
    with pytest.raises(AssertionError, match=r"^Wrong length\. Got 5"):
        expect(5.0, 2.0, mistakes={"Take the root.": 4.0}, because="Wrong length.")


def test_the_right_value_can_be_kept_back():
    for value in (4.0, 5.0):
        with pytest.raises(AssertionError, match=rf"Got {value:g}\.$"):
            expect(value, 2.0, mistakes={"Take the root.": 4.0}, reveal=False)


@pytest.mark.parametrize("argument", [np.ones(3), [1.0, 2.0], {"a": 1}])
def test_changing_an_argument_is_noticed(argument):
    def spoil(value):
        if isinstance(value, dict):
            value["b"] = 2
        else:
            value[0] = 7.0
        return value

    with pytest.raises(AssertionError, match="spoil changed its 1st argument in place"):
        call(spoil, argument)


def test_an_argument_with_nan_is_not_called_changed():
    assert call(np.nansum, np.array([np.nan, 1.0])) == 1.0


def test_returning_nothing_is_said():
    with pytest.raises(AssertionError, match="returned nothing"):
        call(lambda: None)


@pytest.mark.parametrize("value", [True, np.True_, np.array(True)])
def test_every_kind_of_truth_counts(value):
    assert verdict(lambda: value) is True


@pytest.mark.parametrize("value", [1.0, "True", 0, np.array([True, True])])
def test_what_is_no_truth_value_is_refused(value):
    with pytest.raises(AssertionError, match="must return True or False"):
        verdict(lambda: value)


def test_an_open_exercise_is_not_called_wrong():
    for ask in (
        lambda: statements.unjudged(None, {"a": "mirror"}),
        lambda: entries(None, "angle"),
    ):
        with pytest.raises(NotImplementedError, match="still open"):
            ask()


@pytest.mark.parametrize("answer", [{}, {"angle": ...}, [60.0], 60.0])
def test_an_answer_without_the_entry_is_refused(answer):
    with pytest.raises(AssertionError, match="angle"):
        entries(answer, "angle")
