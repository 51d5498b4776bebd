# cosine similarities divided afterwards
def gap_energy(features, sparse_features, weights, zeta):
    p, s = np.asarray(features, float), np.asarray(sparse_features, float)
    cosine = np.einsum("id,sd->is", p, s) / np.sqrt(np.einsum("id,id->i", p, p))[:, None] / np.sqrt((s**2).sum(1))
    return np.einsum("is,s->", cosine**zeta, np.asarray(weights, float))
