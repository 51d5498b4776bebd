def rmse(predicted, true):
    a, b = np.asarray(predicted, dtype=float), np.asarray(true, dtype=float)
    if a.shape != b.shape:
        raise ValueError("shapes differ")
    return np.linalg.norm(a - b) / a.size**0.5
