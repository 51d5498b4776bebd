# The Gram matrix divided by the roots of its diagonal.
def cosine_similarity_matrix(features):
    g = np.array(features, float) @ np.array(features, float).T
    return g / np.sqrt(np.outer(g.diagonal(), g.diagonal()))
