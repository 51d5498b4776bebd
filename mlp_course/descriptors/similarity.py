"""How alike two descriptors are."""

import numpy as np
from numpy.typing import ArrayLike


def cosine_similarity_matrix(
    features: ArrayLike,  # (N, D)
) -> np.ndarray:  # (N, N)
    """The cosines x_i·x_j / (|x_i| |x_j|) of all pairs of rows, (N, N).

    They are 1 for the same direction, whatever the lengths. Raises ValueError for a row of zeros,
    which has no direction.

    >>> cosine_similarity_matrix([[1, 0], [2, 0], [3, 4]]).round(6).tolist()
    [[1.0, 1.0, 0.6], [1.0, 1.0, 0.6], [0.6, 0.6, 1.0]]
    """
    x = np.asarray(features, dtype=float)
    length = np.linalg.norm(x, axis=1, keepdims=True)  # (N, 1)
    if not length.all():
        row = int(length.argmin())
        raise ValueError(f"row {row} is zero: it has no direction to compare.")
    unit = x / length
    return unit @ unit.T
