# a quaternion from a cube instead of a sphere
# says: quaternions from a cube
def random_rotation(rng):
    return Rotation.from_quat(rng.uniform(-1, 1, 4)).as_matrix()
