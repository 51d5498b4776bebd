# Normalises the caller's array.
# says: in place
def cosine_similarity_matrix(features):
    for k, row in enumerate(features):
        length = sum(x * x for x in row) ** 0.5
        features[k] = [x / length for x in row]
    return np.array(features) @ np.array(features).T
