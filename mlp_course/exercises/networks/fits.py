"""Trials of closed-form fits: reference energies, scales, kernels and linear models."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.checks.answers.calling import call, on_lists
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import an_array
from mlp_course.exercises.networks.fit_mistakes import (
    gap,
    gap_mistakes,
    least_squares,
    linear_mistakes,
    scaled,
    scaling_mistakes,
    unit,
)

LSTSQ = (
    "If you used np.linalg.lstsq: it returns several things, of which the solution is the "
    "first, [0]."
)
NO_SOLUTION = (
    "The weights do not solve (K + noise² I) w = y. If your formula has an inverse: rounding "
    "errors ruin it when rows of K are alike; solve the system instead."
)


def examine_references(function: Callable, numbers_list: Sequence, energies: ArrayLike) -> None:
    """Expect least-squares energies (eV) of the elements; where they are not determined, sums."""
    occurring: set[int] = set()
    for numbers in numbers_list:
        occurring.update(int(z) for z in numbers)
    elements = sorted(occurring)
    found = _references(function, numbers_list, energies, elements)
    value = np.array([float(found[z]) for z in elements])

    rows = []
    for numbers in numbers_list:
        listed = list(numbers)
        rows.append([listed.count(z) for z in elements])
    count = np.array(rows)  # (S, elements)

    right = least_squares(count, np.asarray(energies, dtype=float))
    per_atom = np.asarray(energies) / count.sum(axis=1)
    same = np.full(len(elements), per_atom.mean())
    because = "Not the least-squares energies of the elements."

    # Not determined: only what the elements sum up to in each structure can be compared.
    if np.linalg.matrix_rank(count) < len(elements):
        right = count @ right
        value = count @ value
        same = count @ same
        because = (
            "With one composition, E0 times the numbers of atoms must still add up to the mean "
            "energy."
        )
    divided = "You divided by the number of atoms: elements differ, so fit one energy for each."
    expect(
        value,
        right,
        rtol=1e-6,
        because=because,
        mistakes={divided: same},
    )


def _references(
    function: Callable,
    numbers_list: Sequence,
    energies: ArrayLike,
    elements: list[int],
) -> Mapping:
    """What `function` returns: an energy for each of `elements`, or an AssertionError."""
    try:
        found = call(function, numbers_list, energies)
    except np.linalg.LinAlgError as error:
        said = f"Your system has no unique solution ({error}): np.linalg.lstsq takes any."
        raise AssertionError(said) from error
    except TypeError as error:
        raise AssertionError(f"Your function fails: {error}. {LSTSQ}") from error
    assert isinstance(found, Mapping), "Return a dictionary: atomic number -> energy in eV."
    assert set(found) == set(elements), (
        f"One entry for each of {elements}, under its number (int). Got {list(found)}."
    )
    assert all(np.shape(e) == () for e in found.values()), (
        f"An energy must be a single number. {LSTSQ}"
    )
    return found


def examine_scaling(function: Callable, train: ArrayLike, other: ArrayLike) -> None:
    """Expect both (n, D), (m, D) scaled by mean and ddof-0 spread of the columns of `train`."""
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = on_lists(function, train, other)
    are_two = isinstance(answer, tuple | list) and len(answer) == 2
    assert are_two, "Return two arrays: train and other, in this order."
    x = np.asarray(train, dtype=float)
    y = np.asarray(other, dtype=float)
    names = ("train", "other")
    for name, value, array in zip(names, answer, (x, y), strict=True):
        assert np.isfinite(an_array(value)).all(), (
            "A column that is constant in `train` was divided by zero: such a column is only "
            "centred."
        )
        because = f"`{name}` is not scaled by the statistics of `train`."
        mistakes = scaling_mistakes(array, x, y)
        expect(
            value,
            scaled(array, x),
            rtol=1e-6,
            because=because,
            mistakes=mistakes,
        )


def examine_ridge(function: Callable, kernel: ArrayLike, targets: ArrayLike, noise: float) -> None:
    """Expect weights (n,) with a small residual (K + σ²I)w - y; ill-conditioned K is no excuse."""
    k = np.asarray(kernel, dtype=float)
    y = np.asarray(targets, dtype=float)
    try:
        answer = on_lists(function, kernel, targets, noise)
        w = an_array(answer)
    except np.linalg.LinAlgError as error:
        unsolved = f"The system was not solved: {error}. Add noise² to the diagonal of K."
        raise AssertionError(unsolved) from error
    assert w.shape == y.shape, (
        f"The weights have shape {w.shape}, there must be one for each target: {y.shape}."
    )

    def misfit(added: float) -> float:
        """The largest residual, as a share of the largest target, with that on the diagonal."""
        residual = np.abs(k @ w + added * w - y)
        return float(residual.max() / np.abs(y).max())

    residual = misfit(noise**2)
    if residual < 1e-8:
        return
    wrong = {
        "You added the noise itself to the diagonal: it is its square (a variance) that "
        "belongs there.": noise,
        "The noise is missing: add noise² to the diagonal of K.": 0.0,
        "You added half of noise².": noise**2 / 2,
    }
    said = [sentence for sentence, added in wrong.items() if misfit(added) < 1e-8]
    reason = said[0] if said else NO_SOLUTION
    raise AssertionError(f"{reason} Largest residual: {residual:.1e} of the largest target.")


def examine_gap(
    function: Callable,
    features: ArrayLike,
    sparse: ArrayLike,
    weights: ArrayLike,
    zeta: float,
) -> None:
    """Expect Σ_i Σ_s w_s (q_i · q_s)^ζ, unit vectors q of `features` (N, D), `sparse` (M, D)."""
    p = np.asarray(features, dtype=float)
    s = np.asarray(sparse, dtype=float)
    w = np.asarray(weights, dtype=float)
    value = on_lists(function, features, sparse, weights, zeta)
    right = gap(unit(p), unit(s), w, zeta)
    mistakes = gap_mistakes(p, s, w, zeta)
    expect(
        value,
        right,
        because="Not Σ_i Σ_s w_s (q_i · q_s)^ζ.",
        mistakes=mistakes,
    )


def examine_linear(function: Callable, features_list: Sequence, energies: ArrayLike) -> None:
    """Expect c (D,) of E = c · Σ_i B_i by least squares, without intercept or weights."""
    try:
        value = call(function, features_list, energies)
    except (np.linalg.LinAlgError, ValueError) as error:
        raise AssertionError(
            f"The system does not fit together ({error}): each structure has one energy, so it "
            "gets one row, the sum of its atoms' features."
        ) from error
    is_lstsq = isinstance(value, tuple) and any(np.ndim(part) for part in value)
    assert not is_lstsq, f"Return c alone. {LSTSQ}"

    parts = [np.asarray(f, dtype=float) for f in features_list]
    e = np.asarray(energies, dtype=float)
    total = np.array([f.sum(axis=0) for f in parts])  # (S, D)
    right = least_squares(total, e)
    mistakes = linear_mistakes(parts, total, e)
    expect(
        value,
        right,
        rtol=1e-5,
        because="Not the least-squares c.",
        mistakes=mistakes,
    )
