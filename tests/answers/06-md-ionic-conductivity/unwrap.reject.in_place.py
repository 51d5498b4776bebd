# writes into its argument
# says: in place
def unwrap(positions, cell):
    crossed = np.rint(np.diff(positions, axis=0) @ np.linalg.inv(cell))
    positions[1:] -= np.cumsum(crossed, axis=0) @ np.asarray(cell, float)
    return positions
