# J. Arvo, Graphics Gems III: a turn about z, then z sent to a uniform direction by a reflection
def random_rotation(rng):
    x1, x2, x3 = rng.random(3)
    c, s = np.cos(2 * np.pi * x1), np.sin(2 * np.pi * x1)
    turn = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    v = np.array([np.cos(2 * np.pi * x2) * np.sqrt(x3), np.sin(2 * np.pi * x2) * np.sqrt(x3), np.sqrt(1 - x3)])
    return (2 * np.outer(v, v) - np.eye(3)) @ turn
