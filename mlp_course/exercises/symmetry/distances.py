"""Distances between atoms, without and with a cell that repeats."""

import numpy as np
from ase import Atoms
from scipy.spatial.distance import cdist

from mlp_course.checks.answers.calling import call
from mlp_course.checks.answers.expect import expect
from mlp_course.checks.exercise import exercise
from mlp_course.symmetry import random_rotation

SHEARS = (0.0, 0.4, 0.9, 1.7, 2.6, 6.3)  # of a cell, in its first edge


@exercise(
    "Exercise 2: `distance_matrix`",
    points=1,
    hints=(
        "One difference vector for every ordered pair of atoms, then its length.",
        "d_ij = √((x_i - x_j)² + (y_i - y_j)² + (z_i - z_j)²)",
        "With `positions[:, None] - positions` NumPy makes all differences at once, an array "
        "(N, N, 3); `np.linalg.norm(..., axis=-1)` takes the lengths (section 1.4).",
    ),
)
def distance_matrix(answer, rng):
    """A triangle whose sides can be worked out by hand, then atoms at random places."""
    corners = np.array([[0.0, 0.0, 0.0], [3.0, 4.0, 0.0], [3.0, 0.0, 0.0]])
    _expect_distances(answer, corners)
    # Integers are positions, too; their distances need not be whole numbers.
    diagonal = np.array([[0, 0, 0], [1, 1, 0]])
    _expect_distances(answer, diagonal)
    for n in (2, 5, 9):
        _expect_distances(answer, rng.uniform(-4, 4, (n, 3)))


def _expect_distances(answer, positions):
    right = cdist(positions, positions)
    found = call(answer, positions)
    expect(
        found,
        right,
        atol=1e-5,
        unit="Å",
        mistakes={
            "These are squared distances: take the square root.": right**2,
            "The lower half is missing: from j to i is as far as from i to j.": np.triu(right),
            "The upper half is missing: from i to j is as far as from j to i.": np.tril(right),
            "These are sums of |Δx|, |Δy|, |Δz|: add squares, then take the root.": cdist(
                positions, positions, "cityblock"
            ),
            "The decimals are cut off: your array holds whole numbers, as the positions did. "
            "Make it one of floats.": np.floor(right),
        },
        because=f"The distances of {len(positions)} atoms are wrong.",
    )


@exercise(
    "Exercise 3: `minimum_image_distances`",
    points=3,
    hints=(
        "In a skewed cell the nearest image need not be the one that rounding finds: wrap first, "
        "then look at enough images around.",
        "Fractions are f = r · C⁻¹, and r = f · C, with lattice vectors as the rows of C. After "
        "rounding, no image further than the largest distance found so far can win; the planes of "
        "the cell lie 1/|column of C⁻¹| apart.",
        "Section 1.4 shows which images a sheared cell needs. Reducing the cell first "
        "(`ase.geometry.minkowski_reduce`) is another way.",
    ),
)
def minimum_image_distances(answer, rng):
    """A cube, a sheared cell in which rounding fractions is not enough, then random ones."""
    pair = np.array([[0.5, 0.0, 0.0], [3.5, 0.0, 0.0]])
    expect(
        call(answer, pair, 4 * np.eye(3)),
        _both(1.0),
        atol=1e-4,
        unit="Å",
        mistakes={
            "This is the distance inside the cell: the nearest image is across the "
            "boundary.": _both(3.0)
        },
        because="Each atom is at distance 0 from itself (the diagonal), 1 Å from the other's "
        "image.",
    )
    sheared = np.array([[3.0, -0.6, 0], [3.2, 0.8, 0], [0, 0, 5.0]])
    expect(
        call(answer, np.array([[0, 0, 0], [2.79, 0.09, 0.0]]), sheared),
        _both(0.7212489),
        atol=1e-4,
        unit="Å",
        mistakes={
            "Rounding fractions misses the nearest image in a skewed cell.": _both(2.7914512),
            "This treats the cell as a box with right angles.": _both(0.2840469),
        },
        because="The rows of `cell` are the lattice vectors, and more than one image has to be "
        "tried.",
    )
    for shear in SHEARS:
        edges = np.array([[3.0, 0, 0], [3 * shear, 3.2, 0], [-2.7 * shear, 0.4, 2.9]])
        cell = edges @ random_rotation(rng)
        # Some atoms lie outside the cell.
        positions = rng.uniform(-1, 2, (5, 3)) @ cell
        atoms = Atoms("H5", positions, cell=cell, pbc=True)
        expect(
            call(answer, positions, cell),
            atoms.get_all_distances(mic=True),
            atol=1e-4,
            unit="Å",
            because="In a strongly sheared cell a nearer image was missed: look further, or "
            "reduce the cell first.",
        )


def _both(distance: float) -> np.ndarray:
    """The distances of two atoms, (2, 2)."""
    return np.array([[0.0, distance], [distance, 0.0]])
