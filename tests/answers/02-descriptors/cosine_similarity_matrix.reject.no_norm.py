# Dot products.
# says: dot products
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return x @ x.T
