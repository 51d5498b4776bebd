def random_rotation(rng):
    angles = rng.uniform(0, 2 * np.pi, 3)
    return Rotation.from_euler("zyz", angles).as_matrix()  # uniform Euler angles crowd at the poles
