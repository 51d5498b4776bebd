"""Trials of an extrapolation with its interval: is it one, and how often does it hold the truth?"""

from collections.abc import Callable

import numpy as np
from scipy.stats import t as student_t

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import an_array
from mlp_course.checks.cards.comparison import shown
from mlp_course.exercises.conductivity.experiments import (
    K_B,
    N_IONS,
    TEMPERATURES,
    VOLUME,
    noisy_law,
    true_diffusion,
)
from mlp_course.transport import Arrhenius, nernst_einstein

FEW = 12  # experiments, to see how wide an interval is
MANY = 200  # experiments, to count how often it holds the truth
LEAST = 0.90  # of them
MOST = 0.99
SCATTER = 0.15  # of ln D


def interval(function: Callable, *arguments) -> tuple[float, float, float]:
    """value, low, high of `function(*arguments)`.

    AssertionError says what is wrong with them as an interval.
    """
    given = call(function, *arguments)

    # Three finite numbers
    three = f"Return three numbers: value, low, high. Got {shown(given)}."
    assert np.size(given) == 3, three
    value, low, high = an_array(given).ravel().tolist()
    assert np.isfinite([value, low, high]).all(), (
        f"value, low and high must be numbers. Got {shown(given)}."
    )

    # In their order, and possible
    assert low != high, "A point estimate is no answer: low and high must differ."
    assert low < value < high, (
        f"The value {value:.3g} must lie between low {low:.3g} and high {high:.3g}."
    )
    assert low > 0, "A conductivity cannot be negative: build the interval in ln D."
    return value, low, high


def examine_value(function: Callable, T: float, seed: int) -> None:
    """Expect the value of the unweighted Arrhenius line at `T`, made a conductivity."""
    temperatures, simulated = noisy_law(0.1, seed)
    line = Arrhenius.fit(temperatures, simulated)
    D = line.prefactor * np.exp(-line.activation_energy / (K_B * T))
    right = nernst_einstein(D, N_IONS, VOLUME, T)
    from_first = nernst_einstein(simulated[0], N_IONS, VOLUME, T)
    mistakes = {
        "That is D: Nernst and Einstein make it a conductivity.": D,
        "That is mS/cm: return S/cm.": 1000 * right,
        "You took a D that was simulated: go on with the line.": from_first,
    }
    value, _, _ = interval(function, temperatures, simulated, T, N_IONS, VOLUME)
    because = "The value is not that of the Arrhenius line."
    expect(
        value,
        right,
        rtol=0.02,
        atol=0,
        because=because,
        mistakes=mistakes,
    )


def examine_widths(function: Callable, rng: np.random.Generator) -> None:
    """Expect an interval that follows the scatter, widens far from the data, and holds the truth.

    As wide as the one by Student's t it is right at once; where it is always so many times as wide,
    how often it holds the truth is known; of any other one it is counted.
    """
    # Far from the data, and among them
    for T in (300.0, 580.0):
        ratios = np.array([_ratio(function, T, SCATTER, _seed(rng)) for _ in range(FEW)])
        if np.allclose(ratios, 1, rtol=1e-3):
            continue
        if np.allclose(ratios, ratios[0], rtol=1e-3):
            _expect_known_width(ratios[0], T)
        else:
            _expect_usual_widths(function, rng)
            _expect_coverage(function, T, rng)


def _ratio(function: Callable, T: float, scatter: float, seed: int) -> float:
    """How many times as wide the interval is as that by Student's t, in ln D."""
    data = noisy_law(scatter, seed)
    _, low, high = interval(function, *data, T, N_IONS, VOLUME)
    _, lower, upper = Arrhenius.fit(*data).at(T, of="line")
    return float(np.log(high / low) / np.log(upper / lower))


def _expect_known_width(ratio: float, T: float) -> None:
    """Say what an interval has that is always `ratio` times as wide as it should be."""
    n = len(TEMPERATURES)
    right = student_t.ppf(0.975, n - 2)
    x = 1 / (K_B * TEMPERATURES)
    away = (1 / (K_B * T) - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    lever = np.sqrt(1 / n + away)
    factors = {
        "1.96 belongs to many points: for few, scipy.stats.t.ppf(0.975, n - 2) replaces it.": 1.96,
        "Twice the standard error is for many points: for few, scipy.stats.t.ppf(0.975, n - 2) "
        "replaces 2.": 2.0,
        "That is one standard error, which holds the truth in two cases of three: take "
        "scipy.stats.t.ppf(0.975, n - 2) of them.": 1.0,
        "That is an interval of 80 %: a 95 % interval leaves 2.5 % on either side "
        "(0.975).": student_t.ppf(0.9, n - 2),
        "That is an interval of 90 %: a 95 % interval leaves 2.5 % on either side "
        "(0.975).": student_t.ppf(0.95, n - 2),
        "Two numbers are fitted: the scatter is √(Σ r² / (n - 2)), not over n.": right
        * np.sqrt((n - 2) / n),
        "Two numbers are fitted: the scatter is √(Σ r² / (n - 2)), not over n - 1.": right
        * np.sqrt((n - 2) / (n - 1)),
        "The t-quantile is that of n - 2 degrees of freedom, not of n.": student_t.ppf(0.975, n),
        "In that interval one more measurement would fall; the line itself is known better: no 1 "
        "under the root.": right * np.sqrt(1 + lever**2) / lever,
        "That is the error of the slope alone: where the line passes its middle, its height is "
        "uncertain, too.": right * np.sqrt(away) / lever,
        "That is the error of the height alone: the interval must widen away from the data.": right
        / np.sqrt(n)
        / lever,
    }
    for sentence, factor in factors.items():
        if np.isclose(ratio * right, factor, rtol=5e-3):
            raise AssertionError(sentence)
    held = 2 * student_t.cdf(ratio * right, n - 2) - 1
    _expect_share(held, f"Such an interval holds the truth at {T:.0f} K in {held:.0%} of all cases")


def _expect_usual_widths(function: Callable, rng: np.random.Generator) -> None:
    """Wider with more scatter, and further from the data."""

    def width(T: float, scatter: float, seed: int) -> float:
        _, low, high = interval(function, *noisy_law(scatter, seed), T, N_IONS, VOLUME)
        return float(np.log(high / low))

    seeds = [_seed(rng) for _ in range(4)]
    near = np.mean([width(580.0, 0.2, seed) for seed in seeds])
    far = np.mean([width(300.0, 0.2, seed) for seed in seeds])
    quiet = np.mean([width(300.0, 0.05, seed) for seed in seeds])
    assert far > 2 * quiet, (
        "Four times the scatter about the line should make the interval about four times as wide."
    )
    assert far > 1.15 * near, (
        "At 300 K, far from the data, the line is less certain: the interval must widen."
    )


def _expect_coverage(function: Callable, T: float, rng: np.random.Generator) -> None:
    """Count in how many experiments the interval holds the truth at `T`."""
    truth = nernst_einstein(float(true_diffusion(T)), N_IONS, VOLUME, T)
    held = 0
    for tried in range(1, MANY + 1):
        data = noisy_law(SCATTER, _seed(rng))
        _, low, high = interval(function, *data, T, N_IONS, VOLUME)
        held += low <= truth <= high
        # Further ones could not help any more.
        if tried - held > (1 - LEAST) * MANY:
            break
    said = f"The interval held the truth at {T:.0f} K in {held} of {tried} experiments"
    _expect_share(held / tried, said)


def _expect_share(held: float, said: str) -> None:
    assert held >= LEAST, f"{said}: too narrow for 95 %."
    assert held <= MOST, f"{said}: far too wide for 95 %."


def _seed(rng: np.random.Generator) -> int:
    """A seed for what draws by itself."""
    return int(rng.integers(2**31))
