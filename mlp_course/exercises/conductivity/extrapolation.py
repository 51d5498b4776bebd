"""From diffusion coefficients at some temperatures to a conductivity at another."""

import numpy as np

from mlp_course.checks.answers.calling import call, parts_of
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import a_number
from mlp_course.checks.exercise import exercise
from mlp_course.exercises.conductivity import intervals
from mlp_course.exercises.conductivity.experiments import K_B, noisy_law
from mlp_course.transport import nernst_einstein as right_conductivity

LLZO = (9.702e-6, 3584, 143800.291, 999.928)  # D, ions, volume, temperature
JOULE = 1.602177e-19  # in an eV


@exercise(
    "Exercise 11: `arrhenius_fit`",
    points=2,
    hints=(
        "The logarithm of D is a straight line against 1/T.",
        "ln D = ln D0 - E_a / (k T): slope -E_a against 1/(kT), intercept ln D0.",
        "k = 8.617333e-5 eV/K, `np.polyfit(1 / (k * T), np.log(D), 1)` (section 6.12).",
    ),
)
def arrhenius_fit(answer, rng):
    """D0 and E_a of an exact law come back, and all points count alike in a noisy one."""
    T = np.array([450.0, 500.0, 600.0, 750.0, 900.0])
    law = 3e-3 * np.exp(-0.25 / (K_B * T))
    D0, E_a = _fitted(answer, T, law)
    expect(
        E_a,
        0.25,
        rtol=1e-4,
        atol=0,
        unit="eV",
        mistakes={
            "log10 goes with a factor ln 10 = 2.303: use the natural logarithm.": 0.25 / np.log(10),
            "The sign is wrong: ln D falls with 1/kT, and E_a is minus the slope.": -0.25,
            "That is in kelvin: multiply by k = 8.617e-5 eV/K.": 0.25 / K_B,
            "That is in joule: use k in eV/K.": 0.25 * JOULE,
            "You fitted ln D against T: the line is straight against 1/kT.": np.polyfit(
                T, np.log(law), 1
            )[0],
            "You fitted D itself: take its logarithm first.": -np.polyfit(1 / (K_B * T), law, 1)[0],
            "These two are exchanged: return D0 first, then E_a.": 3e-3,
        },
        because="Not the activation energy of the law.",
    )
    expect(
        D0,
        3e-3,
        rtol=1e-3,
        atol=0,
        unit="cm²/s",
        mistakes={
            "That is ln D0: take the exponential.": np.log(3e-3),
            "That is log10 of D0: raise 10 to it.": np.log10(3e-3),
        },
        because="Not the D0 of the law.",
    )
    for n in (2, 6):
        _expect_least_squares(answer, rng, n)


def _expect_least_squares(answer, rng, n: int) -> None:
    """Of `n` noisy points, all count alike in ln D."""
    T = np.sort(rng.uniform(400, 1000, n))
    D = 1e-3 * np.exp(-0.3 / (K_B * T) + 0.2 * rng.normal(size=n))
    x = 1 / (K_B * T)
    y = np.log(D)
    slope, intercept = np.polyfit(x, y, 1)
    by_ends = (y[-1] - y[0]) / (x[-1] - x[0])
    as_linear, _ = np.polyfit(x, y, 1, w=D)
    found = _fitted(answer, T.tolist(), D.tolist())
    expect(
        found[1],
        -slope,
        rtol=2e-3,
        atol=0,
        unit="eV",
        mistakes={
            "Two end points alone: fit a line to all.": -by_ends,
            "Large D count more in your fit, as in a fit of D itself: fit ln D, all points "
            "alike.": -as_linear,
        },
        because="Fit a line to ln D, all points alike: a fit of D itself is ruled by the largest.",
    )
    expect(
        found[0],
        np.exp(intercept),
        rtol=1e-2,
        atol=0,
        unit="cm²/s",
        because="D0 is the exponential of the intercept.",
    )


def _fitted(answer, T, D) -> list[float]:
    """D0 and E_a that the answer finds."""
    parts = parts_of(call(answer, T, D), 2, "D0, then E_a")
    return [float(part) for part in parts]


@exercise(
    "Exercise 12: `nernst_einstein`",
    points=2,
    hints=(
        "How many carriers in a volume, how mobile each is, and the charge of each, twice.",
        "σ = N q² D / (V k T), with q in coulomb and k in joule per kelvin.",
        "1 Å³ = 1e-24 cm³; D in cm²/s then gives S/cm (section 6.13).",
    ),
)
def nernst_einstein(answer, rng):
    """Lithium in Li7La3Zr2O12, an ion of charge two, and drawn ones."""
    expect(
        a_number(call(answer, *LLZO)),
        0.4496,
        rtol=1e-3,
        atol=0,
        unit="S/cm",
        mistakes={
            "That is mS/cm: S/cm is a thousand times less.": 449.6,
            "That is S/m: there are 100 cm in a metre.": 44.96,
            "The volume was left in Å³: 1 Å³ = 1e-24 cm³.": 0.4496e-24,
            "D in cm²/s went with a volume in m³: 1 Å³ = 1e-24 cm³.": 0.4496e6,
            "From S/m to S/cm one divides by 100; you multiplied.": 4496.0,
            "k in eV/K wants e once, k in J/K wants it twice: do not mix.": 0.4496 * JOULE,
        },
        because="Not N q² D / (V k T) in S/cm.",
    )
    expect(
        a_number(call(answer, *LLZO, 2)),
        4 * 0.4496,
        rtol=1e-3,
        atol=0,
        unit="S/cm",
        mistakes={"The charge enters squared.": 2 * 0.4496, "The charge was ignored.": 0.4496},
        because="Not N q² D / (V k T) in S/cm.",
    )
    for charge in (1, -2, 3):
        D = 10 ** rng.uniform(-7, -4)
        n_ions = int(rng.integers(1, 60))
        volume = rng.uniform(60, 4000)
        T = rng.uniform(300, 1000)
        expect(
            a_number(call(answer, D, n_ions, volume, T, charge)),
            right_conductivity(D, n_ions, volume, T, charge),
            rtol=1e-3,
            atol=0,
            unit="S/cm",
            because="Not N q² D / (V k T) in S/cm.",
        )


@exercise(
    "Exercise 13: `conductivity_at`",
    points=4,
    hints=(
        "The value is that of the line; how far it may be off follows from the scatter of the "
        "points about it.",
        "ln D ± t · s · √(1/n + (x - x̄)² / Σ (x_i - x̄)²), with s² = Σ r²/(n - 2) and x = 1/kT.",
        "t = `scipy.stats.t.ppf(0.975, n - 2)`. Build the interval in ln D, then make all three a "
        "conductivity (section 6.13).",
    ),
)
def conductivity_at(answer, rng):
    """The value of the line, and an interval that holds the truth in 95 % of all cases."""
    seed = int(rng.integers(2**31))
    intervals.examine_value(answer, 350.0, seed)
    intervals.examine_value(answer, 400, seed + 1)
    intervals.examine_widths(answer, rng)
    as_lists = [values.tolist() for values in noisy_law(0.1, seed)]
    few, _, _ = intervals.interval(answer, *as_lists, 400, 10, 800)
    many, _, _ = intervals.interval(answer, *as_lists, 400, 30, 400.0)
    expect(
        many,
        6 * few,
        rtol=0.05,
        atol=0,
        unit="S/cm",
        because="σ is proportional to the number of ions per volume.",
    )
