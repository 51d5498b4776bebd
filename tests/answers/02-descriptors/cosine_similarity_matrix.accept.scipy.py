# SciPy's cosine distance.
from scipy.spatial.distance import cdist

def cosine_similarity_matrix(features):
    x = np.array(features, float)
    return 1 - cdist(x, x, "cosine")
