"""Trials of histograms, angles and look-alike shapes.

They hold environments to count in, and what each wrong way would give.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from scipy.spatial.transform import Rotation

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.answers.kinds import a_number, an_array
from mlp_course.descriptors import three_body_histogram, two_body_histogram
from mlp_course.descriptors.counterexamples.degenerate import partners, sorted_distances
from mlp_course.exercises.descriptors.spoiled import ANGLES, angles

EDGES = np.array([0.0, 0.6, 1.1, 1.57, 2.3, 2.9])  # Å; no distance of the trials lies on an edge
MOST_POINTS = 12  # of a look-alike shape


def examine_distances(
    function: Callable,
    positions: ArrayLike,  # (N, 3) Å
    numbers: ArrayLike,  # (N,)
    elements: list[int],
) -> None:
    """Expect the two-body histogram (N, S, B).

    It is asked of `function(positions, numbers, elements, EDGES)`.
    """
    right = two_body_histogram(positions, numbers, elements, EDGES)
    z = np.asarray(numbers)
    is_element = z[:, None] == np.asarray(elements)  # (N, S)

    # The atom itself, at distance zero: it falls into the first bin.
    itself = np.zeros_like(right)
    itself[:, :, 0] = is_element
    first_bin = np.arange(len(EDGES) - 1) == 0

    # Neighbours of any element, written down for every element or for that of the centre
    anyone = two_body_histogram(positions, np.ones_like(z), [1], EDGES)  # (N, 1, B)
    every = anyone + 0 * right
    by_centre = anyone * is_element[:, :, None]

    # The right counts in another order, or as shares
    rising = right[:, np.argsort(elements)]
    other_axes = right.transpose(0, 2, 1)
    total = right.sum(axis=2, keepdims=True)
    shares = right / np.maximum(total, 1)
    mistakes = {
        "You count the atom itself: the distance 0 to itself is no neighbour.": right + itself,
        "You ignore the elements: entry s counts the neighbours of element elements[s] "
        "only.": every,
        "You ignore the elements, and count the atom itself.": every + first_bin,
        "You sorted by the element of the atom in the centre: ask for that of the "
        "neighbour.": by_centre,
        "Keep the order of `elements` as it is given.": rising,
        "The axes are atom, element, bin: yours come in another order.": other_axes,
        "These are shares: give counts.": shares,
    }
    counts = call(function, positions, numbers, elements, EDGES)
    expect(
        counts,
        right,
        mistakes=mistakes,
        because=_first_fault(counts, right),
    )


def examine_angles(function: Callable, positions: ArrayLike, r_cut: float) -> None:
    """Expect the three-body histogram (N, B) of `function(positions, r_cut, ANGLES)`."""
    r = np.asarray(positions, dtype=float)
    right = three_body_histogram(r, r_cut, ANGLES)

    # j = k for each neighbour: the angle 0 falls into the first bin.
    near = cdist(r, r) < r_cut
    itself = np.zeros_like(right)
    itself[:, 0] = near.sum(axis=1) - 1

    without_cutoff = angles(r, np.inf)
    triangles = angles(r, r_cut, triangle=True)
    at_neighbour = angles(r, r_cut, at=1)
    in_degrees = angles(r, r_cut, unit=180 / np.pi)
    mistakes = {
        "Every pair is counted twice: jik and kij are one angle.": 2 * right,
        "You include j = k: a neighbour makes no angle with itself.": right + itself,
        "You include j = k, and count every other pair twice.": 2 * right + itself,
        "Neighbours beyond r_cut are counted: both j and k must lie within it.": without_cutoff,
        "You demand that j and k are neighbours of each other, too.": triangles,
        "The angle is the one at atom i, in the middle.": at_neighbour,
        "The bins are in radians, your angles in degrees.": in_degrees,
    }
    counts = call(function, positions, r_cut, ANGLES)
    expect(
        counts,
        right,
        mistakes=mistakes,
        because=_first_fault(counts, right),
    )


def examine_straight_angles(function: Callable, seeds: Iterable[int]) -> None:
    """Expect 0 and π of `function(r_i, r_j, r_k)` where rounding takes the cosine beyond ±1."""
    for seed in seeds:
        rng = np.random.default_rng(seed)
        r_i, u = rng.normal(size=(2, 3))
        ahead = rng.uniform(0.3, 3)
        behind = -rng.uniform(0.3, 3)
        for factor, angle in ((ahead, 0.0), (behind, np.pi)):
            value = _angle_or_nan(function, r_i, r_i + u, r_i + factor * u)
            assert not np.isnan(value), (
                "A straight angle came out as nan, or was no angle at all (math domain error): "
                "rounding takes the cosine beyond 1 (or -1), where there is no arccos. "
                "Clip it, or use arctan2."
            )
            because = "Neighbours in line with the atom are at 0 or π."
            expect(value, angle, atol=1e-3, because=because)


def pair_fault(answer: object) -> str:
    """What keeps `answer` from being two shapes with the same distances, in a sentence.

    It is '' if nothing does.
    """
    no_arrays = "Return two arrays of positions: return first, second."
    if not isinstance(answer, Iterable):
        return no_arrays
    try:
        first, second = (an_array(part) for part in answer)
    except (AssertionError, TypeError, ValueError):
        return no_arrays
    return _shape_fault(first, second) or _distance_fault(first, second) or _match(first, second)


def _shape_fault(first: np.ndarray, second: np.ndarray) -> str:
    """What keeps them from being positions (N, 3) of equally many points."""
    is_list = first.ndim == 2 and first.shape[1:] == (3,)
    if not is_list or first.shape != second.shape or len(first) > MOST_POINTS:
        return (
            f"Return two arrays of one shape (N, 3), of at most {MOST_POINTS} points. "
            f"Got {first.shape} and {second.shape}."
        )
    both = np.concatenate([first, second])
    if not np.isfinite(both).all():
        return "All coordinates must be finite numbers."
    return ""


def _distance_fault(first: np.ndarray, second: np.ndarray) -> str:
    """What is wrong with their distances: too short, or not the same."""
    a = sorted_distances(first)
    b = sorted_distances(second)
    # A single point has none.
    if len(a) == 0:
        return ""
    if min(a.min(), b.min()) < 0.1:
        return "Two points lie on top of each other: keep them at least 0.1 Å apart."
    gap = abs(a - b).max()
    if gap > 1e-6:
        return f"The sorted distances differ by up to {gap:.2g} Å: they must be the same to 1e-6 Å."
    return ""


def _match(first: np.ndarray, second: np.ndarray) -> str:
    """In which way they are one shape after all."""
    matching = partners(first, second)
    if matching is None:
        return ""
    if len(first) < 4:
        return "Three distances determine a triangle: take at least four points."

    # If no rotation brings them together, atom on atom, only a reflection does.
    a = first - first.mean(axis=0)
    b = second[matching] - second[matching].mean(axis=0)
    _, distance = Rotation.align_vectors(a, b)
    if distance > 1e-2:
        return (
            "These are mirror images: all their distances agree atom by atom. "
            "Find two shapes that are not."
        )
    return (
        "These are the same shape: a rotation, a shift or other labels bring the two "
        "into agreement."
    )


def _angle_or_nan(function: Callable, *positions: np.ndarray) -> float:
    """What `function` returns; nan where `math.acos` refuses the cosine (in two wordings)."""
    try:
        with np.errstate(invalid="ignore"):
            return a_number(call(function, *positions))
    except ValueError as error:
        if "domain" in str(error) or "range from -1" in str(error):
            return np.nan
        raise


def _first_fault(counts: Any, right: np.ndarray) -> str:
    """Which atom's counts are wrong, and what they should be."""
    if np.shape(counts) != right.shape:
        return ""
    n_atoms = len(right)
    given = np.asarray(counts, dtype=float)
    differs = (given != right).reshape(n_atoms, -1)
    is_wrong = differs.any(axis=1)  # (N,)
    atom = int(np.argmax(is_wrong))  # the first one
    yours = given[atom].tolist()
    wanted = right[atom].astype(int).tolist()
    return f"Wrong counts: atom {atom} has {wanted}, yours {yours}."
