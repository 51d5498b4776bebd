"""Who is near whom: the only file that asks `vesin`, which finds pairs in linear time.

Pairs are given by vesin's letters: i and j are the two atoms of a pair (E,), S the whole lattice
vectors (E, 3) to add to j, D the vector (E, 3) from i to j in Å, d its length (E,) in Å.
"""

import ase
import numpy as np
import torch
import vesin
from numpy.typing import ArrayLike
from torch import Tensor

from mlp_course.structures import Structure, repeating

CLOSEST = 1e-3  # Å; atoms nearer than this lie on top of each other


def find_pairs(
    positions: ArrayLike,
    cell: ArrayLike,
    periodic: ArrayLike | bool,
    cutoff: float,
    quantities: str = "ijDd",
    *,
    both_ways: bool = False,
) -> list[np.ndarray]:
    """All pairs nearer than `cutoff` (Å) of atoms at `positions` (N, 3) in a `cell` (3, 3) that
    spans space.

    Returns one array for each letter of `quantities`. Each pair comes once; `both_ways` gives i ->
    j and j -> i, in the order of i.
    """
    search = vesin.NeighborList(cutoff=cutoff, full_list=both_ways, sorted=both_ways)
    return search.compute(
        points=np.asarray(positions, dtype=float),
        box=np.asarray(cell, dtype=float),
        periodic=periodic,
        quantities=quantities,
    )


def pairs_of_atoms(
    atoms: ase.Atoms,
    cutoff: float,
    quantities: str = "ijDd",
) -> list[np.ndarray]:
    """`find_pairs` nearer than `cutoff` (Å) of ASE's atoms, along whatever vectors they repeat."""
    cell = atoms.cell.complete().array
    return find_pairs(atoms.positions, cell, repeating(atoms), cutoff, quantities)


def pairs_of_structure(
    structure: Structure,
    cutoff: float,
    number: int = 0,
) -> tuple[Tensor, Tensor, Tensor]:
    """Centers (E,), neighbors (E,) and whole lattice vectors (E, 3) to add, both ways, ordered by
    center.

    Raises ValueError, which calls the structure by its `number`, for positions or cells that are
    not finite numbers, a flat cell, and atoms on top of each other.
    """
    points = structure.positions.detach().double().numpy()
    box = structure.cell.detach().double().numpy()
    if not (np.isfinite(points).all() and np.isfinite(box).all()):
        raise ValueError(
            f"structure {number} has a position or cell entry that is not a finite number."
        )
    periodic = structure.periodic.numpy()
    if len(points) and not periodic.any():
        # Nothing of a molecule is farther than its diagonal: no time is spent on empty space.
        diagonal = float(np.linalg.norm(np.ptp(points, axis=0)))
        cutoff = min(cutoff, 1 + diagonal)
    full_cell = _full_cell(box, periodic)
    i, j, shifts, d = find_pairs(points, full_cell, periodic, cutoff, "ijSd", both_ways=True)
    if len(d) and d.min() < CLOSEST:
        nearest = d.argmin()
        raise ValueError(
            f"atoms {int(i[nearest])} and {int(j[nearest])} of structure {number} "
            f"lie on top of each other ({d.min():.1e} Å apart)."
        )
    return _whole_numbers(i), _whole_numbers(j), _whole_numbers(shifts)


def _full_cell(cell: np.ndarray, periodic: np.ndarray) -> np.ndarray:
    """Fill directions that do not repeat with vectors that span space, of any length."""
    _, extent, axes = np.linalg.svd(cell[periodic].reshape(-1, 3))
    if (extent < CLOSEST).any():
        raise ValueError(
            "the lattice vectors lie in one plane or on one line: the cell has no volume."
        )
    cell = cell.copy()
    cell[~periodic] = axes[int(periodic.sum()) :]
    return cell


def _whole_numbers(values: np.ndarray) -> Tensor:
    return torch.from_numpy(values.astype(np.int64))
