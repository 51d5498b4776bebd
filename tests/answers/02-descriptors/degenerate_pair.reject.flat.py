# Points of the plane without z.
# says: of one shape
def degenerate_pair():
    h = np.sqrt(0.5)
    return np.array([[-1, 0], [1, 0], [h, h], [-h, h]]), np.array([[-1, 0], [1, 0], [h, h], [h, -h]])
