# forgets where it started
# says: first frame
def unwrap(positions, cell):
    r = np.asarray(positions, float)
    s = np.diff(r, axis=0) @ np.linalg.inv(cell)
    walked = np.cumsum((s - np.rint(s)) @ np.asarray(cell, float), axis=0)
    return np.concatenate([0 * r[:1], walked])
