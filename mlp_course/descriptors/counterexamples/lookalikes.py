"""Pairs of shapes that one generation of learned descriptors tells apart, and another does not.

All atoms are of one element, and one cutoff, REACH, is meant: no further than the bonds, unless only the central atom
is asked, after a single round of messages. Rings and paths of this kind show what messages of distances miss (K. Xu et
al., arXiv:1810.00826 (2018)); for environments see S. N. Pozdnyakov et al., Phys. Rev. Lett. 125, 166001 (2020).
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from mlp_course.descriptors.counterexamples.degenerate import bent_methanes

BOND, REACH = 1.5, 2.0  # Å
TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 3**0.5
SQUARE = np.array([[1.0, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]])


class Lookalikes(NamedTuple):
    """Two shapes (N, 3) in Å; `central`: ask atom 0 alone, after one round of messages."""

    first: np.ndarray
    second: np.ndarray
    central: bool = False


def lookalikes() -> dict[str, Lookalikes]:
    """Five pairs, by name.

    >>> {name: len(pair.first) for name, pair in lookalikes().items()}
    {'rings': 6, 'torsion': 4, 'star': 5, 'bent methane': 5, 'twisted cube': 9}
    """
    triangles = np.vstack([ring(3), ring(3) + np.array([3 * BOND, 0, 0])])
    turn = Rotation.from_rotvec(np.radians(40) * TETRAHEDRON[0]).as_matrix()
    cube, twisted = (
        np.vstack([TETRAHEDRON, -TETRAHEDRON @ matrix.T]) for matrix in (np.eye(3), turn)
    )
    return {
        "rings": Lookalikes(ring(6), triangles),
        "torsion": Lookalikes(path(0.0), path(180.0)),
        "star": Lookalikes(star(SQUARE), star(TETRAHEDRON)),
        "bent methane": Lookalikes(*bent_methanes(), central=True),
        "twisted cube": Lookalikes(star(cube), star(twisted), central=True),
    }


def ring(n: int) -> np.ndarray:  # (n, 3) Å
    """A regular polygon whose sides are bonds."""
    angle = 2 * np.pi * np.arange(n) / n
    radius = BOND / 2 / np.sin(np.pi / n)
    return radius * np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)


def path(torsion: float, angle: float = 110.0) -> np.ndarray:  # (4, 3) Å
    """Four atoms in a row with bond `angle` and `torsion` in degrees: 0 is cis, 180 trans."""
    c, s, t = np.cos(np.radians(angle)), np.sin(np.radians(angle)), np.radians(torsion)
    return BOND * np.array([[c, s, 0], [0, 0, 0], [1, 0, 0], [1 - c, s * np.cos(t), s * np.sin(t)]])


def star(directions: np.ndarray) -> np.ndarray:  # (n, 3) -> (n + 1, 3) Å
    """A central atom with a bond along each of `directions`."""
    return np.vstack([np.zeros((1, 3)), BOND * directions])
