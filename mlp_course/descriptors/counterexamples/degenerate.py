"""Different structures that a descriptor takes for the same.

Take four points on a circle: one pair opposite to each other, and two more a quarter turn apart.
The second pair lies on one side of the first pair's line (a trapezoid) or around one of its ends
(a kite): all distances are the same either way. Seen from a point on the circle's axis the
distances *and the angles* are the same, also when the two pairs differ in height, length or
element. Such environments are the subject of S. N. Pozdnyakov et al., Phys. Rev. Lett. 125, 166001
(2020).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

# Degrees around the axis: the first pair, then the second
TRAPEZOID = (0, 180, 45, 135)
KITE = (0, 180, 45, -45)
CH = 1.09  # Å, bond length of methane
METHANE_ENERGIES = (-1094.3445, -1097.4789)  # eV, PBE/def2-SVP, settings of data/ethanol

# Six neighbours of an atom at the origin
SIX = (
    (-2, 0, -2),
    (2, 0, 2),
    (1, 1, 0),
    (-1, -1, 0),
    (1, 2, 0),
    (-1, 2, 0),
)


def trapezoid_and_kite(radius: float = 1.5) -> tuple[np.ndarray, np.ndarray]:
    """Two shapes of four points (4, 3) in Å on a circle, with the same six distances.

    The circle has the `radius` (Å).

    >>> a, b = trapezoid_and_kite()
    >>> congruent(a, b), (sorted_distances(a) - sorted_distances(b)).round(9).any().item()
    (False, False)
    """
    bonds = (radius, radius)
    in_plane = (90, 90)
    trapezoid = neighbours(TRAPEZOID, bonds, in_plane)
    kite = neighbours(KITE, bonds, in_plane)
    return trapezoid, kite


def bent_methanes(
    bonds: tuple[float, float] = (CH, CH),
    polar: tuple[float, float] = (54.7356, 125.2644),
) -> tuple[np.ndarray, np.ndarray]:
    """Two bent methanes (5, 3) in Å that a carbon atom's three-body descriptor cannot tell apart.

    Carbon comes first. Hydrogens 1 and 2 have `bonds[0]` (Å) and `polar[0]` (degrees from the
    axis), hydrogens 3 and 4 the other values. DFT gives the two, as they are by default,
    METHANE_ENERGIES.
    """
    carbon = np.zeros((1, 3))
    in_trapezoid = neighbours(TRAPEZOID, bonds, polar)
    in_kite = neighbours(KITE, bonds, polar)
    trapezoid = np.vstack([carbon, in_trapezoid])
    kite = np.vstack([carbon, in_kite])
    return trapezoid, kite


def seven_neighbours() -> tuple[np.ndarray, np.ndarray]:
    """Two environments of seven neighbours (8, 3) in Å, equal even to four-body features.

    The centre comes first. They differ in whether the seventh neighbour is above or below the plane
    of four others, yet are no mirror images: after Pozdnyakov et al. (2020).

    >>> congruent(*seven_neighbours())
    False
    """
    common = [(0, 0, 0), *SIX]
    above = np.array([*common, (0, 0, 1)], dtype=float)
    below = np.array([*common, (0, 0, -1)], dtype=float)
    return above, below


def neighbours(
    azimuth: ArrayLike,
    bonds: ArrayLike,
    polar: ArrayLike,
) -> np.ndarray:  # (4, 3) Å
    """Four atoms around the origin, from four angles `azimuth` around the axis (degrees).

    `bonds` (Å) and `polar` (degrees from the axis) have a value for each of the two pairs.
    """
    phi = np.radians(azimuth)
    theta = np.radians(np.repeat(polar, 2))
    length = np.repeat(bonds, 2)

    x = np.sin(theta) * np.cos(phi)
    y = np.sin(theta) * np.sin(phi)
    z = np.cos(theta)
    directions = np.stack([x, y, z], axis=1)
    return length[:, None] * directions


def sorted_distances(positions: ArrayLike) -> np.ndarray:  # (N (N - 1) / 2,) Å
    """All distances between N atoms, in ascending order."""
    r = cdist(positions, positions)
    once = np.triu_indices(len(r), 1)
    return np.sort(r[once])


def congruent(
    first: ArrayLike,  # (N, 3) Å
    second: ArrayLike,  # (N, 3) Å
    tolerance: float = 1e-3,  # Å
) -> bool:
    """Whether some relabelling brings all distances of two sets of points into agreement.

    Distances agree if they differ by at most `tolerance`. If all do, a rotation or reflection, with
    a shift, brings the points together, too.
    """
    return partners(first, second, tolerance) is not None


def partners(
    first: ArrayLike,  # (N, 3) Å
    second: ArrayLike,  # (N, 3) Å
    tolerance: float = 1e-3,  # Å
) -> list[int] | None:
    """For every point of `first` one of `second` such that all distances agree.

    Distances agree if they differ by at most `tolerance`. The result is None if there is no such
    matching. Labels are tried one by one, and a branch is left as soon as a distance disagrees.
    """
    a = cdist(first, first)
    b = cdist(second, second)
    if len(a) != len(b):
        return None
    return _extend([], a, b, tolerance)


def _extend(
    chosen: list[int],
    a: np.ndarray,  # (N, N) Å, distances of the first set
    b: np.ndarray,  # (N, N) Å, of the second
    tolerance: float,
) -> list[int] | None:
    """The first matching of all atoms that begins with `chosen`."""
    k = len(chosen)
    if k == len(a):
        return chosen
    for j in range(len(b)):
        if j in chosen:
            continue
        wanted = a[k, :k]
        found = b[j, chosen]
        disagreement = abs(found - wanted)
        if not np.all(disagreement <= tolerance):
            continue
        matching = _extend([*chosen, j], a, b, tolerance)
        if matching is not None:
            return matching
    return None
