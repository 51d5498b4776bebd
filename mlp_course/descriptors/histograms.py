"""Histograms of an environment: neighbours by distance, and pairs of neighbours by angle.

Bins are half open, [left, right), the last one closed, as in `numpy.histogram`; what lies outside
them all is not counted. `pair_histogram` and `angle_histogram` take a graph, so they know periodic
images; the other two take the positions of a molecule.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import ArrayLike

from mlp_course.graph import Graph, build_graph
from mlp_course.structures import Structure


def two_body_histogram(
    positions: ArrayLike,
    numbers: ArrayLike,
    elements: Sequence[int],
    bin_edges: ArrayLike,
) -> np.ndarray:  # (N, S, B)
    """How many neighbours of element `elements[s]` every atom has in distance bin b, (N, S, B).

    `positions` (N, 3) in Å, `numbers` (N,), S atomic numbers `elements`, `bin_edges` (B + 1,) in Å.
    An atom is not its own neighbour; elements that are not listed are not counted. Raises
    ValueError for edges that do not increase.

    >>> positions = [[0, 0, 0], [0, 0, 1.0], [0, 0, 2.5]]
    >>> two_body_histogram(positions, [8, 1, 1], [1, 8], [0.5, 1.2, 2.0, 3.0])[0].tolist()
    [[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """
    edges = _checked(bin_edges)
    # The last bin is closed: a pair on its right edge must not get lost.
    cutoff = edges[-1] + 1e-9
    molecule = _molecule(positions, numbers)
    graph = build_graph(molecule, cutoff)
    return pair_histogram(graph, elements, edges)


def three_body_histogram(
    positions: ArrayLike,
    r_cut: float,
    bin_edges: ArrayLike,
) -> np.ndarray:  # (N, B)
    """How many unordered pairs of neighbours every atom sees at an angle in bin b, (N, B).

    Neighbours are the atoms within `r_cut` (Å); `positions` (N, 3) in Å, `bin_edges` (B + 1,) in
    radians. Each pair j ≠ k counts once, at the angle jik. Raises ValueError for edges that do not
    increase.

    >>> three_body_histogram([[0, 0, 0], [1, 0, 0], [0, 1, 0]], 1.2, [0.0, 1.0, 2.0, 3.2]).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    positions = np.asarray(positions, dtype=float)
    any_element = np.ones(len(positions))
    molecule = _molecule(positions, any_element)
    graph = build_graph(molecule, r_cut)
    return angle_histogram(graph, bin_edges)


def pair_histogram(
    graph: Graph,
    elements: Sequence[int],
    bin_edges: ArrayLike,
) -> np.ndarray:  # (N, S, B)
    """As `two_body_histogram`, (N, S, B), for the pairs of a graph; `bin_edges` (B + 1,) in Å."""
    n_atoms = len(graph.species)
    center = graph.center.numpy()  # (E,)
    number = graph.species[graph.neighbor].numpy()  # (E,)
    r = graph.distances.numpy()  # (E,)
    edges = _checked(bin_edges)
    counts = []
    for z in elements:
        own = number == z
        of_element = _count(
            row=center[own],
            value=r[own],
            n_rows=n_atoms,
            edges=edges,
        )
        counts.append(of_element)
    return np.stack(counts, axis=1)


def angle_histogram(graph: Graph, bin_edges: ArrayLike) -> np.ndarray:  # (N, B)
    """As `three_body_histogram` for the pairs of a graph, (N, B); `bin_edges` (B + 1,), radians."""
    p, q = (pairs.numpy() for pairs in graph.triples)  # (T,) each
    vectors = graph.vectors.numpy()
    angle = angle_between(vectors[p], vectors[q])  # (T,)
    center = graph.center.numpy()
    return _count(
        row=center[p],
        value=angle,
        n_rows=len(graph.species),
        edges=_checked(bin_edges),
    )


def bond_angle(
    r_i: ArrayLike,  # (3,) Å
    r_j: ArrayLike,  # (3,) Å
    r_k: ArrayLike,  # (3,) Å
) -> float:
    """The angle at atom i between the directions to j and to k, radians in [0, π].

    Raises ValueError where j or k lies on top of i: there is no direction
    then.

    >>> round(bond_angle([0, 0, 0], [1, 0, 0], [0, 2, 0]), 6)
    1.570796
    """
    here = np.asarray(r_i, dtype=float)
    u = np.asarray(r_j, dtype=float) - here
    v = np.asarray(r_k, dtype=float) - here
    if not (u.any() and v.any()):
        raise ValueError(
            "an angle needs two directions: a neighbour lies on top of the atom itself."
        )
    return float(angle_between(u, v))


def angle_between(u: np.ndarray, v: np.ndarray) -> np.ndarray:  # (..., 3), (..., 3) -> (...)
    """atan2(|u × v|, u · v), radians.

    It is exact also near 0 and π, where the arccos of a rounded cosine may be nan.
    """
    sine = np.linalg.norm(np.cross(u, v), axis=-1)  # times |u| |v|
    cosine = (u * v).sum(axis=-1)  # times |u| |v|
    return np.arctan2(sine, cosine)


def _count(
    row: np.ndarray,
    value: np.ndarray,
    n_rows: int,
    edges: np.ndarray,
) -> np.ndarray:  # (n_rows, B)
    """For every row, how many of its values lie in each bin."""
    around_rows = np.arange(n_rows + 1) - 0.5
    counts, *_ = np.histogram2d(row, value, bins=(around_rows, edges))
    return counts


def _checked(bin_edges: ArrayLike) -> np.ndarray:
    """Edges (B + 1,); ValueError unless they are at least two that increase."""
    edges = np.asarray(bin_edges, dtype=float)
    is_list = edges.ndim == 1 and len(edges) >= 2
    if not is_list or not (np.diff(edges) > 0).all():
        raise ValueError("bin_edges must be a list of at least two numbers that increase.")
    return edges


def _molecule(positions: ArrayLike, numbers: ArrayLike) -> Structure:
    """Atoms that do not repeat."""
    points = torch.tensor(np.asarray(positions, dtype=float))
    species = torch.tensor(np.asarray(numbers, dtype=int))
    no_cell = torch.zeros(3, 3, dtype=torch.float64)
    return Structure(points, species, no_cell)
