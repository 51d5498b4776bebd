# |a|² + |b|² - 2ab, clipped before the root
def distance_matrix(positions):
    gram = positions @ positions.T
    squares = np.diag(gram)
    return np.sqrt(np.clip(squares[:, None] + squares - 2 * gram, 0, None))
