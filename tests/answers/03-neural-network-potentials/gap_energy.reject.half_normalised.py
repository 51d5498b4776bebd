# sparse vectors as they come
# says: sparse vectors
def gap_energy(features, sparse_features, weights, zeta):
    p = np.asarray(features, float) / np.linalg.norm(features, axis=1)[:, None]
    return float(((p @ np.asarray(sparse_features).T) ** zeta @ np.asarray(weights)).sum())
