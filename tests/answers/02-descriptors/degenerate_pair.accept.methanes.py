# The two bent methanes of section 2.7, five points in space.
def degenerate_pair():
    t = np.radians(60)
    rings = [np.radians([0, 180, 45, 135]), np.radians([0, 180, 45, -45])]
    shapes = []
    for az in rings:
        z = np.cos(t) * np.array([1, 1, -1, -1])
        rim = np.stack([np.sin(t) * np.cos(az), np.sin(t) * np.sin(az), z], axis=1)
        shapes.append(1.1 * np.vstack([[0, 0, 0], rim]))
    return shapes[0], shapes[1]
