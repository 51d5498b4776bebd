"""Radial distribution function in any periodic cell.

How often one finds an atom at a distance, against pure chance.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from mlp_course.neighbors import find_pairs
from mlp_course.transport.positions import plane_spacings


def radial_distribution(
    positions: ArrayLike,  # (N, 3) or (T, N, 3) Å
    cell: ArrayLike,  # (3, 3) Å
    numbers: ArrayLike,  # (N,)
    pair: Sequence[int],
    r_max: float,  # Å
    bins: int = 100,
) -> tuple[np.ndarray, np.ndarray]:
    """g(r) of element pair[1] around element pair[0]: r (bins,) in Å and g (bins,).

    r are the middles of the bins. `positions` (N, 3) or (T, N, 3), wrapped or not; `numbers` (N,)
    atomic numbers; `cell` (3, 3) in Å, as sheared as you like, and `r_max` as large as you like:
    all periodic images count, an atom's own ones too. g is 1 for an ideal gas (1 - 1/N for atoms of
    one element: one is not its own neighbour), and ρ ∫ g 4πr² dr counts neighbours. Raises
    ValueError for shapes that do not fit together and for elements that are not there.
    """
    frames = np.asarray(positions, dtype=float)
    if frames.ndim == 2:
        frames = frames[None]
    number = np.asarray(numbers)
    box = np.asarray(cell, dtype=float)
    volume = abs(np.linalg.det(box))
    plane_spacings(box)  # refuses what is no cell
    if frames.ndim != 3 or number.shape != frames.shape[1:2] or not r_max > 0:
        raise ValueError("positions (T, N, 3), numbers (N,) and a positive r_max are needed.")
    around = np.isin(number, pair[0])  # (N,)
    of = np.isin(number, pair[1])  # (N,)
    if not (around.any() and of.any()):
        raise ValueError(f"there is no pair of the elements {tuple(pair)} in this structure.")

    # Pairs found in every shell between two edges
    edges = np.linspace(0, r_max, bins + 1)
    counts = np.zeros(bins)
    for frame in frames:
        counts += _counts(frame, box, around, of, edges)

    # Pairs expected there if all atoms were anywhere
    n_pairs = len(frames) * around.sum() * of.sum()
    density = n_pairs / volume  # 1/Å³
    cubes = np.diff(edges**3)
    by_chance = density * 4 / 3 * np.pi * cubes

    middles = (edges[1:] + edges[:-1]) / 2
    g = counts / by_chance
    return middles, g


def _counts(
    frame: np.ndarray,  # (N, 3) Å
    cell: np.ndarray,  # (3, 3) Å
    around: np.ndarray,  # (N,)
    of: np.ndarray,  # (N,)
    edges: np.ndarray,  # (bins + 1,) Å
) -> np.ndarray:  # (bins,)
    """How many distances from atoms `around` (N,) to atoms `of` (N,) lie in each bin."""
    i, j, distance = find_pairs(
        positions=frame,
        cell=cell,
        periodic=True,
        cutoff=float(edges[-1]),
        quantities="ijd",
    )

    # Each pair comes once, and either of its atoms may be the one in the middle.
    forth = around[i] & of[j]
    back = around[j] & of[i]
    found = np.concatenate([distance[forth], distance[back]])
    counts, _ = np.histogram(found, edges)
    return counts
