"""Trials of histograms, angles and look-alike shapes: environments to count in, and what each wrong way would give."""

from collections.abc import Callable, Iterable
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from mlp_course.descriptors import bond_angle, three_body_histogram, two_body_histogram
from mlp_course.descriptors.counterexamples.degenerate import partners, sorted_distances
from mlp_course.exercises.expect import call, expect

EDGES = np.array([0.0, 0.6, 1.1, 1.57, 2.3, 2.9])  # Å; no distance of the trials lies on an edge
ANGLES = np.linspace(0, np.pi, 9)


def examine_distances(
    function: Callable, positions: ArrayLike, numbers: ArrayLike, elements: list[int]
) -> None:
    """Expect the two-body histogram (N, S, B) of `function(positions, numbers, elements, EDGES)`."""
    __tracebackhide__ = True
    right = two_body_histogram(positions, numbers, elements, EDGES)
    z = np.asarray(numbers)
    own = np.zeros_like(right)
    own[:, :, 0] = z[:, None] == np.asarray(elements)  # the atom itself, at distance zero
    every = two_body_histogram(positions, np.ones_like(z), [1], EDGES)
    by_centre = every * (z[:, None] == np.asarray(elements))[:, :, None]
    mistakes = {
        "You count the atom itself: the distance 0 to itself is no neighbour.": right + own,
        "You ignore the elements: entry s counts the neighbours of element elements[s] only.": every
        + 0 * right,
        "You ignore the elements, and count the atom itself.": every
        + 0 * right
        + (np.arange(len(EDGES) - 1) == 0),
        "You sorted by the element of the atom in the centre: ask for that of the neighbour.": by_centre,
        "Keep the order of `elements` as it is given.": right[:, np.argsort(elements)],
        "The axes are atom, element, bin: yours come in another order.": right.transpose(0, 2, 1),
        "These are shares: give counts.": right / np.maximum(right.sum(axis=2, keepdims=True), 1),
    }
    counts = call(function, positions, numbers, elements, EDGES)
    expect(counts, right, mistakes=mistakes, because=_first_fault(counts, right))


def examine_angles(function: Callable, positions: ArrayLike, r_cut: float) -> None:
    """Expect the three-body histogram (N, B) of `function(positions, r_cut, ANGLES)`."""
    __tracebackhide__ = True
    given, positions = positions, np.asarray(positions, dtype=float)
    right = three_body_histogram(positions, r_cut, ANGLES)
    near = cdist(positions, positions) < r_cut
    itself = (near.sum(axis=1) - 1)[:, None] * (
        np.arange(len(ANGLES) - 1) == 0
    )  # j = k: the angle 0
    mistakes = {
        "Every pair is counted twice: jik and kij are one angle.": 2 * right,
        "You include j = k: a neighbour makes no angle with itself.": right + itself,
        "You include j = k, and count every other pair twice.": 2 * right + itself,
        "Neighbours beyond r_cut are counted: both j and k must lie within it.": _angles(
            positions, np.inf
        ),
        "You demand that j and k are neighbours of each other, too.": _angles(
            positions, r_cut, triangle=True
        ),
        "The angle is the one at atom i, in the middle.": _angles(positions, r_cut, at=1),
        "The bins are in radians, your angles in degrees.": _angles(
            positions, r_cut, unit=180 / np.pi
        ),
    }
    counts = call(function, given, r_cut, ANGLES)
    expect(counts, right, mistakes=mistakes, because=_first_fault(counts, right))


def examine_straight_angles(function: Callable, seeds: Iterable[int]) -> None:
    """Expect 0 and π of `function(r_i, r_j, r_k)` where rounding takes the cosine beyond ±1."""
    __tracebackhide__ = True
    for seed in seeds:
        rng = np.random.default_rng(seed)
        r_i, u = rng.normal(size=(2, 3))
        for factor, angle in ((rng.uniform(0.3, 3), 0.0), (-rng.uniform(0.3, 3), np.pi)):
            value = _angle_or_nan(function, r_i, r_i + u, r_i + factor * u)
            assert not np.isnan(value), (
                "A straight angle came out as nan, or was no angle at all (math domain error): rounding takes the "
                "cosine beyond 1 (or -1), where there is no arccos. Clip it, or use arctan2."
            )
            expect(
                value, angle, atol=1e-3, because="Neighbours in line with the atom are at 0 or π."
            )


def pair_fault(answer: object) -> str:
    """What keeps `answer` from being two shapes with the same distances, in a sentence; '' if nothing does."""
    try:
        first, second = (np.asarray(part, dtype=float) for part in answer)
    except (TypeError, ValueError):
        return "Return two arrays of positions: return first, second."
    if first.ndim != 2 or first.shape[1:] != (3,) or first.shape != second.shape or len(first) > 12:
        return f"Return two arrays of one shape (N, 3), of at most 12 points. Got {first.shape} and {second.shape}."
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        return "All coordinates must be finite numbers."
    a, b = sorted_distances(first), sorted_distances(second)
    if len(a) and min(a.min(), b.min()) < 0.1:
        return "Two points lie on top of each other: keep them at least 0.1 Å apart."
    if len(a) and abs(a - b).max() > 1e-6:
        return f"The sorted distances differ by up to {abs(a - b).max():.2g} Å: they must be the same to 1e-6 Å."
    matching = partners(first, second)
    if matching is None:
        return ""
    if len(first) < 4:
        return "Three distances determine a triangle: take at least four points."
    moved = second[matching] - second[matching].mean(axis=0)
    if Rotation.align_vectors(first - first.mean(axis=0), moved)[1] > 1e-2:
        return "These are mirror images: all their distances agree atom by atom. Find two shapes that are not."
    return "These are the same shape: a rotation, a shift or other labels bring the two into agreement."


def _angle_or_nan(function: Callable, *positions: np.ndarray) -> float:
    """What `function` returns; nan where `math.acos` refuses the cosine (in two wordings)."""
    __tracebackhide__ = True
    try:
        with np.errstate(invalid="ignore"):
            return float(call(function, *positions))
    except ValueError as error:
        if "domain" in str(error) or "range from -1" in str(error):
            return np.nan
        raise


def _first_fault(counts: object, right: np.ndarray) -> str:
    """Which atom's counts are wrong, and what they should be."""
    counts = np.asarray(counts, dtype=float) if np.shape(counts) == right.shape else None
    if counts is None:
        return ""
    atom = int(np.argmax((counts != right).reshape(len(right), -1).any(axis=1)))
    return f"Wrong counts: atom {atom} has {right[atom].astype(int).tolist()}, yours {counts[atom].tolist()}."


def _angles(
    positions: np.ndarray, r_cut: float, *, at: int = 0, triangle: bool = False, unit: float = 1.0
):
    """Angle histogram (N, B) by loops, with something wrong on demand."""
    r = cdist(positions, positions)
    out = np.zeros((len(r), len(ANGLES) - 1))
    for i in range(len(r)):
        around = [j for j in range(len(r)) if j != i and r[i, j] < r_cut]
        for j, k in combinations(around, 2):
            if not triangle or r[j, k] < r_cut:
                corner = [i, j, k] if at == 0 else [j, i, k]
                out[i] += np.histogram(unit * bond_angle(*positions[corner]), ANGLES)[0]
    return out
