# one length for the whole array
# says: whole array
def gap_energy(features, sparse_features, weights, zeta):
    p, s = (np.asarray(a, float) / np.linalg.norm(a) for a in (features, sparse_features))
    return float(((p @ s.T) ** zeta @ np.asarray(weights)).sum())
