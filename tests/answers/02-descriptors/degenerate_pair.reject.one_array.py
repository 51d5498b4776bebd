# A single array.
# says: Return two arrays
def degenerate_pair():
    return np.eye(4, 3)
