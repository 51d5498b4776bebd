"""What wrong ways to scale, to weigh a kernel and to solve a linear model give.

The formulas that they get wrong stand here, too.
"""

import numpy as np


def scaling_mistakes(array: np.ndarray, x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """What wrong ways make of `array`, which is the training data `x` or the others, `y`."""
    both = np.concatenate([x, y])
    by_both = scaled(array, both)
    by_other = scaled(array, y)
    with_ddof = scaled(array, x, ddof=1)
    by_variance = scaled(array, x, power=2)
    is_constant = np.ptp(x, axis=0) == 0
    spread = np.where(is_constant, 1, x.std(axis=0))
    not_centred = array / spread
    as_a_whole = (array - x.mean()) / x.std()
    padded = (array - x.mean(axis=0)) / (x.std(axis=0) + 1e-8)
    return {
        "The statistics contain `other`: what is not training data must have no say.": by_both,
        "`other` was scaled by its own statistics: use those of `train` for both.": by_other,
        "Divide by the spread with ddof 0, as np.std does.": with_ddof,
        "You divided by the variance: take its root.": by_variance,
        "The means were not subtracted.": not_centred,
        "Each column has statistics of its own: axis=0.": as_a_whole,
        "A small number (1e-8) was added to every spread: columns that hardly vary come out too "
        "small, and constant ones are still divided. Only centre columns that are "
        "constant.": padded,
    }


def scaled(
    array: np.ndarray,  # (n, D)
    known: np.ndarray,
    *,
    ddof: int = 0,
    power: int = 1,
) -> np.ndarray:
    """`array` (n, D) scaled by the columns of `known`; constant ones are only centred."""
    spread = known.std(axis=0, ddof=ddof) ** power
    is_constant = np.ptp(known, axis=0) == 0
    divisor = np.where(is_constant, 1.0, spread)
    return (array - known.mean(axis=0)) / divisor


def gap(q: np.ndarray, t: np.ndarray, w: np.ndarray, zeta: float) -> float:
    """The energy if atoms (N, D) are compared with sparse ones (M, D) as they stand here."""
    similarity = (q @ t.T) ** zeta  # (N, M)
    atomic = similarity @ w  # (N,)
    return atomic.sum()


def gap_mistakes(
    p: np.ndarray,  # (N, D) as they were given
    s: np.ndarray,  # (M, D) as they were given
    w: np.ndarray,  # (M,)
    zeta: float,
) -> dict[str, float]:
    """What each wrong way to compute the energy would give."""
    q = unit(p)
    t = unit(s)
    right = gap(q, t, w, zeta)

    # Normalised, or brought together, in another way
    p_by_whole = p / np.linalg.norm(p)
    s_by_whole = s / np.linalg.norm(s)
    whole_array = gap(p_by_whole, s_by_whole, w, zeta)
    summed = q.sum(axis=0, keepdims=True)
    pooled = gap(unit(summed), t, w, zeta)

    # Other formulas
    dot = q @ t.T  # (N, M)
    as_factor = (zeta * q @ t.T @ w).sum()
    too_late = ((dot @ w) ** zeta).sum()
    unweighed = (dot**zeta).sum()
    absolute = (abs(dot) ** zeta @ w).sum()
    return {
        "You divided by the length of the whole array: each atom's vector has a length of its "
        "own (axis=1).": whole_array,
        "That is the mean over atoms: the energy is their sum.": right / len(p),
        "The vectors are not normalised: divide each by its length.": gap(p, s, w, zeta),
        "The atoms' own vectors are not normalised.": gap(p, t, w, zeta),
        "The sparse vectors are not normalised.": gap(q, s, w, zeta),
        "The power ζ is missing.": gap(q, t, w, 1),
        "ζ is a power of the dot product, not a factor.": as_factor,
        "Raise to the power first, then weigh and sum over s.": too_late,
        "The weights are missing.": unweighed,
        "That is the absolute value of the similarity: where vectors point apart, odd powers are "
        "negative.": absolute,
        "You summed the vectors of the atoms before comparing: compare atom by atom.": pooled,
    }


def unit(a: np.ndarray) -> np.ndarray:
    """Every row divided by its length."""
    lengths = np.linalg.norm(a, axis=1, keepdims=True)
    return a / lengths


def linear_mistakes(
    parts: list[np.ndarray],
    total: np.ndarray,
    e: np.ndarray,
) -> dict[str, np.ndarray]:
    """What wrong systems give, of features by structure, their sums (S, D) and energies (S,)."""
    size = np.array([len(f) for f in parts])
    mean = total / size[:, None]
    first = np.array([f[0] for f in parts])
    ones = np.ones(len(e))
    with_intercept = np.column_stack([total, ones])
    shifted = least_squares(with_intercept, e)
    to_mean = least_squares(mean, e)
    per_atom = least_squares(mean, e / size)
    of_first = least_squares(first, e)
    return {
        "You fitted to the mean of the features: total energies belong to their sum.": to_mean,
        "You fitted energies per atom: that weighs the structures otherwise.": per_atom,
        "There is no intercept: an empty structure has no energy.": shifted[:-1],
        "There is no intercept: return one coefficient for each feature.": shifted,
        "You fitted to the features of the first atom of each structure.": of_first,
    }


def least_squares(matrix: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The shortest x that brings `matrix` @ x nearest to `right`."""
    solution, *_ = np.linalg.lstsq(matrix, right, rcond=None)
    return solution
