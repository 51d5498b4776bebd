def distance_matrix(positions):
    n = len(positions)
    d = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            d[i, j] = np.linalg.norm(positions[i] - positions[j])  # and the lower half?
    return d
