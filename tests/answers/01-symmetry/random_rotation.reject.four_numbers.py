# Returns the four numbers of the quaternion
# says: 3 × 3 matrix. Got the shape \(4,\)
def random_rotation(rng):
    q = rng.normal(size=4)
    return q / np.linalg.norm(q)
