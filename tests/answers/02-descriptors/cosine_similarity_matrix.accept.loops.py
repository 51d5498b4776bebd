# Pair by pair.
def cosine_similarity_matrix(features):
    dot = lambda a, b: sum(float(x) * float(y) for x, y in zip(a, b))
    return [[dot(a, b) / (dot(a, a) * dot(b, b)) ** 0.5 for b in features] for a in features]
