"""Different structures that a descriptor takes for the same.

Take four points on a circle: one pair opposite to each other, and two more a quarter turn apart. The second pair lies
on one side of the first pair's line (a trapezoid) or around one of its ends (a kite): all distances are the same
either way. Seen from a point on the circle's axis the distances *and the angles* are the same, also when the two pairs
differ in height, length or element. Such environments are the subject of S. N. Pozdnyakov et al., Phys. Rev. Lett. 125,
166001 (2020).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

TRAPEZOID, KITE = (0, 180, 45, 135), (0, 180, 45, -45)  # degrees around the axis
CH = 1.09  # Å, bond length of methane
SIX = ((-2, 0, -2), (2, 0, 2), (1, 1, 0), (-1, -1, 0), (1, 2, 0), (-1, 2, 0))  # around the origin
METHANE_ENERGIES = (-1094.3445, -1097.4789)  # eV, PBE/def2-SVP, settings of data/ethanol


def trapezoid_and_kite(radius: float = 1.5) -> tuple[np.ndarray, np.ndarray]:
    """Two shapes of four points (4, 3) in Å with the same six distances, on a circle of `radius` (Å).

    >>> a, b = trapezoid_and_kite()
    >>> congruent(a, b), (sorted_distances(a) - sorted_distances(b)).round(9).any().item()
    (False, False)
    """
    return tuple(neighbours(angles, (radius, radius), (90, 90)) for angles in (TRAPEZOID, KITE))


def bent_methanes(
    bonds: tuple[float, float] = (CH, CH), polar: tuple[float, float] = (54.7356, 125.2644)
):
    """Two bent methanes (5, 3) in Å, carbon first, that a carbon atom's three-body descriptor cannot tell apart.

    Hydrogens 1 and 2 have `bonds[0]` (Å) and `polar[0]` (degrees from the axis), hydrogens 3 and 4 the other values.
    DFT gives the two, as they are by default, METHANE_ENERGIES.
    """
    carbon = np.zeros((1, 3))
    return tuple(
        np.vstack([carbon, neighbours(angles, bonds, polar)]) for angles in (TRAPEZOID, KITE)
    )


def seven_neighbours() -> tuple[np.ndarray, np.ndarray]:
    """Two environments of seven neighbours (8, 3) in Å, centre first, that even four-body features take for the same.

    They differ in whether the seventh neighbour is above or below the plane of four others, yet are no mirror images:
    after Pozdnyakov et al. (2020).

    >>> congruent(*seven_neighbours())
    False
    """
    return tuple(np.array([(0, 0, 0), *SIX, (0, 0, z)], dtype=float) for z in (1, -1))


def neighbours(azimuth: ArrayLike, bonds: ArrayLike, polar: ArrayLike) -> np.ndarray:  # (4, 3) Å
    """Four atoms around the origin, from angles in degrees; `bonds` (Å) and `polar` for the two pairs."""
    azimuth, polar = np.radians(azimuth), np.radians(np.repeat(polar, 2))
    x, y, z = np.sin(polar) * np.cos(azimuth), np.sin(polar) * np.sin(azimuth), np.cos(polar)
    return np.repeat(bonds, 2)[:, None] * np.stack([x, y, z], axis=1)


def sorted_distances(positions: ArrayLike) -> np.ndarray:  # (N (N - 1) / 2,) Å
    """All distances between N atoms, in ascending order."""
    r = cdist(positions, positions)
    return np.sort(r[np.triu_indices(len(r), 1)])


def congruent(first: ArrayLike, second: ArrayLike, tolerance: float = 1e-3) -> bool:
    """Whether some relabelling brings all distances of two sets of points (N, 3) into agreement to `tolerance` (Å).

    Then a rotation or reflection, with a shift, brings the points together, too.
    """
    return partners(first, second, tolerance) is not None


def partners(first: ArrayLike, second: ArrayLike, tolerance: float = 1e-3) -> list[int] | None:
    """For every point of `first` (N, 3) one of `second` such that all distances agree to `tolerance` (Å); None if none.

    Labels are tried one by one, and a branch is left as soon as a distance disagrees.
    """
    a, b = cdist(first, first), cdist(second, second)
    return _extend([], a, b, tolerance) if len(a) == len(b) else None


def _extend(chosen: list[int], a: np.ndarray, b: np.ndarray, tolerance: float) -> list[int] | None:
    """The first matching of all atoms that begins with `chosen`."""
    k = len(chosen)
    if k == len(a):
        return chosen
    fits = (
        j
        for j in range(len(b))
        if j not in chosen and np.all(abs(b[j, chosen] - a[k, :k]) <= tolerance)
    )
    return next(filter(None, (_extend([*chosen, j], a, b, tolerance) for j in fits)), None)
