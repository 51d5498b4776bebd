# two random directions made orthogonal, and their cross product
def random_rotation(rng):
    u, v = rng.normal(size=(2, 3))
    u = u / np.linalg.norm(u)
    v = v - u * (u @ v)
    v = v / np.linalg.norm(v)
    return np.stack([u, v, np.cross(u, v)])
