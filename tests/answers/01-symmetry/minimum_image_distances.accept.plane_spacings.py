# as many images as the spacing of the lattice planes asks for, pair by pair
import itertools


def minimum_image_distances(positions, cell):
    n = len(positions)
    inverse = np.linalg.inv(cell)
    out = np.zeros((n, n))
    for a in range(n):
        for b in range(a):
            f = (positions[a] - positions[b]) @ inverse
            f = f - np.floor(f)
            bound = np.linalg.norm(f @ cell)
            reach = [int(np.ceil(bound * np.linalg.norm(inverse[:, k]))) + 1 for k in range(3)]
            shifts = np.array(list(itertools.product(*(range(-m, m + 1) for m in reach))))
            out[a, b] = out[b, a] = np.sqrt((((f + shifts) @ cell) ** 2).sum(1).min())
    return out
