# turns about one axis, the space diagonal
# says: fixed axis|not uniform
def random_rotation(rng):
    return Rotation.from_rotvec(np.ones(3) / 3**0.5 * rng.uniform(0, 2 * np.pi)).as_matrix()
