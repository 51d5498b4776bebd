# Returns SciPy's Rotation instead of its matrix
# says: as_matrix
def random_rotation(rng):
    return Rotation.from_quat(rng.normal(size=4))
