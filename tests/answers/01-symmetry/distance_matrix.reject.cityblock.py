# adds absolute differences
# says: add squares
def distance_matrix(positions):
    return np.abs(positions[:, None] - positions).sum(-1)
