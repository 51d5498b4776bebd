# another bond length
# says: do tell these two apart
def distance_only_fails():
    return np.array([[0.0, 0, 0], [1.5, 0, 0]]), np.array([[0.0, 0, 0], [1.6, 0, 0]])
