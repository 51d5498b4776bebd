"""Trials of closed-form fits: reference energies, scales, kernels and linear models."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.exercises.calling import call, on_lists
from mlp_course.exercises.expect import expect

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
    __tracebackhide__ = True
    elements = sorted({int(z) for numbers in numbers_list for z in numbers})
    found = _references(function, numbers_list, energies, elements)
    value = np.array([float(found[z]) for z in elements])

    count = np.array([[list(numbers).count(z) for z in elements] for numbers in numbers_list])
    right = _least_squares(count, np.asarray(energies, dtype=float))  # count is (S, elements)
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
    expect(value, right, rtol=1e-6, because=because, mistakes={divided: same})


def _references(
    function: Callable, numbers_list: Sequence, energies: ArrayLike, elements: list[int]
) -> Mapping:
    """What `function` returns: an energy for each of `elements`, or an AssertionError."""
    __tracebackhide__ = True
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
    __tracebackhide__ = True
    with np.errstate(divide="ignore", invalid="ignore"):
        answer = on_lists(function, train, other)
    are_two = isinstance(answer, tuple | list) and len(answer) == 2
    assert are_two, "Return two arrays: train and other, in this order."
    x = np.asarray(train, dtype=float)
    y = np.asarray(other, dtype=float)
    for name, value, array in zip(("train", "other"), answer, (x, y), strict=True):
        assert np.isfinite(np.asarray(value, dtype=float)).all(), (
            "A column that is constant in `train` was divided by zero: such a column is only "
            "centred."
        )
        because = f"`{name}` is not scaled by the statistics of `train`."
        mistakes = _scaling_mistakes(array, x, y)
        expect(value, _scaled(array, x), rtol=1e-6, because=because, mistakes=mistakes)


def _scaling_mistakes(array: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """What wrong ways make of `array`, which is the training data `x` or the others, `y`."""
    by_both = _scaled(array, np.concatenate([x, y]))
    by_other = _scaled(array, y)
    with_ddof = _scaled(array, x, ddof=1)
    by_variance = _scaled(array, x, power=2)
    not_centred = array / np.where(np.ptp(x, axis=0) == 0, 1, x.std(axis=0))
    as_a_whole = (array - x.mean()) / x.std()
    return {
        "The statistics contain `other`: what is not training data must have no say.": by_both,
        "`other` was scaled by its own statistics: use those of `train` for both.": by_other,
        "Divide by the spread with ddof 0, as np.std does.": with_ddof,
        "You divided by the variance: take its root.": by_variance,
        "The means were not subtracted.": not_centred,
        "Each column has statistics of its own: axis=0.": as_a_whole,
    }


def _scaled(array: np.ndarray, known: np.ndarray, *, ddof: int = 0, power: int = 1) -> np.ndarray:
    """`array` (n, D) scaled by the columns of `known`; constant ones are only centred."""
    spread = known.std(axis=0, ddof=ddof) ** power
    is_constant = np.ptp(known, axis=0) == 0
    return (array - known.mean(axis=0)) / np.where(is_constant, 1.0, spread)


def examine_ridge(function: Callable, kernel: ArrayLike, targets: ArrayLike, noise: float) -> None:
    """Expect weights (n,) with a small residual (K + σ²I)w - y; ill-conditioned K is no excuse."""
    __tracebackhide__ = True
    k = np.asarray(kernel, dtype=float)
    y = np.asarray(targets, dtype=float)
    try:
        w = np.asarray(on_lists(function, kernel, targets, noise), dtype=float)
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
    function: Callable, features: ArrayLike, sparse: ArrayLike, weights: ArrayLike, zeta: float
) -> None:
    """Expect Σ_i Σ_s w_s (q_i · q_s)^ζ, unit vectors q of `features` (N, D), `sparse` (M, D)."""
    __tracebackhide__ = True
    p = np.asarray(features, dtype=float)
    s = np.asarray(sparse, dtype=float)
    w = np.asarray(weights, dtype=float)
    value = on_lists(function, features, sparse, weights, zeta)
    right = _gap(_unit(p), _unit(s), w, zeta)
    mistakes = _gap_mistakes(p, s, w, zeta)
    expect(value, right, because="Not Σ_i Σ_s w_s (q_i · q_s)^ζ.", mistakes=mistakes)


def _gap(q: np.ndarray, t: np.ndarray, w: np.ndarray, zeta: float) -> float:
    """The energy if atoms (N, D) are compared with sparse ones (M, D) as they stand here."""
    return ((q @ t.T) ** zeta @ w).sum()


def _gap_mistakes(p: np.ndarray, s: np.ndarray, w: np.ndarray, zeta: float) -> dict[str, float]:
    """What each wrong way to compute the energy would give."""
    q = _unit(p)
    t = _unit(s)
    right = _gap(q, t, w, zeta)
    whole_array = _gap(p / np.linalg.norm(p), s / np.linalg.norm(s), w, zeta)
    summed = q.sum(axis=0, keepdims=True)
    pooled = _gap(_unit(summed), t, w, zeta)
    return {
        "You divided by the length of the whole array: each atom's vector has a length of its "
        "own (axis=1).": whole_array,
        "That is the mean over atoms: the energy is their sum.": right / len(p),
        "The vectors are not normalised: divide each by its length.": _gap(p, s, w, zeta),
        "The atoms' own vectors are not normalised.": _gap(p, t, w, zeta),
        "The sparse vectors are not normalised.": _gap(q, s, w, zeta),
        "The power ζ is missing.": _gap(q, t, w, 1),
        "ζ is a power of the dot product, not a factor.": (zeta * q @ t.T @ w).sum(),
        "Raise to the power first, then weigh and sum over s.": ((q @ t.T @ w) ** zeta).sum(),
        "The weights are missing.": ((q @ t.T) ** zeta).sum(),
        "You summed the vectors of the atoms before comparing: compare atom by atom.": pooled,
    }


def _unit(a: np.ndarray) -> np.ndarray:
    """Every row divided by its length."""
    return a / np.linalg.norm(a, axis=1, keepdims=True)


def examine_linear(function: Callable, features_list: Sequence, energies: ArrayLike) -> None:
    """Expect c (D,) of E = c · Σ_i B_i by least squares, without intercept or weights."""
    __tracebackhide__ = True
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
    right = _least_squares(total, e)
    mistakes = _linear_mistakes(parts, total, e)
    expect(value, right, rtol=1e-5, because="Not the least-squares c.", mistakes=mistakes)


def _linear_mistakes(
    parts: list[np.ndarray], total: np.ndarray, e: np.ndarray
) -> dict[str, np.ndarray]:
    """What wrong systems give, of features by structure, their sums (S, D) and energies (S,)."""
    size = np.array([len(f) for f in parts])
    mean = total / size[:, None]
    first = np.array([f[0] for f in parts])
    with_intercept = np.column_stack([total, np.ones(len(e))])
    shifted = _least_squares(with_intercept, e)
    to_mean = _least_squares(mean, e)
    per_atom = _least_squares(mean, e / size)
    of_first = _least_squares(first, e)
    return {
        "You fitted to the mean of the features: total energies belong to their sum.": to_mean,
        "You fitted energies per atom: that weighs the structures otherwise.": per_atom,
        "There is no intercept: an empty structure has no energy.": shifted[:-1],
        "There is no intercept: return one coefficient for each feature.": shifted,
        "You fitted to the features of the first atom of each structure.": of_first,
    }


def _least_squares(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The shortest x that brings `matrix` @ x nearest to `right`."""
    return np.linalg.lstsq(matrix, right, rcond=None)[0]
