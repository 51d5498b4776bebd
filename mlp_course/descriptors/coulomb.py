"""The Coulomb matrix of a molecule and its eigenvalues.

Reference: M. Rupp, A. Tkatchenko, K.-R. Müller, O. A. von Lilienfeld, Phys. Rev. Lett. 108, 058301
(2012). Distances are in bohr, so every entry is an energy in hartree. (DScribe's CoulombMatrix
divides by Å instead.)
"""

import numpy as np
from ase.units import Bohr
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mlp_course.graph import Graph


def coulomb_matrix(
    positions: ArrayLike,  # (N, 3) Å
    numbers: ArrayLike,  # (N,)
) -> np.ndarray:  # (N, N) hartree
    """M_ij = Z_i Z_j / |r_i - r_j| and M_ii = ½ Z_i^2.4, (N, N) (Eq. 1).

    Raises ValueError for atoms on top of each other.

    >>> coulomb_matrix([[0, 0, 0], [0, 0, 0.529177210903]], [1, 1]).round(6).tolist()
    [[0.5, 1.0], [1.0, 0.5]]
    """
    Z = np.asarray(numbers, dtype=float)  # (N,)
    r = cdist(positions, positions) / Bohr  # (N, N) bohr

    # Any length on the diagonal, which is overwritten below
    np.fill_diagonal(r, 1.0)
    if not (r > 0).all():
        raise ValueError("two atoms lie on top of each other: their Coulomb repulsion is infinite.")
    M = np.outer(Z, Z) / r
    np.fill_diagonal(M, 0.5 * Z**2.4)
    return M


def coulomb_eigenvalues(
    positions: ArrayLike,  # (N, 3) Å
    numbers: ArrayLike,  # (N,)
) -> np.ndarray:  # (N,) hartree
    """Eigenvalues of the Coulomb matrix with their signs, ordered by decreasing magnitude, (N,).

    >>> coulomb_eigenvalues([[0, 0, 0], [0, 0, 0.529177210903]], [1, 1]).round(6).tolist()
    [1.5, -0.5]
    """
    matrix = coulomb_matrix(positions, numbers)
    values = np.linalg.eigvalsh(matrix)
    largest_first = np.argsort(-np.abs(values))
    return values[largest_first]


def cluster_eigenvalues(graph: Graph, size: int) -> np.ndarray:  # (N, size) hartree
    """`coulomb_eigenvalues` of every atom with its neighbours in the graph, (N, size).

    They are filled up with zeros. Raises ValueError when an atom has more than `size` - 1
    neighbours.
    """
    n_atoms = len(graph.species)
    spectra = np.zeros((n_atoms, size))
    for atom in range(n_atoms):
        near = (graph.center == atom).numpy()  # (E,)
        n_near = near.sum()
        if n_near >= size:
            raise ValueError(
                f"atom {atom} has {n_near} neighbours: a size of {n_near + 1} is needed."
            )

        # The atom itself at the origin, then its neighbours
        own = graph.species[atom]
        others = graph.species[graph.neighbor[near]]
        positions = np.vstack([np.zeros(3), graph.vectors[near]])
        numbers = np.append(own, others)
        spectra[atom, : len(numbers)] = coulomb_eigenvalues(positions, numbers)
    return spectra
