"""Trials of what students write about transport: trajectories to follow, and what each wrong way would give."""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.exercises.conductivity.reports import dump
from mlp_course.exercises.expect import call, expect
from mlp_course.transport import (
    Arrhenius,
    diffusion_coefficient,
    msd,
    msd_by_ion,
    nernst_einstein,
    plane_spacings,
    wrap,
)

PREFACTOR, BARRIER = 3e-3, 0.25  # cm²/s, eV: a conductor without a phase transition
TEMPERATURES = np.array([450.0, 500.0, 550.0, 600.0, 700.0, 850.0])  # K
N_IONS, VOLUME = 16, 1000.0  # Å³
STAGES = {
    "Units: nm² are 100 Å², a frame lies step × timestep_ps after the start, and only Li counts.": (),
    "Units are right. Now atoms cross the boundary: unwrap them first.": ("crosses",),
    "Unwrapping works. Now the run starts unsettled: discard what comes before settled_ps.": (
        "crosses",
        "settles",
    ),
    "Settling is discarded. Now all drifts: subtract the mean motion of the framework.": (
        "crosses",
        "settles",
        "drifts",
    ),
}


def walk_through(
    cell: ArrayLike, seed: int, frames: int = 60, atoms: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """A walk (frames, atoms, 3) with steps as long as can be followed in `cell`, and the same walk wrapped."""
    rng, cell = np.random.default_rng(seed), np.asarray(cell, dtype=float)
    steps = rng.normal(size=(frames, atoms, 3))
    steps /= np.linalg.norm(steps, axis=2, keepdims=True)
    steps *= plane_spacings(cell).min() / 2 * rng.uniform(0, 0.95, (frames, atoms, 1))
    path = np.cumsum(steps, axis=0)
    wrapped = wrap(path, cell)
    return path - path[0] + wrapped[0], wrapped


def followed_by_lengths(wrapped: np.ndarray, lengths: ArrayLike) -> np.ndarray:
    """The wrong way to unwrap: as if the cell were a box with edges of `lengths` (3,) Å."""
    steps, lengths = np.diff(wrapped, axis=0), np.asarray(lengths, dtype=float)
    steps -= lengths * np.rint(steps / lengths)
    return np.concatenate([wrapped[:1], wrapped[:1] + np.cumsum(steps, axis=0)])


def examine_error(
    function: Callable, positions: np.ndarray, times_fs: ArrayLike, n_blocks: int
) -> None:
    """Expect the standard error of D over blocks of `function(positions, times_fs, n_blocks)`."""
    __tracebackhide__ = True
    length, root = len(positions) // n_blocks, np.sqrt(n_blocks)
    lags = np.arange(length) * (times_fs[1] - times_fs[0])
    window = 0.1 * lags[-1], 0.5 * lags[-1]
    starts = range(0, n_blocks * length, length)
    values = [diffusion_coefficient(lags, msd(positions[k : k + length]), window) for k in starts]
    ions = [
        diffusion_coefficient(lags, curve, window)
        for curve in msd_by_ion(positions, range(length)).T
    ]
    right = np.std(values, ddof=1) / root
    mistakes = {
        "That is the scatter of single blocks: the mean of n blocks is √n times more certain.": right
        * root,
        "Divide by n - 1 in the standard deviation (ddof=1): a few blocks are a small sample.": np.std(
            values
        )
        / root,
        "You divided by n instead of √n.": right / root,
        "That is a variance: take the root.": right**2,
        "That is Å²/fs: 1 Å²/fs = 0.1 cm²/s.": 10 * right,
        "That is D itself, not its error.": np.mean(values),
        "Frames are not independent: blocks of the trajectory are.": right
        * root
        / np.sqrt(len(positions)),
        "Ions may push each other along: compare blocks of time.": np.std(ions, ddof=1)
        / np.sqrt(len(ions)),
    }
    because = "Not the standard error of D over the blocks."
    answer = float(call(function, positions, times_fs, n_blocks))
    expect(answer, right, rtol=0.06, atol=0, because=because, mistakes=mistakes)


def noisy_law(scatter: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """T (6,) in K and D (6,) in cm²/s of an Arrhenius law, ln D with a normal `scatter`."""
    noise = scatter * np.random.default_rng(seed).normal(size=len(TEMPERATURES))
    return TEMPERATURES, true_diffusion(TEMPERATURES) * np.exp(noise)


def true_diffusion(T: ArrayLike) -> np.ndarray:
    """D in cm²/s of the law behind `noisy_law`."""
    return PREFACTOR * np.exp(-BARRIER / (8.617333262e-5 * np.asarray(T, dtype=float)))


def interval(function: Callable, *arguments) -> tuple[float, float, float]:
    """value, low, high of `function(*arguments)`; AssertionError says what is wrong with them as an interval."""
    __tracebackhide__ = True
    given = call(function, *arguments)
    assert np.size(given) == 3, f"Return three numbers: value, low, high. Got {given!r}."
    value, low, high = (float(number) for number in given)
    assert np.isfinite([value, low, high]).all(), (
        f"value, low and high must be numbers. Got {given!r}."
    )
    assert low != high, "A point estimate is no answer: low and high must differ."
    assert low < value < high, (
        f"The value {value:.3g} must lie between low {low:.3g} and high {high:.3g}."
    )
    assert low > 0, "A conductivity cannot be negative: build the interval in ln D."
    return value, low, high


def examine_value(function: Callable, T: float, seed: int) -> None:
    """Expect the value of the unweighted Arrhenius line at `T`, made a conductivity."""
    __tracebackhide__ = True
    data = noisy_law(0.1, seed)
    line = Arrhenius.fit(*data)
    D = line.prefactor * np.exp(-line.activation_energy / (8.617333262e-5 * T))
    right = nernst_einstein(D, N_IONS, VOLUME, T)
    value = interval(function, *data, T, N_IONS, VOLUME)[0]
    expect(
        value,
        right,
        rtol=0.02,
        atol=0,
        because="The value is not that of the Arrhenius line.",
        mistakes={
            "That is D: Nernst and Einstein make it a conductivity.": D,
            "That is mS/cm: return S/cm.": 1000 * right,
            "You took a D that was simulated: go on with the line.": nernst_einstein(
                data[1][0], N_IONS, VOLUME, T
            ),
        },
    )


def interval_width(
    function: Callable, T: float, scatter: float, seeds: Iterable[int] = range(4)
) -> float:
    """Mean of ln(high/low) at `T` over experiments with that `scatter`."""
    __tracebackhide__ = True
    found = [interval(function, *noisy_law(scatter, seed), T, N_IONS, VOLUME) for seed in seeds]
    return float(np.mean([np.log(high / low) for _, low, high in found]))


def coverage_fault(
    function: Callable, T: float, seeds: Iterable[int] = range(100, 140), least: float = 0.7
) -> str:
    """What is wrong with how often the interval holds the truth at `T`, in a sentence; empty if nothing is."""
    __tracebackhide__ = True
    truth = nernst_einstein(float(true_diffusion(T)), N_IONS, VOLUME, T)
    found = [interval(function, *noisy_law(0.15, seed), T, N_IONS, VOLUME) for seed in seeds]
    hits = sum(low <= truth <= high for _, low, high in found)
    if hits < least * len(found):
        return f"The interval held the truth at {T:.0f} K in {hits} of {len(found)} experiments: too narrow for 95 %."
    lines = [Arrhenius.fit(*noisy_law(0.15, seed)).at(T) for seed in seeds]
    ratios = [
        np.log(high / low) / np.log(b / a)
        for (_, low, high), (_, a, b) in zip(found, lines, strict=True)
    ]
    return "The interval is far too wide to say anything." if np.median(ratios) > 2 else ""


def examine_repair(function: Callable, seed: int) -> None:
    """Expect the true D of `function(dump)`, with one difficulty more each time; the message says which is new."""
    __tracebackhide__ = True
    for sentence, there in STAGES.items():
        kinds = {kind: kind in there for kind in ("crosses", "settles", "drifts")}
        raw, right = dump(np.random.default_rng(seed), **kinds)
        slips = {
            "Lengths are in nm: 1 nm² = 100 Å².": 0.01 * right,
            "A step is no picosecond and no femtosecond: multiply by timestep_ps.": raw[
                "timestep_ps"
            ]
            * right,
            "That is Å²/fs: 1 Å²/fs = 0.1 cm²/s.": 10 * right,
            "Only Li counts; you averaged over the framework, too.": right / 2,
        }
        value = float(call(function, raw))
        expect(value, right, rtol=0.17, atol=0, because=sentence, mistakes={} if there else slips)
