# a uniform angle about a uniform axis
# says: too many small turns
def random_rotation(rng):
    axis = rng.normal(size=3)
    return Rotation.from_rotvec(axis / np.linalg.norm(axis) * rng.uniform(0, 2 * np.pi)).as_matrix()
