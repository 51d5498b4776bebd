# Correlation coefficients.
# says: do not subtract the mean
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return np.corrcoef(x)
