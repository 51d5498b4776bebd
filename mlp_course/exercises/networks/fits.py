"""Trials of what students write about closed-form fits: reference energies, scales, kernels and linear models."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.exercises.expect import call, expect

LSTSQ = "If you used np.linalg.lstsq: it returns several things, of which the solution is the first, [0]."


def on_lists(function: Callable, *arguments):
    """`call`, which says so if the function stumbles over lists."""
    __tracebackhide__ = True
    try:
        return call(function, *arguments)
    except (AttributeError, TypeError) as error:
        if not any(isinstance(a, list) for a in arguments):
            raise
        raise AssertionError(
            f"Your function fails with lists ({error}): make arrays of them first, np.asarray(..., dtype=float)."
        ) from error


def examine_references(function: Callable, numbers_list: Sequence, energies: ArrayLike) -> None:
    """Expect least-squares energies of the elements (a dictionary, eV); where they are not determined, their sums."""
    __tracebackhide__ = True
    try:
        found = call(function, numbers_list, energies)
    except np.linalg.LinAlgError as error:
        raise AssertionError(
            f"Your system has no unique solution ({error}): np.linalg.lstsq takes any."
        ) from error
    except TypeError as error:
        raise AssertionError(f"Your function fails: {error}. {LSTSQ}") from error
    assert isinstance(found, Mapping), "Return a dictionary: atomic number -> energy in eV."
    elements = sorted({int(z) for numbers in numbers_list for z in numbers})
    assert set(found) == set(elements), (
        f"One entry for each of {elements}, under its number (int). Got {list(found)}."
    )
    assert all(np.shape(e) == () for e in found.values()), (
        f"An energy must be a single number. {LSTSQ}"
    )
    count = np.array(
        [[list(numbers).count(z) for z in elements] for numbers in numbers_list]
    )  # (S, elements)
    right = np.linalg.lstsq(count, np.asarray(energies, dtype=float), rcond=None)[0]
    value, each = (
        np.array([float(found[z]) for z in elements]),
        np.asarray(energies) / count.sum(axis=1),
    )
    same, because = (
        np.full(len(elements), each.mean()),
        "Not the least-squares energies of the elements.",
    )
    if np.linalg.matrix_rank(count) < len(elements):
        right, value, same = count @ right, count @ value, count @ same
        because = "With one composition, E0 times the numbers of atoms must still add up to the mean energy."
    expect(
        value,
        right,
        rtol=1e-6,
        because=because,
        mistakes={
            "You divided by the number of atoms: elements differ, so fit one energy for each.": same
        },
    )


def examine_scaling(function: Callable, train: ArrayLike, other: ArrayLike) -> None:
    """Expect `train` (n, D) and `other` (m, D) scaled by mean and ddof-0 spread of the columns of `train`."""
    __tracebackhide__ = True
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = on_lists(function, train, other)
    assert isinstance(answer, tuple | list) and len(answer) == 2, (
        "Return two arrays: train and other, in this order."
    )
    x, y = np.asarray(train, dtype=float), np.asarray(other, dtype=float)
    both = np.concatenate([x, y])
    for name, value, array in (("train", answer[0], x), ("other", answer[1], y)):
        assert np.isfinite(np.asarray(value, dtype=float)).all(), (
            "A column that is constant in `train` was divided by zero: such a column is only centred."
        )
        expect(
            value,
            _scaled(array, x),
            rtol=1e-6,
            because=f"`{name}` is not scaled by the statistics of `train`.",
            mistakes={
                "The statistics contain `other`: what is not training data must have no say.": _scaled(
                    array, both
                ),
                "`other` was scaled by its own statistics: use those of `train` for both.": _scaled(
                    array, y
                ),
                "Divide by the spread with ddof 0, as np.std does.": _scaled(array, x, ddof=1),
                "You divided by the variance: take its root.": _scaled(array, x, power=2),
                "The means were not subtracted.": array
                / np.where(np.ptp(x, axis=0) == 0, 1, x.std(axis=0)),
                "Each column has statistics of its own: axis=0.": (array - x.mean()) / x.std(),
            },
        )


def _scaled(
    array: np.ndarray, reference: np.ndarray, *, ddof: int = 0, power: int = 1
) -> np.ndarray:
    spread = reference.std(axis=0, ddof=ddof) ** power
    return (array - reference.mean(axis=0)) / np.where(np.ptp(reference, axis=0) == 0, 1.0, spread)


def examine_ridge(function: Callable, kernel: ArrayLike, targets: ArrayLike, noise: float) -> None:
    """Expect weights (n,) with a small residual (K + σ²I)w - y; an ill-conditioned K is not excused."""
    __tracebackhide__ = True
    k, y = np.asarray(kernel, dtype=float), np.asarray(targets, dtype=float)
    try:
        w = np.asarray(on_lists(function, kernel, targets, noise), dtype=float)
    except np.linalg.LinAlgError as error:
        raise AssertionError(
            f"The system was not solved: {error}. Add noise² to the diagonal of K."
        ) from error
    assert w.shape == y.shape, (
        f"The weights have shape {w.shape}, there must be one for each target: {y.shape}."
    )

    def misfit(added: float) -> float:
        return float(np.abs(k @ w + added * w - y).max() / np.abs(y).max())

    residual = misfit(noise**2)
    if residual < 1e-8:
        return
    wrong = {
        "You added the noise itself to the diagonal: it is its square (a variance) that belongs there.": misfit(
            noise
        ),
        "The noise is missing: add noise² to the diagonal of K.": misfit(0.0),
        "You added half of noise².": misfit(noise**2 / 2),
    }
    said = [sentence for sentence, rest in wrong.items() if rest < 1e-8]
    reason = (
        said[0]
        if said
        else (
            "The weights do not solve (K + noise² I) w = y. If your formula has an inverse: rounding errors ruin it when "
            "rows of K are alike; solve the system instead."
        )
    )
    raise AssertionError(f"{reason} Largest residual: {residual:.1e} of the largest target.")


def examine_gap(
    function: Callable, features: ArrayLike, sparse: ArrayLike, weights: ArrayLike, zeta: float
) -> None:
    """Expect Σ_i Σ_s w_s (q_i · q_s)^ζ with unit vectors q of `features` (N, D) and `sparse` (M, D)."""
    __tracebackhide__ = True
    p, s, w = (np.asarray(a, dtype=float) for a in (features, sparse, weights))

    def unit(a):
        return a / np.linalg.norm(a, axis=1, keepdims=True)

    right = ((unit(p) @ unit(s).T) ** zeta @ w).sum()
    value = on_lists(function, features, sparse, weights, zeta)
    expect(
        value,
        right,
        because="Not Σ_i Σ_s w_s (q_i · q_s)^ζ.",
        mistakes={
            "You divided by the length of the whole array: each atom's vector has a length of its own (axis=1).": (
                (p / np.linalg.norm(p) @ (s / np.linalg.norm(s)).T) ** zeta @ w
            ).sum(),
            "That is the mean over atoms: the energy is their sum.": right / len(p),
            "The vectors are not normalised: divide each by its length.": (
                (p @ s.T) ** zeta @ w
            ).sum(),
            "The atoms' own vectors are not normalised.": ((p @ unit(s).T) ** zeta @ w).sum(),
            "The sparse vectors are not normalised.": ((unit(p) @ s.T) ** zeta @ w).sum(),
            "The power ζ is missing.": (unit(p) @ unit(s).T @ w).sum(),
            "ζ is a power of the dot product, not a factor.": (
                zeta * unit(p) @ unit(s).T @ w
            ).sum(),
            "Raise to the power first, then weigh and sum over s.": (
                (unit(p) @ unit(s).T @ w) ** zeta
            ).sum(),
            "The weights are missing.": ((unit(p) @ unit(s).T) ** zeta).sum(),
            "You summed the vectors of the atoms before comparing: compare atom by atom.": (
                (unit(unit(p).sum(axis=0, keepdims=True)) @ unit(s).T) ** zeta @ w
            ).sum(),
        },
    )


def examine_linear(function: Callable, features_list: Sequence, energies: ArrayLike) -> None:
    """Expect the coefficients (D,) of E = c · Σ_i B_i by least squares, without intercept or weights."""
    __tracebackhide__ = True
    parts, e = (
        [np.asarray(f, dtype=float) for f in features_list],
        np.asarray(energies, dtype=float),
    )
    total, size = np.array([f.sum(axis=0) for f in parts]), np.array([len(f) for f in parts])
    mean = total / size[:, None]

    def solve(a, b):
        return np.linalg.lstsq(a, b, rcond=None)[0]

    shifted = solve(np.column_stack([total, np.ones(len(e))]), e)
    try:
        value = call(function, features_list, energies)
    except (np.linalg.LinAlgError, ValueError) as error:
        raise AssertionError(
            f"The system does not fit together ({error}): each structure has one energy, so it gets one row, the "
            "sum of its atoms' features."
        ) from error
    assert not (isinstance(value, tuple) and any(np.ndim(part) for part in value)), (
        f"Return c alone. {LSTSQ}"
    )
    expect(
        value,
        solve(total, e),
        rtol=1e-5,
        because="Not the least-squares c.",
        mistakes={
            "You fitted to the mean of the features: total energies belong to their sum.": solve(
                mean, e
            ),
            "You fitted energies per atom: that weighs the structures otherwise.": solve(
                mean, e / size
            ),
            "There is no intercept: an empty structure has no energy.": shifted[:-1],
            "There is no intercept: return one coefficient for each feature.": shifted,
            "You fitted to the features of the first atom of each structure.": solve(
                np.array([f[0] for f in parts]), e
            ),
        },
    )
