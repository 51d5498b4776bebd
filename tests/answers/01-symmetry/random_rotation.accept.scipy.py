# SciPy draws uniform rotations from a generator
def random_rotation(rng):
    return Rotation.random(rng=rng).as_matrix()
