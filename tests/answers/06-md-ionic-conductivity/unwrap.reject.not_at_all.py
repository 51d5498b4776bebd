# leaves the jumps
# says: jumps are still there
def unwrap(positions, cell):
    return np.array(positions, float)
