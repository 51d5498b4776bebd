"""Descriptors with something wrong on demand: what an answer with one mistake would give."""

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist

from mlp_course.descriptors import bond_angle

ANGLES = np.linspace(0, np.pi, 9)


def cutoff(r: ArrayLike, r_cut: float) -> np.ndarray:
    """The cosine cutoff: 1 at distance zero, 0 at `r_cut` and beyond."""
    r = np.asarray(r, dtype=float)
    smooth = 0.5 * (np.cos(np.pi * r / r_cut) + 1)
    return np.where(r < r_cut, smooth, 0.0)


def g4_term(
    a: np.ndarray,
    b: np.ndarray,
    parameters: tuple[float, float, float, float],  # η, ζ, λ and the cutoff
    *,
    third_cutoff: bool = True,
    third_gaussian: bool = True,
    without_lambda: bool = False,
    no_cutoff: bool = False,
) -> float:
    """What neighbours at `a` and `b` (3,) add to G4, with something wrong on demand."""
    eta, zeta, lam, r_cut = parameters
    if without_lambda:
        lam = 1

    # The sides of the triangle
    ra = np.linalg.norm(a)
    rb = np.linalg.norm(b)
    rab = np.linalg.norm(a - b)

    angle = 2 ** (1 - zeta) * (1 + lam * (a @ b) / (ra * rb)) ** zeta
    squares = ra**2 + rb**2
    if third_gaussian:
        squares = squares + rab**2
    decay = np.exp(-eta * squares)
    lengths = [ra, rb, rab] if third_cutoff else [ra, rb]
    smooth = 1 if no_cutoff else np.prod(cutoff(lengths, r_cut))
    return angle * decay * smooth


def angles(
    positions: np.ndarray,  # (N, 3) Å
    r_cut: float,
    *,
    at: int = 0,
    triangle: bool = False,
    unit: float = 1.0,
) -> np.ndarray:  # (N, B)
    """Angle histogram by loops, with something wrong on demand."""
    r = cdist(positions, positions)
    n = len(r)
    histogram = np.zeros((n, len(ANGLES) - 1))
    for i in range(n):
        around = [j for j in range(n) if j != i and r[i, j] < r_cut]
        for j, k in combinations(around, 2):
            if triangle and not r[j, k] < r_cut:
                continue
            corner = [i, j, k] if at == 0 else [j, i, k]
            angle = unit * bond_angle(*positions[corner])
            counts, _ = np.histogram(angle, ANGLES)
            histogram[i] += counts
    return histogram
