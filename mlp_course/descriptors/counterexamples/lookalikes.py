"""Pairs of shapes that one generation of learned descriptors tells apart, and another does not.

All atoms are of one element, and one cutoff, REACH, is meant: no further than the bonds, unless
only the central atom is asked, after a single round of messages. Rings and paths of this kind show
what messages of distances miss (K. Xu et al., arXiv:1810.00826 (2018)); for environments see
S. N. Pozdnyakov et al., Phys. Rev. Lett. 125, 166001 (2020).
"""

from typing import NamedTuple

import numpy as np
from scipy.spatial.transform import Rotation

from mlp_course.descriptors.counterexamples.degenerate import bent_methanes

BOND = 1.5  # Å
REACH = 2.0  # Å

# Directions (4, 3), unit vectors
_CORNERS = [
    [1, 1, 1],
    [1, -1, -1],
    [-1, 1, -1],
    [-1, -1, 1],
]
_DIAGONAL = 3**0.5
TETRAHEDRON = np.array(_CORNERS) / _DIAGONAL
SQUARE = np.array(
    [
        [1.0, 0, 0],
        [-1, 0, 0],
        [0, 1, 0],
        [0, -1, 0],
    ]
)


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
    hexagon = ring(6)
    triangle = ring(3)
    aside = np.array([3 * BOND, 0, 0])
    triangles = np.vstack([triangle, triangle + aside])

    cis = path(0.0)
    trans = path(180.0)
    trapezoid, kite = bent_methanes()
    cube = _two_tetrahedra(0.0)
    twisted = _two_tetrahedra(40.0)
    return {
        "rings": Lookalikes(hexagon, triangles),
        "torsion": Lookalikes(cis, trans),
        "star": Lookalikes(star(SQUARE), star(TETRAHEDRON)),
        "bent methane": Lookalikes(trapezoid, kite, central=True),
        "twisted cube": Lookalikes(cube, twisted, central=True),
    }


def ring(n: int) -> np.ndarray:  # (n, 3) Å
    """A regular polygon whose sides are bonds."""
    corner = np.arange(n)
    angle = 2 * np.pi * corner / n
    x = np.cos(angle)
    y = np.sin(angle)
    z = 0 * angle
    directions = np.stack([x, y, z], axis=1)

    # Half a side is seen from the middle under the angle π/n.
    radius = BOND / 2 / np.sin(np.pi / n)
    return radius * directions


def path(torsion: float, angle: float = 110.0) -> np.ndarray:  # (4, 3) Å
    """Four atoms in a row with bond `angle` and `torsion` in degrees: 0 is cis, 180 trans."""
    bend = np.radians(angle)
    turn = np.radians(torsion)
    c = np.cos(bend)
    s = np.sin(bend)
    corners = [
        [c, s, 0],
        [0, 0, 0],
        [1, 0, 0],
        [1 - c, s * np.cos(turn), s * np.sin(turn)],
    ]
    return BOND * np.array(corners)


def star(directions: np.ndarray) -> np.ndarray:  # (n, 3) -> (n + 1, 3) Å
    """A central atom with a bond along each of `directions`."""
    center = np.zeros((1, 3))
    return np.vstack([center, BOND * directions])


def _two_tetrahedra(twist: float) -> np.ndarray:  # (9, 3) Å
    """A star of eight: the corners of a cube, four of which are turned by `twist` (degrees).

    They are turned around a diagonal of the cube, so that the other corners' distances to the
    centre are kept.
    """
    diagonal = TETRAHEDRON[0]
    rotation = Rotation.from_rotvec(np.radians(twist) * diagonal)
    matrix = rotation.as_matrix()
    turned = -TETRAHEDRON @ matrix.T
    corners = np.vstack([TETRAHEDRON, turned])
    return star(corners)
