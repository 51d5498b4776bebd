# Normalises the columns.
# says: normalised the columns
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return (x / np.linalg.norm(x, axis=0)) @ (x / np.linalg.norm(x, axis=0)).T
