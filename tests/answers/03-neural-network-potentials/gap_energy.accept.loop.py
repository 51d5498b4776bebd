# two loops
def gap_energy(features, sparse_features, weights, zeta):
    energy = 0.0
    for p in features:
        for w, s in zip(weights, sparse_features):
            energy += w * (np.dot(p, s) / (np.linalg.norm(p) * np.linalg.norm(s))) ** zeta
    return energy
