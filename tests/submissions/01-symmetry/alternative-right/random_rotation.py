def random_rotation(rng):
    """A normalised Gaussian quaternion."""
    quaternion = rng.normal(size=4)
    return Rotation.from_quat(quaternion / np.linalg.norm(quaternion)).as_matrix().tolist()
