# turns about the z axis only
# says: fixed axis
def random_rotation(rng):
    c, s = np.cos(t := rng.uniform(0, 2 * np.pi)), np.sin(t)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
