# Two sets of hours with different distances.
# says: sorted distances differ by up to
def degenerate_pair():
    def dial(hours):
        a = np.array(hours) * np.pi / 4
        return np.stack([np.cos(a), np.sin(a), 0 * a], axis=1)

    return dial([0, 1, 2, 4]), dial([0, 1, 3, 6])
