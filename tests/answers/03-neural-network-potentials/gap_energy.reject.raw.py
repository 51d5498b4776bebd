# vectors as they come
# says: not normalised
def gap_energy(features, sparse_features, weights, zeta):
    return float(((np.asarray(features) @ np.asarray(sparse_features).T) ** zeta @ np.asarray(weights)).sum())
