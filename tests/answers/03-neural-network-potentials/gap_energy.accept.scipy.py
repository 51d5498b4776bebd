# scipy's cosine distance
def gap_energy(features, sparse_features, weights, zeta):
    from scipy.spatial.distance import cdist

    return float(((1 - cdist(features, sparse_features, "cosine")) ** zeta).sum(axis=0) @ np.asarray(weights))
