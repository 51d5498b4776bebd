"""The line, its weights, and intervals that cover as often as they say."""

import numpy as np
import pytest
from scipy.stats import t as student_t

from mlp_course.transport import Arrhenius, arrhenius_fit

KB = 8.617333262e-5  # eV/K, CODATA
T = np.array([500.0, 600.0, 700.0, 850.0, 1000.0])
D0, E_A = 2e-3, 0.25


def truth(temperature):
    return D0 * np.exp(-E_A / (KB * np.asarray(temperature)))


def test_the_exact_line_comes_back():
    assert arrhenius_fit(T, truth(T)) == pytest.approx((D0, E_A), rel=1e-6)
    assert arrhenius_fit(list(T), list(truth(T)), list(0.1 * truth(T))) == pytest.approx(
        (D0, E_A), rel=1e-6
    )


def test_base_ten_and_a_line_against_T_are_not_this():
    decimal = -KB * np.polyfit(1 / T, np.log10(truth(T)), 1)[0]
    against = -KB * np.polyfit(T, np.log(truth(T)), 1)[0]
    assert abs(decimal - E_A) > 0.1 and abs(against - E_A) > 0.1


def test_weights_follow_the_errors():
    """A bad point with an error to match does no harm; unweighted, it tilts the line."""
    D, errors = truth(T), 0.02 * truth(T)
    D[0], errors[0] = 3 * D[0], 2 * D[0]
    weighted, plain = Arrhenius.fit(T, D, errors), Arrhenius.fit(T, D)
    assert abs(weighted.activation_energy - E_A) < 0.005 < 0.03 < abs(plain.activation_energy - E_A)


def test_equal_relative_errors_give_the_unweighted_line():
    D = truth(T) * np.exp(np.random.default_rng(0).normal(size=5) / 10)
    one, other = Arrhenius.fit(T, D), Arrhenius.fit(T, D, 0.1 * D)
    assert other.activation_energy == pytest.approx(one.activation_energy)


def test_the_unweighted_interval_is_the_textbook_one():
    D = truth(T) * np.exp(np.random.default_rng(1).normal(size=5) / 10)
    x, y, at = 1 / (KB * T), np.log(D), 1 / (KB * 400.0)
    slope, intercept = np.polyfit(x, y, 1)
    s = np.sqrt(((y - intercept - slope * x) ** 2).sum() / 3)
    lever = 1 / 5 + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    for of, extra in (("line", 0), ("measurement", 1)):
        half = student_t.ppf(0.975, 3) * s * np.sqrt(extra + lever)
        expected = np.exp(intercept + slope * at + half * np.array([0, -1, 1]))
        assert Arrhenius.fit(T, D).at(400.0, of=of) == pytest.approx(expected, rel=1e-6)
    energy_error = s / np.sqrt(((x - x.mean()) ** 2).sum())
    assert Arrhenius.fit(T, D).activation_energy_error == pytest.approx(energy_error, rel=1e-6)


UNEQUAL, EQUAL = np.array([0.3, 0.2, 0.15, 0.1, 0.1]), np.full(5, 0.15)  # errors of ln D


def coverage(interval, *, at, of="line", noise=EQUAL, seeds=400):
    """How often a noisy experiment's interval holds the line's value, or a new measurement, at `at`
    K.
    """
    hits = 0
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        D = truth(T) * np.exp(noise * rng.normal(size=5))
        new = truth(at) * np.exp(noise.mean() * rng.normal() if of == "measurement" else 0.0)
        low, high = interval(D, noise * D)
        hits += low <= new <= high
    return hits / seeds


@pytest.mark.parametrize(("at", "of"), [(300.0, "line"), (700.0, "line"), (700.0, "measurement")])
def test_95_percent_intervals_cover_at_least_92_percent(at, of):
    assert coverage(lambda D, e: Arrhenius.fit(T, D).at(at, of=of)[1:], at=at, of=of) > 0.92
    assert (
        coverage(lambda D, e: Arrhenius.fit(T, D, e).at(at, of=of)[1:], at=at, of=of, noise=UNEQUAL)
        > 0.92
    )


def test_a_quantile_of_the_normal_distribution_covers_too_little():
    """The broken twin: 1.96 standard errors, themselves estimated from three points.

    The t-quantile is 12.7.
    """

    def naive(D, errors):
        line, row = Arrhenius.fit(T[:3], D[:3]), np.array([1.0, -1 / (KB * 300)])
        half = 1.96 * np.sqrt(row @ line.covariance @ row)
        return line.at(300.0)[0] * np.exp([-half, half])

    def honest(D, errors):
        return Arrhenius.fit(T[:3], D[:3]).at(300.0, of="line")[1:]

    assert coverage(naive, at=300.0) < 0.8
    assert coverage(honest, at=300.0) > 0.92


def test_the_interval_widens_away_from_the_data_and_with_the_level():
    line = Arrhenius.fit(T, truth(T) * [1.1, 0.9, 1.0, 1.05, 0.98])
    widths = [np.log(line.at(t)[2] / line.at(t)[1]) for t in (700.0, 450.0, 300.0)]
    assert widths[0] < widths[1] < widths[2]
    value, low, high = line.at(700.0)
    assert low < value < high
    assert line.at(700.0, 0.5)[1] > low and line.at(700.0, of="line")[1] > low


def test_errors_are_scaled_up_by_the_scatter_but_never_down():
    D = truth(T) * [1.3, 0.7, 1.2, 0.8, 1.1]
    tiny, fair, huge = (
        Arrhenius.fit(T, D, e * D).activation_energy_error for e in (0.001, 0.2, 2.0)
    )
    assert tiny == pytest.approx(Arrhenius.fit(T, D).activation_energy_error)
    assert tiny < 2 * fair and huge > 5 * fair


def test_two_temperatures_make_a_line_without_an_interval():
    line = Arrhenius.fit(T[:2], truth(T[:2]))
    assert line.activation_energy == pytest.approx(E_A)
    with pytest.raises(ValueError, match="at least three temperatures"):
        line.at(300.0)


@pytest.mark.parametrize(
    ("T", "D", "errors", "why"),
    [
        ([500], [1e-5], None, "two different"),
        ([500, 500], [1e-5, 2e-5], None, "two different"),
        ([500, 600], [1e-5, 0.0], None, "D must be positive"),
        ([500, -600], [1e-5, 1e-5], None, "T must be positive"),
        ([500, 600], [1e-5], None, "D must be a list of 2"),
        ([500, 600], [1e-5, 2e-5], [1e-6, 0], "errors must be pos"),
        ([500, np.nan], [1e-5, 2e-5], None, "T must be positive"),
    ],
)
def test_what_is_no_data_is_refused(T, D, errors, why):
    with pytest.raises(ValueError, match=why):
        Arrhenius.fit(T, D, errors)


def test_another_interval_or_no_temperature_is_refused():
    line = Arrhenius.fit(T, truth(T))
    with pytest.raises(ValueError, match="'measurement' or 'line'"):
        line.at(300.0, of="truth")
    with pytest.raises(ValueError, match="T must be positive"):
        line.at(0.0)


def test_a_line_says_its_energy():
    assert (
        str(Arrhenius(2e-3, 0.25, np.diag([0.01, 1e-4]), 0.1, 3))
        == "E_a = (0.250 ± 0.010) eV, D0 = 2.00e-03 cm²/s"
    )
