# absolute value of the kernel
# says: Not Σ_i Σ_s|absolute
def gap_energy(features, sparse_features, weights, zeta):
    q = np.asarray(features, dtype=float)
    s = np.asarray(sparse_features, dtype=float)
    q = q / np.linalg.norm(q, axis=1, keepdims=True)
    s = s / np.linalg.norm(s, axis=1, keepdims=True)
    return float((np.abs(q @ s.T) ** zeta @ np.asarray(weights, dtype=float)).sum())
