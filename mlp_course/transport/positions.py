"""Positions as they were walked: across the boundary without jumps, and without the frame's drift.

Positions are (T, N, 3) in Å. The rows of the cell (3, 3), in Å, are the lattice vectors, the same
in every frame.
"""

import numpy as np
from numpy.typing import ArrayLike


def as_positions(positions: ArrayLike) -> np.ndarray:
    """`positions` as finite float64 (T, N, 3), never the caller's array.

    Raises ValueError for anything else.
    """
    array = np.array(positions, dtype=float)
    if array.ndim != 3 or array.shape[2] != 3 or array.size == 0:
        raise ValueError(f"positions must have the shape (frames, atoms, 3), not {array.shape}.")
    if not np.isfinite(array).all():
        raise ValueError("positions hold nan or infinity: the simulation failed.")
    return array


def plane_spacings(cell: ArrayLike) -> np.ndarray:
    """Distances (3,) in Å between opposite faces of the cell.

    The smallest is twice the reach of `unwrap`. Raises ValueError for what is no cell.

    >>> plane_spacings([[4.0, 0, 0], [40.0, 4.0, 0], [0, 0, 5.0]]).round(3).tolist()
    [0.398, 4.0, 5.0]
    """
    box = np.asarray(cell, dtype=float)
    is_matrix = box.shape == (3, 3) and np.isfinite(box).all()
    if not is_matrix or abs(np.linalg.det(box)) < 1e-9:
        raise ValueError("cell must be three independent lattice vectors, as rows (3, 3) in Å.")

    # Columns of the inverse are normal to the faces, and as long as 1/spacing.
    normals = np.linalg.inv(box)
    lengths = np.linalg.norm(normals, axis=0)
    return 1 / lengths


def wrap(
    positions: ArrayLike,  # (T, N, 3) Å
    cell: ArrayLike,  # (3, 3) Å
) -> np.ndarray:
    """The same positions inside the cell, fractional coordinates in [0, 1).

    This is what most codes write. Raises ValueError for what is no cell.
    """
    r = as_positions(positions)
    plane_spacings(cell)  # refuses what is no cell
    box = np.asarray(cell, dtype=float)
    inverse = np.linalg.inv(box)
    fractions = r @ inverse
    inside = fractions - np.floor(fractions)
    # A hair below 0 is rounded to 1.
    inside[inside >= 1] = 0
    return inside @ box


def unwrap(
    positions: ArrayLike,  # (T, N, 3) Å
    cell: ArrayLike,  # (3, 3) Å
) -> np.ndarray:
    """Remove the jumps across the boundary; the first frame stays where it is.

    1. Every step is brought to fractional coordinates and rounded to within half a cell.
    2. The lattice vectors that were crossed are added up.

    In a sheared cell the step need not be the shortest image, but it is the true one as long as no
    atom moves by half the smallest of the `plane_spacings` between two frames: then no fractional
    component reaches ½. A step found to be longer raises ValueError: write frames more often. (A
    true step near a whole lattice vector cannot be told from none.)

    >>> unwrap([[[9.5, 0, 0]], [[0.5, 0, 0]]], 10 * np.eye(3))[1].tolist()
    [[10.5, 0.0, 0.0]]
    """
    r = as_positions(positions)
    reach = plane_spacings(cell).min() / 2
    box = np.asarray(cell, dtype=float)

    # 1. every step, without the lattice vectors that were crossed
    steps = np.diff(r, axis=0)  # (T-1, N, 3)
    inverse = np.linalg.inv(box)
    fractions = steps @ inverse
    crossed = -np.rint(fractions)  # whole lattice vectors
    walked = steps + crossed @ box
    lengths = np.linalg.norm(walked, axis=-1)  # (T-1, N)
    longest = lengths.max(initial=0)
    if longest >= reach:
        raise ValueError(
            f"an atom moves by {longest:.2f} Å between two frames, "
            f"half the smallest plane spacing of the cell is {reach:.2f} Å: "
            "the way it went is not known. Write frames more often."
        )

    # 2. all lattice vectors that were crossed up to a frame
    so_far = np.cumsum(crossed, axis=0)
    r[1:] += so_far @ box
    return r


def remove_drift(
    positions: ArrayLike,  # (T, N, 3) Å
    reference: ArrayLike,  # indices, or a mask (N,)
    masses: ArrayLike | None = None,  # (N,)
) -> np.ndarray:
    """Unwrapped positions in the frame in which the mean of the `reference` atoms rests.

    `reference`: indices or a mask of the immobile frame (the iodine of AgI, say); `masses` (N,), if
    given, weigh them, so that all atoms with their masses hold the centre of mass. Raises
    ValueError if `reference` is empty, or neither indices nor a mask, and for masses that are not
    positive, one for each atom.
    """
    r = as_positions(positions)
    chosen = _chosen(reference, r.shape[1])

    # The path of their centre, which is taken off
    weights = np.ones(len(chosen))
    if masses is not None:
        of_all = np.asarray(masses, dtype=float)
        if of_all.shape != (r.shape[1],) or not (of_all > 0).all():
            raise ValueError(f"masses must be {r.shape[1]} positive numbers, one for each atom.")
        weights = of_all[chosen]
    shares = weights / weights.sum()
    path = np.einsum("tnx,n->tx", r[:, chosen], shares)  # (T, 3)
    walked = path - path[0]
    return r - walked[:, None]


def _chosen(reference: ArrayLike, n_atoms: int) -> np.ndarray:
    """The indices that are meant; ValueError if that is not clear."""
    if np.size(reference) == 0:
        raise ValueError("remove_drift needs at least one atom of the immobile frame.")
    given = np.asarray(reference)
    if given.dtype == bool and given.shape == (n_atoms,):
        chosen = np.flatnonzero(given)
        if len(chosen) == 0:
            raise ValueError("remove_drift needs at least one atom of the immobile frame.")
        return chosen
    if given.ndim != 1 or given.dtype.kind not in "iu":
        raise ValueError(
            f"reference must be indices of atoms, or a mask of {n_atoms} True and False, not "
            f"an array of {given.dtype} of shape {given.shape}."
        )
    if n_atoms > 2 and given.shape == (n_atoms,) and np.isin(given, (0, 1)).all():
        raise ValueError(
            "reference holds a 0 or 1 for every atom: write True and False if it is a mask."
        )
    if given.min() < -n_atoms or given.max() >= n_atoms:
        raise ValueError(f"reference must hold indices of the {n_atoms} atoms, from 0.")
    return given % n_atoms
