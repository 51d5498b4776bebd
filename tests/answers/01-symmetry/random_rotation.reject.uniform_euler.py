# three uniform Euler angles
# says: uniform Euler angles
def random_rotation(rng):
    return Rotation.from_euler("zyz", rng.uniform(0, [2 * np.pi, np.pi, 2 * np.pi])).as_matrix()
