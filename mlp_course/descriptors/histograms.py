"""Histograms of an environment: how many neighbours at which distance, how many pairs of neighbours at which angle.

Bins are half open, [left, right), the last one closed, as in `numpy.histogram`; what lies outside them all is not
counted. `pair_histogram` and `angle_histogram` take a graph, so they know periodic images; the other two take the
positions of a molecule.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike

from mlp_course.graph import Graph, build_graph
from mlp_course.structures import Structure


def two_body_histogram(
    positions: ArrayLike, numbers: ArrayLike, elements: Sequence[int], bin_edges: ArrayLike
) -> np.ndarray:  # (N, S, B)
    """How many neighbours of element `elements[s]` every atom has in distance bin b, (N, S, B).

    `positions` (N, 3) in Å, `numbers` (N,), S atomic numbers `elements`, `bin_edges` (B + 1,) in Å. An atom is not its
    own neighbour; elements that are not listed are not counted. Raises ValueError for edges that do not increase.

    >>> two_body_histogram([[0, 0, 0], [0, 0, 1.0], [0, 0, 2.5]], [8, 1, 1], [1, 8], [0.5, 1.2, 2.0, 3.0])[0].tolist()
    [[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """
    edges = _checked(bin_edges)
    return pair_histogram(
        build_graph(_molecule(positions, numbers), edges[-1] + 1e-9), elements, edges
    )


def three_body_histogram(
    positions: ArrayLike, r_cut: float, bin_edges: ArrayLike
) -> np.ndarray:  # (N, B)
    """How many unordered pairs of neighbours within `r_cut` (Å) every atom sees at an angle in bin b, (N, B).

    `positions` (N, 3) in Å, `bin_edges` (B + 1,) in radians. Each pair j ≠ k counts once, at the angle jik.
    Raises ValueError for edges that do not increase.

    >>> three_body_histogram([[0, 0, 0], [1, 0, 0], [0, 1, 0]], 1.2, [0.0, 1.0, 2.0, 3.2]).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    positions = np.asarray(positions, dtype=float)
    return angle_histogram(
        build_graph(_molecule(positions, np.ones(len(positions))), r_cut), bin_edges
    )


def pair_histogram(
    graph: Graph, elements: Sequence[int], bin_edges: ArrayLike
) -> np.ndarray:  # (N, S, B)
    """As `two_body_histogram`, (N, S, B), for the pairs of a graph; `bin_edges` (B + 1,) in Å."""
    center, neighbor = (
        graph.center.numpy(),
        graph.species[graph.neighbor].numpy(),
    )  # (E,) index, (E,) Z
    r, n_atoms = graph.distances.numpy(), len(graph.species)
    per_element = [
        _count(center[neighbor == z], r[neighbor == z], n_atoms, _checked(bin_edges))
        for z in elements
    ]
    return np.stack(per_element, axis=1)


def angle_histogram(graph: Graph, bin_edges: ArrayLike) -> np.ndarray:  # (N, B)
    """As `three_body_histogram`, (N, B), for the pairs of a graph; `bin_edges` (B + 1,) in radians."""
    p, q = (side.numpy() for side in graph.triples)
    v = graph.vectors.numpy()
    return _count(
        graph.center.numpy()[p], angle_between(v[p], v[q]), len(graph.species), _checked(bin_edges)
    )


def bond_angle(r_i: ArrayLike, r_j: ArrayLike, r_k: ArrayLike) -> float:
    """The angle at atom i between the directions to j and to k, radians in [0, π]; positions (3,) in Å.

    Raises ValueError where j or k lies on top of i: there is no direction then.

    >>> round(bond_angle([0, 0, 0], [1, 0, 0], [0, 2, 0]), 6)
    1.570796
    """
    r_i, r_j, r_k = (np.asarray(r, dtype=float) for r in (r_i, r_j, r_k))
    u, v = r_j - r_i, r_k - r_i
    if not (u.any() and v.any()):
        raise ValueError(
            "an angle needs two directions: a neighbour lies on top of the atom itself."
        )
    return float(angle_between(u, v))


def angle_between(u: np.ndarray, v: np.ndarray) -> np.ndarray:  # (..., 3), (..., 3) -> (...)
    """atan2(|u × v|, u · v), radians: exact also near 0 and π, where the arccos of a rounded cosine may be nan."""
    return np.arctan2(np.linalg.norm(np.cross(u, v), axis=-1), (u * v).sum(axis=-1))


def _count(
    row: np.ndarray, value: np.ndarray, n_rows: int, edges: np.ndarray
) -> np.ndarray:  # (n_rows, B)
    """For every row, how many of its values lie in each bin."""
    rows = np.arange(n_rows + 1) - 0.5
    return np.histogram2d(row, value, bins=(rows, edges))[0]


def _checked(bin_edges: ArrayLike) -> np.ndarray:
    edges = np.asarray(bin_edges, dtype=float)
    if edges.ndim != 1 or len(edges) < 2 or not (np.diff(edges) > 0).all():
        raise ValueError("bin_edges must be a list of at least two numbers that increase.")
    return edges


def _molecule(positions: ArrayLike, numbers: ArrayLike) -> Structure:
    positions, numbers = np.asarray(positions, dtype=float), np.asarray(numbers, dtype=int)
    return Structure(
        torch.tensor(positions), torch.tensor(numbers), torch.zeros(3, 3, dtype=torch.float64)
    )
