"""Molecules that trials are made with."""

import numpy as np

# Å, where they are: not the origin, so that turning them moves them, too
CENTRE = np.array([1.0, -0.5, 0.7])


def molecule(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Positions (7, 3) in Å, no two closer than 0.8 Å, and numbers (7,).

    There are three O and four H, in random order.
    """
    positions = rng.uniform(-1.6, 1.6, (1, 3))
    # One atom after the other, where there is room for it
    while len(positions) < 7:
        trial = rng.uniform(-1.6, 1.6, 3)
        distances = np.linalg.norm(positions - trial, axis=1)
        if distances.min() > 0.8:
            positions = np.vstack([positions, trial])
    positions = positions - positions.mean(axis=0) + CENTRE
    numbers = rng.permutation([8, 8, 8, 1, 1, 1, 1])
    return positions, numbers
