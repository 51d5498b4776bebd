"""The Coulomb matrix of a molecule and its eigenvalues.

Reference: M. Rupp, A. Tkatchenko, K.-R. Müller, O. A. von Lilienfeld, Phys. Rev. Lett. 108, 058301 (2012). Distances in
bohr, so every entry is an energy in hartree. (DScribe's CoulombMatrix divides by Å instead.)
"""

import numpy as np
from ase.units import Bohr
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mlp_course.graph import Graph


def coulomb_matrix(positions: ArrayLike, numbers: ArrayLike) -> np.ndarray:  # (N, N) hartree
    """M_ij = Z_i Z_j / |r_i - r_j| and M_ii = ½ Z_i^2.4, (N, N) (Eq. 1); `positions` (N, 3) in Å, `numbers` (N,).

    Raises ValueError for atoms on top of each other.

    >>> coulomb_matrix([[0, 0, 0], [0, 0, 0.529177210903]], [1, 1]).round(6).tolist()
    [[0.5, 1.0], [1.0, 0.5]]
    """
    z = np.asarray(numbers, dtype=float)  # (N,)
    r = cdist(positions, positions) / Bohr  # (N, N) bohr
    np.fill_diagonal(r, 1.0)
    if not (r > 0).all():
        raise ValueError("two atoms lie on top of each other: their Coulomb repulsion is infinite.")
    matrix = np.outer(z, z) / r
    np.fill_diagonal(matrix, 0.5 * z**2.4)
    return matrix


def coulomb_eigenvalues(positions: ArrayLike, numbers: ArrayLike) -> np.ndarray:  # (N,) hartree
    """Eigenvalues of the Coulomb matrix with their signs, ordered by decreasing magnitude, (N,).

    >>> coulomb_eigenvalues([[0, 0, 0], [0, 0, 0.529177210903]], [1, 1]).round(6).tolist()
    [1.5, -0.5]
    """
    values = np.linalg.eigvalsh(coulomb_matrix(positions, numbers))
    return values[np.argsort(-np.abs(values))]


def cluster_eigenvalues(graph: Graph, size: int) -> np.ndarray:  # (N, size) hartree
    """`coulomb_eigenvalues` of every atom with its neighbours in the graph, filled up with zeros, (N, size).

    Raises ValueError when an atom has more than `size` - 1 neighbours.
    """
    out = np.zeros((len(graph.species), size))
    for atom in range(len(out)):
        near = (graph.center == atom).numpy()
        if near.sum() >= size:
            raise ValueError(
                f"atom {atom} has {near.sum()} neighbours: a size of {near.sum() + 1} is needed."
            )
        positions = np.vstack([np.zeros(3), graph.vectors[near]])
        numbers = np.append(graph.species[atom], graph.species[graph.neighbor[near]])
        out[atom, : len(numbers)] = coulomb_eigenvalues(positions, numbers)
    return out
