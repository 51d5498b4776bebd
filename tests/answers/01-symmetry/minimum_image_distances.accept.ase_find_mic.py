# ASE's find_mic on all pairs
from ase.geometry import find_mic


def minimum_image_distances(positions, cell):
    n = len(positions)
    vectors = (positions[:, None] - positions[None]).reshape(-1, 3)
    return find_mic(vectors, cell, pbc=True)[1].reshape(n, n)
