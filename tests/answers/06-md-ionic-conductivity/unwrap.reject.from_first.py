# the image nearest to the first frame
# says: sheared cell|Got
def unwrap(positions, cell):
    r = np.asarray(positions, float)
    s = (r - r[0]) @ np.linalg.inv(cell)
    return r[0] + (s - np.rint(s)) @ np.asarray(cell, float)
