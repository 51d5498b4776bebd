# no power
# says: ζ is missing
def gap_energy(features, sparse_features, weights, zeta):
    p, s = (np.asarray(a, float) / np.linalg.norm(a, axis=1)[:, None] for a in (features, sparse_features))
    return float((p @ s.T @ np.asarray(weights)).sum())
