# counts the lattice vectors crossed and adds them to the positions
def unwrap(positions, cell):
    positions, cell = np.array(positions, float), np.array(cell, float)
    crossed = np.rint(np.diff(positions, axis=0) @ np.linalg.inv(cell))
    positions[1:] -= np.cumsum(crossed, axis=0) @ cell
    return positions
