# a uniform angle about x, y and z in turn
# says: uniform Euler angles
def random_rotation(rng):
    return Rotation.from_euler("xyz", rng.uniform(0, 2 * np.pi, 3)).as_matrix()
