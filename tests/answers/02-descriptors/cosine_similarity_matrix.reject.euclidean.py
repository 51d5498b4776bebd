# Euclidean distances.
# says: Euclidean distances
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return np.linalg.norm(x[:, None] - x[None], axis=2)
