# Divides by the length of the whole array.
# says: length of the whole array
def cosine_similarity_matrix(features):
    x = np.array(features, dtype=float)
    x = x / np.linalg.norm(x)
    return x @ x.T
