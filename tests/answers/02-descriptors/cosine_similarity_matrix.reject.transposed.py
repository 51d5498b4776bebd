# Compares the columns.
# says: (compared the columns|shape)
def cosine_similarity_matrix(features):
    x = np.array(features, float)
    n = np.linalg.norm(x, axis=1)
    return (x / np.linalg.norm(x, axis=0)).T @ (x / np.linalg.norm(x, axis=0))
