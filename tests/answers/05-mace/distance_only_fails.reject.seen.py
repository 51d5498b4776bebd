# square and tetrahedron within the cutoff
# says: do tell these two apart
def distance_only_fails():
    corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) * 1.5 / np.sqrt(3)
    square = 1.5 * np.array([[1.0, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]])
    return np.vstack([np.zeros((1, 3)), square]), np.vstack([np.zeros((1, 3)), corners])
