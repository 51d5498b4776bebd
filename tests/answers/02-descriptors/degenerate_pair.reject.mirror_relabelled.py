# A mirror image with other labels.
# says: These are mirror images
def degenerate_pair():
    a = np.random.default_rng(0).normal(size=(5, 3))
    return a, (a * [-1, 1, 1])[::-1]
