"""An interval is asked whether it holds the truth; what is known to be wrong has its sentence."""

import numpy as np
import pytest
from scipy.stats import t as student_t

from mlp_course.exercises.conductivity import experiments, intervals
from mlp_course.transport import Arrhenius, nernst_einstein


def by_students_t(T_fit, D_fit, T, n_ions, volume, *, width=1.0, noise=0.0):
    """The confidence interval of the line in ln D, made wider or narrower, or a little uneven."""
    value, low, high = Arrhenius.fit(T_fit, D_fit).at(T, of="line")
    uneven = 1 + noise * np.sin(1e9 * value)
    widths = (low / value) ** (width * uneven), (high / value) ** (width * uneven)
    D = [value, value * widths[0], value * widths[1]]
    return [nernst_einstein(one, n_ions, volume, T) for one in D]


def test_the_right_interval_passes():
    intervals.examine_value(by_students_t, 350.0, 1)
    intervals.examine_widths(by_students_t, np.random.default_rng(1))


def test_an_uneven_interval_is_counted():
    def uneven(*arguments):
        return by_students_t(*arguments, noise=0.1)

    intervals.examine_widths(uneven, np.random.default_rng(2))


@pytest.mark.parametrize(
    ("quantile", "says"),
    [
        (1.96, "1.96 belongs to many points"),
        (1.0, "one standard error"),
        (student_t.ppf(0.9, 4), "interval of 80 %"),
        (student_t.ppf(0.975, 4) * (4 / 6) ** 0.5, "not over n"),
        (0.3, "too narrow for 95 %"),
        (30.0, "far too wide for 95 %"),
    ],
)
def test_a_width_that_is_known_to_be_wrong_has_its_sentence(quantile, says):
    def wrong(*arguments):
        return by_students_t(*arguments, width=quantile / student_t.ppf(0.975, 4))

    with pytest.raises(AssertionError, match=says):
        intervals.examine_widths(wrong, np.random.default_rng(1))


@pytest.mark.parametrize(("width", "says"), [(0.5, "too narrow"), (6.0, "far too wide")])
def test_an_uneven_interval_that_does_not_hold_the_truth_is_refused(width, says):
    def wrong(*arguments):
        return by_students_t(*arguments, width=width, noise=0.1)

    with pytest.raises(AssertionError, match=rf"in \d+ of \d+ experiments: {says}"):
        intervals.examine_widths(wrong, np.random.default_rng(1))


def test_an_interval_of_one_width_everywhere_must_widen():
    rng = np.random.default_rng(3)

    def flat(T_fit, D_fit, T, n_ions, volume):
        value, _, _ = by_students_t(T_fit, D_fit, T, n_ions, volume)
        half = np.exp(0.2 + 0.1 * rng.random())
        return value, value / half, value * half

    with pytest.raises(AssertionError, match=r"Four times the scatter|must widen"):
        intervals.examine_widths(flat, np.random.default_rng(1))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (1.0, "three numbers"),
        ((1.0, 1.0, 1.0), "point estimate"),
        ((1.0, 2.0, 0.5), "must lie between"),
        ((1.0, -1.0, 2.0), "negative"),
        ((np.nan, 1.0, 2.0), "must be numbers"),
    ],
)
def test_what_is_no_interval_is_told_so(given, says):
    with pytest.raises(AssertionError, match=says):
        intervals.interval(lambda *a: given, [1], [1], 300, 1, 1.0)


def test_another_value_than_the_lines_is_refused():
    with pytest.raises(AssertionError, match="That is mS/cm"):
        intervals.examine_value(lambda *a: [1000 * s for s in by_students_t(*a)], 350.0, 1)
    with pytest.raises(AssertionError, match="not that of the Arrhenius line"):
        intervals.examine_value(lambda *a: [1.1 * s for s in by_students_t(*a)], 350.0, 1)


def test_the_law_is_the_one_it_says():
    T, D = experiments.noisy_law(0.0, 0)
    assert pytest.approx(experiments.true_diffusion(T)) == D
    scattered = experiments.noisy_law(0.2, 1)[1]
    assert np.std(np.log(scattered / D)) == pytest.approx(0.2, rel=0.6)
