# an array like the positions, of integers if they are
# says: decimals
def distance_matrix(positions):
    out = np.zeros((len(positions), len(positions)), dtype=np.asarray(positions).dtype)
    for i, r in enumerate(positions):
        out[i] = np.linalg.norm(positions - r, axis=1)
    return out
