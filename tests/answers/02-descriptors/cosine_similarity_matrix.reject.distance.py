# 1 - cos.
# says: give the cosine
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return 1 - x @ x.T / np.outer(n, n)
