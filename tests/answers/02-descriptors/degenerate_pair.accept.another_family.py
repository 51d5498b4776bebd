# Other hours of the one-parameter family of homometric sets on a circle.
def degenerate_pair():
    def rim(turns):
        a = 2 * np.pi * np.array(turns)
        return 2.0 * np.stack([np.cos(a), np.sin(a), 0 * a], axis=1)

    a = 0.07
    return rim([0, a, a + 0.25, 0.5]), rim([0, a, 0.5, a + 0.75])
