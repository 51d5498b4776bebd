# Three points: three distances fix a triangle.
# says: (Three distances determine|same shape)
def degenerate_pair():
    a = np.array([[0, 0, 0], [1, 0, 0], [0, 2.0, 0]])
    return a, a[[1, 0, 2]]
