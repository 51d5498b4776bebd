"""Who is near whom: the only file that asks `vesin`, which finds pairs in linear time."""

import numpy as np
import torch
import vesin
from torch import Tensor

from mlp_course.structures import Structure

CLOSEST = 1e-3  # Å; atoms nearer than this lie on top of each other


def _find_pairs(structure: Structure, cutoff: float, k: int) -> tuple[Tensor, Tensor, Tensor]:
    """Centers (E,), neighbors (E,) and whole lattice vectors (E, 3) to add, ordered by center."""
    points, box = (
        structure.positions.detach().double().numpy(),
        structure.cell.detach().double().numpy(),
    )
    if not (np.isfinite(points).all() and np.isfinite(box).all()):
        raise ValueError(f"structure {k} has a position or cell entry that is not a finite number.")
    periodic = structure.periodic.numpy()
    if len(points) and not periodic.any():  # nothing of a molecule is farther than its diagonal
        cutoff = min(cutoff, 1 + float(np.linalg.norm(np.ptp(points, axis=0))))
    search = vesin.NeighborList(cutoff=cutoff, full_list=True, sorted=True)
    i, j, shift, d = search.compute(
        points=points, box=_full_box(box, periodic), periodic=periodic, quantities="ijSd"
    )
    if len(d) and d.min() < CLOSEST:
        a, b = int(i[d.argmin()]), int(j[d.argmin()])
        raise ValueError(
            f"atoms {a} and {b} of structure {k} lie on top of each other ({d.min():.1e} Å apart)."
        )
    return tuple(torch.from_numpy(x.astype(np.int64)) for x in (i, j, shift))


def _full_box(box: np.ndarray, periodic: np.ndarray) -> np.ndarray:
    """Fill directions that do not repeat with vectors that span space; their length plays no part."""
    _, extent, axes = np.linalg.svd(box[periodic].reshape(-1, 3))
    if (extent < CLOSEST).any():
        raise ValueError(
            "the lattice vectors lie in one plane or on one line: the cell has no volume."
        )
    box = box.copy()
    box[~periodic] = axes[int(periodic.sum()) :]
    return box
