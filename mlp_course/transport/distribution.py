"""Radial distribution function in any periodic cell: how often one finds an atom at a distance, against pure chance."""

from collections.abc import Sequence

import numpy as np
import vesin
from numpy.typing import ArrayLike

from mlp_course.transport.positions import plane_spacings


def radial_distribution(
    positions: ArrayLike,
    cell: ArrayLike,
    numbers: ArrayLike,
    pair: Sequence[int],
    r_max: float,
    bins: int = 100,
) -> tuple[np.ndarray, np.ndarray]:
    """g(r) of element pair[1] around element pair[0]: r (bins,) in Å, the middles of the bins, and g (bins,).

    `positions` (N, 3) or (T, N, 3), wrapped or not; `numbers` (N,) atomic numbers; `cell` (3, 3) in Å, as sheared
    as you like, and `r_max` as large as you like: all periodic images count, an atom's own ones too. g is 1 for an
    ideal gas (1 - 1/N for atoms of one element: one is not its own neighbour), and ρ ∫ g 4πr² dr counts neighbours.
    """
    frames = np.asarray(positions, dtype=float)
    frames = frames[None] if frames.ndim == 2 else frames
    numbers, volume = np.asarray(numbers), abs(np.linalg.det(np.asarray(cell, dtype=float)))
    plane_spacings(cell)  # refuses what is no cell
    if frames.ndim != 3 or numbers.shape != frames.shape[1:2] or not r_max > 0:
        raise ValueError("positions (T, N, 3), numbers (N,) and a positive r_max are needed.")
    around, of = (np.isin(numbers, element) for element in pair)
    if not (around.any() and of.any()):
        raise ValueError(f"there is no pair of the elements {tuple(pair)} in this structure.")
    edges = np.linspace(0, r_max, bins + 1)
    counts = sum(
        _counts(frame, np.asarray(cell, dtype=float), (around, of), edges) for frame in frames
    )
    by_chance = len(frames) * around.sum() * of.sum() / volume * 4 / 3 * np.pi * np.diff(edges**3)
    return (edges[1:] + edges[:-1]) / 2, counts / by_chance


def _counts(frame: np.ndarray, cell: np.ndarray, masks: tuple, edges: np.ndarray) -> np.ndarray:
    search = vesin.NeighborList(cutoff=float(edges[-1]), full_list=True)
    i, j, d = search.compute(points=frame, box=cell, periodic=True, quantities="ijd")
    return np.histogram(d[masks[0][i] & masks[1][j]], edges)[0]
