# no square root
# says: squared
def distance_matrix(positions):
    return ((positions[:, None] - positions) ** 2).sum(-1)
