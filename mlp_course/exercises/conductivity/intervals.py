"""An answer that is an interval: read, and refused where it is none."""

from collections.abc import Callable

import numpy as np

from mlp_course.checks.answers.calling import call


def interval(function: Callable, *arguments) -> tuple[float, float, float]:
    """value, low, high of `function(*arguments)`.

    AssertionError says what is wrong with them as an interval.
    """
    given = call(function, *arguments)

    # Three finite numbers
    assert np.size(given) == 3, f"Return three numbers: value, low, high. Got {given!r}."
    value, low, high = (float(number) for number in given)
    assert np.isfinite([value, low, high]).all(), (
        f"value, low and high must be numbers. Got {given!r}."
    )

    # In their order, and possible
    assert low != high, "A point estimate is no answer: low and high must differ."
    assert low < value < high, (
        f"The value {value:.3g} must lie between low {low:.3g} and high {high:.3g}."
    )
    assert low > 0, "A conductivity cannot be negative: build the interval in ln D."
    return value, low, high
